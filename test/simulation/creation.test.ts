import assert from "node:assert/strict";
import { simulateCreation } from "./creation";

const RUNS = 300;

describe(`${RUNS} creations with random latencies`, function () {
  this.timeout(180_000);

  it("all end served at every edge, with one certificate, few calls, no throttle and no retry of the SDK", async () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const { problems } = await simulateCreation(seed);
      assert.deepEqual(problems, [], `creation ${seed}`);
    }
  });

  it("one seed gives the same run again", async () => {
    assert.deepEqual(await simulateCreation(7), await simulateCreation(7));
  });
});
