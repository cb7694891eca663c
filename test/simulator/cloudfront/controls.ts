import type { CertificateFacts } from "../contracts";
import type { Bucket } from "./bucket";
import { createDirect, type DirectDistribution } from "./direct";
import { type DirectEdit, editDirect } from "./direct-edit";
import { type Distribution, latestVersion } from "./facts";
import { type AccessControlSnapshot, accessControlsOf, type DistributionSnapshot, snapshotOf } from "./snapshot";
import type { CloudFrontQuotas, CloudFrontState } from "./state";
import { mergeTags, setTags } from "./tags";
import { remove } from "./writes";

/** For tests and the control plane. */
export interface CloudFrontControls {
  /** The addresses that `d….cloudfront.net` leads to, one an edge. */
  readonly edgeAddresses: readonly string[];
  /** Makes a distribution, Deployed everywhere, without a call and without the checks. */
  createDirect(spec: DirectDistribution): { id: string; arn: string; domainName: string; etag: string };
  /**
   * Somebody edits the distribution in the console, without a call: it gets a new version, as by UpdateDistribution. Gives the new ETag. Throws AwsError
   * for what UpdateDistribution refuses, RangeError for a distribution that is not there.
   */
  editDirect(id: string, edit: DirectEdit): string;
  /** Somebody has disabled and deleted the distribution in the console: it is gone at once. Throws RangeError for one that is not there. */
  deleteDirect(id: string): void;
  /** Somebody tags the distribution in the console; tags with the same keys are replaced. Throws RangeError for one that is not there. */
  tagDirect(arn: string, tags: { [key: string]: string }): void;
  untagDirect(arn: string, keys: readonly string[]): void;
  /** A distribution of another account holds the alias, and serves it with a certificate of its own. */
  addForeignOwner(alias: string, account: string): { id: string; domainName: string };
  /** Describes a bucket, in place of what was said of it before. One that nobody has described lets nobody read. */
  putBucket(bucket: Bucket): void;
  readonly quotas: CloudFrontQuotas;
  snapshot(): DistributionSnapshot[];
  accessControls(): AccessControlSnapshot[];
  buckets(): Bucket[];
}

export function controlsOf(state: CloudFrontState): CloudFrontControls {
  return {
    edgeAddresses: state.edges.addresses,
    createDirect(spec) {
      const created = createDirect(state, spec);
      const { id, arn, domainName } = created;
      return { id, arn, domainName, etag: latestVersion(created).etag };
    },
    editDirect(id, edit) {
      const distribution = existing(state, id);
      editDirect(state, distribution, edit);
      return latestVersion(distribution).etag;
    },
    deleteDirect(id) {
      remove(state, existing(state, id));
    },
    tagDirect(arn, tags) {
      const distribution = existing(state, arn);
      const added = Object.entries(tags).map(([key, value]) => ({ key, value }));
      setTags(distribution, mergeTags(distribution.tags, added));
    },
    untagDirect(arn, keys) {
      const distribution = existing(state, arn);
      setTags(
        distribution,
        distribution.tags.filter(({ key }) => !keys.includes(key)),
      );
    },
    addForeignOwner(alias, account) {
      const certificate = foreignCertificate(alias, state.world.clock.now());
      return createDirect(state, { account, aliases: [alias], certificate });
    },
    putBucket: (bucket) => void state.facts.buckets.set(bucket.name, bucket),
    quotas: state.quotas,
    snapshot: () => snapshotOf(state),
    accessControls: () => accessControlsOf(state),
    buckets: () => [...state.facts.buckets.values()],
  };
}

function existing({ facts }: CloudFrontState, idOrArn: string): Distribution {
  const found = [...facts.distributions.values()].find(({ id, arn }) => id === idOrArn || arn === idOrArn);
  if (found === undefined || found.deletedAt !== undefined) {
    throw new RangeError(`There is no distribution ${idOrArn}.`);
  }
  return found;
}

const HALF_A_YEAR = 182 * 24 * 3600 * 1000;

function foreignCertificate(alias: string, now: number): CertificateFacts {
  return {
    id: `foreign:${alias}`,
    serial: "01",
    names: [alias],
    keyAlgorithm: "EC_prime256v1",
    notBefore: now - HALF_A_YEAR,
    notAfter: now + HALF_A_YEAR,
  };
}
