import { restService } from "../codec/rest-service";
import type { CertificateFacts, CloudFrontView, Service, World } from "../contracts";
import { ACCESS_CONTROL_OPERATIONS } from "./access-control-operations";
import type { Bucket } from "./bucket";
import { createDirect, type DirectDistribution } from "./direct";
import { answerAtEdge, cloudFrontRecords } from "./edges";
import { emptyFacts, latestVersion } from "./facts";
import { DISTRIBUTION_OPERATIONS } from "./operations";
import { serveAtEdge } from "./serving";
import { type AccessControlSnapshot, accessControlsOf, type DistributionSnapshot, snapshotOf } from "./snapshot";
import { type CloudFrontQuotas, type CloudFrontState, defaultQuotas, type EdgeSettings } from "./state";
import { usersOf } from "./usage";
import { NAMESPACE } from "./wire";

const OPERATIONS = [...DISTRIBUTION_OPERATIONS, ...ACCESS_CONTROL_OPERATIONS];

/** For tests and the control plane. */
export interface CloudFrontControls {
  /** The addresses that `d….cloudfront.net` leads to, one an edge. */
  readonly edgeAddresses: readonly string[];
  /** Makes a distribution, Deployed everywhere, without a call and without the checks. */
  createDirect(spec: DirectDistribution): { id: string; arn: string; domainName: string; etag: string };
  /** A distribution of another account holds the alias, and serves it with a certificate of its own. */
  addForeignOwner(alias: string, account: string): { id: string; domainName: string };
  /** Describes a bucket, in place of what was said of it before. One that nobody has described lets nobody read. */
  putBucket(bucket: Bucket): void;
  readonly quotas: CloudFrontQuotas;
  snapshot(): DistributionSnapshot[];
  accessControls(): AccessControlSnapshot[];
  buckets(): Bucket[];
}

export type CloudFront = Service & CloudFrontView & CloudFrontControls;

/** CloudFront, with its zone `cloudfront.net` in the simulated DNS. */
export function createCloudFront(world: World, edges: EdgeSettings): CloudFront {
  const state: CloudFrontState = { world, facts: emptyFacts(), edges, quotas: { ...defaultQuotas } };
  world.dns.addComputedZone("cloudfront.net", (name, type, at) => cloudFrontRecords(state, name, type, at));
  return { ...restService("cloudfront", NAMESPACE, OPERATIONS, state), ...viewOf(state), ...controlsOf(state) };
}

function viewOf(state: CloudFrontState): CloudFrontView {
  return {
    edgeCount: state.edges.addresses.length,
    answer: (edge, serverName) => answerAtEdge(state, edge, serverName),
    serve: (edge, request) => serveAtEdge(state, edge, request),
    usersOf: (certificateArn) => usersOf(state.facts, certificateArn),
    byDomainName(domainName) {
      const found = state.facts.byDomainName.get(domainName);
      if (found === undefined || found.deletedAt !== undefined) {
        return undefined;
      }
      const { aliases, ipv6, httpVersion } = latestVersion(found).config;
      return { id: found.id, account: found.account, aliases: [...aliases], ipv6, httpVersion };
    },
  };
}

function controlsOf(state: CloudFrontState): CloudFrontControls {
  return {
    edgeAddresses: state.edges.addresses,
    createDirect(spec) {
      const created = createDirect(state, spec);
      const { id, arn, domainName } = created;
      return { id, arn, domainName, etag: latestVersion(created).etag };
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
