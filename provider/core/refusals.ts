/**
 * AWS's refusals told apart: by their code, and by key words of their message only where one code has several meanings. AWS rewords its messages, and
 * they carry ids and counts: they go to the log, and never into a cause.
 */
import type { GuidanceCode } from "./guidance";
import type { Trouble } from "./model";

export interface Meaning {
  code: GuidanceCode;
  /** Beside `operation` and `code` of AWS. */
  params: { [name: string]: string };
  /** Of the DNS records that it is about. */
  names: string[];
}

const meaning = (code: GuidanceCode, about: Partial<Omit<Meaning, "code">> = {}): Meaning => ({
  code,
  params: about.params ?? {},
  names: about.names ?? [],
});

export function meaningOf({ operation, code, message }: Pick<Trouble, "operation" | "code" | "message">): Meaning {
  if (code === "LimitExceededException") return meaning(firstMatch(ACM_QUOTAS, message) ?? "QUOTA_REACHED");
  if (code === "InvalidChangeBatch") return batchMeaning(message);
  const ofOperation = BY_OPERATION[operation];
  if (ofOperation === "ALIAS_MOVE_REFUSED" && OF_A_MOVE.has(code)) return meaning(ofOperation);
  const ofCode = CODES[code];
  if (ofCode !== undefined) return meaning(ofCode);
  const member = MEMBERS[code];
  if (member !== undefined) return meaning("DISTRIBUTION_SETTING_REFUSED", { params: { member } });
  if (code.startsWith("TooMany")) return meaning("QUOTA_CLOUDFRONT");
  return meaning(ofOperation ?? "REFUSED");
}

/** What these mean elsewhere is about the configuration of a distribution. */
const OF_A_MOVE: ReadonlySet<string> = new Set(["EntityNotFound", "IllegalUpdate"]);

type Words = readonly (readonly [words: RegExp, code: GuidanceCode])[];

const firstMatch = (table: Words, message: string): GuidanceCode | undefined =>
  table.find(([words]) => words.test(message))?.[1];

/** LimitExceededException of ACM ("you have reached your limit of 20 certificates in the last year", "Certificate has too many domains", ...). */
const ACM_QUOTAS: Words = [
  [/\byear\b|365/i, "QUOTA_YEARLY"],
  [/\bdomains?\b|\bnames\b/i, "QUOTA_NAMES"],
  [/cannot request|customer service|contact .*support/i, "QUOTA_ACCOUNT"],
  [/\bcertificates\b/i, "QUOTA_CERTIFICATES"],
];

/** Reasons of InvalidChangeBatch ("RRSet of type CNAME with DNS name a.b. is not permitted at apex in zone a.b.", ...). */
const BATCHES: Words = [
  [/CNAME.*\bapex\b/i, "ROUTE53_CNAME_AT_APEX"],
  [/conflicting RRSet of type\s+CNAME/i, "ROUTE53_BESIDE_CNAME"],
  [/CNAME.*conflicts with other/i, "ROUTE53_CNAME_BESIDE_OTHERS"],
  [/alias that targets|alias target/i, "ROUTE53_ALIAS_TARGET"],
  [/not permitted in zone/i, "ROUTE53_OUTSIDE_ZONE"],
  [/already exists|not found|do not match/i, "ROUTE53_CHANGED"],
];

/** Route 53 writes names with a trailing dot, and `*` as `\052`. */
function batchMeaning(message: string): Meaning {
  const readable = message.replaceAll("\\052", "*");
  const [target] = wordsAfter(readable, /alias that targets ([^\s,]+)/gi);
  const names = [
    ...wordsAfter(readable, /with DNS name ([^\s,]+)/gi),
    ...wordsAfter(readable, /resource record set \[name='([^']+)'/gi),
  ];
  const params = {
    ...(names.length > 0 && { name: names.slice(0, 3).join(", ") }),
    ...(target !== undefined && { target }),
  };
  return meaning(firstMatch(BATCHES, readable) ?? "ROUTE53_REFUSED", { params, names });
}

const wordsAfter = (text: string, words: RegExp): string[] => [
  ...new Set([...text.matchAll(words)].map(([, word = ""]) => word.replace(/[.\]]+$/, ""))),
];

/** A policy that denies an action, as IAM names it (IAM user guide, "Troubleshoot access denied error messages"). */
export function denialOf(message: string): { [param: string]: string } {
  const explicit = /with an explicit deny in (?:an? |the )?([\w -]*?(?:policy|boundary))/i.exec(message)?.[1];
  if (explicit !== undefined) return { denial: "explicit", policy: explicit };
  // The shorter form names none.
  if (/with an explicit deny\b/i.test(message)) return { denial: "explicit", policy: "policy" };
  const implicit = /because no ([\w -]*?(?:policy|boundary)) allows/i.exec(message)?.[1];
  return implicit === undefined ? {} : { denial: "implicit", policy: implicit };
}

/** CloudFront says AccessDenied to an account that AWS has not looked at yet, whatever is allowed in it. */
export const isUnverifiedAccount = (message: string): boolean => /account must be verified/i.test(message);

