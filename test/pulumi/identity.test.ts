import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import type { Bag } from "../../provider/pulumi/reading";
import { watch } from "../simulation/watch";
import {
  arnsOf,
  createLaptop,
  createPlace,
  groupInputs,
  HOUR,
  type Laptop,
  type Place,
  publishRecords,
  writesOf,
} from "./laptop";

const CREATED: Bag = { distribution: { create: { serviceType: "api", origin: "origin.example.net" } } };
const CORE: Bag = { tags: { team: "core" } };
const PROD: Bag = { stack: "prod" };

const tagsOf = ({ simulator }: Place): { [key: string]: string | undefined }[] =>
  simulator.acm.snapshot().map(({ tags }) => Object.fromEntries(tags.map(({ key, value }) => [key, value])));
const ownersOf = (place: Place): (string | undefined)[] => tagsOf(place).map((tags) => tags[TAG.owner]);
const distributionsOf = ({ simulator }: Place) =>
  simulator.cloudfront.snapshot().filter(({ status }) => status !== "Deleted");
const served = (place: Place): string[] => distributionsOf(place).flatMap(({ aliases }) => aliases);
const callsOf = ({ simulator }: Place): number => simulator.history.count();
const NAMES = ["example.com", "www.example.com"];

/** A group that has come to its goal an hour ago. */
async function settle(place: Place, laptop: Laptop, given: Bag = groupInputs(place)): Promise<void> {
  assert.equal(await laptop.up(given), undefined);
  await place.ports.clock.sleep(HOUR);
  writesOf(place);
}

/** Ends with nothing of the group anywhere. */
async function leavesNothing(place: Place, laptop: Laptop): Promise<void> {
  await place.ports.clock.sleep(HOUR);
  assert.equal(await laptop.destroy(), undefined);
  assert.deepEqual([arnsOf(place), served(place), distributionsOf(place).length], [[], [], 1]);
  const records = place.simulator.route53.snapshot().flatMap((zone) => zone.records.map(({ type }) => type));
  assert.deepEqual(records.sort(), ["NS", "SOA"]);
}

describe("a stack that is renamed", function () {
  this.timeout(60_000);

  it("changes nothing, and AWS is not even asked", async () => {
    const place = createPlace("renamed");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    const renamed = groupInputs(place, {}, PROD);
    const outputs = laptop.state?.outs;
    assert.equal(await laptop.changes(renamed), 0);
    assert.equal(await laptop.up(renamed), undefined);
    assert.deepEqual([callsOf(place), laptop.state?.outs], [0, outputs]);
    await leavesNothing(place, laptop);
  });

  it("and gets another certificate keeps its old one until AWS lets go of it, and then both go", async () => {
    const place = createPlace("renamed and rotated");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    const renamed = groupInputs(place, { alternativeDomains: [] }, PROD);
    assert.equal(await laptop.up(renamed), undefined);
    assert.deepEqual(ownersOf(place), ["acme/shop/prod", "acme/shop/prod"]);
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.up(renamed), undefined);
    assert.deepEqual(ownersOf(place), ["acme/shop/prod"]);
    await leavesNothing(place, laptop);
  });

  for (const [what, more] of [
    ["a distribution that exists", {}],
    ["one that the group made", CREATED],
  ] as const) {
    it(`with ${what}: its next write puts its new name on what is there, and the group keeps its id`, async () => {
      const place = createPlace(`renamed, ${what}`);
      const laptop = createLaptop(place);
      await settle(place, laptop, groupInputs(place, more));
      const arns = arnsOf(place);
      assert.equal(await laptop.up(groupInputs(place, { ...more, ...CORE }, PROD)), undefined);
      assert.deepEqual([arnsOf(place), ownersOf(place)], [arns, ["acme/shop/prod"]]);
      assert.equal(laptop.state?.outs["groupId"], "acme/shop/dev/brand");
      for (const { tags } of distributionsOf(place).filter((each) => TAG.owner in each.tags))
        assert.equal(tags[TAG.owner], "acme/shop/prod");
      await leavesNothing(place, laptop);
    });
  }

  it("may be renamed in the middle of a change, and again before that has come to its end", async () => {
    const place = createPlace("renamed twice");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    laptop.interruptAfter("AddTagsToCertificate");
    assert.match(
      (await laptop.up(groupInputs(place, { alternativeDomains: ["shop.example.com"] }, PROD))) ?? "",
      /was cancelled/,
    );
    await place.ports.clock.sleep(HOUR);
    laptop.interruptAfter("UpdateDistribution");
    const live = groupInputs(place, { alternativeDomains: ["shop.example.com"] }, { stack: "live" });
    assert.match((await laptop.up(live)) ?? "", /was cancelled/);
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.up(live), undefined);
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.up({ ...live, ...CORE }), undefined);
    assert.deepEqual(ownersOf(place), ["acme/shop/live"]);
    await leavesNothing(place, laptop);
  });
});

