import { isAtOrBelow } from "../dns/names";
import type { Effective, RecordSet, RecordType, ZoneRecord, ZoneView } from "../dns-contracts";
import type { Simulator } from "../simulator";
import { ControlError, domainName, listOf, object, oneOf, optional, orNull, text, wholeNumber } from "./readers";
import type { Route } from "./route";

const TYPES = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA", "MX", "HTTPS", "PTR", "SRV", "ALIAS"] as const;

const readRecord = object({
  name: domainName,
  /** ALIAS: what DNS hosts offer for the top of a zone. It answers with the target's addresses. */
  type: oneOf(TYPES),
  /** `null` takes the record set away. */
  values: orNull(listOf(text)),
  ttl: optional(wholeNumber),
  /** Id or name; default: the closest zone that clients are led to. */
  zone: optional(text),
  /** Only these servers get the change. */
  nameServers: optional(listOf(domainName)),
});

type Published = ReturnType<typeof readRecord>;

const DEFAULT_TTL = 60;

/** Somebody publishes, changes or removes record sets: one, or a list of them. */
export const recordRoutes: Route[] = [
  {
    method: "POST",
    path: "/records",
    run(simulator, body) {
      const records = Array.isArray(body) ? listOf(readRecord)(body, "records") : [readRecord(body, "")];
      // First the places of all, so that a mistake in one record leaves the others unpublished too.
      const placed = records.map((record) => ({ record, place: placeFor(simulator, record) }));
      for (const { record, place } of placed)
        for (const type of typesOf(record)) publish(simulator, place, record, type);
      return placed.map(({ record: { name, type }, place }) => ({ name, type, zoneId: place.zone.id }));
    },
  },
];

interface Place {
  zone: ZoneView;
  /** By Route 53, and so the record shows in its API too. */
  hosted: boolean;
}

function placeFor(simulator: Simulator, record: Published): Place {
  const zone = zoneFor(simulator, record);
  const hosted = !record.nameServers && simulator.route53.snapshot().some(({ id }) => id === zone.id);
  if (hosted && record.type === "ALIAS" && record.values !== null) {
    throw new ControlError("type: an alias in a hosted zone is made with Route 53's ChangeResourceRecordSets");
  }
  return { zone, hosted };
}

function zoneFor(simulator: Simulator, { name, zone: wanted }: Published): ZoneView {
  const holding = simulator.dns.zones().filter((zone) => isAtOrBelow(name, zone.name));
  const named = holding.filter((zone) => wanted === undefined || zone.id === wanted || zone.name === wanted);
  const led = named.filter((zone) => zone.delegation.some((server) => zone.nameServers.includes(server)));
  const [closest] = (led.length > 0 ? led : named).sort((one, other) => other.name.length - one.name.length);
  if (closest) return closest;
  const where = wanted === undefined ? "No zone" : `No zone ${wanted}`;
  throw new ControlError(`name: ${where} holds ${name}; POST /zones makes one`, 404);
}

function typesOf({ type }: Published): RecordType[] {
  return type === "ALIAS" ? ["A", "AAAA"] : [type];
}

function publish(simulator: Simulator, { zone, hosted }: Place, published: Published, type: RecordType): void {
  const record = recordOf(published, type);
  if (hosted && record === null) simulator.route53.removeRecord(zone.id, published.name, type);
  else if (hosted && record && "values" in record) simulator.route53.putRecord(zone.id, record);
  else simulator.dns.setRecord(zone.id, published.name, type, record, effectiveNow(simulator, published));
}

function effectiveNow({ world }: Simulator, { nameServers }: Published): Effective {
  const now = world.clock.now();
  return nameServers ? Object.fromEntries(nameServers.map((server) => [server, now])) : now;
}

function recordOf({ name, type: given, values, ttl = DEFAULT_TTL }: Published, type: RecordType): ZoneRecord | null {
  if (values === null || values.length === 0) return null;
  if (given === "ALIAS") return { name, type, alias: domainName(values[0], "values[0]") };
  return { name, type, ttl, values: values.map((value) => canonicalValue(type, value)) } satisfies RecordSet;
}

const HOST_NAMES: RecordType[] = ["CNAME", "NS", "PTR", "MX", "SRV"];

function canonicalValue(type: RecordType, value: string): string {
  return HOST_NAMES.includes(type) ? value.toLowerCase().replace(/\.$/, "") : value;
}
