/** The port `Dns`: live look-ups that leave no trace in anybody's cache. */
import type { CaaLook, DnsLook, Lead, TrafficLook } from "../core/looks";
import type { Clock, Dns, Reply } from "../ports";
import { climbForCaa } from "./caa";
import { examine } from "./exam";
import type { HttpsExchange } from "./https-transport";
import { isBlocked, isUntold, lookAt } from "./look";
import { createLookups } from "./lookups";
import { type AnyWay, type Look, lookAnyWay } from "./over-https";
import { serversOf } from "./resolver";
import { findTraffic, hostOf, type Lookup, whereItLeads } from "./traffic";
import type { DnsTransport } from "./transport";
import { saysNothing } from "./verdict";
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

export function createDns(options: DnsOptions): Dns {
  const { ask, begin } = createLookups(options);
  const lookup = (): Lookup => begin(lookMs);
  const webServer = serversOf(options.resolvers).find((server) => "url" in server);
  const anyWay = <T>(how: AnyWay<T>, look: Look<T>): Promise<T> =>
    webServer === undefined ? look(lookup()) : lookAnyWay(lookup(), ask, webServer, how, look);
  return {
    zoneOf: (name) => {
      const { zoneOf, until } = lookup();
      return zoneOf(name, until);
    },
    look: (name, type) => anyWay(RECORD, (by) => lookAt(by, { name, type })),
    caa: (name) => anyWay(CAA, (by) => climbForCaa(by, name)),
    examine: (record) => examine(lookup(), record),
    wildcard: (name) => wildcardOver(lookup(), name),
    lead: (name) => anyWay(LEAD, (by) => whereItLeads(by, hostOf(name))),
    traffic: async (name, distributionDomainName) => ({
      kind: "ok",
      value: await anyWay(TRAFFIC, (by) => findTraffic(by, hostOf(name), distributionDomainName)),
    }),
  };
}

const RECORD: AnyWay<Reply<DnsLook>> = { isUnheard: isBlocked, isUnknown: isUntold };

const isUnread = ({ kind }: CaaLook): boolean => kind === "unknown";
const CAA: AnyWay<CaaLook> = {
  isUnheard: (look) => look.kind === "unknown" && saysNothing(look.code),
  isUnknown: isUnread,
  zones: true,
};

const isUnled = ({ kind }: Lead): boolean => kind === "unknown";
const LEAD: AnyWay<Lead> = { isUnheard: (lead, isSilent) => isUnled(lead) && isSilent, isUnknown: isUnled };

const isUnseen = (look: TrafficLook): boolean => look === "UNKNOWN";
const TRAFFIC: AnyWay<TrafficLook> = { isUnheard: (look, isSilent) => isUnseen(look) && isSilent, isUnknown: isUnseen };
