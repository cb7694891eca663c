/** People who publish what the outputs ask them to, where the group does not. */
import type { DnsRecord } from "../../../provider/core/outputs";
import { decodeOutputs } from "../../../provider/pulumi/props";
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

/** Where addresses lead a name to CloudFront, only people know to which distribution: they delete the one that they are told of. */
export function deleteFormer(world: LifeWorld, stack: Stack): void {
  const { cloudfront } = world.simulator;
  for (const { outputs } of stack.resources.values()) {
    const { report, stored } = decodeOutputs(outputs) ?? {};
    const ids = stored?.memory.retiring.map(({ id }) => id) ?? [];
    for (const { id, domainName } of cloudfront.snapshot().filter((each) => ids.includes(each.id) && !each.enabled)) {
      const led = report?.domains.filter(({ name }) => leadsTo(world, name, domainName)) ?? [];
      if (led.length === 0) cloudfront.deleteDirect(id);
    }
  }
}

function leadsTo({ simulator, clock }: LifeWorld, name: string, target: string): boolean {
  const [server = ""] = simulator.dns.delegationOf(CUSTOMERS);
  const answer = simulator.dns.query(server, name, "A", clock.now());
  if (answer.rcode !== "NOERROR") return false;
  return answer.answers.some(({ aliasOf, values }) => aliasOf === target || values.includes(`${target}.`));
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
