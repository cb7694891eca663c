/** What each authoritative server says of one record. */
import { isWithin } from "../core/domain-name";
import type { DnsLook, ServerAnswer } from "../core/looks";
import type { Reply } from "../ports";
import type { Entry, Question } from "./packet";
import { follow, type Lookup, siblingOf } from "./traffic";
import { saysNothing, verdictOf } from "./verdict";

export async function lookAt(lookup: Lookup, question: Question): Promise<Reply<DnsLook>> {
  const found = await lookup.zoneOf(question.name, lookup.until);
  if (found.kind !== "ok") return found;
  const { zone, nameServers } = found.value;
  const answers = nameServers.map(
    async (nameServer): Promise<[string, ServerAnswer]> => [nameServer, await answerOf(lookup, nameServer, question)],
  );
  return { kind: "ok", value: { zone, servers: Object.fromEntries(await Promise.all(answers)) } };
}

/** ACM's own names. */
const acmZone = "acm-validations.aws";
/** So many CNAMEs ACM follows, the record's own among them (ACM user guide, "Troubleshoot DNS validation"). */
const acmAliases = 5;

/** A CNAME that is not ACM's own leads there by others, or is that of a wildcard, which stands for every name that has nothing, or is wrong. */
async function answerOf(lookup: Lookup, nameServer: string, question: Question): Promise<ServerAnswer> {
  const own = await recordsOf(lookup, nameServer, question);
  const [target, ...more] = question.type === "CNAME" && own.kind === "values" ? own.values : [];
  if (target === undefined || more.length > 0 || isWithin(target, acmZone)) return own;
  const [end, beside] = await Promise.all([
    follow(lookup, { kind: "alias", target, ttl: 0 }, (name) => isWithin(name, acmZone), acmAliases),
    recordsOf(lookup, nameServer, { ...question, name: siblingOf(question.name) }),
  ]);
  if (end.kind === "target") return { kind: "values", values: [target, end.name].sort() };
  if (beside.kind === "values" && beside.values.includes(target)) return { kind: "none" };
  // It may lead there. A circle, or a longer way, does not.
  return end.kind === "unknown" && end.code !== "ELOOP" ? end : own;
}

async function recordsOf({ resolver, until }: Lookup, nameServer: string, question: Question): Promise<ServerAnswer> {
  const verdict = verdictOf(await resolver.authoritative(nameServer, question, until));
  switch (verdict.kind) {
    case "answer":
      return ownIn(verdict.entries, question);
    case "nothing":
      return { kind: "none" };
    case "referral":
      return { kind: "unknown", code: "NOT_AUTHORITATIVE" };
    case "failure":
      return { kind: "unknown", code: verdict.code };
  }
}

/** The records of the name itself. */
function ownIn(entries: Entry[], { name, type }: Question): ServerAnswer {
  const own = entries.filter((entry) => entry.name === name && entry.type === type);
  return own.length === 0 ? { kind: "none" } : { kind: "values", values: own.map((entry) => entry.value).sort() };
}

/** No authoritative server is heard: each is silent, or something on the way answers in its place. */
export function isBlocked(reply: Reply<DnsLook>): boolean {
  if (reply.kind !== "ok") return reply.kind === "failed" && saysNothing(reply.trouble.code);
  return Object.values(reply.value.servers).every((answer) => answer.kind === "unknown" && saysNothing(answer.code));
}

/** Nobody says what there is. */
export function isUntold(reply: Reply<DnsLook>): boolean {
  return reply.kind !== "ok" || Object.values(reply.value.servers).every(({ kind }) => kind === "unknown");
}
