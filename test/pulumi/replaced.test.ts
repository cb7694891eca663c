import assert from "node:assert/strict";
import type { Guidance } from "../../provider/core/outputs";
import type { Bag } from "../../provider/pulumi/reading";
import { ownCertificate } from "../simulation/story";
import { routed, validations, watch } from "../simulation/watch";
import { arnsOf, groupInputs, HOUR, type Laptop, type Place } from "./laptop";
import { pictureOf, STATIC, type Stage, stageOf } from "./unfinished-groups";

const names = (primaryDomain: string, ...alternativeDomains: string[]): Bag => ({ primaryDomain, alternativeDomains });
const WITH_COVERED = names("example.com", "*.shop.example.com", "a.shop.example.com");
const WITHOUT_COVERED = names("example.com", "*.shop.example.com");
const OTHER_KEY: Bag = { keyAlgorithm: "EC_prime256v1" };

/** By the certificate's tags, or by what a release wrote that knew of none for it. */
const COVER_IS_TOLD: { told: string; forget(place: Place): void }[] = [
  { told: "tags tell", forget: () => {} },
  {
    told: "the state alone tells",
    forget: (place) => place.simulator.acm.untagDirect(arnsOf(place)[0] ?? "", ["domain-group:covered"]),
  },
];

const at = ({ simulator }: Place, id: string) => simulator.cloudfront.snapshot().find((each) => each.id === id);
/** On the place's distribution. */
const aliasesOf = (place: Place): string[] => [...(at(place, place.distributionId)?.aliases ?? [])].sort();
const listedOf = ({ simulator }: Place): string[][] => simulator.acm.snapshot().map((each) => [...each.names].sort());
const codesOf = ({ state }: Laptop): string[] =>
  ((state?.outs["guidance"] ?? []) as Guidance[]).map(({ code }) => code);

/** `pulumi up --replace`, to its good end. */
async function replace({ place, laptop }: Stage, more: Bag = {}): Promise<void> {
  assert.equal(await laptop.replace("brand", groupInputs(place, more)), undefined);
}

/** An hour later the next `up` has nothing more to wait for. */
async function upLater({ place, settle }: Stage, more: Bag = {}): Promise<void> {
  await place.ports.clock.sleep(HOUR);
  await settle(more);
}

