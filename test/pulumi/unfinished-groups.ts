/** Every state in which a group can be when it is to go, and what the account looks like then. */
import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import type { Bag } from "../../provider/pulumi/reading";
import { createLine } from "../simulation/semantics/line";
import { ACCESS_KEY, ACCOUNT } from "../simulation/world";
import {
  arnsOf,
  createLaptop,
  createPlace,
  groupInputs,
  HOUR,
  type Laptop,
  type Place,
  publishRecords,
} from "./laptop";

const MINUTE = 60_000;
const EXTERNAL: Bag = { dns: "external" };
export const STATIC: Bag = {
  distribution: {
    create: { serviceType: "static", origin: { bucketRegionalDomainName: "pictures.s3.eu-west-1.amazonaws.com" } },
  },
};
const OTHER_KEY: Bag = { keyAlgorithm: "EC_prime256v1" };
const ONE_MORE: Bag = { alternativeDomains: ["www.example.com", "shop.example.com"] };
export const ONE_LESS: Bag = { alternativeDomains: [] };

/** All there is in the account, as far as a group may touch it. */
export function pictureOf({ simulator }: Place) {
  const { acm, cloudfront, route53 } = simulator;
  return {
    certificates: acm.snapshot().map(({ arn }) => arn),
    distributions: cloudfront
      .snapshot()
      .filter(({ status }) => status !== "Deleted")
      .map(({ id, aliases, certificateArn, enabled, tags }) => ({ id, aliases, certificateArn, enabled, tags })),
    accessControls: cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted),
    records: route53.snapshot().flatMap(({ records }) => records.map(({ name, type }) => `${name} ${type}`)),
  };
}

export type Picture = ReturnType<typeof pictureOf>;

export interface Stage {
  place: Place;
  laptop: Laptop;
  /** An `up` with these arguments, to its good end. */
  settle(more?: Bag): Promise<void>;
  /** An `up` with these arguments that is cut off once AWS has taken such a call. */
  cut(operation: string, more?: Bag): Promise<void>;
  /** Another distribution of the account, for the group to move to. */
  another: { distribution: { id: string } };
}

export interface Row {
  what: string;
  /** Brings a group into its state. */
  until(stage: Stage): Promise<void>;
  /** What stays of the picture before: what somebody else did meanwhile. */
  but?(before: Picture, stage: Stage): Picture;
  /** The validation records stay, and people are told. */
  keepsValidation?: true;
}

export function stageOf(what: string): Stage {
  const place = createPlace(what);
  place.simulator.cloudfront.putBucket({ name: "pictures", region: "eu-west-1", allow: [] });
  const laptop = createLaptop(place);
  const { id } = place.simulator.cloudfront.createDirect({ account: ACCOUNT });
  const pass = (): Promise<void> => place.ports.clock.sleep(5 * MINUTE);
  return {
    place,
    laptop,
    settle: async (more) => {
      assert.equal(await laptop.up(groupInputs(place, more)), undefined);
      await pass();
    },
    cut: async (operation, more) => {
      laptop.interruptAfter(operation);
      assert.match((await laptop.up(groupInputs(place, more))) ?? "it came to its end", /was cancelled/);
      await pass();
    },
    another: { distribution: { id } },
  };
}

const distributionOf =
  ({ id }: { id: string }, change: Bag) =>
  (picture: Picture): Picture => ({
    ...picture,
    distributions: picture.distributions.map((each) => (each.id === id ? { ...each, ...change } : each)),
  });
const idOf = ({ place }: Stage): string => place.distributionId;

/** The zone of the group's names goes, with all that is in it. */
async function deleteZone({ simulator, zoneId }: Place): Promise<void> {
  const [zone] = simulator.route53.snapshot();
  for (const { name, type } of zone?.records ?? [])
    if (!["NS", "SOA"].includes(type)) simulator.route53.removeRecord(zoneId, name, type);
  await createLine(simulator, { accessKey: ACCESS_KEY })("route53", {
    method: "DELETE",
    path: `/2013-04-01/hostedzone/${zoneId}`,
  });
}

