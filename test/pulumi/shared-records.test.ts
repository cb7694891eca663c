import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import { validations } from "../simulation/watch";
import { arnsOf, createLaptop, groupInputs, HOUR, type Place } from "./laptop";
import { pictureOf, stageOf } from "./unfinished-groups";

const names = (primaryDomain: string, ...alternativeDomains: string[]): Bag => ({ primaryDomain, alternativeDomains });
const cnamesOf = ({ simulator }: Place) => {
  const records = simulator.route53.snapshot().flatMap((zone) => zone.records.filter(({ type }) => type === "CNAME"));
  return records.sort((one, other) => (one.name < other.name ? -1 : 1));
};

describe("the validation record that a wildcard's group and its apex's group share", function () {
  this.timeout(60_000);

  function programOf(what: string, about: Bag = {}) {
    const { place, laptop, another } = stageOf(what);
    const wildcard = groupInputs(place, names("*.shop.example.com"), { name: "wildcard", ...about });
    const apex = groupInputs(place, { ...names("shop.example.com"), ...another }, { name: "apex", ...about });
    return { place, laptop, before: pictureOf(place), wildcard, apex };
  }

  /** Two groups of one program, served for some hours. */
  async function pairOf(what: string, isWildcardFirst: boolean, about: Bag = {}) {
    const program = programOf(what, about);
    const { place, laptop, wildcard, apex } = program;
    assert.equal(await laptop.up(...(isWildcardFirst ? [wildcard, apex] : [apex, wildcard])), undefined);
    await place.ports.clock.sleep(2 * HOUR);
    assert.deepEqual(validations(place), ["shop.example.com"]);
    return program;
  }

  for (const isWildcardFirst of [true, false]) {
    const order = isWildcardFirst ? "the wildcard's first" : "the apex's first";

    it(`goes with both, ${order}`, async () => {
      const { place, laptop, before } = await pairOf(`both go, ${order}`, isWildcardFirst);
      assert.equal(await laptop.destroy(), undefined);
      assert.deepEqual(pictureOf(place), before);
    });

    for (const kept of ["wildcard", "apex"] as const) {
      it(`stays for the ${kept} and goes with it, ${order}`, async () => {
        const pair = await pairOf(`${kept} stays, ${order}`, isWildcardFirst);
        const { place, laptop, before } = pair;
        assert.equal(await laptop.up(pair[kept]), undefined);
        await place.ports.clock.sleep(HOUR);
        assert.deepEqual(validations(place), ["shop.example.com"]);
        assert.equal(await laptop.destroy(), undefined);
        assert.deepEqual(pictureOf(place), before);
      });
    }
  }

  it("goes with both while AWS holds both certificates for a later run to delete", async () => {
    const { place, laptop, before } = await pairOf("held for long", true, { timeouts: {} });
    place.simulator.world.latencies.inUseByLag = HOUR;
    assert.equal(await laptop.destroy(), undefined);
    assert.equal(arnsOf(place).length, 2);
    assert.deepEqual(pictureOf(place).records, before.records);
  });

  it("goes with both when one looked for it in the seconds in which the other wrote it", async () => {
    const { place, laptop, before, wildcard, apex } = programOf("seconds later");
    const other = createLaptop(place);
    const later = place.ports.clock.sleep(6000).then(() => other.up(apex));
    assert.deepEqual(await Promise.all([laptop.up(wildcard), later]), [undefined, undefined]);
    await place.ports.clock.sleep(HOUR);
    assert.deepEqual(validations(place), ["shop.example.com"]);
    for (const each of [laptop, other]) {
      assert.equal(await each.destroy(), undefined);
      await place.ports.clock.sleep(HOUR);
    }
    assert.deepEqual(pictureOf(place), before);
  });
});

describe("a validation record", function () {
  this.timeout(60_000);

  it("that somebody replaced by a wrong value before the group came is written over, and goes with the group", async () => {
    const { place, laptop, settle } = stageOf("a wrong value");
    const before = pictureOf(place);
    await settle();
    const right = cnamesOf(place);
    assert.equal(await laptop.destroy(), undefined);
    const wrong = right.find(({ name }) => name.endsWith(".www.example.com"))?.name ?? "";
    const values = ["parked.example.net"];
    place.simulator.route53.putRecord(place.zoneId, { name: wrong, type: "CNAME", ttl: 300, values });
    await settle();
    assert.deepEqual(cnamesOf(place), right);
    // What the state says of it is lost: its certificate tells.
    laptop.state = undefined;
    await settle();
    assert.equal(await laptop.destroy(), undefined);
    assert.deepEqual(pictureOf(place), before);
  });

  it("of a name that the group drops stays where another group has come to need it while this one was running", async () => {
    const { place, laptop, settle, cut, another } = stageOf("needed since");
    const { simulator, ports } = place;
    const before = pictureOf(place);
    await cut("ChangeResourceRecordSets", names("example.com", "www.example.com"));
    const other = createLaptop(place);
    const given = groupInputs(place, { ...names("*.www.example.com"), ...another }, { name: "other" });
    const coming = new Promise<string | undefined>((resolve) => {
      const stop = simulator.onCall({
        after: ({ operation }) => {
          if (operation !== "UpdateDistribution") return;
          stop();
          resolve(other.up(given));
        },
      });
    });
    await settle(names("example.com"));
    assert.equal(await coming, undefined);
    assert.deepEqual(validations(place), ["example.com", "www.example.com"]);
    await ports.clock.sleep(HOUR);
    for (const each of [laptop, other]) assert.equal(await each.destroy(), undefined);
    assert.deepEqual(pictureOf(place), before);
  });
});
