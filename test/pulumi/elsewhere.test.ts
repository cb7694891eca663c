import assert from "node:assert/strict";
import type { DomainName } from "../../provider/core/domain-name";
import { digestsOf, namesIn } from "../../provider/core/name-digests";
import type { Bag } from "../../provider/pulumi/reading";
import { watch } from "../simulation/watch";
import { ACCOUNT } from "../simulation/world";
import { createLaptop, createPlace, groupInputs, HOUR, type Place } from "./laptop";

const NAMES = ["example.com", "www.example.com", "*.shop.example.com"] as DomainName[];

describe("what other groups of the program want", () => {
  it("is found again by its digests, in any order, and nothing else is", () => {
    assert.deepEqual(namesIn(digestsOf([...NAMES].reverse()), NAMES), NAMES);
    assert.deepEqual(namesIn(digestsOf(NAMES.slice(1)), NAMES), NAMES.slice(1));
    assert.deepEqual(namesIn("", NAMES), []);
  });
});

/** `brand` gives www.example.com to `shop`, which is made after it: the engine goes through the program one resource after the other. */
function program(place: Place, other: string, taken: boolean): Bag[] {
  const wanted = (...names: string[]) => digestsOf(names as DomainName[]);
  const brand = taken ? ["example.com"] : ["example.com", "www.example.com"];
  const shop = taken ? ["shop.example.com", "www.example.com"] : ["shop.example.com"];
  return [
    groupInputs(
      place,
      { primaryDomain: brand[0], alternativeDomains: brand.slice(1) },
      { name: "brand", elsewhere: wanted(...shop) },
    ),
    groupInputs(
      place,
      { primaryDomain: shop[0], alternativeDomains: shop.slice(1), distribution: { id: other } },
      { name: "shop", elsewhere: wanted(...brand) },
    ),
  ];
}

describe("a group that gives a domain to one that depends on it", function () {
  this.timeout(60_000);

  it("leaves it where it is served, although the process has not been told of the other group yet", async () => {
    const place = createPlace("gives first");
    const other = place.simulator.cloudfront.createDirect({ account: ACCOUNT }).id;
    const laptop = createLaptop(place, "one", "two");
    assert.equal(await laptop.up(...program(place, other, false)), undefined);
    await place.ports.clock.sleep(HOUR);
    const { failures } = watch(place, "example.com", "www.example.com", "shop.example.com");
    // The giver is updated while the process knows the other group as it was.
    const [giver] = program(place, other, true);
    const [, before] = program(place, other, false);
    assert.equal(await laptop.up(...[giver, before].filter((given) => given !== undefined)), undefined);
    assert.deepEqual(failures, []);
    for (let run = 0; run < 3; run++) {
      assert.equal(await laptop.up(...program(place, other, true)), undefined);
      await place.ports.clock.sleep(HOUR);
    }
    assert.deepEqual(failures, []);
    const aliases = new Map(place.simulator.cloudfront.snapshot().map((each) => [each.id, [...each.aliases].sort()]));
    assert.deepEqual(aliases.get(place.distributionId), ["example.com"]);
    assert.deepEqual(aliases.get(other), ["shop.example.com", "www.example.com"]);
  });
});
