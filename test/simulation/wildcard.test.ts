/** A name that a DNS wildcard answers for loses that answer with its validation record: the plan says so, and people can keep it served. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import { planText } from "../../provider/core/plan-text";
import { rehearse } from "../../provider/rehearse";
import { HALF_AN_HOUR, WWW } from "./holding";
import { begin, codes, type Story } from "./story";
import { ROUTE53, runOf } from "./world";

const NAMES = ["example.com", WWW];
const OLD_SERVER = "198.51.100.7";

async function answeredBy(wildcard: string, seed: string, wish: Partial<Desired> = {}): Promise<Story> {
  const story = begin(seed, NAMES, { wish });
  put(story, wildcard);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  return story;
}

const put = ({ simulator, zoneId }: Story, name: string): void =>
  simulator.route53.putRecord(zoneId, { name, type: "A", ttl: 300, values: [OLD_SERVER] });

async function warnings(story: Story): Promise<string[]> {
  const plan = await rehearse(runOf(story, story.desired));
  return planText(plan, [])
    .split("\n")
    .filter((line) => line.includes("WILDCARD_STOPS"));
}

const addressesOf = async ({ ports }: Story, name: string): Promise<string[]> => {
  const lead = await ports.dns.lead(name);
  return lead.kind === "addresses" ? lead.addresses : [];
};

describe("a name that a DNS wildcard answers for", function () {
  this.timeout(60_000);

  it("is named by the plan, before its validation record stops that", async () => {
    const story = await answeredBy("*.example.com", "wildcard, route53");
    const [warning, ...others] = await warnings(story);
    assert.match(
      warning ?? "",
      /^ {2}WILDCARD_STOPS: DNS answers for www\.example\.com by the wildcard \*\.example\.com alone/,
    );
    assert.deepEqual(others, []);
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["settled", ["ATTACHED"]], "the end is as ever");
  });

  it("is down from then on, as it says", async () => {
    const story = await answeredBy("*.example.com", "wildcard, down", { distribution: { kind: "program" } });
    assert.deepEqual(await addressesOf(story, WWW), [OLD_SERVER]);
    await story.up();
    assert.deepEqual(await addressesOf(story, WWW), []);
  });

  it("is named while people are waited for, and no longer when they have published", async () => {
    const story = await answeredBy("*.example.com", "wildcard, external", { dns: { kind: "external" } });
    const first = await story.up();
    assert.ok(codes(first).includes("WILDCARD_STOPS"), codes(first).join());
    for (const { name, value } of first.report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION")) {
      story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value ?? ""] });
    }
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.ok(!codes(await story.up()).includes("WILDCARD_STOPS"));
  });

  it("is not named with a record of its own, which keeps it served until the group takes over", async () => {
    const story = await answeredBy("*.example.com", "wildcard, own record", {
      dns: { ...ROUTE53, routing: "takeOver" },
    });
    put(story, WWW);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual(await warnings(story), []);
    assert.equal((await story.up()).end, "settled");
  });

  it("is nobody's concern where no wildcard answers", async () => {
    const story = await answeredBy("*.other.example.com", "wildcard, elsewhere");
    assert.deepEqual(await warnings(story), []);
  });
});
