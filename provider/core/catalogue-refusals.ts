/** What a person reads when AWS refuses what the group asks for. */
import { type Sentences, type Write, you } from "./sentences";

interface Quota {
  /** Completes "CloudFront's quota of ...". */
  what: string;
  /** Of Service Quotas; not every quota is there. */
  code?: string;
}

/** CloudFront's quotas by their errors (developer guide, "Quotas"), beside those that have a code of their own. */
const QUOTAS: { [error: string]: Quota } = {
  EntityLimitExceeded: { what: "such entities in the account" },
  TooManyCacheBehaviors: { what: "cache behaviors of a distribution", code: "L-F432D044" },
  TooManyCertificates: { what: "certificates with dedicated IP addresses", code: "L-DA9DCC93" },
  TooManyCookieNamesInWhiteList: { what: "forwarded cookies of a cache behavior", code: "L-9D26CF6B" },
  TooManyDistributionsAssociatedToCachePolicy: { what: "distributions of a cache policy", code: "L-D50EE3A2" },
  TooManyDistributionsAssociatedToFieldLevelEncryptionConfig: {
    what: "distributions of a field-level encryption",
    code: "L-A2076525",
  },
  TooManyDistributionsAssociatedToKeyGroup: { what: "distributions of a key group", code: "L-C19110C4" },
  TooManyDistributionsAssociatedToOriginAccessControl: { what: "distributions of an origin access control" },
  TooManyDistributionsAssociatedToOriginRequestPolicy: {
    what: "distributions of an origin request policy",
    code: "L-8D662304",
  },
  TooManyDistributionsAssociatedToResponseHeadersPolicy: { what: "distributions of a response headers policy" },
  TooManyDistributionsWithFunctionAssociations: { what: "distributions with CloudFront functions" },
  TooManyDistributionsWithLambdaAssociations: { what: "distributions with Lambda@Edge", code: "L-D0C8D03A" },
  TooManyDistributionsWithSingleFunctionARN: { what: "distributions of one function", code: "L-435C8433" },
  TooManyFunctionAssociations: { what: "CloudFront functions of a distribution" },
  TooManyHeadersInForwardedValues: { what: "forwarded headers of a cache behavior", code: "L-1685304C" },
  TooManyKeyGroupsAssociatedToDistribution: { what: "key groups of a distribution", code: "L-E7E9ACEB" },
  TooManyLambdaFunctionAssociations: { what: "Lambda@Edge functions of a distribution", code: "L-C57D59CB" },
  TooManyOriginAccessControls: { what: "origin access controls in the account" },
  TooManyOriginCustomHeaders: { what: "custom headers of an origin", code: "L-BE7788E4" },
  TooManyOriginGroupsPerDistribution: { what: "origin groups of a distribution", code: "L-1B2BD627" },
  TooManyOrigins: { what: "origins of a distribution", code: "L-B4048FB4" },
  TooManyQueryStringParameters: { what: "forwarded query strings of a cache behavior", code: "L-779C7A0B" },
  TooManyTrustedSigners: { what: "trusted signers of a distribution" },
};

type Service = "acm" | "cloudfront";

const refused = (happening: string, todo: string): Sentences => you("error", happening, todo);

/** Both services have their quotas in us-east-1. */
const shown = (service: Service, quota: string): string =>
  `aws service-quotas get-service-quota --service-code ${service} --quota-code ${quota} --region us-east-1`;

const raised = (service: Service, quota: string, value: number): string =>
  `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${quota} --desired-value ${value} --region us-east-1`;

function cloudfrontQuota(error: string): Sentences {
  const { what, code } = QUOTAS[error] ?? { what: `what \`${error}\` names` };
  const sentences = refused(
    `CloudFront's quota of ${what} is reached (${error}).`,
    code === undefined
      ? "Remove what is no longer needed, or ask AWS Support for more."
      : `Remove what is no longer needed, or ask AWS to raise quota ${code} (CloudFront, us-east-1).`,
  );
  return { ...sentences, commands: code === undefined ? [] : [shown("cloudfront", code)] };
}

