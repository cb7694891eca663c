/** People who publish what the outputs ask them to, where the group does not. */
import type { DnsRecord } from "../../../provider/core/outputs";
import type { RecordType } from "../../simulator/dns-contracts";
import type { Stack } from "./engine";
import { CUSTOMERS, type LifeWorld } from "./world";

export function publishAll(world: LifeWorld, stack: Stack): void {
  for (const { outputs } of stack.resources.values()) {
    for (const record of (outputs["dnsRecords"] ?? []) as DnsRecord[]) {
      if (record.publishedBy === "you") publishOne(world, record);
    }
  }
}

function publishOne({ simulator, clock, zoneIds }: LifeWorld, { action, type, name, value, ttl }: DnsRecord): void {
  const zoneId = zoneIds.get(CUSTOMERS);
  if (zoneId === undefined || !name.endsWith(CUSTOMERS) || action === "PUBLISH_WHEN_ATTACHED") return;
  const put = (of: RecordType, record: Parameters<typeof simulator.dns.setRecord>[3]): void =>
    simulator.dns.setRecord(zoneId, name, of, record, clock.now());
  if (action === "REMOVE") put(type === "ALIAS" ? "A" : "CNAME", null);
  else if (type === "ALIAS") put("A", { name, type: "A", alias: value });
  else if (type === "CNAME") put("CNAME", { name, type, ttl, values: [value] });
}
