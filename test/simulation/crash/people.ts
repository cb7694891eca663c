/** People who publish what a group asks for in the zone that they keep elsewhere. */
import type { DnsRecord } from "../../../provider/core/outputs";
import { CUSTOMERS, type LifeWorld } from "../life/world";

/** Gives whether there was anything to do. */
export function publish({ simulator, zoneIds, clock }: LifeWorld, records: DnsRecord[] = []): boolean {
  const { dns } = simulator;
  const zoneId = zoneIds.get(CUSTOMERS) ?? "";
  const before = JSON.stringify(dns.zones().find(({ id }) => id === zoneId));
  for (const { name, type, value, ttl, action, publishedBy } of records) {
    // An apex has no CNAME.
    if (publishedBy !== "you" || type !== "CNAME") continue;
    const isWanted = action === "PUBLISH" || action === "CORRECT";
    if (isWanted) dns.setRecord(zoneId, name, type, { name, type, ttl, values: [value] }, clock.now());
    if (action === "REMOVE") dns.setRecord(zoneId, name, type, null, clock.now());
  }
  return JSON.stringify(dns.zones().find(({ id }) => id === zoneId)) !== before;
}
