import { childOf, textAt, type XmlElement } from "../codec/xml";
import {
  accessDenied,
  hostedZoneAlreadyExists,
  hostedZoneNotEmpty,
  invalidDomainName,
  invalidInput,
  noSuchHostedZone,
  tooManyHostedZones,
} from "./errors";
import { type HostedZone, isPrivate, newId, type Route53State } from "./facts";
import { newNameServers, PRIVATE_NAME_SERVERS } from "./name-servers";
import { isDomainName, readName, wireName } from "./names";
import { keyOf, type StoredSet } from "./record-set";

const ZONES_PER_ACCOUNT = 500;

/** Of the SOA record that Route 53 makes. */
const NEGATIVE_CACHE_SECONDS = 86_400;

export interface ZoneRequest {
  account: string;
  name: string;
  callerReference: string;
  comment?: string | undefined;
  vpc?: { region: string; id: string } | undefined;
}

export function readZoneRequest(body: XmlElement, account: string): ZoneRequest {
  const name = readName(textAt(body, "Name") ?? "");
  const callerReference = textAt(body, "CallerReference") ?? "";
  if (callerReference === "") {
    throw invalidInput("Invalid request: Missing field 'CallerReference' in CreateHostedZoneRequest");
  }
  if (!isDomainName(name)) {
    throw invalidDomainName(textAt(body, "Name") ?? "");
  }
  const vpc = childOf(body, "VPC");
  if (vpc === undefined && textAt(body, "HostedZoneConfig/PrivateZone") === "true") {
    throw invalidInput("Invalid request: a private hosted zone needs a VPC");
  }
  return {
    account,
    name,
    callerReference,
    comment: textAt(body, "HostedZoneConfig/Comment"),
    vpc: vpc === undefined ? undefined : { region: textAt(vpc, "VPCRegion") ?? "", id: textAt(vpc, "VPCId") ?? "" },
  };
}

/** Several zones of one name are legal. Nothing delegates to a new zone: that is done where the name is registered. */
export function createZone(state: Route53State, request: ZoneRequest): HostedZone {
  const own = [...state.zones.values()].filter((zone) => zone.account === request.account);
  if (own.some((zone) => zone.callerReference === request.callerReference)) {
    throw hostedZoneAlreadyExists();
  }
  if (own.filter((zone) => !zone.deleted).length >= ZONES_PER_ACCOUNT) {
    throw tooManyHostedZones();
  }
  const nameServers = request.vpc === undefined ? newNameServers(state) : PRIVATE_NAME_SERVERS;
  const records = new Map(apexSets(request.name, nameServers).map((set) => [keyOf(set), set]));
  const zone: HostedZone = {
    id: newId(state, "Z"),
    account: request.account,
    name: request.name,
    callerReference: request.callerReference,
    comment: request.comment,
    vpc: request.vpc,
    nameServers,
    records,
    recordsBefore: records,
    tags: new Map(),
    deleted: false,
  };
  state.zones.set(zone.id, zone);
  state.world.dns.addZone({
    id: zone.id,
    name: zone.name,
    nameServers: [...nameServers],
    private: isPrivate(zone),
    soaMinimum: NEGATIVE_CACHE_SECONDS,
  });
  return zone;
}

function apexSets(name: string, nameServers: readonly string[]): StoredSet[] {
  const apex = { name, setIdentifier: undefined, alias: undefined, more: [] };
  const soa = `${wireName(nameServers[0] ?? "")} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 ${NEGATIVE_CACHE_SECONDS}`;
  return [
    { ...apex, type: "NS", ttl: 172_800, values: nameServers.map(wireName) },
    { ...apex, type: "SOA", ttl: 900, values: [soa] },
  ];
}

export function findZone(state: Route53State, account: string, id: string): HostedZone {
  const zone = state.zones.get(id);
  if (zone === undefined || zone.deleted) {
    throw noSuchHostedZone(id);
  }
  if (zone.account !== account) {
    throw accessDenied();
  }
  return zone;
}

export function deleteZone(state: Route53State, zone: HostedZone): void {
  const required = (set: StoredSet) => set.name === zone.name && (set.type === "NS" || set.type === "SOA");
  if (![...zone.records.values()].every(required)) {
    throw hostedZoneNotEmpty();
  }
  zone.deleted = true;
  state.world.dns.removeZone(zone.id);
}
