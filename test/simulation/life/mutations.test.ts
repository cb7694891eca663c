import assert from "node:assert/strict";
import { MUTATIONS, type Mutation } from "./mutations";
import { planOf } from "./plan";
import { play } from "./play";

const MOST_SEEDS = 200;

describe("a product with one promise broken on purpose", function () {
  this.timeout(180_000);

  for (const mutation of Object.keys(MUTATIONS) as Mutation[]) {
    it(`is caught within ${MOST_SEEDS} seeds: ${mutation}`, async () => {
      for (let seed = 1; seed <= MOST_SEEDS; seed++) {
        const plan = planOf(seed, "semantics");
        const { problems } = await play(plan, MUTATIONS[mutation]);
        // What goes wrong without it too proves nothing.
        if (problems.length > 0 && (await play(plan)).problems.length === 0) return;
      }
      assert.fail("not caught");
    });
  }
});
