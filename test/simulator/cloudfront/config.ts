import { childOf, element, textAt, withChild, withoutAttributes, type XmlElement } from "../codec/xml";
import { inconsistentQuantities, invalidArgument, noSuchOrigin } from "./errors";
import { readViewerCertificate, type ViewerCertificate, viewerCertificateElement } from "./viewer-certificate";

/** A configuration as it was sent, and what the semantics read of it. Elements that no SDK knows stay in `xml`. */
export interface DistributionConfig {
  xml: XmlElement;
  callerReference: string;
  comment: string;
  enabled: boolean;
  aliases: readonly string[];
  viewerCertificate: ViewerCertificate;
  httpVersion: string;
  ipv6: boolean;
}

const HTTP_VERSIONS = ["http1.1", "http2", "http3", "http2and3"];
const LONGEST_COMMENT = 128;

/** Members of DistributionConfig that the API reference marks as required. */
const REQUIRED = ["CallerReference", "Origins", "DefaultCacheBehavior", "Comment", "Enabled"];

/** What CloudFront fills in for members that were left out. */
const DEFAULTS: readonly XmlElement[] = [
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

function emptyList(name: string): XmlElement {
  return element(name, [element("Quantity", 0)]);
}

/** Checks what needs no look at other facts, and fills in defaults. Throws AwsError. */
export function readConfig(sent: XmlElement, strictCertificateMembers: boolean): DistributionConfig {
  checkQuantities(sent);
  for (const name of REQUIRED) {
    if (childOf(sent, name) === undefined) {
      throw invalidArgument(`The parameter ${name} is required.`);
    }
  }
  const viewerCertificate = readViewerCertificate(childOf(sent, "ViewerCertificate"), strictCertificateMembers);
  const xml = withDefaults(sent, viewerCertificate);
  const config: DistributionConfig = {
    xml,
    callerReference: textAt(xml, "CallerReference") ?? "",
    comment: textAt(xml, "Comment") ?? "",
    enabled: booleanAt(xml, "Enabled"),
    aliases: itemsOf(childOf(xml, "Aliases")).map((alias) => alias.text),
    viewerCertificate,
    httpVersion: (textAt(xml, "HttpVersion") ?? "").toLowerCase(),
    ipv6: booleanAt(xml, "IsIPV6Enabled"),
  };
  checkScalars(config);
  checkOrigins(xml);
  return config;
}

export function itemsOf(list: XmlElement | undefined): readonly XmlElement[] {
  return childOf(list, "Items")?.children ?? [];
}

function checkQuantities(parent: XmlElement): void {
  const quantity = textAt(parent, "Quantity");
  const items = itemsOf(parent);
  if (quantity !== undefined && Number(quantity) !== items.length) {
    throw inconsistentQuantities(parent.name, quantity, items.length);
  }
  if (quantity === undefined && items.length > 0) {
    throw invalidArgument(`The parameter Quantity of ${parent.name} is required.`);
  }
  parent.children.forEach(checkQuantities);
}

function withDefaults(sent: XmlElement, viewerCertificate: ViewerCertificate): XmlElement {
  const missing = DEFAULTS.filter((each) => childOf(sent, each.name) === undefined);
  const filled = { ...sent, children: [...sent.children, ...missing] };
  return withoutAttributes(withoutEmptyItems(withChild(filled, viewerCertificateElement(viewerCertificate))));
}

// An empty list comes back as its Quantity alone.
function withoutEmptyItems(parent: XmlElement): XmlElement {
  const children = parent.children
    .filter((child) => child.name !== "Items" || child.children.length > 0)
    .map(withoutEmptyItems);
  return { ...parent, children };
}

function booleanAt(xml: XmlElement, name: string): boolean {
  const text = textAt(xml, name);
  if (text !== "true" && text !== "false") {
    throw invalidArgument(`The parameter ${name} contains one or more parameters that are not valid.`);
  }
  return text === "true";
}

function checkScalars(config: DistributionConfig): void {
  if (config.callerReference === "") {
    throw invalidArgument("The parameter CallerReference is required.");
  }
  if (config.comment.length > LONGEST_COMMENT) {
    throw invalidArgument("The parameter Comment is too long.");
  }
  if (!HTTP_VERSIONS.includes(config.httpVersion)) {
    throw invalidArgument("The parameter HttpVersion contains one or more parameters that are not valid.");
  }
}

function checkOrigins(xml: XmlElement): void {
  const origins = itemsOf(childOf(xml, "Origins"));
  if (origins.length === 0) {
    throw invalidArgument("The parameter Origins is required.");
  }
  const groups = itemsOf(childOf(xml, "OriginGroups"));
  const target = textAt(xml, "DefaultCacheBehavior/TargetOriginId");
  if (![...origins, ...groups].some((each) => textAt(each, "Id") === target)) {
    throw noSuchOrigin();
  }
}
