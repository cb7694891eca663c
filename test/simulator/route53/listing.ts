import { pageSize } from "../codec/rest-xml";
import { element, optionalElement, type XmlElement } from "../codec/xml";
import { hostedZoneElement } from "./elements";
import { invalidInput } from "./errors";
import { type HostedZone, isPrivate, type Route53State } from "./facts";
import { compareNames, compareTexts, readName, wireName } from "./names";
import { recordSetElement, type StoredSet } from "./record-set";

type Query = { [name: string]: string };

const ZONES_PER_PAGE = 100;
const RECORD_SETS_PER_PAGE = 300;

/** A larger page than there is gets the largest there is. */
function sizeOf(query: Query, largest: number): number {
  const size = pageSize(query["maxitems"], largest, Number.MAX_SAFE_INTEGER);
  if (size === undefined) {
    throw invalidInput("Invalid request: MaxItems must be a positive number");
  }
  return Math.min(size, largest);
}

function zonesOf(state: Route53State, account: string): HostedZone[] {
  return [...state.zones.values()].filter((zone) => zone.account === account && !zone.deleted);
}

/** In order of creation. `marker` is the id of the first zone of the page. */
export function listHostedZones(state: Route53State, account: string, query: Query): XmlElement {
  const marker = query["marker"];
  const onlyPrivate = query["hostedzonetype"] === "PrivateHostedZone";
  const zones = zonesOf(state, account).filter((zone) => !onlyPrivate || isPrivate(zone));
  const from = marker === undefined ? 0 : zones.findIndex((zone) => zone.id === marker);
  if (from < 0) {
    throw invalidInput(`Invalid request: no hosted zone ${marker} to start from`);
  }
  const size = sizeOf(query, ZONES_PER_PAGE);
  const next = zones[from + size];
  return element("ListHostedZonesResponse", [
    element("HostedZones", zones.slice(from, from + size).map(hostedZoneElement)),
    optionalElement("Marker", marker),
    element("IsTruncated", next !== undefined),
    optionalElement("NextMarker", next?.id),
    element("MaxItems", size),
  ]);
}

/** By reversed labels, then by id. `dnsname` and `hostedzoneid` say where the page starts; they are no filter. */
export function listHostedZonesByName(state: Route53State, account: string, query: Query): XmlElement {
  const name = query["dnsname"];
  const id = query["hostedzoneid"];
  if (id !== undefined && name === undefined) {
    throw invalidInput("Invalid request: HostedZoneId needs a DNSName");
  }
  const start = { name: readName(name ?? ""), id: id ?? "" };
  const zones = zonesOf(state, account).sort(compareZones);
  const listed = name === undefined ? zones : zones.filter((zone) => compareZones(zone, start) >= 0);
  const size = sizeOf(query, ZONES_PER_PAGE);
  const next = listed[size];
  return element("ListHostedZonesByNameResponse", [
    element("HostedZones", listed.slice(0, size).map(hostedZoneElement)),
    optionalElement("DNSName", name),
    optionalElement("HostedZoneId", id),
    element("IsTruncated", next !== undefined),
    optionalElement("NextDNSName", next === undefined ? undefined : wireName(next.name)),
    optionalElement("NextHostedZoneId", next?.id),
    element("MaxItems", size),
  ]);
}

function compareZones(one: { name: string; id: string }, other: { name: string; id: string }): number {
  return compareNames(one.name, other.name) || compareTexts(one.id, other.id);
}

interface Start {
  name: string;
  type: string;
  setIdentifier: string | undefined;
}

/** By reversed labels, then type, then identifier; pending changes show. */
export function listRecordSets(records: ReadonlyMap<string, StoredSet>, query: Query): XmlElement {
  const start = startOf(query);
  const sets = [...records.values()].sort(compareSets).filter((set) => compareSets(set, start) >= 0);
  const size = sizeOf(query, RECORD_SETS_PER_PAGE);
  const next = sets[size];
  return element("ListResourceRecordSetsResponse", [
    element("ResourceRecordSets", sets.slice(0, size).map(recordSetElement)),
    element("IsTruncated", next !== undefined),
    optionalElement("NextRecordName", next === undefined ? undefined : wireName(next.name)),
    optionalElement("NextRecordType", next?.type),
    optionalElement("NextRecordIdentifier", next?.setIdentifier),
    element("MaxItems", size),
  ]);
}

function startOf(query: Query): Start {
  const { name, type, identifier } = query;
  if ((type !== undefined && name === undefined) || (identifier !== undefined && type === undefined)) {
    throw invalidInput("Invalid request: a start type needs a start name, a start identifier needs both");
  }
  return { name: readName(name ?? ""), type: type ?? "", setIdentifier: identifier };
}

function compareSets(one: Start, other: Start): number {
  return (
    compareNames(one.name, other.name) ||
    compareTexts(one.type, other.type) ||
    compareTexts(one.setIdentifier ?? "", other.setIdentifier ?? "")
  );
}
