import { childOf, type XmlElement } from "../codec/xml";
import { illegalUpdate, invalidErrorResponses } from "./errors";
import { itemsOf, requireMembers } from "./members";

/** Of every configuration, and those that only an update must have. */
interface Required {
  always: readonly string[];
  inUpdates: readonly string[];
}

/**
 * CloudFront Developer Guide, "Required API fields for creating and updating distributions". An empty list or text is enough for most. A behavior's
 * CachePolicyId, or what is older than that, is checked where it is read.
 */
export const CONFIG: Required = {
  always: ["CallerReference", "Origins", "DefaultCacheBehavior", "Comment", "Enabled"],
  inUpdates: [
    "Aliases",
    "DefaultRootObject",
    "CacheBehaviors",
    "CustomErrorResponses",
    "Logging",
    "PriceClass",
    "ViewerCertificate",
    "Restrictions",
    "WebACLId",
    "HttpVersion",
  ],
};
export const BEHAVIOR: Required = {
  always: ["TargetOriginId", "ViewerProtocolPolicy"],
  inUpdates: ["AllowedMethods", "SmoothStreaming", "Compress", "LambdaFunctionAssociations", "FieldLevelEncryptionId"],
};

/**
 * The guide does not speak of origins. What creations must have: CloudFront API reference. What updates must have, from answers of the service:
 * terraform#13627 and cf-cdn-service-broker#108 (the timeouts), cumulus#131 (OriginSslProtocols), lambda-letsencrypt#22 (CustomHeaders),
 * aws-sdk-php#507 (OriginPath).
 */
export const ORIGIN: Required = { always: ["Id", "DomainName"], inUpdates: ["OriginPath", "CustomHeaders"] };
export const CUSTOM_ORIGIN: Required = {
  always: ["HTTPPort", "HTTPSPort", "OriginProtocolPolicy"],
  inUpdates: ["OriginSslProtocols"],
};
const CUSTOM_ORIGIN_TIMEOUTS = ["OriginReadTimeout", "OriginKeepaliveTimeout"];

/** community.aws#1424, terraform-provider-aws#48288. */
const ERROR_RESPONSE = ["ResponsePagePath", "ResponseCode", "ErrorCachingMinTTL"];

/** What a creation need not have. Throws AwsError for the first that is missing. */
export function checkUpdate(config: XmlElement): void {
  requireMembers(config, CONFIG.inUpdates);
  const fallback = childOf(config, "DefaultCacheBehavior");
  const behaviors = itemsOf(childOf(config, "CacheBehaviors"));
  for (const behavior of fallback === undefined ? behaviors : [fallback, ...behaviors]) {
    requireMembers(behavior, BEHAVIOR.inUpdates);
  }
  for (const origin of itemsOf(childOf(config, "Origins"))) checkOrigin(origin);
  for (const response of itemsOf(childOf(config, "CustomErrorResponses"))) {
    if (missingOf(response, ERROR_RESPONSE) !== undefined) throw invalidErrorResponses();
  }
}

function checkOrigin(origin: XmlElement): void {
  requireMembers(origin, ORIGIN.inUpdates);
  const custom = childOf(origin, "CustomOriginConfig");
  if (custom === undefined) return;
  requireMembers(custom, CUSTOM_ORIGIN.inUpdates);
  const timeout = missingOf(custom, CUSTOM_ORIGIN_TIMEOUTS);
  if (timeout !== undefined) throw illegalUpdate(`${timeout} is required for updates.`);
}

function missingOf(parent: XmlElement, names: readonly string[]): string | undefined {
  return names.find((name) => childOf(parent, name) === undefined);
}
