import assert from "node:assert/strict";
import { planOf } from "./plan";
import { play, unbroken } from "./play";
import { shrink, story } from "./shrink";
import type { Level } from "./world";

/** Seeds that break a promise still, and why: each is to leave this list. */
const OPEN = new Map([
  [1, "a `--replace` in the middle of a move from a created distribution leaves that distribution"],
  [90, "a `--replace` in the middle of a move to an existing distribution leaves a certificate too many"],
]);

const LIVES: { [level in Level]: number } = { semantics: 100, sdk: 15 };

describe("a life of changes, accidents and crashes", function () {
  this.timeout(180_000);

  for (const level of ["semantics", "sdk"] as const) {
    it(`keeps every promise at every event, settles and leaves nothing, for each seed up to ${LIVES[level]} but the open ones (${level})`, async () => {
      for (let seed = 1; seed <= LIVES[level]; seed++) {
        if (OPEN.has(seed)) continue;
        const plan = planOf(seed, level);
        const played = await play(plan);
        if (played.problems.length > 0) assert.fail(story(await shrink(plan, played, unbroken)));
      }
    });
  }

  for (const [seed, reason] of OPEN) {
    it(`does not yet with seed ${seed}: ${reason}`, async () => {
      const { problems } = await play(planOf(seed, "semantics"));
      assert.ok(problems.length > 0, "it does by now: take it off the list");
    });
  }

  it("is the same again for the same seed", async () => {
    const plan = planOf(7, "semantics");
    assert.deepEqual(await play(plan), await play(plan));
  });
});
