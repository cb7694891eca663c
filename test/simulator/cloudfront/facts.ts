import type { CertificateFacts } from "../contracts";
import type { AccessControlConfig } from "./access-control-config";
import type { Bucket } from "./bucket";
import type { DistributionConfig } from "./config";
import { certificateArnOf } from "./viewer-certificate";

/** One accepted write. */
export interface Version<Config> {
  readonly etag: string;
  readonly config: Config;
  readonly at: number;
  /** GETs show the version before until then, lists do not have a new resource yet. */
  readonly readableAt: number;
}

/** Oldest first. Nothing is forgotten: usage, edges and stale reads look back. */
type Versions<V> = readonly [V, ...V[]];

interface Resource<V> {
  readonly versions: Versions<V>;
  deletedAt?: number;
}

/** A write with the instants at which the edges see it. */
export interface DistributionVersion extends Version<DistributionConfig> {
  /** By edge. Never before the edge took the version before this one. */
  readonly edgesAt: readonly number[];
  readonly deployedAt: number;
  /** Of a disabled one. */
  readonly deletableAt: number;
}

export interface Tag {
  key: string;
  value: string;
}

export interface Distribution extends Resource<DistributionVersion> {
  readonly id: string;
  readonly account: string;
  readonly arn: string;
  readonly domainName: string;
  readonly versions: [DistributionVersion, ...DistributionVersion[]];
  tags: readonly Tag[];
  tagsBefore: readonly Tag[];
  /** Of a deleted one: its origin access controls are in use until then. */
  releasedAt?: number;
  /** Served in place of ACM's: a distribution outside of the simulated accounts. */
  readonly foreignCertificate?: CertificateFacts;
}

/** An origin access control: how CloudFront signs its requests to an origin. */
export interface AccessControl extends Resource<Version<AccessControlConfig>> {
  readonly id: string;
  readonly account: string;
  readonly versions: [Version<AccessControlConfig>, ...Version<AccessControlConfig>[]];
  /** Distributions may name it from then on. */
  readonly usableAt: number;
}

export interface CloudFrontFacts {
  readonly distributions: Map<string, Distribution>;
  readonly byDomainName: Map<string, Distribution>;
  /** Everything that ever named the alias, the certificate or the access control; who still does is derived. */
  readonly byAlias: Map<string, Set<Distribution>>;
  readonly byCertificate: Map<string, Set<Distribution>>;
  readonly byAccessControl: Map<string, Set<Distribution>>;
  readonly accessControls: Map<string, AccessControl>;
  readonly buckets: Map<string, Bucket>;
}

export function emptyFacts(): CloudFrontFacts {
  return {
    distributions: new Map(),
    byDomainName: new Map(),
    byAlias: new Map(),
    byCertificate: new Map(),
    byAccessControl: new Map(),
    accessControls: new Map(),
    buckets: new Map(),
  };
}

export function addDistribution(facts: CloudFrontFacts, distribution: Distribution): void {
  facts.distributions.set(distribution.id, distribution);
  facts.byDomainName.set(distribution.domainName, distribution);
  index(facts, distribution, distribution.versions[0].config);
}

export function addVersion(facts: CloudFrontFacts, distribution: Distribution, version: DistributionVersion): void {
  distribution.versions.push(version);
  index(facts, distribution, version.config);
}

function index(facts: CloudFrontFacts, distribution: Distribution, config: DistributionConfig): void {
  for (const alias of config.aliases) {
    entry(facts.byAlias, alias).add(distribution);
  }
  const arn = certificateArnOf(config.viewerCertificate);
  if (arn !== undefined) {
    entry(facts.byCertificate, arn).add(distribution);
  }
  for (const { accessControlId } of config.origins) {
    if (accessControlId !== undefined) {
      entry(facts.byAccessControl, accessControlId).add(distribution);
    }
  }
}

function entry(map: Map<string, Set<Distribution>>, key: string): Set<Distribution> {
  const existing = map.get(key) ?? new Set();
  map.set(key, existing);
  return existing;
}

export function latestVersion<V>({ versions }: Resource<V>): V {
  return versions.at(-1) ?? versions[0];
}

/** So old a stale read is. */
const STALE_FOR = 60_000;

/** What a GET shows; the first version shows at once. `stale`: the state of a minute ago. */
export function readableVersion<V extends { readonly readableAt: number }>(
  { versions }: Resource<V>,
  now: number,
  stale: boolean,
): V {
  const asOf = stale ? now - STALE_FOR : now;
  return versions.findLast((version) => version.readableAt <= asOf) ?? versions[0];
}

/** New resources show in lists, and deleted ones vanish, some time after the write. */
export function isListed(
  { versions, deletedAt }: Resource<{ readonly readableAt: number }>,
  now: number,
  lag: number,
  stale: boolean,
): boolean {
  if (deletedAt !== undefined) {
    return now < deletedAt + (stale ? Math.max(lag, STALE_FOR) : lag);
  }
  return (stale ? now - STALE_FOR : now) >= versions[0].readableAt;
}

/** What an edge serves by; `undefined` before its first version arrives and after deletion. */
export function versionAtEdge(distribution: Distribution, edge: number, now: number): DistributionVersion | undefined {
  if (isDeletedAt(distribution, now)) {
    return undefined;
  }
  return distribution.versions.findLast((version) => (version.edgesAt[edge] ?? version.deployedAt) <= now);
}

/** The last one written, and what the edges serve by. None after deletion. */
export function configsInForce(distribution: Distribution, edgeCount: number, now: number): DistributionConfig[] {
  if (distribution.deletedAt !== undefined) {
    return [];
  }
  const atEdges = Array.from({ length: edgeCount }, (_, edge) => versionAtEdge(distribution, edge, now));
  return [latestVersion(distribution), ...atEdges].flatMap((version) => version?.config ?? []);
}

export function isDeletedAt(resource: { deletedAt?: number } | undefined, instant: number): boolean {
  return resource?.deletedAt !== undefined && resource.deletedAt <= instant;
}

export function isDeployed(version: DistributionVersion, now: number): boolean {
  return version.deployedAt <= now;
}
