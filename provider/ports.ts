/**
 * What the core needs of the outside. Every adapter answers with a {@link Reply}: a failure is a value that says what kind of failure it was, and
 * only `absent` means that the thing is known not to exist.
 */
import type { DistributionChange } from "./core/decision";
import type {
  CaaLook,
  Conflict,
  DnsLook,
  EdgeLook,
  Lead,
  OriginAnswer,
  RecordExam,
  TrafficLook,
  WildcardLook,
} from "./core/looks";
import type {
  AccessControl,
  CertificateArn,
  CertificateDetail,
  DistributionFacts,
  DistributionSummary,
  Instant,
  Json,
  KeyAlgorithm,
  RecordChange,
  RecordSetFacts,
  Tags,
  Trouble,
} from "./core/model";

export type Reply<T> = { kind: "ok"; value: T } | { kind: "absent" } | { kind: "failed"; trouble: Trouble };

/** One line of ListCertificates. */
export interface CertificateSummary {
  arn: CertificateArn;
  /** May be cut at 100 names. */
  names: string[];
  status: string;
  inUse: boolean;
}

/** ACM in us-east-1. */
export interface Certificates {
  /** All certificates of the account, every key type, all pages. Shared by all groups of a process for a few seconds; a request of ours makes it stale. */
  list(): Promise<Reply<CertificateSummary[]>>;
  describe(arn: CertificateArn): Promise<Reply<CertificateDetail>>;
  tags(arn: CertificateArn): Promise<Reply<Tags>>;
  request(names: string[], keyAlgorithm: KeyAlgorithm, token: string, tags: Tags): Promise<Reply<CertificateArn>>;
  tag(arn: CertificateArn, tags: Tags): Promise<Reply<null>>;
  untag(arn: CertificateArn, keys: string[]): Promise<Reply<null>>;
  /** `absent` when it is gone already. */
  delete(arn: CertificateArn): Promise<Reply<null>>;
}

/** CloudFront. */
export interface Distributions {
  get(id: string): Promise<Reply<DistributionFacts>>;
  /** Writes `config` back with aliases and viewer certificate replaced, and nothing else changed. The answer is newer than any read that follows. */
  update(id: string, etag: string, config: string, change: DistributionChange): Promise<Reply<DistributionFacts>>;
  /** All distributions of the account, shared like the list of certificates; a creation of ours makes it stale. */
  list(): Promise<Reply<DistributionSummary[]>>;
  /** `settings`: a whole DistributionConfig in the names of the API, CallerReference included. */
  create(settings: Json, tags: Tags): Promise<Reply<Creation>>;
  /** Writes the whole configuration: `settings` as they were read, with changes. */
  configure(id: string, etag: string, settings: Json): Promise<Reply<DistributionFacts>>;
  /** Of a disabled one that is deployed. `absent` when it is gone already. */
  delete(id: string, etag: string): Promise<Reply<null>>;
  /**
   * An alias goes from the distribution that has it to this one, whose certificate covers it. No edge is without it meanwhile. From another account only where
   * that distribution is disabled, and a TXT record proves that the name is ours.
   */
  move(alias: string, to: string): Promise<Reply<null>>;
  /** Who else in CloudFront has this name, or a wildcard over it. The distribution's certificate must cover the name. */
  conflicts(domain: string, distributionId: string): Promise<Reply<Conflict[]>>;
  tags(arn: string): Promise<Reply<Tags>>;
  tag(arn: string, tags: Tags): Promise<Reply<null>>;
  untag(arn: string, keys: string[]): Promise<Reply<null>>;
}

/** `exists`: the CallerReference was used before; `id` is that of the distribution it made, alive or gone, where AWS names it. */
export type Creation = { kind: "created"; distribution: DistributionFacts } | { kind: "exists"; id: string | null };

/** CloudFront's origin access controls. */
export interface AccessControls {
  /** By its name, which is unique in the account. `absent`: there is none. */
  find(name: string): Promise<Reply<AccessControl>>;
  /** For a bucket (S3): signs every request. */
  create(name: string): Promise<Reply<AccessControl>>;
  /** Writes it anew, as `create` makes it: for one that somebody has changed. */
  mend(id: string, etag: string, name: string): Promise<Reply<AccessControl>>;
  /** `absent` when it is gone already. */
  delete(id: string, etag: string): Promise<Reply<null>>;
}

/** CloudFront's edges, as a viewer meets them. */
export interface Edges {
  /** What a GET of `/` at this host name is answered with. A hint, never a ground for an action: the certificate is not checked. */
  ask(hostName: string): Promise<OriginAnswer>;
  /** The certificate that comes back where DNS leads this name, for who asks for it. */
  present(name: string): Promise<EdgeLook>;
}

export interface HostedZone {
  id: string;
  /** No trailing dot. */
  name: string;
  private: boolean;
  /** Made by another AWS service: not editable. */
  linkedService: boolean;
}

/** Route 53. */
export interface Zones {
  /** All hosted zones, shared like the list of certificates. */
  list(): Promise<Reply<HostedZone[]>>;
  nameServers(zoneId: string): Promise<Reply<string[]>>;
  /** The record sets of these names, all types. */
  recordSets(zoneId: string, names: string[]): Promise<Reply<RecordSetFacts[]>>;
  /** One atomic batch. */
  change(zoneId: string, changes: RecordChange[]): Promise<Reply<null>>;
}

export interface Identity {
  /** The account number of the credentials in use. */
  account(): Promise<Reply<string>>;
}

/** Live DNS. Validation names are only ever asked of authoritative servers: a resolver that ACM shares must not learn that they are missing. */
export interface Dns {
  /** The zone that answers for a name, and the servers that the world asks for it. `absent`: nobody is delegated to. */
  zoneOf(name: string): Promise<Reply<{ zone: string; nameServers: string[] }>>;
  /** What each authoritative server says, wildcards passed over and CNAMEs followed. Values in presentation format, lower case, no trailing dot. */
  look(name: string, type: "CNAME" | "CAA" | "TXT"): Promise<Reply<DnsLook>>;
  /** The CAA set that applies to a name (RFC 8659, 3). */
  caa(name: string): Promise<CaaLook>;
  /** Why a record that should be there may not be seen. */
  examine(record: { name: string; type: "CNAME" | "TXT"; value: string }): Promise<RecordExam>;
  /** Which wildcard answers for a name that has no record of its own, and stops with the first one at it or below it (RFC 4592, 2.2.2). */
  wildcard(name: string): Promise<WildcardLook>;
  /** Where the name leads, whoever is there. */
  lead(name: string): Promise<Lead>;
  /** Does the name lead to this distribution? */
  traffic(name: string, distributionDomainName: string): Promise<Reply<TrafficLook>>;
}

export interface Clock {
  now(): Instant;
  sleep(ms: number): Promise<void>;
}

export interface Progress {
  /** One line that the next one replaces. */
  live(line: string): void;
  /** Kept, may have several lines. */
  say(severity: "info" | "warning" | "error", message: string): void;
}

export interface Ports {
  certificates: Certificates;
  distributions: Distributions;
  accessControls: AccessControls;
  edges: Edges;
  zones: Zones;
  identity: Identity;
  dns: Dns;
  clock: Clock;
  progress: Progress;
}
