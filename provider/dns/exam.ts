/**
 * Why a record that should be in DNS may not be seen: the look around it that somebody would take with `dig`. A recursive resolver is asked for the
 * zones alone: it must not learn that the record is missing.
 */
import { parentOf } from "../core/domain-name";
import type { Delegation, RecordExam } from "../core/looks";
import { likeness, NOTHING_FOUND } from "../core/record-exam";
import type { Question, QuestionType } from "./packet";
import type { Heard } from "./resolver";
import { type Lookup, siblingOf } from "./traffic";
import { firstOfUse, isAnswer, isSilence, type Verdict, verdictOf } from "./verdict";
import { findWay, nameServersIn, topZone, type Way, type Zone } from "./zone-finder";

export interface Examined {
  name: string;
  type: "CNAME" | "TXT";
  /** In presentation format. */
  value: string;
}

/** For a record that is not in place. What can't be found out is not found. */
export async function examine(lookup: Lookup, record: Examined): Promise<RecordExam> {
  const way = await findWay(lookup.resolver, record.name, lookup.until);
  const [around, above] = await Promise.all([
    way.kind === "found" ? lookAround(lookup, way.zone, record) : NOTHING_FOUND,
    lookAbove(lookup, lastZone(way, record.name)),
  ]);
  return { ...around, ...above, blocked: isBlocked(way, record.name) };
}

function lastZone(way: Way, name: string): string {
  if (way.kind === "found") return way.zone.zone;
  return (way.kind === "failed" ? way.last?.zone : undefined) ?? topZone(name);
}

/** The servers that the resolver names are silent. Below them, those who refer to a zone have answered: then it is the zone that is silent. */
function isBlocked(way: Way, name: string): boolean {
  return way.kind === "failed" && way.last?.zone === topZone(name) && isSilence(way.code);
}

// ------------------------------------------------------------------------------------------------------------- around the record

/** What some server of the zone says. */
type Tell = (name: string, type: QuestionType) => Promise<Verdict>;

async function lookAround(
  { resolver, until }: Lookup,
  { zone, nameServers }: Zone,
  record: Examined,
): Promise<Omit<RecordExam, "delegation" | "dnssecFails" | "blocked">> {
  const { name, type } = record;
  const tell: Tell = (asked, askedType) =>
    firstOfUse(nameServers, askOf({ resolver, until }, { name: asked, type: askedType }), isAnswer);
  const [doubled, bare, types, verdict] = await Promise.all([
    placeOf(tell, `${name}.${zone}`, record),
    name.startsWith("_") ? placeOf(tell, name.slice(1), record) : null,
    typesBeside(tell, record),
    tell(name, type),
  ]);
  return { doubled, bare, beside: types, negativeTtl: verdict.kind === "nothing" ? verdict.negativeTtl : null };
}

function askOf({ resolver, until }: Pick<Lookup, "resolver" | "until">, question: Question) {
  return async (nameServer: string): Promise<Verdict> =>
    verdictOf(await resolver.authoritative(nameServer, question, until));
}

/** The place, if the record is there: perhaps with the zone's name behind its value, too. */
async function placeOf(tell: Tell, place: string, { type, value }: Examined): Promise<string | null> {
  const values = valuesIn(await tell(place, type), place, type);
  return values.some((found) => likeness(found, value) !== "other") ? place : null;
}

function valuesIn(verdict: Verdict, name: string, type: QuestionType): string[] {
  if (verdict.kind !== "answer") return [];
  return verdict.entries.filter((entry) => entry.name === name && entry.type === type).map(({ value }) => value);
}

/** What can't stand beside a CNAME; beside a TXT record that is a CNAME alone (RFC 1034, 3.6.2). */
const others = { CNAME: ["A", "AAAA", "MX", "TXT"], TXT: ["CNAME"] } as const;

async function typesBeside(tell: Tell, { name, type }: Examined): Promise<string[]> {
  const found = await Promise.all(
    others[type].map(async (other) => ((await isBeside(tell, name, other)) ? [other] : [])),
  );
  return found.flat();
}

/** What a wildcard answers stands in nobody's way. */
async function isBeside(tell: Tell, name: string, type: QuestionType): Promise<boolean> {
  const values = valuesIn(await tell(name, type), name, type);
  if (values.length === 0) return false;
  const sibling = siblingOf(name);
  const verdict = await tell(sibling, type);
  return isAnswer(verdict) && !isSameSet(valuesIn(verdict, sibling, type), values);
}

// ----------------------------------------------------------------------------------------------------------------- above the zone

/** How a resolver takes the zone: `refused`, with DNSSEC and without it. */
type Standing = "answered" | "unchecked" | "refused" | "unknown";

async function lookAbove(lookup: Lookup, zone: string): Promise<Pick<RecordExam, "delegation" | "dnssecFails">> {
  const standing = standingOf(lookup, zone);
  const delegation = await delegationOf(lookup, zone, standing);
  return { delegation, dnssecFails: (await standing) === "unchecked" };
}

