import assert from "node:assert/strict";
import { MUTATIONS, type Mutation } from "./mutations";
import { type Plan, planOf } from "./plan";
import { play } from "./play";

const MOST_SEEDS = 200;

const hasTrouble = ({ commands }: Plan, start: string): boolean =>
  commands.some((command) => command.kind === "trouble" && command.trouble.startsWith(start));

const someUpset = ({ commands }: Plan, what: "raced" | "isOtherAccount"): boolean =>
  commands.some((command) => "upset" in command && what in command.upset);

/** Lives in which the promise is put to the test; all others are passed over unplayed. */
const TESTS_IT: { [mutation in Mutation]: (plan: Plan) => boolean } = {
  "old certificate deleted early": () => true,
  "foreign alias dropped": ({ facts }) => facts.foreignAlias !== null,
  "If-Match ignored": (plan) => someUpset(plan, "raced"),
  "delete without the incarnation check": ({ commands }) =>
    commands.some((command) => command.kind === "up" && command.replace !== null && command.changes.length > 0),
  "not found of another account believed": (plan) => someUpset(plan, "isOtherAccount"),
  "CAA not asked for": (plan) => hasTrouble(plan, "CAA"),
  "CAA sets replaced": (plan) => hasTrouble(plan, "CAA") && plan.facts.groups.some(({ managesCaa }) => managesCaa),
  "names taken from whoever has them": (plan) => hasTrouble(plan, "owner here"),
};

describe("a product with one promise broken on purpose", function () {
  this.timeout(180_000);

  for (const mutation of Object.keys(MUTATIONS) as Mutation[]) {
    it(`is caught within ${MOST_SEEDS} seeds: ${mutation}`, async () => {
      for (let seed = 1; seed <= MOST_SEEDS; seed++) {
        const plan = planOf(seed, "semantics");
        if (!TESTS_IT[mutation](plan)) continue;
        const { problems } = await play(plan, MUTATIONS[mutation]);
        // What goes wrong without it too proves nothing.
        if (problems.length > 0 && (await play(plan)).problems.length === 0) return;
      }
      assert.fail("not caught");
    });
  }
});
