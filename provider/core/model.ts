/**
 * The nouns of the core: what is wanted, what was seen, what to do next. Plain JSON throughout (no Date, no undefined members, no class), so that
 * one model serves Pulumi state, Temporal payloads and tests.
 */
import type { DomainName } from "./domain-name";

/** `arn:aws:acm:<region>:<account>:certificate/<id>`. */
export type CertificateArn = string & { readonly brand: "CertificateArn" };

/** Milliseconds since the epoch. */
export type Instant = number;

export type Milestone = "records" | "issued" | "attached" | "serving";
export type KeyAlgorithm = "RSA_2048" | "EC_prime256v1";
export type Tags = { [key: string]: string };

// --------------------------------------------------------------------------------------------------------------------- desired

/** An existing distribution that the group attaches to. */
export interface WantedDistribution {
  kind: "existing";
  id: string;
  /** As the program gave it, so that records are complete before the first look; `null` when it did not. */
  domainName: string | null;
}

export interface Route53Wish {
  kind: "route53";
  /** Only these zones; `null`: look for them in the account. */
  zoneIds: string[] | null;
  onMissingZone: "fail" | "external";
  routing: "create" | "takeOver" | "none";
  removeValidationRecords: "auto" | boolean;
}
export type DnsWish = { kind: "external" } | Route53Wish;

/** Everything the group should be, in normal form: what `check` makes of the arguments. */
export interface Desired {
  groupId: string;
  /** The resource's name in its program. */
  name: string;
  /** `organization/project/stack`: the value of the owner tag. */
  owner: string;
  /** Primary first, then the user's order; no duplicates. */
  domains: DomainName[];
  distribution: WantedDistribution;
  dns: DnsWish;
  keyAlgorithm: KeyAlgorithm;
  /** `null`: keep what the distribution has with a custom certificate, else TLSv1.2_2021. */
  minimumProtocolVersion: string | null;
  /** For certificates, beside the group's own. */
  tags: Tags;
  waitFor: Milestone | "auto";
}

/** Present: everything works. Absent: everything this incarnation made is gone again. */
export type Goal = "present" | "absent";

// -------------------------------------------------------------------------------------------------------------------- observed

/** Why something could not be seen, or a call not be made. `passing`: asking again later can help by itself. */
export interface Trouble {
  reason: "UNAVAILABLE" | "FORBIDDEN" | "CREDENTIALS" | "UNREADABLE" | "REFUSED";
  /** IAM's name of the action: `"acm:DescribeCertificate"`; `"dns:query"` for look-ups. */
  operation: string;
  /** AWS error code, Node error code, or DNS response code. */
  code: string;
  message: string;
  passing: boolean;
}

/** A failed look is not a look at nothing. */
export type Observation<T> =
  | { kind: "known"; value: T; at: Instant }
  | { kind: "unknown"; trouble: Trouble; at: Instant };

export type CertificateStatus =
  | "PENDING_VALIDATION"
  | "ISSUED"
  | "INACTIVE"
  | "EXPIRED"
  | "VALIDATION_TIMED_OUT"
  | "REVOKED"
  | "FAILED";

export interface ValidationRecord {
  /** Without trailing dots, lower case. */
  name: string;
  value: string;
}
export interface DomainValidation {
  domain: string;
  status: "PENDING_VALIDATION" | "SUCCESS" | "FAILED";
  /** `null` while ACM has not made it yet. */
  record: ValidationRecord | null;
}

/** DescribeCertificate, as far as it matters. */
export interface CertificateDetail {
  status: CertificateStatus;
  /** As sent: CN first. */
  names: string[];
  /** In the spelling of requests (`RSA_2048`). */
  keyAlgorithm: string;
  validations: DomainValidation[];
  failureReason: string | null;
  createdAt: Instant;
  notAfter: Instant | null;
  inUseBy: string[];
}

/** A certificate that may concern the group: tagged with its id, known from an earlier request, or attached to its distribution. */
export interface Certificate {
  arn: CertificateArn;
  /** `null`: known to be absent. */
  tags: Observation<Tags | null>;
  /** Looked at only for certificates of the group. */
  detail?: Observation<CertificateDetail | null>;
}

export interface ViewerCertificateFacts {
  source: "default" | "acm" | "iam";
  /** ARN or IAM id; `null` for the default certificate. */
  id: string | null;
  minimumProtocolVersion: string | null;
  sslSupportMethod: string | null;
}

export interface DistributionFacts {
  id: string;
  arn: string;
  accountId: string;
  domainName: string;
  etag: string;
  deployed: boolean;
  enabled: boolean;
  staging: boolean;
  tenantOnly: boolean;
  httpVersion: string;
  ipv6: boolean;
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
  /** DistributionConfig as it was read, for writing back with nothing lost. */
  config: string;
}

