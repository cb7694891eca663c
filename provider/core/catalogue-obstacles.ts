/** What a person reads when something stands in the way. */
import type { Step } from "./decision";
import { aws, type Write, you } from "./sentences";

/** Completes "a change of ...", for each step. */
const WRITTEN: { [kind in Step["kind"]]: string } = {
  requestCertificate: "the account's certificates",
  tagCertificate: "the tags of the certificate",
  untagCertificate: "the tags of the certificate",
  deleteCertificate: "the account's certificates",
  writeRecords: "the records of a hosted zone",
  updateDistribution: "the distribution",
  moveAlias: "the aliases of two distributions",
  leaveDistribution: "the distribution that the group leaves",
  deleteFormerDistribution: "the distribution that the group has left",
  createDistribution: "the account's distributions",
  configureDistribution: "the distribution",
  deleteDistribution: "the account's distributions",
  tagDistribution: "the tags of the distribution",
  untagDistribution: "the tags of the distribution",
  createTemporaryDistribution: "the temporary distribution",
  deleteTemporaryDistribution: "the temporary distribution",
  createAccessControl: "the origin access control",
  mendAccessControl: "the origin access control",
  deleteAccessControl: "the origin access control",
};

const isStep = (kind: string): kind is Step["kind"] => kind in WRITTEN;

/** A step of a newer release is named as it is. */
const writtenBy = (kind: string): string => (isStep(kind) ? WRITTEN[kind] : kind);