export const REFUSALS_IN_WORDS = {
  // Quotas. Where the command asks for more, it asks for twice the default, or for the most that AWS gives.
  QUOTA_NAMES: (_, who) => ({
    ...refused(
      `ACM's quota of names in one certificate is too small for ${who}.`,
      "Ask AWS to raise quota L-FB94F0B0 (ACM, us-east-1), give some of the names to another group and distribution, or cover them by a wildcard.",
    ),
    commands: [raised("acm", "L-FB94F0B0", 100)],
  }),
  QUOTA_CERTIFICATES: () => ({
    ...refused(
      "ACM's quota of certificates in the account is reached.",
      "Delete certificates that nothing uses, or ask AWS to raise quota L-F141DD1D (ACM, us-east-1).",
    ),
    commands: [shown("acm", "L-F141DD1D"), raised("acm", "L-F141DD1D", 5000)],
  }),
  QUOTA_YEARLY: () => ({
    ...refused(
      "ACM's quota of certificates requested within a year is reached; deleting certificates gives nothing back.",
      "Ask AWS to raise quota L-DA1D8B98 (ACM, us-east-1). New accounts often have less than ACM's user guide says.",
    ),
    commands: [shown("acm", "L-DA1D8B98"), raised("acm", "L-DA1D8B98", 10_000)],
  }),
  QUOTA_ACCOUNT: () => ({
    ...refused(
      "ACM takes no more requests for certificates from this account.",
      "Compare what the account has with its quota L-F141DD1D (ACM, us-east-1). If there is room, AWS has restricted the account: open a case with AWS Support.",
    ),
    commands: [shown("acm", "L-F141DD1D")],
  }),
  QUOTA_ALIASES: (_, who) => ({
    ...refused(
      `CloudFront's quota of aliases of a distribution is too small for ${who} beside those that it has.`,
      "Ask AWS to raise quota L-AAD4943E (CloudFront, us-east-1), put some of the names on another distribution, or cover them by a wildcard.",
    ),
    commands: [shown("cloudfront", "L-AAD4943E"), raised("cloudfront", "L-AAD4943E", 200)],
  }),
  QUOTA_DISTRIBUTIONS: () => ({
    ...refused(
      "CloudFront's quota of distributions in the account is reached.",
      "Delete distributions that nothing uses, give `distribution` an existing one, or ask AWS to raise quota L-24B04930 (CloudFront, us-east-1).",
    ),
    commands: [shown("cloudfront", "L-24B04930"), raised("cloudfront", "L-24B04930", 1000)],
  }),
  QUOTA_CLOUDFRONT: (p) => cloudfrontQuota(p("code")),
  QUOTA_REACHED: (p) =>
    refused(
      `AWS refused ${p("operation")}: a quota is reached (${p("code")}). AWS's message is in the log of that run.`,
      "Raise the quota in the Service Quotas console (us-east-1), or remove what is no longer needed.",
    ),
  // ACM.
  REQUEST_REFUSED: (p, who) =>
    refused(
      `ACM refuses the request for a certificate for ${who} (${p("code")}). AWS's message is in the log of that run.`,
      "Mend the name that the message is about, or take it out of the group.",
    ),
  TAGS_REFUSED: (p) =>
    refused(
      `AWS refuses the tags of ${p("operation")} (${p("code")}). AWS's message is in the log of that run.`,
      "Mend `tags`; a tag policy of the AWS organization may ask for keys and values of its own.",
    ),
  STILL_IN_USE: (p) =>
    refused(
      `AWS refuses ${p("operation")}: what is to go is still in use (${p("code")}).`,
      "Take it off whatever uses it. If nothing does, run the command again later: AWS lets go only after a while.",
    ),
  // CloudFront.
  SETTING_REFUSED: (p) =>
    refused(
      `CloudFront refuses a setting of the distribution that \`distribution.create\` describes: ${p("member")} (${p("code")}). AWS's message is in the log of that run.`,
      "Mend it in `distribution.create.settings` or `origin`.",
    ),
  SETTINGS_REFUSED: (p) =>
    refused(
      `CloudFront refuses the distribution that \`distribution.create\` describes: ${p("code")}. AWS's message is in the log of that run.`,
      "Mend what the message names, in `distribution.create.settings` or `origin`.",
    ),
  DISTRIBUTION_SETTING_REFUSED: (p) =>
    refused(
      `CloudFront refuses every change of the distribution as long as a setting of it is as it is: ${p("member")} (${p("code")}). AWS's message is in the log of that run.`,
      "Mend it where the distribution is configured: the group writes back what it has read.",
    ),
  DISTRIBUTION_REFUSED: (p) =>
    refused(
      `CloudFront refuses the change of the distribution: ${p("code")}. AWS's message is in the log of that run.`,
      "Mend what the message names, where the distribution is configured: the group writes back what it has read.",
    ),
  ILLEGAL_UPDATE: () =>
    refused(
      "CloudFront calls the change of the distribution illegal. AWS's message is in the log of that run.",
      "Check that nothing else changes its certificate at the same time, and that all distributions with this certificate have the same HttpVersion.",
    ),
  MINIMUM_PROTOCOL_VERSION: (p) =>
    refused(
      `CloudFront does not take the security policy of the distribution with its way of serving HTTPS (${p("code")}).`,
      "Give `minimumProtocolVersion` one for SNI, such as TLSv1.2_2021; a distribution with dedicated IP addresses (vip) takes TLSv1 alone.",
    ),
  ALIAS_MOVE_REFUSED: (p, who) =>
    refused(
      `CloudFront does not move ${who} to this distribution (${p("code")}). AWS's message is in the log of that run.`,
      "Check that the certificate here covers it. If another account has it, its distribution must be disabled, and a TXT record must name this one.",
    ),
  ACCOUNT_NOT_VERIFIED: () =>
    refused(
      "AWS has not verified this account yet, and lets it add nothing to CloudFront until then.",
      "Open a case with AWS Support (account and billing), and cite AWS's message in the log of that run.",
    ),
  // Route 53.
  ROUTE53_CNAME_AT_APEX: (p) =>
    refused(
      `Route 53 takes no CNAME for ${p("name")}: the name of a zone itself can't have one.`,
      "If your program writes that record, make it an alias record of type A; else take a name below the zone's.",
    ),
  ROUTE53_CNAME_BESIDE_OTHERS: (p) =>
    refused(
      `Route 53 takes no CNAME for ${p("name")}: other records stand at that name, and a CNAME stands alone.`,
      `Delete the other records of ${p("name")}, if nothing needs them.`,
    ),
  ROUTE53_BESIDE_CNAME: (p) =>
    refused(
      `Route 53 takes no other record for ${p("name")}: a CNAME stands at that name, and a CNAME stands alone.`,
      `Delete the CNAME of ${p("name")}; a routing record is replaced with \`routing: "takeOver"\`.`,
    ),
  ROUTE53_OUTSIDE_ZONE: (p) =>
    refused(
      `Route 53 refuses the record ${p("name")}: it lies outside the hosted zone.`,
      "Name the zone of the domain in `dns.route53.zoneIds`.",
    ),
  ROUTE53_ALIAS_TARGET: (p) =>
    refused(
      `Route 53 refuses the alias record that is to lead to ${p("target")}: it finds no such target.`,
      "Check that the distribution is there and in the same partition of AWS (aws, aws-cn) as the hosted zone.",
    ),
  ROUTE53_CHANGED: (_, who) =>
    refused(
      `Route 53 has other records for ${who} than it showed a moment ago.`,
      "Find out who else writes them, and run `pulumi up` again.",
    ),
  ROUTE53_REFUSED: (p, who) =>
    refused(
      `Route 53 refuses the records of ${who} (${p("code")}). AWS's message is in the log of that run.`,
      "Mend what the message names in the hosted zone; the group's records are listed in `dnsRecords`.",
    ),
  // Permissions.
  FORBIDDEN: (p) => {
    const [why, todo] = denial(p);
    return refused(`The credentials may not ${p("operation")} (${p("code")})${why}.`, todo);
  },
  REFUSED: (p) =>
    refused(
      `AWS refused ${p("operation")}: ${p("code")}. AWS's message is in the log of that run.`,
      "Mend what the message names.",
    ),
} satisfies { [code: string]: Write };

