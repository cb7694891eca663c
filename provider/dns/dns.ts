/** The port `Dns`: live look-ups that leave no trace in anybody's cache. */
import type { DnsLook, ServerAnswer } from "../core/looks";
import type { Instant } from "../core/model";
import type { Clock, Dns, Reply } from "../ports";
import type { Ask, Server } from "./ask";
import { climbForCaa } from "./caa";
import { examine } from "./exam";
import type { HttpsExchange } from "./https-transport";
import { createLookups } from "./lookups";
import type { Entry, Question } from "./packet";
import { isVerdict, type Resolver, serversOf } from "./resolver";
import { findTraffic, hostOf, type Lookup, whereItLeads } from "./traffic";
import type { DnsTransport } from "./transport";
import { isSilence, verdictOf } from "./verdict";
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
/** Of it, what is left for a resolver over HTTPS where they are silent. */
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
      const { until, ...rest } = lookup();
      if (webServer === undefined) return lookAt({ ...rest, until }, { name, type });
      const reply = await lookAt({ ...rest, until: until - overHttpsMs }, { name, type });
      return isBlocked(reply) ? ((await lookOver(ask, webServer, { name, type }, until)) ?? reply) : reply;
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

async function lookAt({ resolver, zoneOf, until }: Lookup, question: Question): Promise<Reply<DnsLook>> {
  const found = await zoneOf(question.name, until);
  if (found.kind !== "ok") return found;
  const { zone, nameServers } = found.value;
  const answers = nameServers.map(
    async (nameServer): Promise<[string, ServerAnswer]> => [
      nameServer,
      await answerOf(resolver, nameServer, question, until),
    ],
  );
  return { kind: "ok", value: { zone, servers: Object.fromEntries(await Promise.all(answers)) } };
}

async function answerOf(
  resolver: Resolver,
  nameServer: string,
  question: Question,
  until: Instant,
): Promise<ServerAnswer> {
  const verdict = verdictOf(await resolver.authoritative(nameServer, question, until));
  switch (verdict.kind) {
    case "answer":
      return answerIn(verdict.entries, question);
    case "nothing":
      return { kind: "none" };
    case "referral":
      return { kind: "unknown", code: "NOT_AUTHORITATIVE" };
    case "failure":
      return { kind: "unknown", code: verdict.code };
  }
}

/** The records of the name itself. */
function answerIn(entries: Entry[], { name, type }: Question): ServerAnswer {
  const own = entries.filter((entry) => entry.name === name && entry.type === type);
  return own.length === 0 ? { kind: "none" } : { kind: "values", values: own.map((entry) => entry.value).sort() };
}

/** No authoritative server is heard. */
function isBlocked(reply: Reply<DnsLook>): boolean {
  if (reply.kind !== "ok") return reply.kind === "failed" && isSilence(reply.trouble.code);
  return Object.values(reply.value.servers).every((answer) => answer.kind === "unknown" && isSilence(answer.code));
}

/** By a resolver, where nobody else can be asked: it may keep for a while that the record is missing. Its URL stands for the servers. */
async function lookOver(
  ask: Ask,
  server: Extract<Server, { url: string }>,
  question: Question,
  until: Instant,
): Promise<Reply<DnsLook> | undefined> {
  const told = await ask(server, question, { recursive: true, until });
  if (told.kind === "failure" || !isVerdict(told.message)) return undefined;
  return { kind: "ok", value: { zone: "", servers: { [server.url]: answerIn(told.message.answers, question) } } };
}
