/**
 * The nouns of the core: what is wanted, what was seen, what to do next. Plain JSON throughout (no Date, no undefined members, no class), so that
 * one model serves Pulumi state, Temporal payloads and tests.
 */
import type { DomainName } from "./domain-name";
import type {
  CaaLook,
  ConflictLook,
  DnsLook,
  EdgeLook,
  Lead,
  OriginAnswer,
  RecordExam,
  Temporary,
  TrafficLook,
  WildcardLook,
} from "./looks";

/** `arn:aws:acm:<region>:<account>:certificate/<id>`. */
export type CertificateArn = string & { readonly brand: "CertificateArn" };

/** Milliseconds since the epoch. */
export type Instant = number;

export type Milestone = "records" | "issued" | "attached" | "serving";
export type KeyAlgorithm = "RSA_2048" | "EC_prime256v1";
export type Tags = { [key: string]: string };

// --------------------------------------------------------------------------------------------------------------------- desired

/** Where the domains are served. */
export type WantedDistribution =
  /** One that exists: the group attaches to it. `domainName`: as the program or an earlier run knows it; `null` when neither does. */
  | { kind: "existing"; id: string; domainName: string | null }
  /** One that the group makes, owns and deletes. */
  | { kind: "created"; service: Service; domainName: string | null }
  /** The program attaches: it takes aliases and certificate from the outputs. */
  | { kind: "program" };

/** What a created distribution serves. `settings`: a fragment of CloudFront's DistributionConfig, laid over ours. */
export type Service =
  /** `bucket`: its regional domain name. */
  | { type: "static" | "spa"; bucket: string; defaultRootObject: string; settings: Json }
  /** `host`: a name that the world can resolve. */
  | { type: "web" | "api"; host: string; settings: Json };

/** A fragment of a configuration, in the names of an AWS API. */
export interface Json {
  [member: string]: JsonValue;
}
export type JsonValue = string | number | boolean | null | JsonValue[] | Json;

export interface Route53Wish {
  kind: "route53";
  /** Only these zones; `null`: look for them in the account. */
  zoneIds: string[] | null;
  onMissingZone: "fail" | "external";
  routing: "create" | "takeOver" | "none";
  removeValidationRecords: "auto" | boolean;
  /** Existing CAA sets may be extended. */
  manageCaa: boolean;
}
export type DnsWish =
  | { kind: "external" }
  | Route53Wish
  /** Resources of the program publish the records with these keys; the others are somebody else's. */
  | { kind: "publish"; keys: string[] };

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
  /** The program's own certificate: attached, never changed or deleted. `null`: the group's. */
  certificate: CertificateArn | null;
  keyAlgorithm: KeyAlgorithm;
  /** `null`: keep what the distribution has with a custom certificate, else TLSv1.2_2021. */
  minimumProtocolVersion: string | null;
  /** For certificates and created distributions, beside the group's own. */
  tags: Tags;
  /** Distributions from which names may be taken over, beside those of the stack. */
  moveFrom: string[];
  waitFor: Milestone | "auto";
}

/**
 * - `present`: everything works.
 * - `absent`: everything this incarnation made is gone again.
 * - `requested`: a certificate is requested and its validation records are known; nobody claims it yet.
 * - `unrequested`: what was only requested, and never claimed, is gone again.
 */
export type Goal = "present" | "absent" | "requested" | "unrequested";

// -------------------------------------------------------------------------------------------------------------------- observed

/** Why something could not be seen, or a call not be made. `passing`: asking again later can help by itself. */
export interface Trouble {
  reason: "UNAVAILABLE" | "FORBIDDEN" | "CREDENTIALS" | "UNREADABLE" | "REFUSED";
  /** IAM's name of the action: `"acm:DescribeCertificate"`; `"dns:query"` for look-ups, `"dns:resolve"` by a resolver. */
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
  /** How ACM's last renewal went; `null`: it has begun none. `reason`: of one that failed. */
  renewal: { status: string; reason: string | null } | null;
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
  /** The same as the SDK understands it, in the names of the API: for comparing. */
  settings: Json;
}

