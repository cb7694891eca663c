/** What a person reads when something stands in the way. */
import { aws, type Write, you } from "./sentences";

export const OBSTACLES = {
  // Certificate.
  CAA_FORBIDS: (_, who) =>
    you(
      "error",
      `A CAA record keeps Amazon from issuing a certificate for ${who}, or could not be read by ACM.`,
      `Add the record \`0 issue "amazon.com"\` to the CAA set that applies to ${who}.`,
      "The next `pulumi up` requests a new certificate; the validation records stay the same.",
    ),
  VALIDATION_TIMED_OUT: (_, who) =>
    you(
      "error",
      `ACM did not see the validation records of ${who} within 72 hours.`,
      "Publish the records listed in `dnsRecords`.",
      "The next `pulumi up` requests a new certificate; the validation records stay the same.",
    ),
  CERTIFICATE_FAILED: (p, who) =>
    you(
      "error",
      `ACM refused the certificate for ${who}: ${p("reason")}.`,
      'See the ACM user guide, "Troubleshooting certificate requests", for this reason.',
      "The next `pulumi up` requests a new certificate; the validation records stay the same.",
    ),
  CERTIFICATE_REFUSED: () =>
    you(
      "error",
      "CloudFront refuses the certificate although ACM has issued it.",
      "Check that certificate and distribution are in the same account and that its key algorithm is RSA_2048 or EC_prime256v1.",
    ),
  SETTINGS_REFUSED: (p) =>
    you(
      "error",
      `CloudFront refuses the distribution that \`distribution.create\` describes: ${p("code")}. Its message is in the log above.`,
      "Mend what the message names, in `distribution.create.settings` or `origin`.",
    ),
  NAMES_TOO_LONG: () =>
    you(
      "error",
      "Every name of the group is longer than 64 characters, and the first name of a certificate can't be.",
      "Add a shorter name to the group, for example the parent domain.",
    ),
  MANY_NAMES: () =>
    you(
      "warning",
      "The group has more names than ACM's default quota of names in one certificate.",
      "Ask AWS to raise quota L-FB94F0B0 (ACM, us-east-1) if it has not been raised.",
      "ACM refuses the request if the quota is too small.",
    ),
  QUOTA_REACHED: (p) =>
    you(
      "error",
      `AWS refused ${p("operation")}: a quota is reached (${p("code")}).`,
      "Raise the quota in the Service Quotas console (us-east-1), or remove what is no longer needed.",
    ),
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
      "Import or request it in this account, or leave `certificate` out: then the group requests one.",
    ),
  OWN_CERTIFICATE_NOT_ISSUED: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} is ${p("status")}: only an issued one can be attached.`,
      "Give `certificate.arn` one that is issued; a pending one is issued when its validation records are published.",
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
      "Give a new group a `groupId` of its own.",
      `One that two stacks have goes out of one of them by \`pulumi state delete\`; the tag \`domain-group:owner\` of ${p("thing")} names the other: ${p("expected")}, if it is this one.`,
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
  ALIAS_DNS_LEADS_ELSEWHERE: (_, who) =>
    you(
      "error",
      `CloudFront refuses an alias among ${who}: its DNS record leads to another distribution.`,
      "Change or remove that DNS record, and wait for its TTL.",
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
      `AWS accepted ${p("step")} and then shows something else.`,
      "Look for another writer, or for a setting that AWS changes by itself.",
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
  FORBIDDEN: (p) =>
    you("error", `The credentials may not ${p("operation")} (${p("code")}).`, permission(p("operation"))),
  UNREADABLE: (p) =>
    you(
      "error",
      `The answer of ${p("operation")} could not be read (${p("code")}).`,
      "Check that no proxy or endpoint setting changes AWS's answers (AWS_ENDPOINT_URL).",
    ),
  COULD_NOT_ASK: (p) => aws(`No answer to ${p("operation")} for now (${p("code")}).`, "It is asked again."),
  REFUSED: (p) =>
    you(
      "error",
      `AWS refused ${p("operation")}: ${p("code")}. Its message is in the log above.`,
      "Mend what the message names.",
    ),
} satisfies { [code: string]: Write };

function permission(operation: string): string {
  if (operation === "sts:AssumeRole") {
    return "Allow them sts:AssumeRole on the role in `aws.assumeRole` or `dns.route53.assumeRole`, and let the role's trust policy name them.";
  }
  const place = operation.startsWith("cloudfront:") ? "; for a distribution, check that it is in this account" : "";
  return `Allow ${operation} for them${place}.`;
}