describe("a resource that is replaced", function () {
  this.timeout(60_000);

  for (const { told, forget } of COVER_IS_TOLD) {
    it(`by one without a name that only a wildcard covers, as ${told}: its record and alias go in that \`up\`, the rest is served by the same certificate`, async () => {
      const stage = stageOf(`a covered name is dropped, ${told}`);
      const { place, laptop, settle } = stage;
      await settle(WITH_COVERED);
      forget(place);
      await place.ports.clock.sleep(HOUR);
      const arns = arnsOf(place);
      const { failures } = watch(place, "example.com", "b.shop.example.com");
      await replace(stage, WITHOUT_COVERED);
      const rest = ["*.shop.example.com", "example.com"];
      assert.deepEqual([aliasesOf(place), routed(place), arnsOf(place), failures], [rest, rest, arns, []]);
      assert.equal(await laptop.changes(groupInputs(place, WITHOUT_COVERED)), 0);
    });
  }

  it("by one without the wildcard: what was under it goes too in that `up`, and the one certificate lists only what is wanted", async () => {
    const stage = stageOf("a wildcard is dropped");
    const { place, laptop, settle } = stage;
    await settle(WITH_COVERED);
    const { failures } = watch(place, "example.com");
    await replace(stage, names("example.com"));
    const rest = ["example.com"];
    assert.deepEqual([aliasesOf(place), routed(place), validations(place), failures], [rest, rest, rest, []]);
    assert.deepEqual([codesOf(laptop), listedOf(place)], [["ATTACHED"], [rest]]);
    assert.equal(await laptop.changes(groupInputs(place, names("example.com"))), 0);
  });

  it("half way from a distribution that it made to one that exists: what it made goes, and the access control too", async () => {
    const stage = stageOf("half way from a created one");
    const { place, laptop, settle, cut } = stage;
    // As the one that it makes, so that one certificate may be on both.
    place.simulator.cloudfront.editDirect(place.distributionId, { httpVersion: "http2and3" });
    const before = pictureOf(place);
    await settle(STATIC);
    const { failures } = watch(place, "example.com", "www.example.com");
    await cut("AssociateAlias");
    await replace(stage);
    await upLater(stage);
    const { distributions, accessControls } = pictureOf(place);
    const idsOf = (all: typeof distributions): string[] => all.map(({ id }) => id);
    assert.deepEqual([idsOf(distributions), accessControls], [idsOf(before.distributions), []]);
    assert.deepEqual([arnsOf(place).length, failures], [1, []]);
    assert.equal(await laptop.destroy(), undefined);
    assert.deepEqual(pictureOf(place), before);
  });

  it("half way between two distributions that exist: the first gets back what it had before", async () => {
    const stage = stageOf("half way between two");
    const { place, settle, cut, another } = stage;
    const certificateArn = await ownCertificate(place, "old.example.com", "example.com");
    place.simulator.cloudfront.editDirect(place.distributionId, { aliases: ["old.example.com"], certificateArn });
    await settle(names("example.com", "*.example.com"));
    const moved = { ...names("example.com", "*.example.com"), ...another };
    await cut("AssociateAlias", moved);
    assert.notEqual(at(place, place.distributionId)?.certificateArn, certificateArn);
    const { failures } = watch(place, "example.com", "old.example.com", "www.example.com");
    await replace(stage, moved);
    assert.deepEqual([aliasesOf(place), failures], [["old.example.com"], []]);
    assert.equal(at(place, place.distributionId)?.certificateArn, certificateArn);
    assert.deepEqual(at(place, another.distribution.id)?.aliases, ["example.com", "*.example.com"]);
  });

  for (const { told, forget } of COVER_IS_TOLD) {
    it(`and destroyed before the predecessor was deleted: what only that one had, as ${told}, goes too`, async () => {
      const { place, laptop, settle } = stageOf(`destroyed in the middle, ${told}`);
      const before = pictureOf(place);
      await settle(WITH_COVERED);
      forget(place);
      await place.ports.clock.sleep(HOUR);
      laptop.interruptAfter("AddTagsToCertificate");
      const cut = await laptop.replace("brand", groupInputs(place, WITHOUT_COVERED));
      assert.match(cut ?? "it came to its end", /was cancelled/);
      await place.ports.clock.sleep(HOUR);
      assert.equal(await laptop.destroy(), undefined);
      assert.deepEqual(pictureOf(place), before);
    });
  }

  it("after a replacement that was killed: what that one had claimed goes too", async () => {
    const stage = stageOf("a replacement is killed");
    const { place, laptop, settle } = stage;
    const before = pictureOf(place);
    await settle(STATIC);
    // Who is killed writes nothing down: the state is as it was.
    const killed = laptop.copy();
    killed.interruptAfter("TagResource");
    assert.match((await killed.replace("brand", groupInputs(place, STATIC))) ?? "it came to its end", /was cancelled/);
    await place.ports.clock.sleep(HOUR);
    const { failures } = watch(place, "example.com", "www.example.com");
    await replace(stage);
    const { distributions, accessControls } = pictureOf(place);
    assert.deepEqual([distributions.length, accessControls, failures], [before.distributions.length, [], []]);
  });

  it("by one at a distribution of another HttpVersion: that gets a certificate of its own, and the first goes with what it was on", async () => {
    const stage = stageOf("another HttpVersion");
    const { place, laptop, settle } = stage;
    const before = pictureOf(place);
    await settle(STATIC);
    // Minutes later: ACM does not tell yet that the first certificate is in use.
    const arns = arnsOf(place);
    const { failures } = watch(place, "example.com", "www.example.com");
    await replace(stage);
    await upLater(stage);
    assert.equal(pictureOf(place).distributions.length, before.distributions.length);
    assert.deepEqual([arnsOf(place).length, failures], [1, []]);
    assert.notDeepEqual(arnsOf(place), arns);
    assert.equal(await laptop.destroy(), undefined);
    assert.deepEqual(pictureOf(place), before);
  });

  it("by one whose origin needs no access control: that of the predecessor goes", async () => {
    const stage = stageOf("another origin");
    const { place, settle } = stage;
    await settle(STATIC);
    const { failures } = watch(place, "example.com", "www.example.com");
    await replace(stage, { distribution: { create: { serviceType: "api", origin: "origin.example.net" } } });
    assert.deepEqual([pictureOf(place).accessControls, failures], [[], []]);
  });

  it("by a stand-in, with the same names, place and certificate: its delete makes no AWS call", async () => {
    const operations = async (up: (laptop: Laptop, given: Bag) => Promise<string | undefined>): Promise<string[]> => {
      const { place, laptop, settle } = stageOf("stand-in");
      await settle();
      place.simulator.history.clear();
      assert.equal(await up(laptop, groupInputs(place)), undefined);
      return place.simulator.history.entries().map(({ operation }) => operation);
    };
    const replaced = await operations((laptop, given) => laptop.replace("brand", given));
    const created = await operations((laptop, given) => {
      laptop.state = undefined;
      return laptop.up(given);
    });
    assert.deepEqual(replaced, created);
  });

  it("by one with another certificate, same names and place: that of its own goes at once", async () => {
    const stage = stageOf("another key");
    const { place, settle } = stage;
    await settle();
    const [first] = arnsOf(place);
    const { failures } = watch(place, "example.com", "www.example.com");
    await replace(stage, OTHER_KEY);
    const [second, ...others] = arnsOf(place);
    assert.deepEqual([others, failures], [[], []]);
    assert.notEqual(second, first);
  });
});

describe("what a killed `up` made", function () {
  this.timeout(60_000);

  it("a certificate for a name that the program has dropped since: it is found by its registrable domain, and deleted", async () => {
    const { place, laptop, settle, cut } = stageOf("requested and killed");
    await settle(names("www.example.com"));
    const [arns, state] = [arnsOf(place), laptop.state];
    await cut("RequestCertificate", names("shop.example.com"));
    // Who is killed writes nothing down.
    laptop.state = state;
    assert.equal(arnsOf(place).length, 2);
    assert.equal(await laptop.refresh(), undefined);
    await settle(names("www.example.com"));
    assert.deepEqual(arnsOf(place), arns);
  });

  it("a distribution that the program wants no more: it is looked for, and goes with its access control", async () => {
    const { place, laptop, settle, cut } = stageOf("created and killed");
    const before = pictureOf(place);
    await cut("CreateOriginAccessControl", STATIC);
    const { state } = laptop;
    await cut("CreateDistributionWithTags", STATIC);
    laptop.state = state;
    await settle();
    const { distributions, accessControls } = pictureOf(place);
    assert.deepEqual([distributions.length, accessControls], [before.distributions.length, []]);
  });
});
