/**
 * What users see: the words of every status, and the shapes of the outputs. Plain JSON; no optional property in the shapes, so that
 * `output.a.b` lifts without an `apply` under every strictness flag. TypeScript 3.8 syntax: Pulumi falls back to it.
 */

/**
 * Where the group as a whole is.
 *
 * - `QUEUED`: accepted, nothing asked of AWS yet.
 * - `ANALYZING`: names, CAA, delegation, zones, the distribution and what earlier runs left are being looked at.
 * - `REQUESTING_CERTIFICATE`: the certificate is requested; ACM has not given every validation record yet.
 * - `AWAITING_CERTIFICATE_ISSUE`: the records are known (`dnsRecords`); ACM waits to see them.
 * - `APPLYING_CERTIFICATE`: issued; being attached, or deployed to the edges.
 * - `CERTIFICATE_ATTACHED`: every edge has the certificate and the aliases.
 * - `ERROR`: stopped by something that does not pass by itself; `guidance` says what and who.
 * - `CANCELLED`: somebody pressed Ctrl-C; the next `pulumi up` goes on.
 */
export type GroupStatus =
  | "QUEUED"
  | "ANALYZING"
  | "REQUESTING_CERTIFICATE"
  | "AWAITING_CERTIFICATE_ISSUE"
  | "APPLYING_CERTIFICATE"
  | "CERTIFICATE_ATTACHED"
  | "ERROR"
  | "CANCELLED";

/** Where one domain is on its way on to the distribution, or off it. Independent of {@link GroupStatus}. */
export type AttachmentStatus =
  | "PENDING"
  | "CREATING"
  | "AWAITING_VERIFICATION_RECORDS_TO_BE_SET"
  | "PENDING_CERTIFICATE_FOR_ATTACHMENT"
  | "ATTACHING"
  | "ATTACHED"
  | "ERROR_ATTACHING"
  | "DETACHING"
  | "PENDING_CERTIFICATE_FOR_DETACHMENT"
  | "ERROR_DETACHING"
  | "DETACHED";

/** Does the world's traffic for this domain arrive here? `SERVING`: an edge answered a handshake for it with a valid certificate. */
export type TrafficStatus = "UNKNOWN" | "NOT_POINTING" | "POINTS_ELSEWHERE" | "POINTING" | "SERVING";

/** How far a group has come, in the words of `waitFor`. */
export type Milestone = "records" | "issued" | "attached" | "serving";

/** What a record is for. `VALIDATION` and `ROUTING` follow from the domains alone; `CAA` and `ALIAS_PROOF` appear only when needed. */
export type RecordPurpose = "VALIDATION" | "ROUTING" | "CAA" | "ALIAS_PROOF";

/** `ALIAS` is what a zone apex needs instead of a CNAME: ALIAS, ANAME, flattened CNAME or a Route 53 alias, by the DNS provider's name. A domain has one ROUTING
 * record: what this package writes to Route 53 as A, AAAA and HTTPS is one `ALIAS` here. */
export type RecordType = "CNAME" | "ALIAS" | "CAA" | "TXT";

/** What DNS says now. `PARTIAL`: some authoritative servers have it. `UNKNOWN`: they could not be asked, which is never "missing". */
export type RecordState = "MISSING" | "WRONG" | "PARTIAL" | "OK" | "UNKNOWN";

/**
 * What to do with a record now. `PUBLISH_WHEN_ATTACHED`: not yet; a domain that is live elsewhere would break until its certificate is
 * attached here. `KEEP`: it is there and must stay (renewal needs the validation record for ever). `REMOVE`: no longer needed.
 */
export type RecordAction = "PUBLISH" | "PUBLISH_WHEN_ATTACHED" | "CORRECT" | "KEEP" | "REMOVE";

/** One DNS record that the group needs. The record for a domain stays the same over retries, rotations and re-creations. */
export interface DnsRecord {
  /** Stable and unique in the group: `"VALIDATION:example.com"`, `"ROUTING:*.shop.example.com"`. Known before anything exists. */
  key: string;
  purpose: RecordPurpose;
  type: RecordType;
  /** The full name, lower case, no trailing dot: `"_a79865eb4cd1a6ab.example.com"`. */
  name: string;
  /** What a form that wants the name within the zone takes: `"_a79865eb4cd1a6ab"`, `"@"`. The full name while the zone is not known. */
  host: string;
  /** The zone that answers for the name, as DNS says; `""` while it is not known. */
  zone: string;
  value: string;
  ttl: number;
  /** The domains that need it. An apex and its wildcard share one validation record. */
  domains: string[];
  state: RecordState;
  action: RecordAction;
  /** Who publishes it: you, this package (Route 53), or a resource of your program (`dns: { publish }`). */
  publishedBy: "you" | "domain-group" | "program";
}

/** What is happening, what to do about it and who, and what comes next. Sentences hold no ids, counts or times: equal means unchanged. */
export interface Guidance {
  /** Stable, for programs: `"CAA_FORBIDS"`, `"WAITING_FOR_RECORDS"`, ... */
  code: string;
  severity: "info" | "warning" | "error";
  /** Who has to act for things to go on. */
  actor: "you" | "aws" | "nobody";
  /** The domains it is about; all of them when it is about the group. */
  domains: string[];
  happening: string;
  todo: string;
  next: string;
  /** Commands that do what `todo` says, where there are any. */
  commands: string[];
  /** Keys of the {@link DnsRecord}s it is about. */
  records: string[];
}

/** One domain of the group. */
export interface DomainState {
  /** As DNS has it: lower case, A-labels. */
  name: string;
  /** As people write it. */
  displayName: string;
  attachment: AttachmentStatus;
  traffic: TrafficStatus;
  /** The most urgent thing to say about it. All are in `guidance`. */
  guidance: Guidance;
}

/** For the `viewerCertificate` of your own distribution. Fits `aws.cloudfront.Distribution` as it is. */
export interface ViewerCertificate {
  /** `true` until there is an issued certificate. */
  cloudfrontDefaultCertificate: boolean | undefined;
  acmCertificateArn: string | undefined;
  sslSupportMethod: "sni-only" | undefined;
  minimumProtocolVersion: string | undefined;
}

/** All outputs as plain values: what `export const brand = new DomainGroup(...)` puts into the stack's outputs. */
export interface DomainGroupState {
  schemaVersion: number;
  /** The resource's name in its program. */
  name: string;
  groupId: string;
  status: GroupStatus;
  reached: Milestone | "nothing";
  settled: boolean;
  actionRequired: boolean;
  guidance: Guidance[];
  domains: DomainState[];
  dnsRecords: DnsRecord[];
  certificateArn: string | undefined;
  certificateExpiry: string | undefined;
  distributionId: string | undefined;
  distributionArn: string | undefined;
  distributionDomainName: string | undefined;
  accountId: string;
  aliases: string[];
  viewerCertificate: ViewerCertificate;
}
