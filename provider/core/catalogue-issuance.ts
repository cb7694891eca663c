/** What a person reads when ACM does not issue a certificate, or CloudFront does not take it. */
import { type Sentences, type Write, you } from "./sentences";

const REQUESTED_AGAIN = "The next `pulumi up` requests a new certificate; the validation records stay the same.";

const failed = (happening: string, todo: string): Sentences => you("error", happening, todo, REQUESTED_AGAIN);

export const deletion = (arn: string): string =>
  `aws acm delete-certificate --region us-east-1 --certificate-arn ${arn}`;

/** What a new request does not change: until it is cleared, ACM refuses the next one as well. */
const standing = (p: (name: string) => string, happening: string, todo: string): Sentences => ({
  ...you(
    "error",
    happening,
    `${todo} When that is done, delete the failed certificate; that is not needed where a name was corrected or taken out.`,
    "The `pulumi up` after that requests a new one. A request before would fail as well, and count against the yearly quota.",
  ),
  commands: [deletion(p("certificate"))],
});

export const ISSUANCE = {
  // FailureReason of ACM (API reference, CertificateDetail; user guide, "Troubleshoot certificate requests").
  ISSUANCE_NO_CONTACTS: (_, who) =>
    failed(
      `ACM found no address to ask about ${who}: this certificate was requested with validation by e-mail.`,
      "See who requested it with the group's tags. The group itself asks for validation by DNS.",
    ),
  ISSUANCE_ADDITIONAL_VERIFICATION: (p, who) =>
    standing(
      p,
      `ACM wants to know more before it issues a certificate for ${who}: its fraud protection does so for well-known names.`,
      `Open a case with AWS Support about ${p("certificate")}, and wait for the answer.`,
    ),
  ISSUANCE_DOMAIN_NOT_ALLOWED: (p, who) =>
    standing(
      p,
      `ACM issues no certificate for ${who}: it takes the domain for an unsafe one.`,
      "Have the domain taken off lists of unsafe sites (Google Safe Browsing, VirusTotal), ask AWS Support, or take it out of the group.",
    ),
  ISSUANCE_INVALID_PUBLIC_DOMAIN: (p, who) =>
    standing(
      p,
      `ACM issues no certificate for ${who}: that is no public domain, or its top-level domain does not exist.`,
      "Correct the spelling of the name, or take it out of the group.",
    ),
  ISSUANCE_DENIED: (p, who) =>
    standing(
      p,
      `The owner of ${who} has denied the validation.`,
      "Let the owner of the domain agree, or take it out of the group.",
    ),
  ISSUANCE_OTHER: (p, who) =>
    standing(
      p,
      `ACM refused the certificate for ${who} without a reason; most often a name is misspelt.`,
      `Check the spelling of these names, and correct it in the group. If it is right, ask AWS Support about ${p("certificate")}.`,
    ),
  ISSUANCE_PRIVATE_AUTHORITY: (p, who) =>
    failed(
      `A private certificate authority refused the certificate for ${who}: ${p("reason")}.`,
      "See who requested it with the group's tags. The group itself requests public certificates.",
    ),
  CERTIFICATE_FAILED: (p, who) =>
    failed(
      `ACM refused the certificate for ${who}: ${p("reason")}.`,
      'See the ACM user guide, "Troubleshooting certificate requests", for this reason.',
    ),
  VALIDATION_TIMED_OUT: (_, who) =>
    failed(
      `ACM did not see the validation records of ${who} within 72 hours.`,
      "Publish the records listed in `dnsRecords`.",
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
  // InvalidViewerCertificate of CloudFront (developer guide, "Requirements for using SSL/TLS certificates with CloudFront").
  VIEWER_CERTIFICATE_REGION: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} is in ${p("region")}, and CloudFront takes certificates of us-east-1 alone.`,
      "Import or request it in us-east-1, or leave `certificate` out of a new group: then the group requests one.",
    ),
  VIEWER_CERTIFICATE_ACCOUNT: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} is in account ${p("owner")}, and the distribution in ${p("account")}: CloudFront takes a certificate of its own account only.`,
      "Import or request it in that account, or leave `certificate` out of a new group: then the group requests one.",
    ),
  VIEWER_CERTIFICATE_GONE: (p) =>
    you(
      "error",
      `CloudFront can't take the certificate ${p("certificate")}: it has been deleted.`,
      "Run `pulumi up` again: it requests a new one, unless `certificate.arn` names this one.",
    ),
  VIEWER_CERTIFICATE_NOT_ISSUED: (p) =>
    you(
      "error",
      `CloudFront can't take the certificate ${p("certificate")}: it is ${p("status")}.`,
      "Run `pulumi up` again: it requests a new one, unless `certificate.arn` names this one.",
    ),
  VIEWER_CERTIFICATE_EXPIRED: (p) =>
    you(
      "error",
      `CloudFront can't take the certificate ${p("certificate")}: it has expired.`,
      "Run `pulumi up` again: it requests a new one. If `certificate.arn` names this one, import its successor.",
    ),
  VIEWER_CERTIFICATE_KEY: (p) =>
    you(
      "error",
      `CloudFront does not take the certificate ${p("certificate")}: its key is of type ${p("keyAlgorithm")}.`,
      "Use a certificate with an RSA key of at most 4096 bits or an EC_prime256v1 key.",
    ),
  VIEWER_CERTIFICATE_LACKS: (p, who) =>
    you(
      "error",
      `The distribution can't have the aliases ${who} with the certificate ${p("certificate")}, which does not cover them.`,
      "Add them to `alternativeDomains`, or take them off the distribution (a wildcard covers one level).",
    ),
  VIEWER_CERTIFICATE_CHAIN: (p) =>
    you(
      "error",
      `CloudFront does not trust the chain of the certificate ${p("certificate")}.`,
      "Import it again with its whole chain: five certificates at the most, all valid today, from an authority that browsers trust.",
    ),
  VIEWER_CERTIFICATE_REFUSED: () =>
    you(
      "error",
      "CloudFront refuses the certificate that the distribution is to have. AWS's message is in the log of that run.",
      "Check that the certificate is issued, in us-east-1 of the distribution's account, and covers every alias.",
    ),
  CERTIFICATE_REFUSED: (p) =>
    you(
      "error",
      `CloudFront refuses the certificate ${p("certificate")}, although its region, account, status, end date, key and names are right.`,
      "Run `pulumi up` again later: CloudFront may not know the certificate yet. If it is imported, import it with its whole chain.",
    ),
} satisfies { [code: string]: Write };
