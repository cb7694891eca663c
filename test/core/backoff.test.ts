import assert from "node:assert/strict";
import fc from "fast-check";
import { nextBlindLook, nextDnsLook, nextLook, nextQuickLook, nextTry } from "../../provider/core/backoff";

const MINUTE = 60_000;

/** Looks until `minutes` are over. */
function looks(next: (since: number, now: number) => number, minutes: number): number {
  let count = 0;
  for (let now = next(0, 0); now < minutes * MINUTE; now = next(0, now)) count += 1;
  return count;
}

describe("how often the world is asked", () => {
  const schedules = { nextLook, nextQuickLook, nextDnsLook, nextBlindLook };

  for (const [name, next] of Object.entries(schedules)) {
    it(`${name} always moves on, and never by more than five minutes`, () => {
      fc.assert(
        fc.property(fc.nat(1e9), fc.nat(1e9), (since, waited) => {
          const step = next(since, since + waited) - (since + waited);
          assert.ok(step >= 1000 && step <= 5 * MINUTE, String(step));
        }),
      );
    });
  }

  it("what AWS works on: 14 calls in five minutes, 19 in twenty", () => {
    assert.deepEqual([looks(nextLook, 5), looks(nextLook, 20)], [14, 19]);
  });

  it("ACM is asked seldom while the records are missing", () => {
    assert.ok(looks((_, now) => nextBlindLook(0, now), 60) <= 25);
  });

  it("a refused step is tried again after 2, 4, 8 seconds, and 20 at the most", () => {
    assert.deepEqual(
      [1, 2, 3, 6, 20].map((count) => nextTry(0, count)),
      [2000, 4000, 8000, 20_000, 20_000],
    );
  });
});
