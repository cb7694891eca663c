/** Which hosted zone of the account holds each domain's records: the one that the world asks. */

import { baseName, type DomainName, isWithin } from "./core/domain-name";
import type { DnsWish, ZoneFinding } from "./core/model";
import type { HostedZone, Ports, Reply } from "./ports";

export async function findZones(
  dns: DnsWish,
  domains: DomainName[],
  ports: Ports,
): Promise<Reply<{ [domain: string]: ZoneFinding }>> {
  const listed = await ports.zones.list();
  if (listed.kind !== "ok") return listed;
  const only = dns.kind === "route53" ? dns.zoneIds : null;
  const zones = listed.value.filter(({ id, linkedService }) => !linkedService && (only === null || only.includes(id)));
  const look: Look = { zones, chosen: only !== null, nameServers: onceEach(ports), ports };
  const names = [...new Set(domains.map(baseName))];
  const replies = await Promise.all(names.map((name) => findZone(name, look)));
  const failed = replies.find((reply) => reply.kind === "failed");
  if (failed?.kind === "failed") return failed;
  const findings = domains.flatMap((domain): [string, ZoneFinding][] => {
    const reply = replies[names.indexOf(baseName(domain))];
    return reply?.kind === "ok" ? [[domain, reply.value]] : [];
  });
  return { kind: "ok", value: Object.fromEntries(findings) };
}

interface Look {
  zones: HostedZone[];
  /** The program named the zones. */
  chosen: boolean;
  nameServers: (zoneId: string) => Promise<Reply<string[]>>;
  ports: Ports;
}

/** Many domains share a zone: one call for each zone. */
function onceEach({ zones }: Ports): Look["nameServers"] {
  const asked = new Map<string, Promise<Reply<string[]>>>();
  return (zoneId) => {
    const answer = asked.get(zoneId) ?? zones.nameServers(zoneId);
    asked.set(zoneId, answer);
    return answer;
  };
}

async function findZone(name: string, look: Look): Promise<Reply<ZoneFinding>> {
  const above = look.zones.filter((zone) => isWithin(name, zone.name));
  const open = above.filter((zone) => !zone.private);
  const longest = Math.max(...open.map((zone) => zone.name.length));
  const candidates = open.filter((zone) => zone.name.length === longest);
  const [first] = candidates;
  if (first === undefined) {
    const zoneIds = above.map(({ id }) => id);
    return { kind: "ok", value: zoneIds.length > 0 ? { kind: "privateOnly", zoneIds } : { kind: "missing" } };
  }
  // Named by the program: its word counts, also where DNS looks different from here (split horizon).
  if (look.chosen && candidates.length === 1)
    return { kind: "ok", value: { kind: "found", zoneId: first.id, zone: first.name } };
  return delegatedAmong(name, candidates, first, look);
}

/** Several zones may have one name, and a zone may be delegated to nobody: the live name servers tell. */
async function delegatedAmong(
  name: string,
  candidates: HostedZone[],
  first: HostedZone,
  { nameServers, ports }: Look,
): Promise<Reply<ZoneFinding>> {
  const live = await ports.dns.zoneOf(name);
  // Where DNS can not be asked (port 53 blocked), the only zone of that name is taken: our own look never vetoes.
  if (live.kind === "failed") return candidates.length === 1 ? found(first) : live;
  const delegatedTo = live.kind === "ok" ? live.value.nameServers : [];
  const servers: { zone: HostedZone; names: string[] }[] = [];
  for (const zone of candidates) {
    const reply = await nameServers(zone.id);
    if (reply.kind === "failed") return reply;
    servers.push({ zone, names: reply.kind === "ok" ? reply.value : [] });
  }
  const asked = servers.filter(({ names }) => names.some((server) => delegatedTo.includes(server)));
  const [match] = asked;
  if (asked.length === 1 && match !== undefined) return found(match.zone);
  if (candidates.length > 1) {
    const zoneIds = candidates.map(({ id }) => id);
    return { kind: "ok", value: { kind: "ambiguous", zone: first.name, zoneIds } };
  }
  const zoneServers = servers[0]?.names ?? [];
  return { kind: "ok", value: { kind: "notDelegated", zoneId: first.id, zone: first.name, zoneServers, delegatedTo } };
}

const found = (zone: HostedZone): Reply<ZoneFinding> => ({
  kind: "ok",
  value: { kind: "found", zoneId: zone.id, zone: zone.name },
});
