/** Which CAA set applies to a name, by the authoritative servers. */
import { caaRecordOf, caaText, caaVerdict } from "../core/caa";
import { baseName, isWithin, registrableDomain } from "../core/domain-name";
import type { CaaLook, CaaRecord } from "../core/looks";
import type { Trouble } from "../core/model";
import type { Entry } from "./packet";
import { anyLabel, type Lookup } from "./traffic";
import { firstOfUse, isAnswer, isSilence, type Verdict, verdictOf } from "./verdict";
import { encloserOf } from "./wildcard";
import { askedResolver, topZone, type Zone } from "./zone-finder";

/**
 * Climbs from the name to its top-level domain; the first set that is not empty applies whole (RFC 8659, 3).
 *
 * Servers of one zone may disagree while a change spreads, and ACM asks any of them. So all are asked, and the stricter one counts: a set that
 * forbids goes before one that allows, and where some servers have no set, what they would lead to above is looked at as well.
 */
export async function climbForCaa(lookup: Lookup, name: string): Promise<CaaLook> {
  const climb: Lookup = { ...lookup, zoneOf: sharing(lookup.zoneOf) };
  let nearest: CaaLook = { kind: "none" };
  for (const at of wayUp(baseName(name))) {
    const looks = await looksAt(climb, at);
    const against = looks.find((look) => caaVerdict(look, name).kind !== "allowed");
    if (against !== undefined) return against.kind === "set" ? withItsOwner(climb, against) : against;
    if (nearest.kind === "none") nearest = looks.find(({ kind }) => kind === "set") ?? nearest;
    if (looks.every(({ kind }) => kind === "set")) break;
  }
  return nearest;
}

/** `www.example.com`, `example.com`, `com`. */
function wayUp(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, depth) => labels.slice(depth).join("."));
}

/** A name between one of a zone and the zone's top is in that zone, too: there is no need to look for it. */
function sharing(zoneOf: Lookup["zoneOf"]): Lookup["zoneOf"] {
  let last: { name: string; zone: Zone } | undefined;
  return async (name, until) => {
    if (last !== undefined && isWithin(last.name, name) && isWithin(name, last.zone.zone))
      return { kind: "ok", value: last.zone };
    const found = await zoneOf(name, until);
    if (found.kind === "ok") last = { name, zone: found.value };
    return found;
  };
}

type CaaSet = Extract<CaaLook, { kind: "set" }>;

/** A wildcard's set is to be mended there: a record of its own would take from the name all else that the wildcard answers (RFC 4592, 2.2.1). */
async function withItsOwner({ zoneOf, resolver, until }: Lookup, look: CaaSet): Promise<CaaSet> {
  // The name of a zone exists.
  const zone = look.owner === look.zone ? undefined : await zoneOf(look.owner, until);
  if (zone?.kind !== "ok") return look;
  const isAlikeBelow = async (above: string): Promise<boolean> => {
    const question = { name: `${anyLabel}.${above}`, type: "CAA" as const };
    const ask = async (server: string) => verdictOf(await resolver.authoritative(server, question, until));
    const answer = answerOf(await firstOfUse(zone.value.nameServers, ask, isAnswer), question.name);
    return answer.kind === "set" && textOf(answer.records) === textOf(look.records);
  };
  // Below a name that exists, no wildcard from above answers.
  const encloser = (await isAlikeBelow(look.owner)) ? await encloserOf(look.owner, look.zone, isAlikeBelow) : null;
  return encloser === null ? look : { ...look, owner: `*.${encloser}` };
}

const textOf = (records: CaaRecord[]): string => records.map(caaText).sort().join();

/** Resolvers give up at about that many, too. */
const mostAliases = 10;

/**
 * What `at` has, by each server that answered. An alias stands for its target's own set, never for one above the target (RFC 8659, 3). Each is
 * followed by a question of its own: what a server says of names in other zones is worth nothing. Where servers disagree about the alias, too, one
 * is followed: with all of them the questions would multiply, and whose servers they are is not known.
 */
