import type { Random, SimClock } from "../contracts";
import type { DnsWorld, Effective, RecordType, ZoneView } from "../dns-contracts";
import { createComputedZone } from "./computed-zone";
import { canonical } from "./names";
import { createRegistry, type Registry } from "./registry";
import { createResolver, type Resolve } from "./resolver";
import { answerOf, createServers, type Servers } from "./servers";
import { createWalk, type Walk } from "./walk";
import { delegationTo } from "./whole-world";
import { createZone, type Zone } from "./zone";

const COMPUTED_SOA_MINIMUM = 60;

/** The simulated internet's DNS: facts with instants, from which every answer of now or of the past is computed. */
export function createDnsWorld(clock: SimClock, random: Random): DnsWorld {
  const servers = createServers();
  const salt = random.hex(8);
  const walk = createWalk(servers, salt);
  const registry = createRegistry(clock, servers);
  const zones = new Map<string, Zone>();
  const { query, ...resolution } = reader(clock, servers, walk, createWalk(servers, salt, false));
  return {
    ...registry,
    ...zoneWriter(clock, servers, walk, zones),
    ...resolution,
    query,
    zones: () => [...zones.values()].map((zone) => zoneView(zone, query, clock.now())),
    addComputedZone: computedZoneAdder(servers, registry),
    setServerFault: (server, fault, type) =>
      servers.faults.set([canonical(server), ...(type === undefined ? [] : [type])].join(" "), fault, clock.now()),
    setBogus: (zone, isBogus) => servers.bogus.set(canonical(zone), isBogus, clock.now()),
    addressOf: (server) => servers.addresses.of(canonical(server)),
    serverAt: servers.addresses.serverAt,
    nameServers: servers.addresses.servers,
    shareAddress: servers.addresses.share,
    onNameServer: servers.addresses.onAdded,
  };
}

function zoneWriter(
  clock: SimClock,
  servers: Servers,
  walk: Walk,
  zones: Map<string, Zone>,
): Pick<DnsWorld, "addZone" | "removeZone" | "setRecord"> {
  const uncached = createResolver(walk, { positive: 0, negative: 0 });
  const inProgress = new Set<string>();

  function aliasValues(name: string, type: RecordType, at: number): string[] {
    // An alias that leads back to itself has no values.
    if (inProgress.has(name)) return [];
    inProgress.add(name);
    const answer = uncached({ name, type, at });
    inProgress.delete(name);
    const set = answer.rcode === "NOERROR" ? answer.answers.at(-1) : undefined;
    return set?.type === type ? set.values : [];
  }

  return {
    addZone(given) {
      const spec = { ...given, name: canonical(given.name), nameServers: given.nameServers.map(canonical) };
      const zone = createZone(spec, servers.delegations, aliasValues);
      zones.set(spec.id, zone);
      for (const server of spec.nameServers) servers.addresses.add(server);
      servers.holdings.add(zone, clock.now());
    },
    removeZone(zoneId) {
      zones.delete(zoneId);
      servers.holdings.remove(zoneId, clock.now());
    },
    setRecord(zoneId, name, type, record, effective) {
      const zone = zones.get(zoneId);
      if (!zone) throw new Error(`no zone ${zoneId}`);
      zone.records.put(canonical(name), type, record, notBefore(effective, clock.now()));
    },
  };
}

/** Looked up when they are read: whoever searches among many zones wants the records of one. */
function zoneView({ spec, records }: Zone, query: DnsWorld["query"], now: number): ZoneView {
  return {
    ...spec,
    get delegation() {
      return delegationTo(query, spec.name);
    },
    get records() {
      return records.held(spec.nameServers, now);
    },
  };
}

/** What somebody has seen stays seen: a change cannot take effect in the past. */
function notBefore(effective: Effective, now: number): Effective {
  if (typeof effective === "number") return Math.max(effective, now);
  return Object.fromEntries(
    Object.entries(effective).map(([server, from]) => [canonical(server), Math.max(from, now)]),
  );
}

function computedZoneAdder(servers: Servers, registry: Registry): DnsWorld["addComputedZone"] {
  return (name, compute) => {
    const nameServers = [`ns.${name}`];
    const spec = { id: `computed ${name}`, name, nameServers, private: false, soaMinimum: COMPUTED_SOA_MINIMUM };
    for (const server of nameServers) servers.addresses.add(server);
    servers.holdings.add(createComputedZone(spec, compute), Number.NEGATIVE_INFINITY);
    registry.delegate(name, nameServers);
  };
}

function reader(
  clock: SimClock,
  servers: Servers,
  walk: Walk,
  walkUnchecked: Walk,
): Pick<DnsWorld, "query" | "resolve" | "cacheLimits"> {
  const cacheLimits = { positive: Number.POSITIVE_INFINITY, negative: Number.POSITIVE_INFINITY };
  const resolvers = new Map<string, Resolve>();

  function resolverNamed(name: string, unchecked: boolean): Resolve {
    const key = unchecked ? `${name} unchecked` : name;
    const resolver = resolvers.get(key) ?? createResolver(unchecked ? walkUnchecked : walk, cacheLimits);
    resolvers.set(key, resolver);
    return resolver;
  }

  return {
    cacheLimits,
    query: (server, name, type, at = clock.now()) =>
      answerOf(servers, canonical(server), { name: canonical(name), type, at }),
    resolve(name, type, at = clock.now(), resolver = "public", unchecked = false) {
      const fault = servers.faults.at(resolver, at);
      if (fault === "TIMEOUT") return { rcode: "TIMEOUT" };
      if (fault) return { rcode: fault, answers: [], authority: [], authoritative: false };
      return resolverNamed(resolver, unchecked)({ name: canonical(name), type, at });
    },
  };
}
