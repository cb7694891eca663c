import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import type { Bag } from "../../provider/pulumi/reading";
import { arnsOf, createLaptop, createPlace, groupInputs, type Laptop, type Place } from "../pulumi/laptop";
import { renewNothing, written } from "./drift-story";
import { HOUR, MINUTE } from "./story";

const DAY = 24 * HOUR;
const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188";
const CREATED: Bag = { distribution: { create: { serviceType: "api", origin: "origin.example.net" } } };

interface Stage {
  place: Place;
  laptop: Laptop;
  given: Bag;
}

/** A resource that a preview shows as unchanged. */
async function settled(seed: string, overrides: Bag = {}): Promise<Stage> {
  const place = createPlace(seed);
  const laptop = createLaptop(place);
  const given = groupInputs(place, overrides);
  assert.equal(await laptop.up(given), undefined);
  await place.ports.clock.sleep(2 * HOUR);
  assert.equal(await laptop.changes(given), 0);
  return { place, laptop, given };
}

const guidanceOf = ({ state }: Laptop): { code: string; happening: string; todo: string }[] =>
  state?.outs["guidance"] as { code: string; happening: string; todo: string }[];
const saidBy = (laptop: Laptop): string[] => guidanceOf(laptop).map(({ code }) => code);

const idOf = ({ simulator }: Place, { state }: Laptop): string => {
  const id = String(state?.outs["distributionId"]);
  assert.ok(simulator.cloudfront.snapshot().some((distribution) => distribution.id === id));
  return id;
};

interface Accident {
  rule: string;
  overrides?: Bag;
  happens(place: Place, id: string): unknown;
  says: string[];
  /** The state alone tells that a look is due. */
  isDue?: true;
  /** What the `up` writes; `[]`: a preview shows the resource as unchanged. */
  writes: string[];
}

const [REQUEST, TAGS, UPDATE, RECORDS] = [
  "RequestCertificate",
  "AddTagsToCertificate",
  "UpdateDistribution",
  "ChangeResourceRecordSets",
];
const ROTATION = [REQUEST, TAGS, UPDATE];

const accidents: Accident[] = [
  {
    rule: "an alias is removed",
    happens: ({ simulator }, id) => simulator.cloudfront.editDirect(id, { aliases: ["example.com"] }),
    says: ["ALIASES_REMOVED"],
    writes: [UPDATE],
  },
  {
    rule: "a routing record is removed",
    happens: ({ simulator, zoneId }) => simulator.route53.removeRecord(zoneId, "example.com", "A"),
    says: ["ROUTING_RECORDS_REMOVED"],
    writes: [RECORDS],
  },
  {
    rule: "tags are stripped",
    happens: (place) => place.simulator.acm.untagDirect(arnsOf(place)[0] ?? "", [TAG.id, TAG.owner, TAG.incarnation]),
    says: ["CERTIFICATE_TAGS_CHANGED"],
    writes: [TAGS],
  },
  {
    rule: "the certificate is revoked",
    happens: (place) => place.simulator.acm.revoke(arnsOf(place)[0] ?? ""),
    says: ["CERTIFICATE_NOT_VALID"],
    writes: ROTATION,
  },
  {
    rule: "the certificate is near its end",
    happens: (place) => {
      renewNothing(place);
      return place.ports.clock.sleep(190 * DAY);
    },
    isDue: true,
    says: ["CERTIFICATE_EXPIRING"],
    writes: ROTATION,
  },
  {
    rule: "a distribution that the group made is disabled",
    overrides: CREATED,
    happens: ({ simulator }, id) => simulator.cloudfront.editDirect(id, { enabled: false }),
    says: ["CREATED_DISTRIBUTION_DISABLED"],
    writes: [UPDATE],
  },
  {
    rule: "a distribution of the program is disabled: that is not the group's",
    happens: ({ simulator }, id) => simulator.cloudfront.editDirect(id, { enabled: false }),
    says: ["DISTRIBUTION_DISABLED", "ATTACHED"],
    writes: [],
  },
  {
    rule: "the comment of a distribution of the program is changed: that is not the group's",
    happens: ({ simulator }, id) => simulator.cloudfront.editDirect(id, { comment: "theirs" }),
    says: ["ATTACHED"],
    writes: [],
  },
];

