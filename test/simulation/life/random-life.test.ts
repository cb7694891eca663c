import assert from "node:assert/strict";
import { planOf } from "./plan";
import { play, unbroken } from "./play";
import { shrink, story } from "./shrink";
import type { Level } from "./world";

const LIVES: { [level in Level]: number } = { semantics: 250, sdk: 30 };

describe("a life of changes, accidents and crashes", function () {
  this.timeout(300_000);

  for (const level of ["semantics", "sdk"] as const) {
    it(`keeps every promise at every event, settles and leaves nothing, for each seed up to ${LIVES[level]} (${level})`, async () => {
      for (let seed = 1; seed <= LIVES[level]; seed++) {
        const plan = planOf(seed, level);
        const played = await play(plan);
        if (played.problems.length > 0) assert.fail(story(await shrink(plan, played, unbroken)));
      }
    });
  }

  it("is the same again for the same seed", async () => {
    const plan = planOf(7, "semantics");
    assert.deepEqual(await play(plan), await play(plan));
  });
});
