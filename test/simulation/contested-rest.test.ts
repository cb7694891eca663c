/** One name that others hold stops nothing of the rest: it is led here, reported as it is, and cleaned up after. */
import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { aliasesOf, attachments, lead, NAMES, OLD, ours, takesFrom, theirs, WWW } from "./holding";
import { created, createStack, existing, places } from "./stack";
import { arns, begin, codes, HOUR, type Story } from "./story";
import { routed } from "./watch";
import { ACCOUNT, domainNames } from "./world";

const SHOP = "shop.example.com";
const OTHERS = ["example.com", SHOP];

function publishValidations(story: Story, { report }: RunResult): void {
  for (const { name, value } of report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION"))
    lead(story, name, value);
}

const stateOf = ({ report }: RunResult, name: string) => {
  const record = report.dnsRecords.find(({ purpose, domains }) => purpose === "ROUTING" && domains.includes(name));
  const domain = report.domains.find((each) => each.name === name);
  return [domain?.attachment, domain?.traffic, domain?.guidance.code, record?.state, record?.action];
};

describe("the other names of a group with one that others hold", function () {
  this.timeout(60_000);

  it("are to be led here by people who publish records, and are seen to be", async () => {
    const story = begin("external", NAMES, { wish: { dns: { kind: "external" } } });
    theirs(story, [WWW]);
    publishValidations(story, await story.up());
    await story.ports.clock.sleep(HOUR);
    const attached = await story.up();
    assert.deepEqual([attached.end, codes(attached)], ["blocked", ["ALIAS_TAKEN_ELSEWHERE", "ROUTING_TO_PUBLISH"]]);
    assert.deepEqual(stateOf(attached, SHOP), ["ATTACHED", "NOT_POINTING", "ROUTING_TO_PUBLISH", "MISSING", "PUBLISH"]);
    assert.deepEqual(stateOf(attached, WWW).slice(-1), ["PUBLISH_WHEN_ATTACHED"]);
    const validations = attached.report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION");
    assert.deepEqual(new Set(validations.map(({ state, action }) => `${state} ${action}`)), new Set(["OK KEEP"]));
    lead(story, SHOP, story.distribution.domainName);
    await story.ports.clock.sleep(HOUR);
    for (const look of ["up", "refresh"] as const)
      assert.deepEqual(stateOf(await story[look](), SHOP), ["ATTACHED", "SERVING", "ATTACHED", "OK", "KEEP"], look);
  });

  it("are not waited for when the group waits for traffic: the name that others hold ends the run", async () => {
    const story = begin("waits for traffic", NAMES, { wish: { waitFor: "serving" } });
    theirs(story, [WWW]);
    const { end, report } = await story.up();
    assert.deepEqual([end, report.guidance[0]?.code], ["blocked", "ALIAS_TAKEN_ELSEWHERE"]);
  });

  for (const action of ["cloudfront:AssociateAlias", "acm:AddTagsToCertificate"]) {
    it(`are led here where a move of the one is refused: ${action}`, async () => {
      const story = begin(`refused ${action}`, NAMES);
      takesFrom(story, await ours(story, WWW, OLD));
      // Claimed is the certificate by then.
      story.simulator.onCall({
        before: ({ operation }) => {
          if (operation === "UpdateDistribution") story.simulator.accounts.deny(ACCOUNT, action);
        },
        after: () => {},
      });
      const { end, report } = await story.up();
      assert.deepEqual([end, report.guidance[0]?.code], ["blocked", "FORBIDDEN"]);
      assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    });
  }
});

describe("what a group with a name that others hold has left behind", function () {
  this.timeout(60_000);

  it("goes: certificates of earlier lists of names", async () => {
    const story = begin("earlier lists", NAMES);
    theirs(story, [WWW]);
    for (const more of ["a", "b", "c", "d"]) {
      story.desired.domains = domainNames(...NAMES, `${more}.example.com`);
      assert.equal((await story.up()).end, "blocked");
      await story.ports.clock.sleep(6 * HOUR);
    }
    await story.up();
    assert.equal(arns(story).length, 1);
  });

  it("goes: a distribution that it made and is on no more", async () => {
    const stack = createStack("made and left");
    const group = stack.group("g", created(), ...OTHERS);
    await group.up();
    await stack.ports.clock.sleep(HOUR);
    theirs(stack, [WWW]);
    group.desired = { ...group.desired, domains: domainNames(...NAMES), distribution: existing(stack.place()) };
    for (let run = 0; run < 3; run += 1) {
      const result = await group.up();
      assert.deepEqual(attachments(result)[SHOP], "ATTACHED");
      await stack.ports.clock.sleep(12 * HOUR);
    }
    assert.equal(Object.keys(places(stack)).length, 1);
  });
});

describe("a distribution that nobody has named to a group, with a certificate of that group", function () {
  this.timeout(60_000);

  it("keeps its names: anybody may attach a certificate", async () => {
    const story = begin("by hand", ["example.com", "*.example.com"]);
    const { report } = await story.up();
    const certificateArn = report.certificateArn ?? "";
    const byHand = story.simulator.cloudfront.createDirect({ account: ACCOUNT, aliases: [WWW], certificateArn });
    await story.ports.clock.sleep(HOUR);
    story.desired.domains = domainNames("example.com", "*.example.com", WWW);
    const result = await story.up();
    assert.deepEqual([codes(result)[0], aliasesOf(story, byHand)], ["ALIAS_TAKEN_HERE", [WWW]]);
  });

  it("keeps them also where it is the program's that attaches, and another group wants one", async () => {
    const stack = createStack("the program's");
    const { report } = await stack.group("a", { kind: "program" }, "example.com", WWW).up();
    const certificateArn = report.certificateArn ?? "";
    const attached = { account: ACCOUNT, aliases: ["example.com", WWW], certificateArn };
    const programs = stack.simulator.cloudfront.createDirect(attached);
    await stack.ports.clock.sleep(HOUR);
    const result = await stack.group("b", existing(stack.place()), SHOP, WWW).up();
    assert.deepEqual([codes(result)[0], aliasesOf(stack, programs)], ["ALIAS_TAKEN_HERE", ["example.com", WWW]]);
  });
});
