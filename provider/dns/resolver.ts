/** Recursive servers, and the authoritative ones by name. */
import { getServers } from "node:dns";
import { isIP } from "node:net";
import type { Instant } from "../core/model";
import type { Clock } from "../ports";
import type { Ask, Server, Told } from "./ask";
import { createKept } from "./kept";
import type { Message, Question } from "./packet";

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
  const addresses = createKept<Found>(clock, addressKeptMs);

  async function recursive(question: Question, until: Instant, how = { unchecked: false }): Promise<Heard> {
    let code = "ENOTFOUND";
    for (const server of servers) {
      const told = await ask(server, question, { ...how, recursive: true, until });
      if (told.kind === "message" && isVerdict(told.message)) return told;
      code = told.kind === "message" ? told.message.rcode : told.code;
    }
    return { kind: "failed", code };
  }

  async function find(nameServer: string, until: Instant): Promise<Found> {
    for (const type of ["A", "AAAA"] as const) {
      const heard = await recursive({ name: nameServer, type }, until);
      if (heard.kind === "failed") return heard;
      const found = heard.message.answers.filter((entry) => entry.type === type).map((entry) => entry.value);
      if (found.length > 0) return { kind: "found", addresses: found };
    }
    return { kind: "failed", code: "ENOTFOUND" };
  }

  async function authoritative(nameServer: string, question: Question, until: Instant): Promise<Told> {
    const found = await addresses(nameServer, () => find(nameServer, until));
    if (found.kind === "failed") return { kind: "failure", code: found.code };
    let told: Told = { kind: "failure", code: "ENOTFOUND" };
    for (const address of found.addresses) {
      told = await ask({ address, port }, question, { recursive: false, until });
      if (told.kind === "message") return told;
    }
    return told;
  }

  return { recursive, authoritative };
}

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
