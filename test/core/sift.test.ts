/** Which names are refused, found by writes that CloudFront takes or refuses as a whole. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { DomainName } from "../../provider/core/domain-name";
import type { Refusal } from "../../provider/core/remembered";
import { refusedAlone, unrefused } from "../../provider/core/sift";

const NAMES = Array.from({ length: 32 }, (_, index) => `n${index}.example.com` as DomainName);

/** CloudFront, with names that somebody has: all writes until no name is left to try. */
function sifted(names: DomainName[], taken: DomainName[], explained: DomainName[] = []) {
  const aliases: DomainName[] = [];
  const refusals: Refusal[] = [];
  const situation = {
    distribution: { id: "E1", aliases },
    memory: { refusals },
    contests: [],
    owners: [],
    misled: explained,
  };
  let writes = 0;
  for (;;) {
    const missing = names.filter((name) => !aliases.includes(name) && !explained.includes(name));
    const added = unrefused(missing, situation);
    if (added.length === 0) return { aliases, alone: refusedAlone(situation), writes };
    writes += 1;
    if (!added.some((name) => taken.includes(name))) aliases.push(...added);
    else refusals.push(refusal([...aliases, ...added]));
  }
}

const refusal = (aliases: DomainName[]): Refusal => ({
  step: `updateDistribution E1 etag ${JSON.stringify({ aliases })}`,
  trouble: { reason: "REFUSED", operation: "", code: "CNAMEAlreadyExists", message: "", passing: false },
  permanent: true,
  firstAt: 0,
  lastAt: 0,
  count: 1,
});

describe("names of which CloudFront refuses some and does not say which", () => {
  it("end in two heaps: all free ones are attached, and each of the others is refused alone", () => {
    const some = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 20 });
    fc.assert(
      fc.property(some, some, (names, taken) => {
        const { aliases, alone } = sifted(names, taken);
        assert.deepEqual(new Set(aliases), new Set(names.filter((name) => !taken.includes(name))));
        assert.deepEqual(new Set(alone), new Set(names.filter((name) => taken.includes(name))));
      }),
    );
  });

  it("cost a few writes for each that is refused, not one for each that is not", () => {
    for (const index of [0, 7, 15, 31]) {
      const { writes } = sifted(NAMES, NAMES.slice(index, index + 1));
      assert.ok(writes <= 11, `${writes} writes for name ${index} of 32`);
    }
  });

  it("are not tried by halves where it is known which one is led elsewhere", () => {
    const [first] = NAMES;
    assert.ok(first !== undefined);
    assert.equal(sifted(NAMES, [first], [first]).writes, 1);
  });
});