const OF_THE_ORGANIZATION = /^(service|resource) control policy$/;

/** Why, and what to do. `denial` and `policy` are there where IAM names them. */
function denial(p: (name: string) => string): [why: string, todo: string] {
  const [kind, policy, operation] = [p("denial"), p("policy"), p("operation")];
  const isTheirs = OF_THE_ORGANIZATION.test(policy);
  if (kind === "explicit") {
    const article = /^[aeiou]/.test(policy) ? "an" : "a";
    return [
      `: an explicit Deny in ${article} ${policy} forbids it`,
      `${liftingDeny(policy)}; an Allow does not lift an explicit Deny.`,
    ];
  }
  if (kind === "implicit" && !/^(identity|resource)-based policy$/.test(policy)) {
    const who = isTheirs ? "Ask who manages the AWS organization to let" : "Let";
    return [`: no ${policy} allows it`, `${who} the ${policy} allow ${operation}; no other policy can allow more.`];
  }
  return ["", permission(operation)];
}

function liftingDeny(policy: string): string {
  if (OF_THE_ORGANIZATION.test(policy)) return "Ask who manages the AWS organization for an exception";
  // IAM does not always say what kind of policy it is.
  if (policy === "policy")
    return "Find that Deny in the policies of the credentials, of the resource or of the AWS organization, and take it away";
  return "Take that Deny away";
}

function permission(operation: string): string {
  if (operation === "sts:AssumeRole") {
    return "Allow them sts:AssumeRole on the role in `aws.assumeRole` or `dns.route53.assumeRole`, and let the role's trust policy name them.";
  }
  const place = operation.startsWith("cloudfront:") ? "; for a distribution, check that it is in this account" : "";
  return `Allow ${operation} for them${place}.`;
}