export const UNFINISHED: Row[] = [
  { what: "whose certificate the program attaches", until: ({ settle }) => settle({ distribution: undefined }) },
  { what: "requested a moment ago", until: ({ cut }) => cut("RequestCertificate") },
  { what: "waiting for people to publish", until: ({ settle }) => settle(EXTERNAL) },
  { what: "claimed, and no record written yet", until: ({ cut }) => cut("AddTagsToCertificate") },
  { what: "validating", until: ({ cut }) => cut("ChangeResourceRecordSets") },
  {
    what: "issued, and not attached",
    until: async ({ settle, place, laptop }) => {
      await settle(EXTERNAL);
      await publishRecords(place, laptop.state, "VALIDATION");
    },
    but: (before, { place }) => ({ ...before, records: pictureOf(place).records }),
  },
  { what: "being attached", until: ({ cut }) => cut("UpdateDistribution") },
  {
    what: "attached for hours",
    until: async ({ settle, place }) => settle().then(() => place.ports.clock.sleep(HOUR)),
  },
  {
    what: "with a rotation that has only been requested",
    until: async ({ settle, cut }) => settle().then(() => cut("RequestCertificate", OTHER_KEY)),
  },
  {
    what: "with a rotation that is being attached",
    until: async ({ settle, cut }) => settle().then(() => cut("UpdateDistribution", OTHER_KEY)),
  },
  {
    what: "with an old certificate that AWS still holds",
    until: async ({ settle, laptop, place }) => {
      await settle();
      await place.ports.clock.sleep(HOUR);
      await settle(OTHER_KEY);
      assert.match(JSON.stringify(laptop.state?.outs["__state"]), /"retiring":\[\{/);
    },
  },
  {
    what: "with a domain that is on its way in",
    until: async ({ settle, cut }) => settle().then(() => cut("ChangeResourceRecordSets", ONE_MORE)),
  },
  {
    what: "with a domain that is on its way off",
    until: async ({ settle, cut }) => settle().then(() => cut("ChangeResourceRecordSets", ONE_LESS)),
  },
  {
    what: "whose domain is off, and whose certificate still names it",
    until: async ({ settle, cut }) => settle().then(() => cut("UpdateDistribution", ONE_LESS)),
  },
  {
    what: "half way to another distribution",
    until: async ({ settle, cut, another }) => settle().then(() => cut("AssociateAlias", another)),
  },
  {
    what: "that has just arrived at another distribution",
    until: async ({ settle, cut, another }) => settle().then(() => cut("ChangeResourceRecordSets", another)),
  },
  {
    what: "half way to a distribution of its own",
    until: async ({ settle, cut }) => settle().then(() => cut("AssociateAlias", STATIC)),
  },
  {
    what: "half way from a distribution of its own",
    until: async ({ settle, cut }) => settle(STATIC).then(() => cut("AssociateAlias")),
  },
  { what: "whose access control is all there is", until: ({ cut }) => cut("CreateOriginAccessControl", STATIC) },
  { what: "whose distribution was made a moment ago", until: ({ cut }) => cut("CreateDistributionWithTags", STATIC) },
  { what: "with a distribution of its own", until: ({ settle }) => settle(STATIC) },
  {
    what: "whose distribution somebody has disabled",
    until: async ({ settle, place }) => {
      await settle();
      place.simulator.cloudfront.editDirect(place.distributionId, { enabled: false });
    },
    but: (before, stage) => distributionOf({ id: idOf(stage) }, { enabled: false })(before),
  },
  {
    what: "whose distribution is gone",
    until: async ({ settle, place }) => {
      await settle();
      place.simulator.cloudfront.deleteDirect(place.distributionId);
    },
    but: (before, stage) => ({
      ...before,
      distributions: before.distributions.filter(({ id }) => id !== idOf(stage)),
    }),
  },
  {
    what: "whose own distribution is gone",
    until: async ({ settle, place, laptop }) => {
      await settle(STATIC);
      place.simulator.cloudfront.deleteDirect(String(laptop.state?.outs["distributionId"]));
    },
  },
  {
    what: "whose certificate was deleted while it waited",
    until: async ({ settle, place }) => {
      await settle(EXTERNAL);
      place.simulator.acm.deleteDirect(arnsOf(place)[0] ?? "");
    },
  },
  {
    what: "whose certificate was taken off and deleted",
    until: async ({ settle, place }) => {
      await settle();
      place.simulator.cloudfront.editDirect(place.distributionId, { aliases: [], certificateArn: null });
      await place.ports.clock.sleep(3 * HOUR);
      place.simulator.acm.deleteDirect(arnsOf(place)[0] ?? "");
    },
  },
  {
    what: "whose certificate was revoked",
    until: async ({ settle, place }) => {
      await settle();
      place.simulator.acm.revoke(arnsOf(place)[0] ?? "");
    },
  },
  {
    what: "whose hosted zone is gone",
    until: async ({ settle, place }) => settle().then(() => deleteZone(place)),
    but: (before) => ({ ...before, records: [] }),
  },
  {
    what: "whose tags a clean-up bot has stripped",
    until: async ({ settle, place }) => {
      await settle();
      place.simulator.acm.untagDirect(arnsOf(place)[0] ?? "", Object.values(TAG));
      await place.ports.clock.sleep(HOUR);
    },
    // Which ones the group made stood in the tags.
    keepsValidation: true,
  },
];