async function looksAt(lookup: Lookup, at: string, owner = at, aliases = 0): Promise<CaaLook[]> {
  if (aliases > mostAliases) return [{ kind: "unknown", at, owner, asked: "servers", code: "ELOOP" }];
  const heard = await hear(lookup, owner);
  if (heard.kind === "failed") return [{ kind: "unknown", at, owner, asked: heard.asked, code: heard.code }];
  const alias = heard.answers.find((answer) => answer.kind === "alias");
  const behind = alias === undefined ? [] : await looksAt(lookup, at, alias.target, aliases + 1);
  const own = heard.answers.flatMap((answer): CaaLook[] => {
    if (answer.kind === "alias") return [];
    return [answer.kind === "set" ? { kind: "set", at, owner, zone: heard.zone, records: answer.records } : answer];
  });
  return [...own, ...behind];
}

/** What one server says of a name itself. */
type Answer = { kind: "set"; records: CaaRecord[] } | { kind: "alias"; target: string } | { kind: "none" };
type Failure = { kind: "failed"; code: string };
type Asked = Extract<CaaLook, { kind: "unknown" }>["asked"];
/** At least one answer, or why there is none. */
type Heard = { kind: "heard"; zone: string; answers: Answer[] } | (Failure & { asked: Asked });

async function hear(lookup: Lookup, owner: string): Promise<Heard> {
  if (registrableDomain(owner) === null) return hearOfSuffix(lookup, owner);
  const { resolver, zoneOf, until } = lookup;
  const found = await zoneOf(owner, until);
  if (found.kind === "failed")
    return { kind: "failed", asked: await whoFailed(lookup, owner, found.trouble), code: found.trouble.code };
  if (found.kind === "absent") return { kind: "heard", zone: "", answers: [{ kind: "none" }] };
  const { zone, nameServers } = found.value;
  const question = { name: owner, type: "CAA" as const };
  const told = await Promise.all(nameServers.map((server) => resolver.authoritative(server, question, until)));
  return together(
    zone,
    told.map((each) => answerOf(verdictOf(each), owner)),
  );
}

/** A resolver that would answer if it did not check DNSSEC fails itself; with SERVFAIL any other tells of the servers that it asked. */
async function whoFailed({ resolver, until }: Lookup, owner: string, { operation, code }: Trouble): Promise<Asked> {
  if (operation !== askedResolver) return "servers";
  if (code !== "SERVFAIL") return "resolver";
  const heard = await resolver.recursive({ name: topZone(owner), type: "NS" }, until, { unchecked: true });
  return heard.kind === "failed" && heard.code === "SERVFAIL" ? "servers" : "resolver";
}

/**
 * A public suffix exists, whoever registers below it: a recursive server may be asked, and learns of nothing missing that somebody is about to
 * publish. Its zone is not looked for: registries do not add records for their customers.
 */
async function hearOfSuffix({ resolver, until }: Lookup, owner: string): Promise<Heard> {
  const heard = await resolver.recursive({ name: owner, type: "CAA" }, until);
  if (heard.kind === "failed") return { ...heard, asked: "resolver" };
  return together(owner, [answerIn(heard.message.answers, owner)]);
}

/** A server that fails says nothing, and the others speak for the zone. Where all fail, the reason of one that spoke tells more. */
function together(zone: string, answers: readonly (Answer | Failure)[]): Heard {
  const heard = answers.filter((answer) => answer.kind !== "failed");
  if (heard.length > 0) return { kind: "heard", zone, answers: heard };
  const failures = answers.filter((answer) => answer.kind === "failed");
  const failure = failures.find(({ code }) => !isSilence(code)) ?? failures[0];
  return { kind: "failed", asked: "servers", code: failure?.code ?? "ENOTFOUND" };
}

function answerOf(verdict: Verdict, owner: string): Answer | Failure {
  switch (verdict.kind) {
    case "answer":
      return answerIn(verdict.entries, owner);
    case "nothing":
      return { kind: "none" };
    case "referral":
      return { kind: "failed", code: "NOT_AUTHORITATIVE" };
    case "failure":
      return { kind: "failed", code: verdict.code };
  }
}

/** A set with a record that cannot be read is not known: that one may forbid. */
function answerIn(entries: readonly Entry[], owner: string): Answer | Failure {
  const own = entries.filter(({ name }) => name === owner);
  const alias = own.find(({ type }) => type === "CNAME");
  if (alias !== undefined) return { kind: "alias", target: alias.value };
  const values = own.filter(({ type }) => type === "CAA").map(({ value }) => caaRecordOf(value));
  const records = values.filter((record) => record !== undefined);
  if (records.length < values.length) return { kind: "failed", code: "EBADRESP" };
  return records.length > 0 ? { kind: "set", records } : { kind: "none" };
}