describe("a refresh, a preview and an up of a group that somebody else has changed", function () {
  this.timeout(60_000);

  for (const { rule, overrides, happens, isDue, says, writes } of accidents) {
    it(`${rule}`, async () => {
      const { place, laptop, given } = await settled(rule, overrides);
      const { simulator, ports } = place;
      await happens(place, idOf(place, laptop));
      await ports.clock.sleep(5 * MINUTE);
      simulator.history.clear();
      assert.equal(await laptop.changes(given), isDue === true ? 1 : 0, "nobody has looked yet");
      // Where something is due, the preview looks at what it will be.
      if (isDue !== true) assert.equal(simulator.history.count(), 0);
      assert.deepEqual(written(place), []);
      assert.equal(await laptop.refresh(), undefined);
      assert.deepEqual(saidBy(laptop), says);
      assert.equal(await laptop.changes(given), writes.length === 0 ? 0 : 1);
      assert.deepEqual(written(place), []);
      assert.equal(await laptop.up(given), undefined);
      assert.deepEqual(written(place), writes);
      await ports.clock.sleep(HOUR);
      assert.equal(await laptop.refresh(), undefined);
      const isGroups = writes.length > 0;
      assert.deepEqual(
        saidBy(laptop).filter((code) => code !== "RETIRING"),
        isGroups ? ["ATTACHED"] : says,
      );
      simulator.history.clear();
      // An old certificate may be due by then: then it looks, and only looks.
      const due = await laptop.changes(given);
      if (due === 0) assert.equal(simulator.history.count(), 0);
      assert.deepEqual(written(place), []);
    });
  }

  it("all tags are stripped: once they are back, the group goes with every record that it made", async () => {
    const { place, laptop, given } = await settled("all stripped");
    const { simulator, ports } = place;
    simulator.acm.untagDirect(arnsOf(place)[0] ?? "", Object.values(TAG));
    await ports.clock.sleep(5 * MINUTE);
    assert.equal(await laptop.refresh(), undefined);
    assert.equal(await laptop.up(given), undefined);
    await ports.clock.sleep(HOUR);
    assert.equal(await laptop.destroy(), undefined);
    const left = simulator.route53.snapshot().flatMap(({ records }) => records.map(({ type }) => type));
    assert.deepEqual([[...left].sort(), arnsOf(place)], [["NS", "SOA"], []]);
  });

  it("an up without a refresh finds what it comes across", async () => {
    const { place, laptop, given } = await settled("no refresh");
    place.simulator.cloudfront.editDirect(idOf(place, laptop), { aliases: ["example.com"] });
    await place.ports.clock.sleep(5 * MINUTE);
    assert.equal(await laptop.up({ ...given, tags: { team: "web" } }), undefined);
    const [distribution] = place.simulator.cloudfront.snapshot();
    assert.deepEqual([...(distribution?.aliases ?? [])].sort(), ["example.com", "www.example.com"]);
  });
});

describe("an old certificate, seen through the hooks", function () {
  this.timeout(60_000);

  async function rotated(
    seed: string,
    inUseByLag: number,
    accident: (stage: Stage) => void = () => {},
  ): Promise<Stage> {
    const stage = await settled(seed);
    const { place, laptop, given } = stage;
    Object.assign(place.simulator.world.latencies, { inUseByLag });
    accident(stage);
    const other = { ...given, keyAlgorithm: "EC_prime256v1" };
    assert.equal(await laptop.up(other), undefined);
    assert.equal(arnsOf(place).length, 2);
    return { place, laptop, given: other };
  }

  it("in use for 40 minutes: no up fails, previews show nothing until it is due, and then an up deletes it", async () => {
    const { place, laptop, given } = await rotated("forty minutes", 40 * MINUTE);
    assert.equal(await laptop.changes(given), 0);
    await place.ports.clock.sleep(30 * MINUTE);
    assert.equal(await laptop.changes(given), 0);
    assert.equal(await laptop.up(given), undefined);
    assert.equal(arnsOf(place).length, 2);
    await place.ports.clock.sleep(15 * MINUTE);
    assert.equal(await laptop.changes(given), 1);
    assert.equal(await laptop.up(given), undefined);
    assert.equal(arnsOf(place).length, 1);
    assert.equal(await laptop.changes(given), 0);
  });

  it("on a load balancer: no up fails, it is named in the outputs, previews show nothing, and it goes after a refresh that sees it free", async () => {
    const { place, laptop, given } = await rotated("balancer", 25 * MINUTE, ({ place: { simulator } }) =>
      simulator.acm.setForeignUser(simulator.acm.snapshot()[0]?.arn ?? "", BALANCER),
    );
    for (const days of [1, 8]) {
      await place.ports.clock.sleep(days * DAY);
      assert.equal(await laptop.refresh(), undefined);
      assert.deepEqual(saidBy(laptop), ["HELD_BY", "ATTACHED"]);
      assert.match(guidanceOf(laptop)[0]?.happening ?? "", new RegExp(BALANCER));
      assert.equal(await laptop.changes(given), 0);
      assert.equal(await laptop.up(given), undefined);
    }
    assert.equal(arnsOf(place).length, 2);
    const old = place.simulator.acm.snapshot().find(({ inUseBy }) => inUseBy.includes(BALANCER));
    place.simulator.acm.setForeignUser(old?.arn ?? "", BALANCER, false);
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.refresh(), undefined);
    assert.equal(await laptop.changes(given), 1, "it is due now");
    assert.equal(await laptop.up(given), undefined);
    assert.equal(arnsOf(place).length, 1);
  });
});
