/** What is made to ask who has a name, when runs are cut short, wishes change, or something is denied. */
import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { CREATION, contested, left, noteIn, temporaries } from "./attaching";
import { HALF_AN_HOUR, NAMES, WWW } from "./holding";
import { arns, codes, type Story } from "./story";
import { distribution } from "./watch";
import { ACCOUNT, continued } from "./world";

const OTHERS = ["example.com", "shop.example.com"];

describe("a distribution that asks, and is not needed any more", function () {
  this.timeout(60_000);

  const isMade =
    ({ simulator }: Story) =>
    (): boolean =>
      simulator.history.count(CREATION) > 0;

  /** The run is over while CloudFront deploys it. */
  async function cutShort(seed: string): Promise<{ story: Story; result: RunResult }> {
    const { story } = await contested(seed);
    const result = await story.up({ cancelled: isMade(story) });
    assert.deepEqual([result.end, left(story).length, noteIn(story)], ["cancelled", 1, "yes 1"]);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    return { story, result };
  }

  it("is used by the next run, which makes no second one", async () => {
    const { story } = await cutShort("next run");
    assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
    assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [1, [], "no 1"]);
  });

  it("is deleted by a run with another wish, before anything else takes the certificate", async () => {
    const { story, result } = await cutShort("other wish");
    const { id } = story.distribution;
    story.desired.distribution = { kind: "existing", id, domainName: null };
    story.simulator.cloudfront.editDirect(id, { httpVersion: "http2and3" });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    await story.up(continued(result));
    assert.deepEqual([left(story), distribution(story)?.aliases], [[], OTHERS]);
  });

  it("is deleted by a destroy, which leaves nothing", async () => {
    const { story } = await cutShort("destroy");
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([left(story), arns(story)], [[], []]);
  });

  it("is deleted by a destroy before lists show it", async () => {
    const { story } = await contested("destroy at once");
    await story.up({ cancelled: isMade(story) });
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([left(story), arns(story)], [[], []]);
  });
});

describe("a name of which nobody can be asked who has it", function () {
  this.timeout(60_000);

  const denied: [action: string, made: number][] = [
    ["cloudfront:CreateDistribution", 0],
    ["cloudfront:TagResource", 0],
  ];
  for (const [action, made] of denied) {
    it(`is handed out where ${action} is denied: the run goes on, and says what to allow`, async () => {
      const { story } = await contested(action);
      story.simulator.accounts.deny(ACCOUNT, action);
      const result = await story.up();
      const [first] = result.report.guidance;
      assert.deepEqual(
        [result.end, first?.code, first?.severity, first?.domains],
        ["settled", "ALIAS_OWNER_UNASKED", "warning", [WWW]],
      );
      assert.ok(first?.todo.startsWith(`Allow ${action} for`), first?.todo);
      assert.deepEqual([result.report.aliases, result.report.settled, temporaries(story).length], [NAMES, false, made]);
      story.simulator.accounts.allow(ACCOUNT, action);
      assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
      assert.deepEqual([temporaries(story).length, left(story)], [1, []]);
    });
  }

  it("is handed out where the question is denied, and what was to ask is gone", async () => {
    const { story } = await contested("question");
    for (const action of ["ListDomainConflicts", "ListConflictingAliases"])
      story.simulator.accounts.deny(ACCOUNT, `cloudfront:${action}`);
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)[0], result.report.aliases], ["settled", "ALIAS_OWNER_UNASKED", NAMES]);
    assert.deepEqual([temporaries(story).length, left(story)], [1, []]);
  });

  it("is told, and what asked is named, where it may not be deleted; the next run that may deletes it", async () => {
    const { story } = await contested("deletion");
    story.simulator.accounts.deny(ACCOUNT, "cloudfront:DeleteDistribution");
    const result = await story.up();
    assert.deepEqual(
      [result.end, codes(result).slice(0, 2).sort()],
      ["settled", ["ALIAS_TAKEN_ELSEWHERE", "TEMPORARY_DISTRIBUTION_STAYS"]],
    );
    assert.deepEqual([left(story).length, result.report.aliases], [1, OTHERS]);
    story.simulator.accounts.allow(ACCOUNT, "cloudfront:DeleteDistribution");
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual(codes(await story.up()).slice(0, 1), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual([temporaries(story).length, left(story)], [1, []]);
  });
});
