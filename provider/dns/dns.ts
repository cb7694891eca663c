/** The port `Dns`: live look-ups that leave no trace in anybody's cache. */
import type { Clock, Dns } from "../ports";
import { climbForCaa } from "./caa";
import { examine } from "./exam";
import type { HttpsExchange } from "./https-transport";
import { isBlocked, lookAt, lookOver } from "./look";
import { createLookups } from "./lookups";
import { serversOf } from "./resolver";
import { findTraffic, hostOf, type Lookup, whereItLeads } from "./traffic";
import type { DnsTransport } from "./transport";
import { wildcardOver } from "./wildcard";

export interface DnsOptions {
  transport: DnsTransport;
  /** Of packets over HTTPS. Default: that of Node.js. */
  overHttps?: HttpsExchange;
  clock: Clock;
  /** `"1.1.1.1"`, `"127.0.0.1:5353"`, `"[::1]:5353"`, `"https://dns.google/dns-query"`; `null`: the system's. */
  resolvers: readonly string[] | null;
  /** Of authoritative servers. Default 53. */
  port?: number;
}

/** The longest that one look takes, servers that do not answer included. */
const lookMs = 10_000;
/** Of it, what is left for a resolver over HTTPS where they are not heard. */
const overHttpsMs = 3_000;

export function createDns(options: DnsOptions): Dns {
  const { ask, begin } = createLookups(options);
  const lookup = (): Lookup => begin(lookMs);
  const webServer = serversOf(options.resolvers).find((server) => "url" in server);
  return {
    zoneOf: (name) => {
      const { zoneOf, until } = lookup();
      return zoneOf(name, until);
    },
    look: async (name, type) => {
      const whole = lookup();
      const question = { name, type };
      if (webServer === undefined) return lookAt(whole, question);
      const reply = await lookAt({ ...whole, until: whole.until - overHttpsMs }, question);
      return isBlocked(reply) ? ((await lookOver(whole, question, ask, webServer)) ?? reply) : reply;
    },
    caa: (name) => climbForCaa(lookup(), name),
    examine: (record) => examine(lookup(), record),
    wildcard: (name) => wildcardOver(lookup(), name),
    lead: (name) => whereItLeads(lookup(), hostOf(name)),
    traffic: async (name, distributionDomainName) => ({
      kind: "ok",
      value: await findTraffic(lookup(), hostOf(name), distributionDomainName),
    }),
  };
}
