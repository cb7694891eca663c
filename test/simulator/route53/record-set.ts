import { childOf, element, renderXml, textAt, withChild, type XmlElement } from "../codec/xml";
import { invalidInput } from "./errors";
import { readName, wireName } from "./names";

export interface AliasTarget {
  hostedZoneId: string;
  dnsName: string;
  evaluateTargetHealth: boolean;
}

/** A record set as the API keeps it. */
export interface StoredSet {
  name: string;
  type: string;
  setIdentifier: string | undefined;
  ttl: number | undefined;
  /** As they were written. */
  values: readonly string[];
  alias: AliasTarget | undefined;
  /** Weight, Region, Failover, HealthCheckId and their like, as they were sent. */
  more: readonly XmlElement[];
}

/** API reference, ResourceRecordSet. */
const TYPES = "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS".split(" ");

const OWN_MEMBERS = ["Name", "Type", "SetIdentifier", "TTL", "ResourceRecords", "AliasTarget"];
const LARGEST_TTL = 2_147_483_647;

/** Throws InvalidInput for what is not a record set, whatever zone it goes to. */
export function readRecordSet(sent: XmlElement | undefined, action: string): StoredSet {
  const name = textAt(sent, "Name");
  const type = textAt(sent, "Type") ?? "";
  if (sent === undefined || name === undefined || name === "") {
    throw invalidInput("Invalid request: Missing field 'Name' in ResourceRecordSet");
  }
  if (!TYPES.includes(type)) {
    throw invalidInput(`Invalid request: '${type}' is not a type of resource record set`);
  }
  const set: StoredSet = {
    name: readName(name),
    type,
    setIdentifier: textAt(sent, "SetIdentifier"),
    ttl: readTtl(textAt(sent, "TTL")),
    values: (childOf(sent, "ResourceRecords")?.children ?? []).map((each) => textAt(each, "Value") ?? ""),
    alias: readAlias(childOf(sent, "AliasTarget")),
    more: sent.children.filter((each) => !OWN_MEMBERS.includes(each.name)),
  };
  checkForm(set, action);
  return set;
}

function readTtl(text: string | undefined): number | undefined {
  const ttl = text === undefined ? undefined : Number(text);
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= LARGEST_TTL)) {
    throw invalidInput(`Invalid request: TTL must be between 0 and ${LARGEST_TTL}`);
  }
  return ttl;
}

function readAlias(sent: XmlElement | undefined): AliasTarget | undefined {
  return sent === undefined
    ? undefined
    : {
        hostedZoneId: textAt(sent, "HostedZoneId") ?? "",
        dnsName: readName(textAt(sent, "DNSName") ?? ""),
        evaluateTargetHealth: textAt(sent, "EvaluateTargetHealth") === "true",
      };
}

function checkForm(set: StoredSet, action: string): void {
  const isPolicy = set.more.some((each) => each.name === "TrafficPolicyInstanceId");
  const isPlain = set.ttl !== undefined && set.values.length > 0;
  const isPart = set.ttl !== undefined || set.values.length > 0;
  const forms = [set.alias !== undefined, isPlain, isPolicy].filter(Boolean).length;
  if (forms === 1 && (isPlain || !isPart)) {
    return;
  }
  const found = forms === 0 ? "none" : "more than one";
  const where = `[Action=${action}, Name=${wireName(set.name)}, Type=${set.type}, SetIdentifier=${set.setIdentifier ?? "null"}]`;
  throw invalidInput(
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${found} in Change with ${where}`,
  );
}

export function recordSetElement(set: StoredSet): XmlElement {
  const { setIdentifier, ttl, values, alias } = set;
  const base = element("ResourceRecordSet", [
    element("Name", wireName(set.name)),
    element("Type", set.type),
    setIdentifier === undefined ? undefined : element("SetIdentifier", setIdentifier),
    ...set.more,
    ttl === undefined ? undefined : element("TTL", ttl),
    alias === undefined ? undefined : aliasElement(alias),
  ]);
  const records = values.map((value) => element("ResourceRecord", [element("Value", value)]));
  return records.length === 0 ? base : withChild(base, element("ResourceRecords", records));
}

function aliasElement(alias: AliasTarget): XmlElement {
  return element("AliasTarget", [
    element("HostedZoneId", alias.hostedZoneId),
    element("DNSName", wireName(alias.dnsName)),
    element("EvaluateTargetHealth", alias.evaluateTargetHealth),
  ]);
}

/** What UPSERT goes by. */
export function keyOf(set: StoredSet): string {
  return [set.name, set.type, set.setIdentifier ?? ""].join(" ");
}

/** What DELETE has to match: everything. */
export function sameContent(one: StoredSet, other: StoredSet): boolean {
  return contentOf(one) === contentOf(other);
}

const HOST_TYPES = ["CNAME", "NS", "PTR"];

function contentOf(set: StoredSet): string {
  const values = HOST_TYPES.includes(set.type) ? set.values.map(readName) : [...set.values];
  return JSON.stringify([set.ttl, values.sort(), set.alias, set.more.map(renderXml).sort()]);
}

/** `[name='x.', type='A']`, as messages name a set. */
export function labelOf(set: StoredSet): string {
  const identifier = set.setIdentifier === undefined ? "" : `, set-identifier='${set.setIdentifier}'`;
  return `[name='${wireName(set.name)}', type='${set.type}'${identifier}]`;
}
