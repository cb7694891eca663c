import type { Route53State } from "./facts";

/** Route 53 takes one server of each of four top-level domains: a failure of one domain leaves the zone reachable. */
const DOMAINS = ["com", "net", "org", "co.uk"];
const SERVERS_PER_DOMAIN = 512;

/** No two public zones share a server. */
export function newNameServers(state: Route53State): string[] {
  const { random } = state.world;
  return DOMAINS.map((domain, index) => {
    let server: string;
    do {
      const number = index * SERVERS_PER_DOMAIN + random.below(SERVERS_PER_DOMAIN);
      const group = String(random.below(100)).padStart(2, "0");
      server = `ns-${number}.awsdns-${group}.${domain}`;
    } while (state.usedNameServers.has(server));
    state.usedNameServers.add(server);
    return server;
  });
}

/** All private zones have the same ones, which answer nobody. */
export const PRIVATE_NAME_SERVERS = DOMAINS.map(
  (domain, index) => `ns-${index * SERVERS_PER_DOMAIN}.awsdns-00.${domain}`,
);