export const OBSTACLES = {
  // The program's own certificate.
  OWN_CERTIFICATE_NOT_FOUND: (p) =>
    you(
      "error",
      `ACM has no certificate ${p("certificate")}.`,
      "Give `certificate.arn` the ARN of a certificate in us-east-1 of this account.",
    ),
  OWN_CERTIFICATE_ELSEWHERE: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} is in account ${p("owner")}, and the distribution in ${p("account")}: CloudFront takes a certificate of its own account only.`,
      "Import or request it in this account, or leave `certificate` out of a new group: then the group requests one.",
    ),
  OWN_CERTIFICATE_NOT_ISSUED: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} is ${p("status")}: only an issued one can be attached.`,
      "Give `certificate.arn` one that is issued. One in PENDING_VALIDATION is issued when its validation records are published, one in any other status no more.",
    ),
  OWN_CERTIFICATE_EXPIRING: (p, who) =>
    you(
      "warning",
      `The certificate ${p("certificate")} of your own, by which ${who} is served, expires soon.`,
      "Import its successor under the same ARN, or give `certificate.arn` another one. One that ACM has issued is renewed by itself, as long as its validation records are in DNS and CAA allows Amazon.",
      "It serves until it expires; after that, browsers refuse it.",
    ),
  OWN_CERTIFICATE_KEY: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} has a key of type ${p("keyAlgorithm")}, which CloudFront does not take.`,
      "Use a certificate with an RSA key of at most 4096 bits or an EC_prime256v1 key.",
    ),
  OWN_CERTIFICATE_LACKS: (p, who) =>
    you(
      "error",
      `The certificate ${p("certificate")} does not cover ${who}.`,
      "Use one that lists these names (a wildcard covers one level), or take them out of the group.",
    ),
  // Distribution.
  DISTRIBUTION_NOT_FOUND: (p) =>
    you(
      "error",
      `The account has no distribution ${p("distribution")}.`,
      "Give `distribution` the id of an existing distribution of this account.",
    ),
  DISTRIBUTION_IN_OTHER_ACCOUNT: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} belongs to account ${p("account")}.`,
      "Use credentials of that account, or another distribution.",
    ),
  DISTRIBUTION_IS_STAGING: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} is a staging distribution: it can't have domains of its own.`,
      "Give `distribution` its primary distribution.",
    ),
  DISTRIBUTION_IS_MULTI_TENANT: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} is multi-tenant: its domains belong to its tenants.`,
      "Give `distribution` a standard distribution.",
    ),
  DISTRIBUTION_HELD: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} has the certificate of another group, ${p("group")}.`,
      "A distribution has one certificate, so it belongs to one group: put the domains into that group, or use another distribution.",
    ),
  OWNER_MISMATCH: (p) =>
    you(
      "error",
      `What this group has made belongs to ${p("owner")}, and this program is ${p("expected")}.`,
      `If ${p("owner")} is to keep it, give this group a \`groupId\` of its own. If it has moved here, take it out of the other stack by \`pulumi state delete\`, and set the tag \`domain-group:owner\` of ${p("thing")} to ${p("expected")}.`,
    ),
  FOREIGN_ALIASES_UNCOVERED: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} also has the aliases ${p("aliases")}, which the group's certificate would not cover.`,
      "Add them to `alternativeDomains`, or take them off the distribution.",
    ),
  ALIAS_TAKEN: (_, who) =>
    you(
      "error",
      `CloudFront refuses an alias among ${who}: another distribution holds it.`,
      "Take the alias off that distribution (it may be in another account or belong to a service such as Amplify).",
    ),
  ALIAS_DNS_LEADS_ELSEWHERE: (p, who) =>
    you(
      "error",
      `CloudFront refuses an alias among ${who}: DNS leads it to another distribution${p("found") && `, by ${p("found")}`}.`,
      'Publish the ROUTING record in `dnsRecords` in place of what leads it there, or beside a wildcard that does; with Route 53, `routing: "takeOver"` does so. At the name of a zone itself, where no CNAME can be, remove that record.',
      `CloudFront takes the name once resolvers have forgotten the old record (its TTL${p("ttl") === "long" ? ", which is long" : ""}): the next \`pulumi up\` goes on from here.`,
    ),
  // Zones.
  ZONE_MISSING: (_, who) =>
    you(
      "error",
      `The account has no public hosted zone for ${who}.`,
      'Create the zone, name it in `dns.route53.zoneIds`, or set `dns.route53.onMissingZone: "external"` and publish its records elsewhere.',
    ),
  ZONE_PRIVATE_ONLY: (p, who) =>
    you(
      "error",
      `The only hosted zones for ${who} are private (${p("zones")}): ACM can't see their records.`,
      'Create a public zone, or set `dns.route53.onMissingZone: "external"` and publish its records elsewhere.',
    ),
  ZONE_AMBIGUOUS: (p, who) =>
    you(
      "error",
      `Several public hosted zones are called ${p("zone")} (${p("zones")}), and DNS does not tell which one serves ${who}.`,
      "Name the right one in `dns.route53.zoneIds`.",
    ),
  ZONE_NOT_DELEGATED: (p, who) =>
    you(
      "error",
      `The hosted zone ${p("zone")} (${p("zoneId")}) would hold the records of ${who}, but DNS asks other servers: ${p("delegatedTo")}.`,
      `Let the registrar or the parent zone delegate ${p("zone")} to ${p("zoneServers")}; if it does so by other names, name the zone in \`dns.route53.zoneIds\`.`,
    ),
  // AWS.
  NOT_KEPT: (p) =>
    you(
      "error",
      `AWS accepted a change of ${writtenBy(p("step"))}, and then shows something else.`,
      "Look in CloudTrail for another writer; if there is none, AWS changes it by itself.",
    ),
  WRONG_ACCOUNT: (p) =>
    you(
      "error",
      `The group is in account ${p("expected")}, but the credentials are of account ${p("account")}. Nothing was changed.`,
      `Use credentials of account ${p("expected")}.`,
    ),
  CREDENTIALS: (p) =>
    you(
      "error",
      `AWS does not accept the credentials, or there are none (${p("operation")}: ${p("code")}). Nothing was changed by this call.`,
      "Sign in again, or set `aws: { profile }`, AWS_PROFILE or AWS_ACCESS_KEY_ID.",
    ),
  UNREADABLE: (p) =>
    you(
      "error",
      `The answer of ${p("operation")} could not be read (${p("code")}).`,
      "Check that no proxy or endpoint setting changes AWS's answers (AWS_ENDPOINT_URL).",
    ),
  COULD_NOT_ASK: (p) => aws(`No answer to ${p("operation")} for now (${p("code")}).`, "It is asked again."),
} satisfies { [code: string]: Write };