describe("a group that its state has forgotten", function () {
  this.timeout(60_000);
  const table: [string, Bag, string[]][] = [
    ["with a distribution that exists", {}, ["AddTagsToCertificate"]],
    ["with a distribution that it made", CREATED, ["AddTagsToCertificate", "TagResource"]],
    ["where the program attaches", { distribution: undefined }, ["AddTagsToCertificate"]],
    ["that waits for people", { dns: "external" }, ["AddTagsToCertificate"]],
  ];
  for (const [what, more, claims] of table) {
    it(`${what}: is taken up again as it stands, and only claimed`, async () => {
      const place = createPlace(`forgotten ${what}`);
      const laptop = createLaptop(place, "first", "second");
      await settle(place, laptop, groupInputs(place, more));
      const [arns, status] = [arnsOf(place), laptop.state?.outs["status"]];
      laptop.state = undefined;
      assert.equal(await laptop.up(groupInputs(place, more)), undefined);
      assert.deepEqual(writesOf(place).sort(), claims);
      assert.deepEqual([arnsOf(place), laptop.state?.["outs"]["status"]], [arns, status]);
      assert.deepEqual(
        tagsOf(place).map((tags) => tags[TAG.incarnation]),
        ["second"],
      );
      await leavesNothing(place, laptop);
    });
  }
});

describe("a state that was copied into another stack", function () {
  this.timeout(60_000);

  it("goes on with what is there; the one that writes first owns it, and the other can neither change nor destroy it", async () => {
    const place = createPlace("copied");
    const original = createLaptop(place);
    await settle(place, original);
    const copy = original.copy();
    const copied = (more: Bag = {}): Bag => groupInputs(place, more, { stack: "copy" });
    assert.equal(await copy.changes(copied()), 0);
    assert.equal(await copy.up(copied(CORE)), undefined);
    await place.ports.clock.sleep(HOUR);
    const watched = watch(place, ...NAMES);
    writesOf(place);
    const failures = [await original.up(groupInputs(place, { tags: { team: "web" } })), await original.destroy()];
    for (const failure of failures) assert.match(failure ?? "", /OWNER_MISMATCH.*acme\/shop\/copy.*acme\/shop\/dev/);
    assert.deepEqual([writesOf(place), watched.failures], [[], []]);
    await leavesNothing(place, copy);
  });
});

describe("two people with the same project, stack and name, each with a state of their own", function () {
  this.timeout(60_000);

  it("have one group: whoever wrote last owns it, and the other's destroy says that it was superseded", async () => {
    const place = createPlace("two laptops");
    const [ann, ben] = [createLaptop(place, "Ann"), createLaptop(place, "Ben")];
    await settle(place, ann);
    await settle(place, ben);
    const [arn] = arnsOf(place);
    const watched = watch(place, ...NAMES);
    assert.equal(await ann.copy().destroy(), undefined);
    assert.equal(await ann.up(groupInputs(place, CORE)), undefined);
    await place.ports.clock.sleep(HOUR);
    writesOf(place);
    assert.equal(await ben.destroy(), undefined);
    assert.match(ben.said.join("\n"), /brand was superseded/);
    assert.deepEqual([writesOf(place), arnsOf(place), watched.failures], [[], [arn], []]);
    await leavesNothing(place, ann);
  });
});

