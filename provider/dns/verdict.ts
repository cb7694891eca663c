/** What an authoritative server's message says about a question. */
import type { Told } from "./ask";
import type { Entry } from "./packet";

export type Verdict =
  /** Records in the answer: of the type asked for, or a CNAME in their place. */
  | { kind: "answer"; entries: Entry[] }
  /** Surely nothing. `zone`: whose SOA says so (RFC 2308, 3). */
  | { kind: "nothing"; zone: string | null }
  /** Other servers are responsible for `zone` and below. */
  | { kind: "referral"; zone: string; nameServers: string[] }
  | { kind: "failure"; code: string };

export function verdictOf(told: Told): Verdict {
  if (told.kind === "failure") return told;
  const { rcode, authoritative, answers, authority } = told.message;
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") return { kind: "failure", code: rcode };
  if (!authoritative) return referralOf(authority, answers.length);
  if (answers.length > 0) return { kind: "answer", entries: answers };
  return { kind: "nothing", zone: authority.find((entry) => entry.type === "SOA")?.name ?? null };
}

/** An answer without authority comes from some cache, and is as good as none. */
function referralOf(authority: Entry[], answers: number): Verdict {
  const servers = authority.filter((entry) => entry.type === "NS");
  const [first] = servers;
  if (answers > 0 || first === undefined) return { kind: "failure", code: "NOT_AUTHORITATIVE" };
  const nameServers = servers.filter((entry) => entry.name === first.name).map((entry) => entry.value);
  return { kind: "referral", zone: first.name, nameServers };
}
