import type {
  AttachmentStatus,
  DnsRecord,
  DomainGroupState,
  DomainState,
  GroupStatus,
  Guidance,
  Milestone,
  RecordAction,
  RecordPurpose,
  RecordState,
  RecordType,
  TrafficStatus,
  ViewerCertificate,
} from "../core/outputs";
import { OUTPUTS_VERSION } from "./props";
import { type Check, count, fail, flag, isObject, list, maybe, object, text, word } from "./state-checks";

/**
 * The state of a group from a `StackReference` or `pulumi stack output --json`, checked; of an older release too.
 *
 * ```ts
 * const shop = new pulumi.StackReference("acme/shop/prod").requireOutput("brand").apply(parseDomainGroup);
 * ```
 *
 * What is absent or null is `undefined`, members that this release does not know are left out. Throws a `TypeError` on anything else; it names the
 * member, its value, and what is expected there.
 */
export function parseDomainGroup(value: unknown): DomainGroupState {
  if (typeof value === "string" && /^\s*\{/.test(value)) return fail("", value, "an object (use JSON.parse first)");
  if (isObject(value)) checkVersion(value);
  return group(value, "");
}

function checkVersion(value: { [member: string]: unknown }): void {
  const { schemaVersion } = value;
  const groups = Object.keys(value).filter((name) => isObject(value[name]) && "schemaVersion" in value[name]);
  if (schemaVersion === undefined && groups.length > 0) {
    fail("", value, `one group, but these are the outputs of a whole stack (take ${groups.join(" or ")})`);
  }
  if (typeof schemaVersion === "number" && schemaVersion > OUTPUTS_VERSION) {
    throw new TypeError(
      `parseDomainGroup: schemaVersion ${schemaVersion} was written by a newer release; this one reads up to ${OUTPUTS_VERSION}. ` +
        "Upgrade the package: npm install pulumi-domain-group@latest",
    );
  }
}

const version: Check<number> = (value, path) =>
  value === OUTPUTS_VERSION ? OUTPUTS_VERSION : fail(path, value, `a schema version, ${OUTPUTS_VERSION}`);

const groupStatus = word<GroupStatus>({
  QUEUED: true,
  ANALYZING: true,
  REQUESTING_CERTIFICATE: true,
  AWAITING_CERTIFICATE_ISSUE: true,
  APPLYING_CERTIFICATE: true,
  CERTIFICATE_ATTACHED: true,
  ERROR: true,
  CANCELLED: true,
});

const attachment = word<AttachmentStatus>({
  PENDING: true,
  CREATING: true,
  AWAITING_VERIFICATION_RECORDS_TO_BE_SET: true,
  PENDING_CERTIFICATE_FOR_ATTACHMENT: true,
  ATTACHING: true,
  ATTACHED: true,
  ERROR_ATTACHING: true,
  DETACHING: true,
  PENDING_CERTIFICATE_FOR_DETACHMENT: true,
  ERROR_DETACHING: true,
  DETACHED: true,
});

const traffic = word<TrafficStatus>({
  UNKNOWN: true,
  NOT_POINTING: true,
  POINTS_ELSEWHERE: true,
  POINTING: true,
  SERVING: true,
});

const reached = word<Milestone | "nothing">({
  nothing: true,
  records: true,
  issued: true,
  attached: true,
  serving: true,
});

const purpose = word<RecordPurpose>({ VALIDATION: true, ROUTING: true, CAA: true, ALIAS_PROOF: true });
const type = word<RecordType>({ CNAME: true, ALIAS: true, CAA: true, TXT: true });
const state = word<RecordState>({ MISSING: true, WRONG: true, PARTIAL: true, OK: true, UNKNOWN: true });
const action = word<RecordAction>({
  PUBLISH: true,
  PUBLISH_WHEN_ATTACHED: true,
  CORRECT: true,
  KEEP: true,
  REMOVE: true,
});

const dnsRecord = object<DnsRecord>({
  key: text,
  purpose,
  type,
  name: text,
  host: text,
  zone: text,
  value: text,
  ttl: count,
  domains: list(text),
  state,
  action,
  publishedBy: word<DnsRecord["publishedBy"]>({ you: true, "domain-group": true, program: true }),
});

const guidance = object<Guidance>({
  code: text,
  severity: word<Guidance["severity"]>({ info: true, warning: true, error: true }),
  actor: word<Guidance["actor"]>({ you: true, aws: true, nobody: true }),
  domains: list(text),
  happening: text,
  todo: text,
  next: text,
  commands: list(text),
  records: list(text),
});

const domain = object<DomainState>({ name: text, displayName: text, attachment, traffic, guidance });

const viewerCertificate = object<ViewerCertificate>({
  cloudfrontDefaultCertificate: maybe(flag),
  acmCertificateArn: maybe(text),
  sslSupportMethod: maybe(word<"sni-only">({ "sni-only": true })),
  minimumProtocolVersion: maybe(text),
});

const group = object<DomainGroupState>({
  schemaVersion: version,
  name: text,
  groupId: text,
  status: groupStatus,
  reached,
  settled: flag,
  actionRequired: flag,
  guidance: list(guidance),
  domains: list(domain),
  dnsRecords: list(dnsRecord),
  certificateArn: maybe(text),
  certificateExpiry: maybe(text),
  distributionId: maybe(text),
  distributionArn: maybe(text),
  distributionDomainName: maybe(text),
  accountId: text,
  aliases: list(text),
  viewerCertificate,
});
