/** A name that CloudFront refuses because the DNS of other people leads it to another distribution: where that is, and when the name can come. */
import assert from "node:assert/strict";
import type { Run, RunResult } from "../../provider/reconcile";
import { aliasesOf, HALF_AN_HOUR, type Held, lead, NAMES, ours, theirs, visited, WWW } from "./holding";
import { settled } from "./moving";
import { begin, HOUR, type Story } from "./story";

const OTHERS = ["example.com", "shop.example.com"];
const PROXY = "proxy.example.com";

/** People publish; they have published the validation records. */
async function external(seed: string, holder: (story: Story) => Held | Promise<Held>) {
  const story = begin(seed, NAMES, { wish: { dns: { kind: "external" } } });
  const owner = await holder(story);
  lead(story, WWW, owner.domainName);
  for (const { name, value, purpose } of (await story.up()).report.dnsRecords) {
    if (purpose === "VALIDATION") lead(story, name, value);
  }
  await story.ports.clock.sleep(HOUR);
  return { story, owner };
}

const wildcardHere = (story: Story): Promise<Held> => ours(story, "*.example.com");
const wildcardThere = (story: Story): Held => theirs(story, ["*.example.com"]);

const misled = ({ report }: RunResult) => report.guidance.find(({ code }) => code === "ALIAS_DNS_LEADS_ELSEWHERE");
const paramsOf = ({ report }: RunResult) =>
  report.causes.find(({ code }) => code === "ALIAS_DNS_LEADS_ELSEWHERE")?.params;

describe("a name that other people's DNS leads to another distribution", function () {
  this.timeout(60_000);

  it("is said with the target that DNS names, and the others are attached", async () => {
    const { story, owner } = await external("a stranger's", wildcardThere);
    const result = await story.up();
    assert.equal(result.end, "waitingForYou");
    const { domains, happening = "", todo = "" } = misled(result) ?? {};
    assert.deepEqual([domains, aliasesOf(story, story.distribution)], [[WWW], OTHERS]);
    assert.ok(happening.endsWith(`DNS leads it to another distribution, by ${owner.domainName}.`), happening);
    assert.match(todo, /Publish the ROUTING record in `dnsRecords` in place of what leads it there/);
  });

  it("is said with the distribution at the end of the way, not with what is between", async () => {
    const { story, owner } = await external("by a proxy", wildcardThere);
    lead(story, PROXY, owner.domainName);
    lead(story, WWW, PROXY);
    await story.ports.clock.sleep(HOUR);
    assert.equal(paramsOf(await story.up())?.["found"], owner.domainName);
  });

  it("is said with the id of the distribution, where that is one of the account", async () => {
    const { story, owner } = await external("the account's", wildcardHere);
    assert.equal(paramsOf(await story.up())?.["found"], `${owner.domainName} (${owner.id})`);
  });

  it("is said with where it leads now, when people change it while they are waited for", async () => {
    const { story } = await external("changed meanwhile", wildcardThere);
    const second = theirs(story, ["*.shop.example.com"], { account: "333333333333" });
    const onProgress: Run["onProgress"] = ({ guidance: [first] }) => {
      if (first?.code === "ALIAS_DNS_LEADS_ELSEWHERE") lead(story, WWW, second.domainName);
    };
    const deadline = story.ports.clock.now() + HOUR;
    story.desired.waitFor = "attached";
    assert.equal(paramsOf(await story.up({ onProgress, deadline }))?.["found"], second.domainName);
  });

  for (const [ttl, kept] of [
    [3_600, "short"],
    [86_400, "long"],
  ] as const) {
    it(`comes when resolvers have forgotten the record, which they keep for ${kept}`, async () => {
      const { story, owner } = await external(`kept for ${kept}`, wildcardThere);
      story.simulator.route53.putRecord(story.zoneId, { name: WWW, type: "CNAME", ttl, values: [owner.domainName] });
      await story.ports.clock.sleep(HOUR);
      assert.equal(paramsOf(await story.up())?.["ttl"], kept);
    });
  }

  it("is attached without a gap once people lead it here", async () => {
    const { story } = await external("published", wildcardThere);
    await story.up();
    const { failures } = visited(story, WWW);
    lead(story, WWW, story.distribution.domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, story.distribution), failures], [[...NAMES].sort(), []]);
  });
});
