import type { CertificateFacts } from "../contracts";
import type { DistributionConfig } from "./config";
import { certificateArnOf } from "./viewer-certificate";

/** One accepted write, with the instants at which others see it. */
export interface DistributionVersion {
  readonly etag: string;
  readonly config: DistributionConfig;
  readonly at: number;
  /** GETs show the version before until then, lists do not have a new distribution yet. */
  readonly readableAt: number;
  /** By edge. Never before the edge took the version before this one. */
  readonly edgesAt: readonly number[];
  readonly deployedAt: number;
}

export interface Tag {
  key: string;
  value: string;
}

export interface Distribution {
  readonly id: string;
  readonly account: string;
  readonly arn: string;
  readonly domainName: string;
  /** Oldest first. Nothing is forgotten: usage, edges and stale reads look back. */
  readonly versions: [DistributionVersion, ...DistributionVersion[]];
  tags: readonly Tag[];
  tagsBefore: readonly Tag[];
  deletedAt?: number;
  /** Served in place of ACM's: a distribution outside of the simulated accounts. */
  readonly foreignCertificate?: CertificateFacts;
}

export interface CloudFrontFacts {
  readonly distributions: Map<string, Distribution>;
  readonly byDomainName: Map<string, Distribution>;
  /** Everything that ever named the alias or the certificate; who still does is derived. */
  readonly byAlias: Map<string, Set<Distribution>>;
  readonly byCertificate: Map<string, Set<Distribution>>;
}

export function emptyFacts(): CloudFrontFacts {
  return { distributions: new Map(), byDomainName: new Map(), byAlias: new Map(), byCertificate: new Map() };
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
}

function entry(map: Map<string, Set<Distribution>>, key: string): Set<Distribution> {
  const existing = map.get(key) ?? new Set();
  map.set(key, existing);
  return existing;
}

export function latestVersion(distribution: Distribution): DistributionVersion {
  return distribution.versions.at(-1) ?? distribution.versions[0];
}

/** What a GET shows; the first version shows at once. `stale`: the state before the last write. */
export function readableVersion(distribution: Distribution, now: number, stale: boolean): DistributionVersion {
  const versions = stale ? distribution.versions.slice(0, -1) : distribution.versions;
  return versions.findLast((version) => version.readableAt <= now) ?? distribution.versions[0];
}

/** What an edge serves by; `undefined` before its first version arrives and after deletion. */
export function versionAtEdge(distribution: Distribution, edge: number, now: number): DistributionVersion | undefined {
  if (isDeletedAt(distribution, now)) {
    return undefined;
  }
  return distribution.versions.findLast((version) => (version.edgesAt[edge] ?? version.deployedAt) <= now);
}

export function isDeletedAt(distribution: Distribution | undefined, instant: number): boolean {
  return distribution?.deletedAt !== undefined && distribution.deletedAt <= instant;
}

export function isDeployed(version: DistributionVersion, now: number): boolean {
  return version.deployedAt <= now;
}