describe("a resource that is renamed", function () {
  this.timeout(60_000);
  const shop = (place: Place, more: Bag = {}): Bag => groupInputs(place, more, { name: "shop" });

  it("with an alias goes on: nothing is written, and its outputs follow", async () => {
    const place = createPlace("with alias");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    laptop.rename("brand", "shop");
    assert.equal(await laptop.up(shop(place)), undefined);
    assert.deepEqual(writesOf(place), []);
    laptop.rename("shop", "brand");
    assert.deepEqual([laptop.state?.outs["name"], laptop.state?.outs["groupId"]], ["shop", "acme/shop/dev/brand"]);
  });

  it("without one is refused with the line that is missing, and the old group stays as it is", async () => {
    const place = createPlace("without alias");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    const before = laptop.state;
    assert.match((await laptop.up(shop(place))) ?? "", /acme\/shop\/dev\/brand.*`aliases: \[\{ name: "brand" \}\]`/);
    assert.ok(laptop.stateOf("shop") === undefined, "nothing was made");
    assert.deepEqual([writesOf(place), laptop.state, served(place)], [[], before, NAMES]);
    assert.equal(await laptop.up(groupInputs(place)), undefined);
    await leavesNothing(place, laptop);
  });

  it("without one is the same group all the same where the program gives the id", async () => {
    const place = createPlace("explicit id");
    const laptop = createLaptop(place);
    await settle(place, laptop, groupInputs(place, { groupId: "brand" }));
    const arns = arnsOf(place);
    assert.equal(await laptop.up(shop(place, { groupId: "brand" })), undefined);
    assert.deepEqual([arnsOf(place), writesOf(place), served(place)], [arns, ["AddTagsToCertificate"], NAMES]);
    assert.match(laptop.said.join("\n"), /superseded/);
    await leavesNothing(place, laptop);
  });

  it("without one, with a distribution that the group made: the new one takes all over, and no request is lost", async () => {
    const place = createPlace("created and renamed");
    const laptop = createLaptop(place);
    await settle(place, laptop, groupInputs(place, CREATED));
    const watched = watch(place, ...NAMES);
    assert.equal(await laptop.up(shop(place, CREATED)), undefined);
    assert.deepEqual([watched.failures, served(place)], [[], NAMES]);
    assert.deepEqual([arnsOf(place).length, distributionsOf(place).length], [1, 2]);
    watched.hosts.clear();
    await leavesNothing(place, laptop);
  });
});

describe("two stacks whose groups have the same id", function () {
  this.timeout(60_000);

  it("a group that makes its distribution leaves that of the other alone, and says what to do", async () => {
    const place = createPlace("same id");
    const prod = createLaptop(place);
    await settle(place, prod, groupInputs(place, CREATED));
    assert.equal(await prod.up(groupInputs(place, CREATED, PROD)), undefined);
    const watched = watch(place, ...NAMES);
    const dev = createLaptop(place);
    const given = { ...CREATED, primaryDomain: "dev.example.com", alternativeDomains: [] };
    assert.match((await dev.up(groupInputs(place, given))) ?? "", /acme\/shop\/dev\/brand.*`groupId`/);
    assert.ok(dev.state === undefined, "nothing was made, so the id can still be given");
    assert.deepEqual([writesOf(place), watched.failures], [[], []]);
    assert.equal(await dev.up(groupInputs(place, { ...given, groupId: "acme/brand-of-dev" })), undefined);
    assert.deepEqual(watched.failures, []);
  });
});

describe("a group that goes while another one of its stack has its domains, and DNS still leads to it", function () {
  this.timeout(60_000);

  it("stays until people have led DNS away, and says which records do that", async () => {
    const place = createPlace("still led to");
    const laptop = createLaptop(place);
    const given = { ...CREATED, dns: "external", primaryDomain: "www.example.com", alternativeDomains: [] };
    assert.equal(await laptop.up(groupInputs(place, given)), undefined);
    await publishRecords(place, laptop.state, "VALIDATION", "ROUTING");
    assert.equal(await laptop.up(groupInputs(place, given)), undefined);
    const renamed = groupInputs(place, given, { name: "shop" });
    const target = String(laptop.state?.outs["distributionDomainName"]);
    const refusal = (await laptop.up(renamed)) ?? "";
    assert.ok(refusal.includes(`DNS still leads www.example.com to ${target}`), refusal);
    assert.equal(distributionsOf(place).length, 3);
    await publishRecords(place, laptop.stateOf("shop"), "ROUTING");
    assert.equal(await laptop.up(renamed), undefined);
    assert.deepEqual([laptop.state, distributionsOf(place).length, served(place)], [undefined, 2, ["www.example.com"]]);
  });
});

describe("another id for a group that exists", function () {
  this.timeout(60_000);

  it("is refused before AWS is asked, both are named, and so is the way out", async () => {
    const place = createPlace("another id");
    const laptop = createLaptop(place);
    await settle(place, laptop);
    const refusal = await laptop.up(groupInputs(place, { groupId: "other" }));
    assert.match(refusal ?? "", /^groupId: got "other", before "acme\/shop\/dev\/brand": .*put the old value back/);
    assert.equal(callsOf(place), 0);
    assert.equal(await laptop.up(groupInputs(place, { groupId: "acme/shop/dev/brand" })), undefined);
    assert.equal(callsOf(place), 0, "the id that it has, given by the program, is no change");
  });
});
