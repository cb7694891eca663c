/**
 * Every sentence that a person reads about a group. Short; it names the domain, the record or the command, and holds no request id, count or time:
 * equal means unchanged.
 */

import type { Guidance } from "./outputs";

interface Sentences {
  severity: Guidance["severity"];
  actor: Guidance["actor"];
  happening: string;
  todo: string;
  next: string;
  commands?: string[];
}

const NOTHING = "Nothing to do.";
export const UP_GOES_ON = "The next `pulumi up` goes on from here.";

/** `p` gives the cause's parameters, `who` its domains as people write them. */
export type Write = (p: (name: string) => string, who: string) => Sentences;

export const aws = (happening: string, next: string): Sentences => ({
  severity: "info",
  actor: "aws",
  happening,
  todo: NOTHING,
  next,
});
const done = (happening: string, next: string): Sentences => ({ ...aws(happening, next), actor: "nobody" });
const you = (severity: "warning" | "error", happening: string, todo: string, next = UP_GOES_ON): Sentences => ({
  severity,
  actor: "you",
  happening,
  todo,
  next,
});

/** The catalogue: one entry for each code. */
export const CATALOGUE = {
  // On the way.
  QUEUED: () => aws("Accepted; nothing has been asked of AWS yet.", "Names, zones and distribution are looked at."),
  ANALYZING: () =>
    aws("Looking at names, zones, the distribution and what earlier runs left.", "The certificate is requested."),
  CERTIFICATE_REQUESTED: () =>
    aws(
      "Certificate requested; ACM has not given every validation record yet.",
      "The validation records are shown here.",
    ),
  WAITING_FOR_RECORDS: (_, who) =>
    you(
      "warning",
      `ACM waits to see the validation records of ${who}.`,
      "Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      "ACM issues the certificate; the next `pulumi up` attaches it.",
    ),
  RECORD_WRONG: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} is wrong: ${p("name")} has ${p("found")}.`,
      `Give ${p("name")} the value ${p("value")}.`,
      "ACM issues the certificate; the next `pulumi up` attaches it.",
    ),
  RECORDS_UNSEEN: (_, who) =>
    you(
      "warning",
      `The name servers of ${who} could not be asked, so it is not known whether the validation records are there.`,
      "Publish the records listed in `dnsRecords` if that is not done yet; set `resolvers` if this machine can't reach DNS.",
      "ACM issues the certificate; the next `pulumi up` attaches it.",
    ),
  WAITING_FOR_ISSUE: (_, who) => aws(`ACM checks the validation records of ${who}.`, "ACM issues the certificate."),
  PUBLISHING: (_, who) => aws(`Writing records to Route 53 for ${who}.`, "The name servers take them over."),
  TAGGING: () => aws("Writing the certificate's tags.", "What waits for them goes on."),
  CHANGED_MEANWHILE: () => aws("Something was changed or deleted in AWS meanwhile.", "It is looked at again."),
  CERTIFICATE_SETTLING: () =>
    aws("Certificate issued; CloudFront does not know it yet.", "It is attached as soon as CloudFront does."),
  ATTACHING: (_, who) =>
    aws(`Attaching the certificate, and the domains ${who}.`, "CloudFront deploys it to every edge."),
  DEPLOYING: () =>
    aws(
      "CloudFront deploys certificate and domains to its edges.",
      "Every edge serves the domains with the certificate.",
    ),
  ATTACHED: (_, who) =>
    done(
      `Every edge serves ${who} with the certificate.`,
      "ACM renews the certificate as long as the validation records stay.",
    ),
  RETIRING: () => aws("An old certificate is still held by AWS.", "A later `pulumi up` deletes it."),
  HELD_BY: (p) =>
    you(
      "warning",
      `An old certificate of the group is used by ${p("users")}.`,
      "Take it off there; then delete it, or leave it to a later `pulumi up`.",
      "Nothing waits for it.",
    ),
  DISTRIBUTION_DISABLED: (p, who) =>
    you(
      "warning",
      `The distribution ${p("distribution")} is disabled, so ${who} are attached but not served.`,
      "Enable the distribution.",
    ),
  DELETING: () => aws("Deleting the certificate and the records that the group made.", "Nothing of the group is left."),
  DETACHING: (_, who) => aws(`CloudFront takes ${who} off its edges.`, "The certificate is deleted."),
  DETACHED: (_, who) => done(`Nothing of the group is left for ${who}.`, "Nothing comes next."),
  RELEASING: () => aws("AWS still calls the certificate in use.", "It is deleted as soon as AWS lets go."),
  CANCELLED: () =>
    you(
      "warning",
      "The run was cancelled; everything done so far is kept.",
      "Run the command again: `pulumi up`, or `pulumi destroy` if the group is to go.",
    ),
  // Traffic.
  ROUTING_TO_PUBLISH: (_, who) =>
    you(
      "warning",
      `DNS does not lead ${who} to the distribution yet.`,
      "Publish the ROUTING records listed in `dnsRecords`.",
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_LEADS_ELSEWHERE: (_, who) =>
    you(
      "warning",
      `DNS leads ${who} somewhere else.`,
      'Change the record to the one in `dnsRecords`; with Route 53, `routing: "takeOver"` replaces it.',
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_HAS_POLICY: (_, who) =>
    you(
      "warning",
      `The Route 53 records of ${who} have a routing policy, so they are left alone.`,
      "Point them at the distribution's domain name yourself.",
      "Traffic arrives as soon as DNS leads here.",
    ),
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
      `The certificates of this group belong to ${p("owner")}, and this program is ${p("expected")}.`,
      "Give this group a `groupId` of its own, or delete the other one first.",
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
      'Create the zone, name it in `route53.zoneIds`, or set `route53.onMissingZone: "external"` and publish its records elsewhere.',
    ),
  ZONE_PRIVATE_ONLY: (p, who) =>
    you(
      "error",
      `The only hosted zones for ${who} are private (${p("zones")}): ACM can't see their records.`,
      'Create a public zone, or set `route53.onMissingZone: "external"` and publish its records elsewhere.',
    ),
  ZONE_AMBIGUOUS: (p, who) =>
    you(
      "error",
      `Several public hosted zones are called ${p("zone")} (${p("zones")}), and DNS does not tell which one serves ${who}.`,
      "Name the right one in `route53.zoneIds`.",
    ),
  ZONE_NOT_DELEGATED: (p, who) =>
    you(
      "error",
      `The hosted zone ${p("zone")} (${p("zoneId")}) would hold the records of ${who}, but DNS asks other servers: ${p("delegatedTo")}.`,
      `Let the registrar or the parent zone delegate ${p("zone")} to ${p("zoneServers")}; if it does so by other names, name the zone in \`route53.zoneIds\`.`,
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
    you(
      "error",
      `The credentials may not ${p("operation")} (${p("code")}).`,
      `Allow ${p("operation")} for them; for a distribution, check that it is in this account.`,
    ),
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
