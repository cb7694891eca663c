/** Recursive servers, and the authoritative ones by name. */
import { getServers } from "node:dns";
import { isIP } from "node:net";
import type { Instant } from "../core/model";
import type { Clock } from "../ports";
import type { Ask, Server, Told } from "./ask";
import { createKept } from "./kept";
import type { Message, Question } from "./packet";
import { createPatience } from "./patience";
import { isSilence } from "./verdict";

/** One that answered, or why none did. */
export type Heard = { kind: "message"; message: Message } | { kind: "failed"; code: string };

export interface Resolver {
  /**
   * Of a recursive server. Only for names that exist: what it learns to be missing, it keeps as missing (RFC 2308). `unchecked`: of one that need
   * not check DNSSEC for it.
   */
  recursive(question: Question, until: Instant, how?: { unchecked: boolean }): Promise<Heard>;
  /** Of this authoritative server, given by name. */
  authoritative(nameServer: string, question: Question, until: Instant): Promise<Told>;
}

const addressKeptMs = 60_000;
const dnsPort = 53;

/** `resolvers`: see {@link serversOf}. `port`: of authoritative servers. */
export function createResolver(ask: Ask, clock: Clock, resolvers: readonly string[] | null, port: number): Resolver {
  const servers = serversOf(resolvers);
  const patience = createPatience(ask, clock);
  const addresses = createKept<Found>(clock, addressKeptMs);

  /** Those that were silent come last, and are asked all the same: silence may be about one name alone. */
  const inOrder = (): Server[] =>
    [...servers].sort((one, other) => Number(patience.isSilent(one)) - Number(patience.isSilent(other)));

  async function recursive(question: Question, until: Instant, how = { unchecked: false }): Promise<Heard> {
    let code = "ENOTFOUND";
    for (const server of inOrder()) {
      const told = await patience.ask(server, question, { ...how, recursive: true, until });
      if (told.kind === "message" && isVerdict(told.message)) return told;
      code = told.kind === "message" ? told.message.rcode : told.code;
    }
    return { kind: "failed", code };
  }

  const addressesOf = (nameServer: string, type: "A" | "AAAA", until: Instant): Promise<Found> =>
    addresses(`${nameServer} ${type}`, async () => {
      const heard = await recursive({ name: nameServer, type }, until);
      if (heard.kind === "failed") return heard;
      const found = heard.message.answers.filter((entry) => entry.type === type).map((entry) => entry.value);
      return { kind: "found", addresses: found };
    });

  async function firstHeard(
    found: string[],
    question: Question,
    how: { until: Instant; once: boolean },
  ): Promise<Told> {
    let told: Told = notFound;
    for (const address of found) {
      told = await patience.ask({ address, port }, question, { ...how, recursive: false });
      if (told.kind === "message") return told;
    }
    return told;
  }

  async function authoritative(nameServer: string, question: Question, until: Instant): Promise<Told> {
    const found = await addressesOf(nameServer, "A", until);
    if (found.kind === "failed") return { kind: "failure", code: found.code };
    const told = await firstHeard(found.addresses, question, { until, once: false });
    if (told.kind === "message" || !(told === notFound || isSilence(told.code))) return told;
    const more = await addressesOf(nameServer, "AAAA", until);
    if (more.kind === "failed") return told === notFound ? { kind: "failure", code: more.code } : told;
    // Other servers want their share of the time, too.
    const later = await firstHeard(more.addresses, question, { until, once: told.code === "ETIMEOUT" });
    return later.kind === "message" || told === notFound ? later : told;
  }

  return { recursive, authoritative };
}

const notFound: Told = { kind: "failure", code: "ENOTFOUND" };

type Found = { kind: "found"; addresses: string[] } | { kind: "failed"; code: string };

export function isVerdict({ rcode }: Message): boolean {
  return rcode === "NOERROR" || rcode === "NXDOMAIN";
}

/** Of `"1.1.1.1"`, `"127.0.0.1:5353"`, `"[::1]:5353"`, `"https://dns.google/dns-query"`; `null`: the system's. */
export function serversOf(resolvers: readonly string[] | null): Server[] {
  return (resolvers ?? getServers()).map(serverOf);
}

function serverOf(text: string): Server {
  if (text.startsWith("https:")) return { url: text };
  if (isIP(text) !== 0) return { address: text, port: dnsPort };
  const [, address = text, port] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(text) ?? [];
  return { address, port: port === undefined ? dnsPort : Number(port) };
}
