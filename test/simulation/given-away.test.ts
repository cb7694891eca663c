/** A name that a group of another program has taken: it is that group's, and this one neither takes it back nor fails for it. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import { type Run, type RunResult, reconcile } from "../../provider/reconcile";
import {
  aliasesOf,
  answersOf,
  attachments,
  found,
  guidanceFor,
  HALF_AN_HOUR,
  NAMES,
  ours,
  taken,
  visited,
  WWW,
} from "./holding";
import { settled } from "./moving";
import { begin, codes, HOUR, type Story } from "./story";
import { ACCOUNT, continued, domainNames, ROUTE53, run, wish } from "./world";

const SHOP = "shop.example.com";
const KEPT = ["example.com", SHOP];

interface Taker {
  id: string;
  desired: Desired;
  up(): Promise<RunResult>;
}

/** A group of another program, with a distribution of its own, that says where it takes names from. */
function taker(story: Story, names: string[], more: Partial<Desired> = {}): Taker {
  const { id } = story.simulator.cloudfront.createDirect({ account: ACCOUNT });
  const desired = wish(id, domainNames(...names), {
    groupId: "org/green/live/site",
    name: "site",
    owner: "org/green/live",
    moveFrom: [story.distribution.id],
    ...more,
  });
  let last: RunResult | undefined;
  const up = async (): Promise<RunResult> => {
    const left: Partial<Run> = last === undefined ? {} : continued(last);
    const deadline = story.ports.clock.now() + 2 * HOUR;
    last = await run(story, desired, { ...left, incarnation: "fedcba9876543210", deadline }, reconcile);
    return last;
  };
  return { id, desired, up };
}

/** The group was served, and www.example.com went to the other one. */
async function given(seed: string, more: Parameters<typeof begin>[2] = {}) {
  const story = begin(seed, NAMES, more);
  settled(await story.up());
  await story.ports.clock.sleep(HALF_AN_HOUR);
  const { failures } = visited(story, ...NAMES);
  const other = taker(story, [WWW]);
  settled(await other.up());
  await story.ports.clock.sleep(HALF_AN_HOUR);
  story.simulator.history.clear();
  return { story, other, failures };
}

describe("a name that another group has taken", function () {
  this.timeout(60_000);

  for (const how of ["refresh", "up"] as const) {
    it(`is DETACHED, says by whom, and is nothing to repair: ${how}`, async () => {
      const { story, other, failures } = await given(`taken, ${how}`);
      const result = await story[how]();
      assert.deepEqual([result.report.settled, result.report.status], [true, "CERTIFICATE_ATTACHED"]);
      assert.deepEqual(attachments(result), { "example.com": "ATTACHED", [SHOP]: "ATTACHED", [WWW]: "DETACHED" });
      const said = guidanceFor(result, WWW);
      assert.equal(said?.code, "ALIAS_GIVEN_AWAY");
      assert.equal(
        said?.happening,
        `The group org/green/live/site of org/green/live has taken ${WWW} to the distribution ${other.id}; this group leaves it there.`,
      );
      assert.ok(!codes(result).includes("ALIASES_REMOVED"), codes(result).join());
      assert.deepEqual([taken(story), failures], [[], []]);
      assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, other)], [KEPT, [WWW]]);
    });
  }

  it("is not asked for in DNS, and does not keep the others from counting as served", async () => {
    const { story } = await given("records");
    const { report } = await story.up();
    const routing = report.dnsRecords.filter(({ purpose }) => purpose === "ROUTING").map(({ name }) => name);
    assert.deepEqual([routing.sort(), report.reached], [KEPT, "serving"]);
    assert.ok(!report.guidance.some(({ code }) => code.startsWith("ROUTING")));
  });

  it("stays there when both programs name each other: no two take it from each other for ever", async () => {
    const { story, other, failures } = await given("for ever");
    story.desired.moveFrom = [other.id];
    for (let round = 0; round < 3; round++) {
      settled(await story.up());
      settled(await other.up());
    }
    assert.deepEqual([answersOf(story, "AssociateAlias"), failures], [[], []]);
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, other)], [KEPT, [WWW]]);
  });

  it("comes back without a gap as its guidance says: removed, and added again with the place to take it from", async () => {
    const { story, other, failures } = await given("comes back");
    story.desired.domains = domainNames(...KEPT);
    settled(await story.up());
    story.desired.domains = domainNames(...NAMES);
    story.desired.moveFrom = [other.id];
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, other)], [[...NAMES].sort(), []]);
    assert.deepEqual(failures, []);
  });

  it("is attached again by the next run once that group has let it go", async () => {
    const { story, other } = await given("let go");
    settled(await story.up());
    story.simulator.cloudfront.editDirect(other.id, { aliases: [] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.ok(codes(await story.refresh()).includes("ALIASES_REMOVED"));
    story.desired.dns = { ...ROUTE53, routing: "takeOver" };
    settled(await story.up());
    assert.deepEqual(aliasesOf(story, story.distribution), [...NAMES].sort());
  });

  it("may be removed here: the other group's alias, record and certificate stay as they are", async () => {
    const { story, other, failures } = await given("removed here");
    const before = found(story, other);
    story.desired.domains = domainNames(...KEPT);
    settled(await story.up());
    settled(await story.destroy());
    assert.deepEqual([found(story, other), failures.filter((failure) => failure.includes(WWW))], [before, []]);
  });

  it("is an error as before where the group never had it, or where no group has it", async () => {
    const never = begin("never had", NAMES);
    settled(await taker(never, [WWW], { moveFrom: [] }).up());
    assert.deepEqual(codes(await never.up())[0], "ALIAS_TAKEN_HERE");
    const story = begin("no group", NAMES);
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.cloudfront.editDirect(story.distribution.id, { aliases: KEPT });
    await ours(story, WWW);
    const result = await story.up();
    assert.deepEqual([result.end, attachments(result)[WWW]], ["blocked", "ERROR_ATTACHING"]);
  });
});
