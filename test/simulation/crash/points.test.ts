import assert from "node:assert/strict";
import { type CrashOptions, simulateCrashes } from "./crashes";
import type { Mutation } from "./mutations";
import { SCENARIOS, scenarioNamed } from "./scenarios";

/** `main.ts` plays all points, through the AWS SDK too. Here it is every other one at the writes. */
const SETTING = { level: "semantics", mutation: "none", share: { index: 0, of: 1 }, pairs: 0, seed: 1 } as const;

const EVERY_OTHER = { index: 1, of: 2 };

/** What went wrong, with the arguments of `main.ts` that play it again. */
async function failuresOf(options: CrashOptions): Promise<string[]> {
  const rows = await simulateCrashes(options);
  assert.ok(rows.every(({ points }) => points > 0));
  return rows.flatMap(({ failures }) => failures);
}

describe("a process that dies before or after a call to AWS", function () {
  this.timeout(60_000);
  for (const scenario of SCENARIOS) {
    it(`is continued by the next one, and all ends as if nothing had happened: ${scenario.name}`, async () => {
      assert.deepEqual(
        await failuresOf({ ...SETTING, choice: "writes", share: EVERY_OTHER, scenarios: [scenario] }),
        [],
      );
    });
  }

  // Its calls are the same ones: one scenario in four is enough to see that.
  for (const scenario of SCENARIOS.filter((_, index) => index % 4 === 0)) {
    it(`is continued through the AWS SDK: ${scenario.name}`, async () => {
      assert.deepEqual(await failuresOf({ ...SETTING, choice: "few", level: "sdk", scenarios: [scenario] }), []);
    });
  }
});

describe("a promise that is broken on purpose", function () {
  this.timeout(60_000);
  const broken: [Mutation, scenario: string, RegExp][] = [
    ["forgetsToRetire", "add a domain", /more certificates than groups/],
    ["randomToken", "create, Route 53, existing distribution", /2 certificates were requested, 1 do/],
    ["forgetsTags", "create, beside a foreign alias", /orphan: record .* CNAME/],
  ];
  for (const [mutation, name, expected] of broken) {
    it(`is noticed: ${mutation}`, async () => {
      const share = { index: 1, of: 4 };
      const scenarios = [scenarioNamed(name)];
      const failures = await failuresOf({ ...SETTING, choice: "all", mutation, share, scenarios });
      assert.match(failures.join("\n"), expected);
    });
  }
});
