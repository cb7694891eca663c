import { RECORD_TYPES, type RecordType, type ZoneRecord } from "../dns-contracts";
import { type ChangeFact, type HostedZone, newId, type Route53State } from "./facts";
import { compareTexts, readName } from "./names";
import { keyOf, type StoredSet } from "./record-set";

export function newChange(state: Route53State, account: string, comment: string | undefined): ChangeFact {
  const submittedAt = state.world.clock.now();
  const insyncAt = submittedAt + state.world.latencies.insync;
  const change = { id: newId(state, "C"), account, submittedAt, insyncAt, comment };
  state.changes.set(change.id, change);
  return change;
}

/** The API shows the new records at once, each name server takes the batch as a whole at a moment of its own before INSYNC. */
export function putRecords(
  state: Route53State,
  zone: HostedZone,
  records: ReadonlyMap<string, StoredSet>,
  change: ChangeFact,
): void {
  const span = change.insyncAt - change.submittedAt;
  const effective = Object.fromEntries(
    zone.nameServers.map((server) => [server, change.submittedAt + state.world.random.next() * span]),
  );
  zone.recordsBefore = zone.records;
  zone.records = records;
  for (const { name, type } of changedSets(zone)) {
    // Sets of other types are kept and listed only.
    const published = RECORD_TYPES.find((each) => each === type);
    if (published !== undefined) {
      state.world.dns.setRecord(zone.id, name, published, zoneRecord(zone, name, published), effective);
    }
  }
}

/** One of each name and type that the last write touched. */
function changedSets(zone: HostedZone): StoredSet[] {
  const { records, recordsBefore } = zone;
  const changed = [...records.values(), ...recordsBefore.values()].filter(
    (set) => records.get(keyOf(set)) !== recordsBefore.get(keyOf(set)),
  );
  return [...new Map(changed.map((set) => [`${set.name} ${set.type}`, set])).values()];
}

/** Routing policies are not simulated: of several sets the first one by identifier answers. */
function zoneRecord(zone: HostedZone, name: string, type: RecordType): ZoneRecord | null {
  const [set] = [...zone.records.values()]
    .filter((each) => each.name === name && each.type === type)
    .sort((one, other) => compareTexts(one.setIdentifier ?? "", other.setIdentifier ?? ""));
  if (set === undefined) {
    return null;
  }
  if (set.alias !== undefined) {
    return { name, type, alias: set.alias.dnsName };
  }
  return { name, type, ttl: set.ttl ?? 0, values: set.values.map((value) => dnsValue(type, value)) };
}

/** Host names in values lose their trailing dot: the simulated DNS writes them without. */
function dnsValue(type: RecordType, value: string): string {
  switch (type) {
    case "CNAME":
    case "NS":
    case "PTR":
      return readName(value);
    case "MX":
    case "SRV":
    case "SOA":
      return value.split(/\s+/).map(readName).join(" ");
    default:
      return value;
  }
}
