/** The port `Dns`: live look-ups that leave no trace in anybody's cache. */
import { baseName, isWildcard } from "../core/domain-name";
import type { DnsLook, Instant, ServerAnswer } from "../core/model";
import type { Clock, Dns, Reply } from "../ports";
import { createAsk } from "./ask";
import { createKept } from "./kept";
import type { QuestionType } from "./packet";
import { createResolver, type Resolver } from "./resolver";
import { findTraffic } from "./traffic";
import type { DnsTransport } from "./transport";
import { verdictOf } from "./verdict";
import { findZone, type Zone } from "./zone-finder";

export interface DnsOptions {
  transport: DnsTransport;
  clock: Clock;
  /** `"1.1.1.1"`, `"127.0.0.1:5353"`, `"[::1]:5353"`; `null`: the system's. */
  resolvers: readonly string[] | null;
  /** Of authoritative servers. Default 53. */
  port?: number;
}

const zoneKeptMs = 5_000;
/** The longest that one look takes, servers that do not answer included. */
const lookMs = 10_000;

export function createDns({ transport, clock, resolvers, port = 53 }: DnsOptions): Dns {
  const resolver = createResolver(createAsk(transport, clock), clock, resolvers, port);
  const zones = createKept<Reply<Zone>>(clock, zoneKeptMs);
  const zoneOf = (name: string, until: Instant): Promise<Reply<Zone>> => {
    const base = baseName(name);
    return zones(base, () => findZone(resolver, base, until));
  };
  const deadline = (): Instant => clock.now() + lookMs;
  return {
    zoneOf: (name) => zoneOf(name, deadline()),
    look: async (name, type) => {
      const until = deadline();
      const found = await zoneOf(name, until);
      if (found.kind !== "ok") return found;
      return { kind: "ok", value: await lookAtAll(resolver, found.value, { name, type }, until) };
    },
    traffic: async (name, distributionDomainName) => {
      const host = isWildcard(name) ? `${anyLabel}.${baseName(name)}` : name;
      const lookup = { resolver, zoneOf, until: deadline() };
      return { kind: "ok", value: await findTraffic(lookup, host, distributionDomainName) };
    },
  };
}

/** Stands for all that a wildcard record answers for: a label that nobody has a record of. */
const anyLabel = "domain-group-wildcard-check";

async function lookAtAll(
  resolver: Resolver,
  { zone, nameServers }: Zone,
  question: { name: string; type: QuestionType },
  until: Instant,
): Promise<DnsLook> {
  const ask = async (nameServer: string): Promise<[string, ServerAnswer]> => {
    const verdict = verdictOf(await resolver.authoritative(nameServer, question, until));
    switch (verdict.kind) {
      case "answer": {
        const own = verdict.entries.filter((entry) => entry.name === question.name && entry.type === question.type);
        return [
          nameServer,
          own.length === 0 ? { kind: "none" } : { kind: "values", values: own.map((entry) => entry.value).sort() },
        ];
      }
      case "nothing":
        return [nameServer, { kind: "none" }];
      case "referral":
        return [nameServer, { kind: "unknown", code: "NOT_AUTHORITATIVE" }];
      case "failure":
        return [nameServer, { kind: "unknown", code: verdict.code }];
    }
  };
  return { zone, servers: Object.fromEntries(await Promise.all(nameServers.map(ask))) };
}
