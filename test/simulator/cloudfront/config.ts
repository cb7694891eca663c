import { childOf, element, textAt, withChild, withoutAttributes, type XmlElement } from "../codec/xml";
import { type Behavior, readBehaviors } from "./behaviors";
import { withDefaults } from "./config-defaults";
import { type ErrorResponse, readErrorResponses } from "./error-responses";
import { inconsistentQuantities, invalidArgument, invalidDefaultRootObject, noSuchOrigin } from "./errors";
import { itemsOf, listElement, requireMembers } from "./members";
import { type Origin, readOrigins } from "./origins";
import { CONFIG } from "./required-members";
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
  defaultRootObject: string;
  origins: readonly Origin[];
  behaviors: readonly Behavior[];
  errorResponses: readonly ErrorResponse[];
}

const HTTP_VERSIONS = ["http1.1", "http2", "http3", "http2and3"];
const LONGEST_COMMENT = 128;
const LONGEST_ROOT_OBJECT = 255;

/** Checks what needs no look at other facts, and fills in defaults. Throws AwsError. */
export function readConfig(sent: XmlElement, strictCertificateMembers: boolean): DistributionConfig {
  checkQuantities(sent);
  requireMembers(sent, CONFIG.always);
  const viewerCertificate = readViewerCertificate(childOf(sent, "ViewerCertificate"), strictCertificateMembers);
  const xml = asShown(sent, viewerCertificate);
  const config: DistributionConfig = {
    xml,
    callerReference: textAt(xml, "CallerReference") ?? "",
    comment: textAt(xml, "Comment") ?? "",
    enabled: booleanAt(xml, "Enabled"),
    aliases: itemsOf(childOf(xml, "Aliases")).map((alias) => alias.text),
    viewerCertificate,
    httpVersion: (textAt(xml, "HttpVersion") ?? "").toLowerCase(),
    ipv6: booleanAt(xml, "IsIPV6Enabled"),
    defaultRootObject: textAt(xml, "DefaultRootObject") ?? "",
    origins: readOrigins(sent),
    behaviors: readBehaviors(sent),
    errorResponses: readErrorResponses(sent),
  };
  checkScalars(config);
  checkTargets(config);
  return config;
}

export function aliasesElement(aliases: readonly string[]): XmlElement {
  return listElement(
    "Aliases",
    aliases.map((alias) => element("CNAME", alias)),
  );
}

/** The same configuration with other aliases. */
export function withAliases({ xml }: DistributionConfig, aliases: readonly string[]): DistributionConfig {
  return readConfig(withChild(xml, aliasesElement(aliases)), true);
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

function asShown(sent: XmlElement, viewerCertificate: ViewerCertificate): XmlElement {
  const filled = withoutEmptyItems(withDefaults(sent));
  return withoutAttributes(withChild(filled, viewerCertificateElement(viewerCertificate)));
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
  if (config.defaultRootObject.startsWith("/") || config.defaultRootObject.length > LONGEST_ROOT_OBJECT) {
    throw invalidDefaultRootObject();
  }
  if (!HTTP_VERSIONS.includes(config.httpVersion)) {
    throw invalidArgument("The parameter HttpVersion contains one or more parameters that are not valid.");
  }
}

function checkTargets({ xml, origins, behaviors }: DistributionConfig): void {
  const groups = itemsOf(childOf(xml, "OriginGroups")).map((group) => textAt(group, "Id"));
  const targets = [...origins.map(({ id }) => id), ...groups];
  if (!behaviors.every(({ targetOriginId }) => targets.includes(targetOriginId))) {
    throw noSuchOrigin();
  }
}