/** With a meaning of their own (API references of ACM and CloudFront, "Errors"). */
const CODES: { [code: string]: GuidanceCode } = {
  CNAMEAlreadyExists: "ALIAS_TAKEN",
  TooManyDistributionCNAMEs: "QUOTA_ALIASES",
  TooManyDistributions: "QUOTA_DISTRIBUTIONS",
  EntityLimitExceeded: "QUOTA_CLOUDFRONT",
  InvalidViewerCertificate: "VIEWER_CERTIFICATE_REFUSED",
  InvalidMinimumProtocolVersion: "MINIMUM_PROTOCOL_VERSION",
  InvalidProtocolSettings: "MINIMUM_PROTOCOL_VERSION",
  IllegalUpdate: "ILLEGAL_UPDATE",
  InvalidTagging: "TAGS_REFUSED",
  InvalidTagException: "TAGS_REFUSED",
  TagPolicyException: "TAGS_REFUSED",
  TooManyTagsException: "TAGS_REFUSED",
  ConflictException: "STILL_IN_USE",
  DistributionNotDisabled: "STILL_IN_USE",
  OriginAccessControlInUse: "STILL_IN_USE",
  ResourceInUse: "STILL_IN_USE",
  ResourceInUseException: "STILL_IN_USE",
  InvalidIfMatchVersion: "CHANGED_MEANWHILE",
  OriginAccessControlAlreadyExists: "CHANGED_MEANWHILE",
  PreconditionFailed: "CHANGED_MEANWHILE",
};

/** What each other code means is in its message. */
const BY_OPERATION: { [operation: string]: GuidanceCode } = {
  "acm:RequestCertificate": "REQUEST_REFUSED",
  "acm:AddTagsToCertificate": "TAGS_REFUSED",
  "acm:RemoveTagsFromCertificate": "TAGS_REFUSED",
  "cloudfront:TagResource": "TAGS_REFUSED",
  "cloudfront:UntagResource": "TAGS_REFUSED",
  "cloudfront:CreateDistribution": "DISTRIBUTION_REFUSED",
  "cloudfront:UpdateDistribution": "DISTRIBUTION_REFUSED",
  "cloudfront:AssociateAlias": "ALIAS_MOVE_REFUSED",
  "cloudfront:UpdateDomainAssociation": "ALIAS_MOVE_REFUSED",
  "route53:ChangeResourceRecordSets": "ROUTE53_REFUSED",
};

const ORIGIN = "Origins.Items";

/** The member of DistributionConfig that an error of CreateDistribution and UpdateDistribution is about (CloudFront API reference). */
const MEMBERS: { [code: string]: string } = {
  ContinuousDeploymentPolicyInUse: "ContinuousDeploymentPolicyId",
  EntityNotFound: "AnycastIpListId or VpcOriginId",
  IllegalFieldLevelEncryptionConfigAssociationWithCacheBehavior: "FieldLevelEncryptionId",
  IllegalOriginAccessConfiguration: `${ORIGIN}.OriginAccessControlId beside OriginAccessIdentity`,
  InvalidDefaultRootObject: "DefaultRootObject",
  InvalidDomainNameForOriginAccessControl: `${ORIGIN}.DomainName beside OriginAccessControlId`,
  InvalidErrorCode: "CustomErrorResponses.Items.ErrorCode",
  InvalidForwardCookies: "ForwardedValues.Cookies",
  InvalidFunctionAssociation: "FunctionAssociations",
  InvalidGeoRestrictionParameter: "Restrictions.GeoRestriction",
  InvalidHeadersForS3Origin: "ForwardedValues.Headers",
  InvalidLambdaFunctionAssociation: "LambdaFunctionAssociations",
  InvalidLocationCode: "Restrictions.GeoRestriction.Items",
  InvalidOrigin: `${ORIGIN}.DomainName`,
  InvalidOriginAccessControl: `${ORIGIN}.OriginAccessControlId`,
  InvalidOriginAccessIdentity: `${ORIGIN}.S3OriginConfig.OriginAccessIdentity`,
  InvalidOriginKeepaliveTimeout: `${ORIGIN}.CustomOriginConfig.OriginKeepaliveTimeout`,
  InvalidOriginReadTimeout: `${ORIGIN}.CustomOriginConfig.OriginReadTimeout`,
  InvalidQueryStringParameters: "ForwardedValues.QueryStringCacheKeys",
  InvalidRelativePath: `${ORIGIN}.OriginPath, PathPattern or ResponsePagePath`,
  InvalidRequiredProtocol: "ViewerProtocolPolicy",
  InvalidResponseCode: "CustomErrorResponses.Items.ResponseCode",
  InvalidTTLOrder: "MinTTL, DefaultTTL and MaxTTL",
  InvalidWebACLId: "WebACLId",
  NoSuchCachePolicy: "CachePolicyId",
  NoSuchContinuousDeploymentPolicy: "ContinuousDeploymentPolicyId",
  NoSuchFieldLevelEncryptionConfig: "FieldLevelEncryptionId",
  NoSuchOrigin: "TargetOriginId",
  NoSuchOriginRequestPolicy: "OriginRequestPolicyId",
  NoSuchRealtimeLogConfig: "RealtimeLogConfigArn",
  NoSuchResponseHeadersPolicy: "ResponseHeadersPolicyId",
  RealtimeLogConfigOwnerMismatch: "RealtimeLogConfigArn",
  StagingDistributionInUse: "ContinuousDeploymentPolicyId",
  TrustedKeyGroupDoesNotExist: "TrustedKeyGroups",
  TrustedSignerDoesNotExist: "TrustedSigners",
};