/** One line of ListDistributions, as far as it tells whose a distribution is. */
export interface DistributionSummary {
  id: string;
  arn: string;
  comment: string;
  domainName: string;
  httpVersion: string;
  enabled: boolean;
  deployed: boolean;
  aliases: string[];
  certificateArn: string | null;
}

/** A distribution of the account, beside the group's, that has a domain or a certificate of the group or its kin, or that the group made. */
export interface Holder extends DistributionSummary {
  /** Of its ACM certificate: they say whose it is. `null`: it has none, or that has no tags to be read. */
  tags: Tags | null;
}

/** A distribution that the group is leaving for another. */
export interface Former {
  distribution: DistributionFacts;
  /** Of one that the group made. */
  tags: Tags;
}

/** An origin access control: how CloudFront proves itself to a bucket. */
export interface AccessControl {
  id: string;
  etag: string;
  /** It signs every request to a bucket, as the group made it. */
  intact: boolean;
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

/** All that was looked at. A missing part has not been looked at, or a step has made it stale. */
export interface Observed {
  account?: Observation<string>;
  /** `null`: there is no such distribution. */
  distribution?: Observation<DistributionFacts | null>;
  /** Of a created one. `null`: it is gone. */
  distributionTags?: Observation<Tags | null>;
  /** Looked for when an alias is refused, or the group comes from another distribution. */
  holders?: Observation<Holder[]>;
  /** Those of the group's former distributions that are still there. */
  former?: Observation<Former[]>;
  /** By domain: does DNS lead to one of these? */
  formerTraffic?: Observation<{ [domain: string]: TrafficLook }>;
  /** Both of a created distribution with a bucket. `null`: there is none. */
  accessControl?: Observation<AccessControl | null>;
  origin?: Observation<OriginAnswer>;
  certificates?: Observation<Certificate[]>;
  /** By domain. */
  zones?: Observation<{ [domain: string]: ZoneFinding }>;
  recordSets?: Observation<RecordSetFacts[]>;
  /** By record key. */
  dns?: Observation<{ [key: string]: DnsLook }>;
  /** By record key, of those that DNS does not show as they should be. */
  exams?: Observation<{ [key: string]: RecordExam }>;
  /** By domain. */
  traffic?: Observation<{ [domain: string]: TrafficLook }>;
  /** By domain that DNS leads here: the last look of a run, which nothing is decided by. */
  edges?: Observation<{ [domain: string]: EdgeLook }>;
  /** Where the program attaches: where DNS leads each domain, and the distribution that only asks; `null`: there is none to be seen. */
  leads?: Observation<{ [domain: string]: Lead }>;
  temporary?: Observation<Temporary | null>;
  /** By domain that CloudFront refuses, or that somebody else is suspected to have. `unheard`: for which no answer was to be had. */
  conflicts?: Observation<{ [domain: string]: ConflictLook }> & { unheard?: { [domain: string]: Trouble } };
  /** By name of the certificate that is wanted, and by name under which its validation record is to come. */
  caa?: Observation<{ [name: string]: CaaLook }>;
  wildcards?: Observation<{ [name: string]: WildcardLook }>;
  /** Every living certificate of the account, by the names it lists: their validation records stay. */
  neighbours?: Observation<{ arn: CertificateArn; names: string[] }[]>;
}

export type Part =
  | { part: keyof Observed }
  /** Only this certificate's detail. */
  | { part: "certificate"; arn: CertificateArn };

// ----------------------------------------------------------------------------------------------------------------------- steps

export interface RecordChange {
  action: "CREATE" | "UPSERT" | "DELETE";
  record: RecordSetFacts;
  /** Somebody else's, which a take-over removes: people may want it back. */
  isForeign?: true;
}
