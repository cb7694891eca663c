/** What a person reads when somebody else has changed what the group made, and when a certificate comes to its end. */
import { type Sentences, type Write, you } from "./sentences";

/** `remedy` completes "it ...". */
const byNextUp = (happening: string, remedy: string, next: string): Sentences =>
  you("warning", happening, `Run \`pulumi up\`: it ${remedy}.`, next);

const SERVED_AGAIN = "Every edge serves the domains with the group's certificate again.";

export const DRIFT = {
  // On the distribution.
  ALIASES_REMOVED: (p, who) =>
    byNextUp(
      `The distribution ${p("distribution")} has lost aliases of the group: ${who}.`,
      "puts them back",
      SERVED_AGAIN,
    ),
  DEFAULT_CERTIFICATE: (p) =>
    byNextUp(
      `The distribution ${p("distribution")} has CloudFront's default certificate in place of the group's.`,
      "puts the group's back",
      SERVED_AGAIN,
    ),
  OTHER_CERTIFICATE: (p) =>
    byNextUp(
      `The distribution ${p("distribution")} has another certificate in place of the group's: ${p("certificate")}.`,
      "puts the group's back, and leaves the other one as it is",
      SERVED_AGAIN,
    ),
  SECURITY_POLICY_CHANGED: (p) =>
    byNextUp(
      `The distribution ${p("distribution")} has the security policy ${p("found")}; the program says ${p("wanted")}.`,
      "sets what the program says",
      "CloudFront deploys it to every edge.",
    ),
  CREATED_DISTRIBUTION_GONE: (p) =>
    byNextUp(
      `The distribution ${p("distribution")}, which the group had made, is gone.`,
      "makes a new one",
      "It has another domain name: the ROUTING records in `dnsRecords` change with it.",
    ),
  CREATED_DISTRIBUTION_DISABLED: (p, who) =>
    byNextUp(
      `The distribution ${p("distribution")}, which the group made, is disabled, so ${who} are attached but not served.`,
      "enables it",
      "CloudFront deploys it to every edge.",
    ),
  SETTINGS_CHANGED: (p) =>
    byNextUp(
      `Settings of the distribution ${p("distribution")} are not as the group wrote them: ${p("members")}.`,
      "writes them again",
      "What somebody has set beside them stays.",
    ),
  ACCESS_CONTROL_CHANGED: () =>
    byNextUp(
      "The origin access control of the group no longer signs every request to the bucket.",
      "mends it",
      "The bucket lets the distribution in again.",
    ),
  ACCESS_CONTROL_GONE: () =>
    byNextUp(
      "The origin access control of the group is gone.",
      "makes a new one, and names it in the distribution",
      "The bucket lets the distribution in again.",
    ),
  DISTRIBUTION_TAGS_CHANGED: (p) =>
    byNextUp(
      `Tags of the distribution ${p("distribution")} are missing or changed: ${p("keys")}.`,
      "writes them again",
      "By them the group finds what it has made when its state is lost.",
    ),
  // The certificate.
  CERTIFICATE_TAGS_CHANGED: (p) =>
    byNextUp(
      `Tags of the certificate are missing or changed: ${p("keys")}.`,
      "writes them again",
      "By them the group finds what it has made when its state is lost.",
    ),
  CERTIFICATE_GONE: (_, who) =>
    byNextUp(
      `The certificate for ${who} has been deleted.`,
      "requests a new one",
      "The validation records stay the same.",
    ),
  CERTIFICATE_NOT_VALID: (p, who) =>
    byNextUp(
      `The certificate for ${who} is ${p("status")}.`,
      "requests a new one, and attaches it as soon as it is issued",
      "The validation records stay the same.",
    ),
  CERTIFICATE_EXPIRING: (_, who) =>
    byNextUp(
      `The certificate for ${who} expires soon, and ACM has not renewed it.`,
      "requests a new one",
      "The old one serves until the new one is attached.",
    ),
  // Records in Route 53 that the group writes.
  VALIDATION_RECORDS_REMOVED: (_, who) =>
    byNextUp(
      `Route 53 no longer has validation records of the group: those of ${who}.`,
      "writes them again",
      "Without them ACM can't renew the certificate.",
    ),
  VALIDATION_RECORD_CHANGED: (p, who) =>
    byNextUp(
      `The validation record of ${who} in Route 53 has another value: ${p("name")} is ${p("found")}.`,
      "writes it again",
      "Without it ACM can't renew the certificate.",
    ),
  ROUTING_RECORDS_REMOVED: (p, who) =>
    byNextUp(
      `Route 53 lacks routing records of ${who}: ${p("types")}.`,
      "writes them again",
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_RECORDS_CHANGED: (p, who) =>
    byNextUp(
      `Route 53 leads ${who} somewhere else: ${p("found")}.`,
      'replaces that, as `routing: "takeOver"` says',
      "Traffic arrives as soon as DNS leads here.",
    ),
  // A record that somebody else publishes.
  VALIDATION_RECORD_WRONG: (p, who) =>
    you(
      "warning",
      `The validation record of ${who} has another value in DNS.`,
      `Give ${p("name")} the value ${p("value")}.`,
      "Without it ACM can't renew the certificate.",
    ),
} satisfies { [code: string]: Write };