async function standingOf({ resolver, until }: Lookup, zone: string): Promise<Standing> {
  const ask = (unchecked: boolean) => resolver.recursive({ name: zone, type: "SOA" }, until, { unchecked });
  const isRefusal = (heard: Heard) => heard.kind === "failed" && heard.code === "SERVFAIL";
  const heard = await ask(false);
  if (!isRefusal(heard)) return heard.kind === "message" ? "answered" : "unknown";
  const unchecked = await ask(true);
  if (isRefusal(unchecked)) return "refused";
  if (unchecked.kind === "failed" || unchecked.message.rcode !== "NOERROR") return "unknown";
  // Once more: a failure that passes is none of DNSSEC's.
  return isRefusal(await ask(false)) ? "unchecked" : "answered";
}

async function delegationOf(lookup: Lookup, zone: string, standing: Promise<Standing>): Promise<Delegation | null> {
  const parent = await delegatedTo(lookup, zone);
  if (parent === undefined) return null;
  const [own, heard] = await Promise.all([
    namedBy(lookup, parent, zone, standing),
    lookup.resolver.recursive({ name: zone, type: "NS" }, lookup.until),
  ]);
  if (own === undefined) return null;
  const isOne = await isOneHost(lookup, parent, own);
  if (isOne === undefined) return null;
  const seen = heard.kind === "message" ? nameServersIn(heard.message.answers, zone) : null;
  const isSeen = seen === null || isSameSet(own, seen) || (isOne && isSameSet(parent, seen));
  const agree = parent.length > 0 && (isOne || isSameSet(parent, own)) && isSeen;
  return agree ? null : { parent, zone: isOne ? [...parent, ...own].sort() : own, resolver: seen ?? [] };
}

/** The same servers by other names, as where a host's servers go by the names of the domain: they have the same records. `undefined`: not told. */
async function isOneHost(lookup: Lookup, some: string[], others: string[]): Promise<boolean | undefined> {
  if (some.length === 0 || others.length === 0 || some.some((each) => others.includes(each))) return false;
  const [one, other] = await Promise.all([addressesIn(lookup, some), addressesIn(lookup, others)]);
  if (one === undefined || other === undefined) return undefined;
  return one.some((address) => other.includes(address));
}

/** `undefined`: nobody tells any of them. */
async function addressesIn({ resolver, until }: Lookup, nameServers: string[]): Promise<string[] | undefined> {
  const questions = nameServers.flatMap((name) => (["A", "AAAA"] as const).map((type) => ({ name, type })));
  const heard = await Promise.all(questions.map((question) => resolver.recursive(question, until)));
  const entries = heard.flatMap((each) => (each.kind === "message" ? each.message.answers : []));
  const found = entries.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
  return found.length === 0 && heard.some(({ kind }) => kind === "failed") ? undefined : found;
}

/** By the parent's referral; `[]`: to nobody; `undefined`: not told. */
async function delegatedTo(lookup: Lookup, zone: string): Promise<string[] | undefined> {
  const above = await zoneAbove(lookup, zone);
  const verdict = await firstOfUse(
    above?.nameServers ?? [],
    askOf(lookup, { name: zone, type: "NS" }),
    (each) => each.kind === "nothing" || (each.kind === "referral" && each.zone === zone),
  );
  if (verdict.kind === "referral") return [...verdict.nameServers].sort();
  return verdict.kind === "nothing" ? [] : undefined;
}

async function zoneAbove({ zoneOf, until }: Lookup, zone: string): Promise<Zone | undefined> {
  for (let name = zone; name.includes("."); ) {
    name = parentOf(name);
    const found = await zoneOf(name, until);
    if (found.kind === "ok") return found.value;
    if (found.kind === "failed") return undefined;
  }
  return undefined;
}

/** What the parent's servers say that the zone's are; `[]`: none of them answers for it; `undefined`: not told. */
async function namedBy(
  lookup: Lookup,
  parent: string[],
  zone: string,
  standing: Promise<Standing>,
): Promise<string[] | undefined> {
  const verdicts = await Promise.all(parent.map(askOf(lookup, { name: zone, type: "NS" })));
  const sets = verdicts.map((verdict) => (verdict.kind === "answer" ? nameServersIn(verdict.entries, zone) : []));
  const set = sets.find(({ length }) => length > 0);
  if (set !== undefined) return set;
  // Silence may be on our way to them alone, unless a resolver has no better one.
  const isLame = !verdicts.some(isUntold) || (await standing) === "refused";
  return isLame ? [] : undefined;
}

function isUntold(verdict: Verdict): boolean {
  return verdict.kind === "failure" && (isSilence(verdict.code) || verdict.code === "EBADRESP");
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}
