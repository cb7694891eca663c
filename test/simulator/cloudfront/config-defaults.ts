import { childOf, element, type XmlElement } from "../codec/xml";
import { methodOrder, READ_METHODS } from "./behaviors";
import { mapChild, mapItems, withMissing } from "./members";

/** What CloudFront fills in for members of a DistributionConfig that were left out. */
const CONFIG: readonly XmlElement[] = [
  emptyList("Aliases"),
  element("DefaultRootObject", ""),
  emptyList("OriginGroups"),
  emptyList("CacheBehaviors"),
  emptyList("CustomErrorResponses"),
  element("Logging", [
    element("Enabled", false),
    element("IncludeCookies", false),
    element("Bucket", ""),
    element("Prefix", ""),
  ]),
  element("PriceClass", "PriceClass_All"),
  element("Restrictions", [element("GeoRestriction", [element("RestrictionType", "none"), element("Quantity", 0)])]),
  element("WebACLId", ""),
  element("HttpVersion", "http2"),
  element("IsIPV6Enabled", false),
  element("ContinuousDeploymentPolicyId", ""),
  element("Staging", false),
  element("ConnectionMode", "direct"),
];

const ORIGIN: readonly XmlElement[] = [
  element("OriginPath", ""),
  emptyList("CustomHeaders"),
  element("ConnectionAttempts", 3),
  element("ConnectionTimeout", 10),
  element("OriginShield", [element("Enabled", false)]),
  element("OriginAccessControlId", ""),
];

const CUSTOM_ORIGIN: readonly XmlElement[] = [
  // As told in aws-controllers-k8s/community#2335: the API reference does not say.
  element("OriginSslProtocols", [element("Quantity", 1), element("Items", [element("SslProtocol", "TLSv1")])]),
  // Seconds.
  element("OriginReadTimeout", 30),
  element("OriginKeepaliveTimeout", 5),
];

const readMethods: readonly XmlElement[] = [
  element("Quantity", READ_METHODS.length),
  element(
    "Items",
    READ_METHODS.map((method) => element("Method", method)),
  ),
];
const CACHED_METHODS: readonly XmlElement[] = [element("CachedMethods", readMethods)];

const BEHAVIOR: readonly XmlElement[] = [
  element("TrustedSigners", [element("Enabled", false), element("Quantity", 0)]),
  element("TrustedKeyGroups", [element("Enabled", false), element("Quantity", 0)]),
  element("AllowedMethods", readMethods),
  element("SmoothStreaming", false),
  element("Compress", false),
  emptyList("LambdaFunctionAssociations"),
  emptyList("FunctionAssociations"),
  element("FieldLevelEncryptionId", ""),
  element("GrpcConfig", [element("Enabled", false)]),
];

const ERROR_RESPONSE: readonly XmlElement[] = [
  element("ResponsePagePath", ""),
  element("ResponseCode", ""),
  element("ErrorCachingMinTTL", 10),
];

function emptyList(name: string): XmlElement {
  return element(name, [element("Quantity", 0)]);
}

/** The configuration as a GET shows it. */
export function withDefaults(sent: XmlElement): XmlElement {
  const changes: [string, (child: XmlElement) => XmlElement][] = [
    ["Origins", (list) => mapItems(list, completeOrigin)],
    ["DefaultCacheBehavior", completeBehavior],
    ["CacheBehaviors", (list) => mapItems(list, completeBehavior)],
    ["CustomErrorResponses", (list) => mapItems(list, (response) => withMissing(response, ERROR_RESPONSE))],
  ];
  return changes.reduce((config, [name, change]) => mapChild(config, name, change), withMissing(sent, CONFIG));
}

function completeOrigin(origin: XmlElement): XmlElement {
  const custom = mapChild(origin, "CustomOriginConfig", (each) => withMissing(each, CUSTOM_ORIGIN));
  return withMissing(custom, ORIGIN);
}

function completeBehavior(behavior: XmlElement): XmlElement {
  return mapChild(withMissing(behavior, BEHAVIOR), "AllowedMethods", (allowed) =>
    mapChild(inOrder(withMissing(allowed, CACHED_METHODS)), "CachedMethods", inOrder),
  );
}

/** CloudFront keeps methods as a set. */
function inOrder(methods: XmlElement): XmlElement {
  const items = [...(childOf(methods, "Items")?.children ?? [])];
  const sorted = items.sort((one, other) => methodOrder(one.text, other.text));
  return mapChild(methods, "Items", (list) => ({ ...list, children: sorted }));
}
