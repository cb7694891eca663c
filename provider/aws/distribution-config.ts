/**
 * A DistributionConfig as text. UpdateDistribution replaces the whole configuration, and the SDK drops elements that are newer than itself: so the
 * XML goes back as it came, with the elements that are ours exchanged.
 */
import { DOMParser, type Document, type Element, onErrorStopParsing, XMLSerializer } from "@xmldom/xmldom";
import type { DistributionChange } from "../core/decision";
import type { ViewerCertificateFacts } from "../core/model";
import { CONFIG_MEMBERS } from "./config-members";
import { required, unreadable } from "./errors";

export const namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

/** All that names a certificate and what depends on it. The last two are deprecated, still returned, and must not disagree with the others. */
export const viewerCertificateMembers = [
  "CloudFrontDefaultCertificate",
  "IAMCertificateId",
  "ACMCertificateArn",
  "SSLSupportMethod",
  "MinimumProtocolVersion",
  "Certificate",
  "CertificateSource",
];

/** The DistributionConfig within the answer to GetDistribution, as XML of its own. */
export function configOf(answer: string): string {
  const config = childOf(parse(answer, "Distribution"), "DistributionConfig");
  if (config === undefined) throw unreadable("the answer has no Distribution.DistributionConfig");
  return serialize(config);
}

/** The configuration with aliases and viewer certificate exchanged (and Enabled, where that is to change), every other element as it was. */
export function patchConfig(config: string, change: DistributionChange): string {
  const root = parse(config, "DistributionConfig");
  exchangeAliases(root, change.aliases);
  exchangeViewerCertificate(root, change.viewerCertificate);
  if (change.enabled !== undefined) exchangeEnabled(root, change.enabled);
  return serialize(root);
}

function exchangeAliases(root: Element, aliases: string[]): void {
  const element = childOf(root, "Aliases") ?? insertInOrder(root, "Aliases");
  empty(element);
  append(element, "Quantity", String(aliases.length));
  if (aliases.length === 0) return;
  const items = append(element, "Items", "");
  for (const alias of aliases) append(items, "CNAME", alias);
}

function exchangeEnabled(root: Element, enabled: boolean): void {
  const element = childOf(root, "Enabled") ?? insertInOrder(root, "Enabled");
  element.textContent = String(enabled);
}

/** Elements that this release does not know stay, behind ours. */
function exchangeViewerCertificate(root: Element, certificate: ViewerCertificateFacts): void {
  const element = childOf(root, "ViewerCertificate") ?? insertInOrder(root, "ViewerCertificate");
  const others = elementsOf(element).filter((child) => !viewerCertificateMembers.includes(child.localName ?? ""));
  empty(element);
  for (const [member, value] of membersOf(certificate)) append(element, member, value);
  for (const other of others) element.appendChild(other);
}

/** With the default certificate the rest is CloudFront's to choose (API reference, ViewerCertificate). */
function membersOf(certificate: ViewerCertificateFacts): [string, string][] {
  if (certificate.source === "default" || certificate.id === null) return [["CloudFrontDefaultCertificate", "true"]];
  const members: [string, string][] = [
    ["CloudFrontDefaultCertificate", "false"],
    [certificate.source === "acm" ? "ACMCertificateArn" : "IAMCertificateId", certificate.id],
  ];
  if (certificate.sslSupportMethod !== null) members.push(["SSLSupportMethod", certificate.sslSupportMethod]);
  if (certificate.minimumProtocolVersion !== null)
    members.push(["MinimumProtocolVersion", certificate.minimumProtocolVersion]);
  return members;
}

function parse(xml: string, rootName: string): Element {
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, "application/xml").documentElement;
    if (root?.localName === rootName) return root;
  } catch {
    // What the parser says of its position helps nobody: the answer as a whole is not what it should be.
  }
  throw unreadable(`the answer is no ${rootName} in XML`);
}

/** A carriage return in text would be read back as a line feed (XML 1.0, 2.11), and the serializer does not escape it. */
function serialize(element: Element): string {
  return new XMLSerializer().serializeToString(element).replace(/\r/g, "&#13;");
}

function elementsOf(parent: Element): Element[] {
  return [...parent.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

function childOf(parent: Element, name: string): Element | undefined {
  return elementsOf(parent).find((child) => child.localName === name);
}

function append(parent: Element, name: string, text: string): Element {
  const element = create(parent, name);
  if (text !== "") element.appendChild(documentOf(parent).createTextNode(text));
  parent.appendChild(element);
  return element;
}

function insertInOrder(root: Element, name: string): Element {
  const later = CONFIG_MEMBERS.slice(CONFIG_MEMBERS.indexOf(name) + 1);
  const next = elementsOf(root).find((child) => later.includes(child.localName ?? ""));
  const element = create(root, name);
  root.insertBefore(element, next ?? null);
  return element;
}

function create(parent: Element, name: string): Element {
  return documentOf(parent).createElementNS(parent.namespaceURI ?? namespace, name);
}

function documentOf(element: Element): Document {
  return required(element.ownerDocument, "document");
}

function empty(element: Element): void {
  while (element.firstChild !== null) element.removeChild(element.firstChild);
}
