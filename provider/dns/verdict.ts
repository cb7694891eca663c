/** What an authoritative server's message says about a question. */
import { SILENCES } from "../core/looks";
import type { Told } from "./ask";
import type { Entry } from "./packet";

export type Verdict =
  /** Records in the answer: of the type asked for, or a CNAME in their place. */
  | { kind: "answer"; entries: Entry[] }
  /** Surely nothing. `zone`: whose SOA says so (RFC 2308, 3). `negativeTtl`: for so many seconds caches may repeat it. */
  | { kind: "nothing"; zone: string | null; negativeTtl: number | null }
  /** Other servers are responsible for `zone` and below. */
  | { kind: "referral"; zone: string; nameServers: string[] }
  | { kind: "failure"; code: string };

export function verdictOf(told: Told): Verdict {
  if (told.kind === "failure") return told;
  const { rcode, authoritative, answers, authority } = told.message;
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") return { kind: "failure", code: rcode };
  if (!authoritative) return referralOf(authority, answers.length);
  if (answers.length > 0) return { kind: "answer", entries: answers };
  const soa = authority.find((entry) => entry.type === "SOA");
  return { kind: "nothing", zone: soa?.name ?? null, negativeTtl: soa === undefined ? null : negativeTtlOf(soa) };
}

/** The lesser of the SOA's own TTL and its last field, MINIMUM (RFC 2308, 5). */
function negativeTtlOf({ ttl, value }: Entry): number {
  return Math.min(ttl, Number(value.split(" ").at(-1)));
}

/** An answer without authority comes from some cache, and is as good as none. */
function referralOf(authority: Entry[], answers: number): Verdict {
  const servers = authority.filter((entry) => entry.type === "NS");
  const [first] = servers;
  if (answers > 0 || first === undefined) return { kind: "failure", code: "NOT_AUTHORITATIVE" };
  const nameServers = servers.filter((entry) => entry.name === first.name).map((entry) => entry.value);
  return { kind: "referral", zone: first.name, nameServers };
}

export function isAnswer(verdict: Verdict): boolean {
  return verdict.kind === "answer" || verdict.kind === "nothing";
}

/** Nothing came back: the server, or something on the way to it, does not take part. */
export function isSilence(code: string): boolean {
  return SILENCES.has(code);
}

/**
 * Nobody who is responsible has spoken. Resolvers that answer in a server's place, on the way to it, do so out of their cache, or refuse what they are
 * not asked to find out (as Unbound and PowerDNS do). SERVFAIL is told by one who has tried.
 */
export function saysNothing(code: string): boolean {
  return isSilence(code) || code === "REFUSED" || code === "NOT_AUTHORITATIVE";
}

/**
 * Asks the first server alone, and where that is of no use all the others at once, since one that is silent costs seconds. What is of use first
 * counts; where nothing is, the failure that says most: of one that spoke rather than of one that did not.
 */
export async function firstOfUse(
  nameServers: readonly string[],
  ask: (nameServer: string) => Promise<Verdict>,
  isOfUse: (verdict: Verdict) => boolean,
): Promise<Verdict> {
  const [first, ...others] = nameServers;
  if (first === undefined) return { kind: "failure", code: "ENOTFOUND" };
  const verdict = await ask(first);
  if (isOfUse(verdict)) return verdict;
  const codes = [failureCode(verdict)];
  if (others.length === 0) return failureOf(codes);
  return new Promise((resolve) => {
    for (const nameServer of others) {
      void ask(nameServer).then((next) => {
        if (isOfUse(next)) resolve(next);
        else codes.push(failureCode(next));
        if (codes.length === nameServers.length) resolve(failureOf(codes));
      });
    }
  });
}

function failureOf(codes: string[]): Verdict {
  const said = codes.find((code) => !saysNothing(code)) ?? codes.find((code) => !isSilence(code));
  return { kind: "failure", code: said ?? codes.at(-1) ?? "ENOTFOUND" };
}

function failureCode(verdict: Verdict): string {
  return verdict.kind === "failure" ? verdict.code : "NOT_AUTHORITATIVE";
}
