import type { SimClock } from "../contracts";
import type { DnsWorld } from "../dns-contracts";
import { canonical, topLevelOf } from "./names";
import type { Servers } from "./servers";
import { createZone, type Zone } from "./zone";

/** The one server of the root and of every top-level domain. */
export const REGISTRY = "a.registry-servers.net";

const SOA_MINIMUM = 900;
const SINCE_EVER = Number.NEGATIVE_INFINITY;

/** Where names are registered: delegates them to their servers. A top-level domain comes into being with the first name below it. */
export type Registry = Pick<DnsWorld, "delegate" | "delegationOf">;

export function createRegistry(clock: SimClock, servers: Servers): Registry {
  const topLevels = new Set<string>();

  function open(name: string): void {
    if (topLevels.has(name)) return;
    topLevels.add(name);
    servers.holdings.add(registryZone(name, servers), SINCE_EVER);
  }

  servers.addresses.add(REGISTRY);
  open("");
  return {
    delegate(name, nameServers) {
      open(topLevelOf(canonical(name)));
      servers.delegations.set(canonical(name), nameServers.map(canonical), clock.now());
    },
    delegationOf: (name) => servers.delegations.of(canonical(name), clock.now()),
  };
}

function registryZone(name: string, servers: Servers): Zone {
  const spec = { id: `registry ${name}`, name, nameServers: [REGISTRY], private: false, soaMinimum: SOA_MINIMUM };
  return createZone(spec, servers.delegations, () => []);
}