/** Which hosted zone holds a domain's records. */
export type ZoneFinding =
  | { kind: "found"; zoneId: string; zone: string }
  | { kind: "missing" }
  | { kind: "privateOnly"; zoneIds: string[] }
  | { kind: "ambiguous"; zone: string; zoneIds: string[] }
  /** The zone is in the account, but DNS asks other servers. */
  | { kind: "notDelegated"; zoneId: string; zone: string; zoneServers: string[]; delegatedTo: string[] };

/** A record set of a hosted zone. */
export interface RecordSetFacts {
  zoneId: string;
  /** Lower case, no trailing dot, `*` as itself. */
  name: string;
  type: string;
  ttl: number | null;
  values: string[];
  alias: { dnsName: string; zoneId: string; evaluateTargetHealth: boolean } | null;
  /** Weighted, latency, failover, ...: never touched. */
  routingPolicy: boolean;
}

/** What one authoritative server says for a name and type. */
export type ServerAnswer = { kind: "values"; values: string[] } | { kind: "none" } | { kind: "unknown"; code: string };

/** What DNS says about one record that the group needs. */
export interface DnsLook {
  /** The zone that answers for the name; `""` while unknown. */
  zone: string;
  servers: { [nameServer: string]: ServerAnswer };
}

/** Where a domain's traffic goes, by DNS. */
export type TrafficLook = "NOT_POINTING" | "POINTS_ELSEWHERE" | "POINTING" | "UNKNOWN";

/** All that was looked at. A missing part has not been looked at, or a step has made it stale. */
export interface Observed {
  account?: Observation<string>;
  /** `null`: there is no such distribution. */
  distribution?: Observation<DistributionFacts | null>;
  certificates?: Observation<Certificate[]>;
  /** By domain. */
  zones?: Observation<{ [domain: string]: ZoneFinding }>;
  recordSets?: Observation<RecordSetFacts[]>;
  /** By record key. */
  dns?: Observation<{ [key: string]: DnsLook }>;
  /** By domain. */
  traffic?: Observation<{ [domain: string]: TrafficLook }>;
  /** Every living certificate of the account, by the names it lists: their validation records stay. */
  neighbours?: Observation<{ arn: CertificateArn; names: string[] }[]>;
}

export type Part =
  | { part: "account" | "distribution" | "certificates" | "zones" | "recordSets" | "dns" | "traffic" | "neighbours" }
  /** Only this certificate's detail. */
  | { part: "certificate"; arn: CertificateArn };

// ---------------------------------------------------------------------------------------------------------------------- memory

/** A step that AWS refused, or whose answer was lost. Dies when its step or the world around it changes. */
export interface Refusal {
  /** {@link stepKey} of the step. */
  step: string;
  trouble: Trouble;
  /** No new try in this run. */
  permanent: boolean;
  firstAt: Instant;
  lastAt: Instant;
  count: number;
}

export interface CertificateRequest {
  arn: CertificateArn;
  requestedAt: Instant;
  /** When it was last seen without a verdict: a certificate that fails after the run's start is not requested again in that run. */
  pendingAt: Instant | null;
}

/** What the distribution had before the group came: restored when the group leaves. */
export interface Before {
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
}

export interface Retiring {
  kind: "certificate" | "distribution" | "originAccessControl";
  id: string;
  since: Instant;
  dueAt: Instant;
  tries: number;
}

/** What the world cannot show. Losing it in a crash costs one more try, nothing else. */
export interface Memory {
  runStartedAt: Instant;
  refusals: Refusal[];
  requests: CertificateRequest[];
  lastWrite: {
    etag: string;
    previousEtag: string;
    at: Instant;
    certificateArn: string | null;
    aliases: string[];
  } | null;
  before: Before | null;
  replacedRecords: RecordSetFacts[];
  /** Certificates that we deleted: reads follow some seconds later. */
  deletions: { arn: CertificateArn; at: Instant }[];
  /** Keys of the program's own tags that we wrote: those go when the program no longer wants them. */
  tagKeys: string[];
  /** Tags that we wrote and took off: reads follow some seconds later. */
  tagWrites: { arn: CertificateArn; tags: Tags; removed: string[]; at: Instant }[];
  retiring: Retiring[];
  /** When AWS first showed what we now wait for: the poll schedule counts from here. By what is waited for. */
  waits: { [what: string]: Instant };
}

// ----------------------------------------------------------------------------------------------------------------------- steps

export interface RecordChange {
  action: "CREATE" | "UPSERT" | "DELETE";
  record: RecordSetFacts;
}

/** What a step sets on a distribution. Everything else is written back as read. */
export interface DistributionChange {
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
}
