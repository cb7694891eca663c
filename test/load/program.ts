/** A program with groups, as the engine hands it to the plugin. */
import { inputs, internal } from "../pulumi/fixtures";
import type { Declared } from "../simulation/life/engine";
import type { Place, Servers } from "./servers";

export interface Group {
  name: string;
  hosts: string[];
  /** Which of the distributions that are there, or one that the group makes. */
  at: number | "created";
  keyAlgorithm: "RSA_2048" | "EC_prime256v1";
  /** Which of the distributions that are there may lose a name to it. */
  moveFrom?: number;
}

export const hostsOf = (groups: readonly Group[]): string[] => groups.flatMap(({ hosts }) => hosts);

export function declared(groups: readonly Group[], places: readonly Place[], servers: Servers): Declared[] {
  return groups.map(({ name, hosts: [primaryDomain, ...alternativeDomains], at, keyAlgorithm, moveFrom }) => ({
    name,
    inputs: inputs({
      primaryDomain,
      alternativeDomains,
      onConflict: moveFrom === undefined ? "report" : { moveFrom: [places[moveFrom]?.id] },
      distribution: at === "created" ? CREATED : { id: places[at]?.id },
      dns: "route53",
      keyAlgorithm,
      resolvers: [servers.dns],
      ports: { dns: servers.dnsPort, https: servers.httpsPort },
      __domainGroup: internal({ name }),
    }),
  }));
}

const CREATED = { create: { serviceType: "api", origin: "origin.example.net" } };
