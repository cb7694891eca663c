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

/** What the distribution answers at its own domain name: an HTTP status. */
export type OriginAnswer = { kind: "status"; status: number } | { kind: "unknown" };

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

/** One CAA record (RFC 8659, 4.1). */
export interface CaaRecord {
  /** The octet as it stands; 128 is the critical flag. */
  flags: number;
  /** Lower case. */
  tag: string;
  /** As published, without the quotes. */
  value: string;
}

/** What the way up from a name found (RFC 8659, 3). */
export type CaaLook =
  /** The set that applies. `at`: where on the way up; `owner`: who has it, another name where `at` is an alias; `zone` answers for `owner`. */
  | { kind: "set"; at: string; owner: string; zone: string; records: CaaRecord[] }
  /** There is none up to the top: every authority may issue. */
  | { kind: "none" }
  /** Nobody could tell whether `at` has a set, so it is not known which one applies. */
  | { kind: "unknown"; at: string; code: string };

/** Why a record that should be in DNS may not be seen: what was found beside it. */
export interface RecordExam {
  /** The name with the zone's name twice, where the record is: what a form that adds the zone makes of a full name. */
  doubled: string | null;
  /** The name without its leading underscore, where the record is. */
  bare: string | null;
  /** Types of other records at the name, beside which no CNAME can be (RFC 1034, 3.6.2). */
  beside: string[];
  /** Name servers of the zone, where those who should agree do not; `null` where they do, or could not be asked. */
  delegation: Delegation | null;
  /** A resolver that validates refuses the zone, and answers when it is told not to check (RFC 4035, 3.2.2). */
  dnssecFails: boolean;
  /** For so many seconds a resolver may go on saying that there is no such name (RFC 2308, 5); `null`: not told. */
  negativeTtl: number | null;
  /** No authoritative server answered at all, although a resolver did: something on the way stops DNS. */
  blocked: boolean;
}

export interface Delegation {
  /** Those that the parent zone delegates to. */
  parent: string[];
  /** Those that the zone itself names; `[]`: none of the parent's answers for the zone. */
  zone: string[];
  /** Those that this machine's resolver names: others than the world's, where it has a view of its own. */
  resolver: string[];
}

/** What stands at the address to which DNS leads a name, for who asks for that name. */
export type EdgeLook =
  | {
      kind: "certificate";
      /** Subject alternative names, in lower case. */
      names: string[];
      /** Its organization, else its common name. */
      issuer: string;
      notBefore: Instant;
      notAfter: Instant;
      /** The chain leads to an authority that this machine trusts. */
      trusted: boolean;
    }
  /** No handshake. */
  | { kind: "none"; code: string }
  /** DNS gave no address, or could not be asked. */
  | { kind: "unknown"; code: string };

/** Who in CloudFront has a name, as ListDomainConflicts tells it. */
export interface Conflict {
  domain: string;
  kind: "distribution" | "tenant";
  /** The first half is masked by `*`. */
  id: string;
  /** As `id`. */
  account: string;
}

/** Where a domain's traffic goes, by DNS. */
export type TrafficLook = "NOT_POINTING" | "POINTS_ELSEWHERE" | "POINTING" | "UNKNOWN";

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
  /** Of a created distribution with a bucket. `null`: there is none. */
  accessControl?: Observation<AccessControl | null>;
  /** Of a created distribution with a bucket. */
  origin?: Observation<OriginAnswer>;
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

/** What a step sets on a distribution. Everything else is written back as read. */
export interface DistributionChange {
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
  /** Absent: as it is. */
  enabled?: boolean;
}
