/** Where does a name lead? By the authoritative servers, so that a change shows at once. */
import { baseName, isWildcard, isWithin, parentOf, registrableDomain } from "../core/domain-name";
import type { Lead, TrafficLook } from "../core/looks";
import type { Instant } from "../core/model";
import type { Reply } from "../ports";
import type { Resolver } from "./resolver";
import { firstOfUse, isAnswer, type Verdict, verdictOf } from "./verdict";
import type { Zone } from "./zone-finder";

export interface Lookup {
  resolver: Resolver;
  zoneOf: (name: string, until: Instant) => Promise<Reply<Zone>>;
  until: Instant;
}

/** Stands for all that a wildcard record answers for: a label that nobody has a record of. */
export const anyLabel = "domain-group-wildcard-check";

/** The host name that is asked about for a domain: itself, or one that only its wildcard answers for (RFC 4592, 2.2.1). */
export function hostOf(domain: string): string {
  return isWildcard(domain) ? `${anyLabel}.${baseName(domain)}` : domain;
}

/** A name beside this one: a wildcard that answers for it answers for every name that has nothing, and is no record of this one's (RFC 4592). */
export function siblingOf(name: string): string {
  return hostOf(`*.${parentOf(name)}`);
}

/** Does a host name lead to this distribution? By every server of its zone: viewers come by any of them. */
export async function findTraffic(lookup: Lookup, name: string, distribution: string): Promise<TrafficLook> {
  const zone = await lookup.zoneOf(name, lookup.until);
  if (zone.kind !== "ok") return zone.kind === "absent" ? "NOT_POINTING" : "UNKNOWN";
  const judged = new Map<string, Promise<ServerLook>>();
  const told = await Promise.all(
    zone.value.nameServers.map(async (nameServer) => {
      const own = await foundAt(lookup, [nameServer], name);
      const key = JSON.stringify(own);
      const look = judged.get(key) ?? judge(lookup, name, own, distribution);
      judged.set(key, look);
      return { nameServer, look: await look };
    }),
  );
  return agreed(told);
}

/** `null`: it did not say. */
type ServerLook = "NOT_POINTING" | "POINTS_ELSEWHERE" | "POINTING" | "UNKNOWN" | null;

/** A server that does not say is not one that lacks the record. */
function agreed(told: { nameServer: string; look: ServerLook }[]): TrafficLook {
  const looks = told.map(({ look }) => look);
  const rest = looks.includes("POINTS_ELSEWHERE") ? "POINTS_ELSEWHERE" : "NOT_POINTING";
  const lacking = told.filter(({ look }) => look === "NOT_POINTING" || look === "POINTS_ELSEWHERE");
  if (looks.includes("POINTING"))
    return lacking.length === 0
      ? "POINTING"
      : { kind: "partial", rest, lacking: lacking.map(({ nameServer }) => nameServer) };
  return lacking.length === 0 || looks.includes("UNKNOWN") ? "UNKNOWN" : rest;
}

/** By what one server says of the name. */
async function judge(lookup: Lookup, name: string, own: Found, distribution: string): Promise<ServerLook> {
  if (own.kind === "unknown") return null;
  const end = await follow(lookup, own, (target) => target === distribution || isCloudFront(target));
  switch (end.kind) {
    case "target":
      return end.name === distribution ? "POINTING" : "POINTS_ELSEWHERE";
    case "unknown":
      return "UNKNOWN";
    case "nothing":
      // An alias for what does not exist leads away all the same.
      return own.kind === "alias" ? "POINTS_ELSEWHERE" : "NOT_POINTING";
    case "addresses":
      return compare(lookup, name, end, distribution);
  }
}

/** Where a host name leads, whoever is there. */
export async function whereItLeads(lookup: Lookup, name: string): Promise<Lead> {
  const own = await addressesOf(lookup, name);
  const end = await follow(lookup, own, isCloudFront);
  if (end.kind === "unknown") return { kind: "unknown" };
  if (own.kind === "alias") return { kind: "alias", target: end.name, ttl: own.ttl };
  return end.kind === "addresses" ? { kind: "addresses", addresses: end.addresses, ttl: end.ttl } : { kind: "nothing" };
}

/** `none`: the name has none, or nobody could tell. */
export type Addresses = { kind: "addresses"; addresses: string[] } | { kind: "none"; code: string };

/** The addresses at which a viewer of this host name arrives, behind all its CNAMEs. */
export async function findAddresses(lookup: Lookup, name: string): Promise<Addresses> {
  const end = await follow(lookup, await addressesOf(lookup, name), () => false);
  if (end.kind === "addresses") return { kind: "addresses", addresses: end.addresses };
  return { kind: "none", code: end.kind === "unknown" ? end.code : "ENOTFOUND" };
}

/** What the servers of one name's zone say. */
export type Found =
  | { kind: "alias"; target: string; ttl: number }
  | { kind: "addresses"; name: string; addresses: string[]; ttl: number }
  | { kind: "nothing"; name: string }
  | { kind: "unknown"; code: string };

/** Where the CNAMEs of a name end. `target`: at a name where the way is followed no further. */
type End = Exclude<Found, { kind: "alias" }> | { kind: "target"; name: string };

/** Resolvers give up at about that many, too. */
const mostAliases = 10;

/** Any distribution: its addresses may be the same as those of another, and say nothing. */
function isCloudFront(name: string): boolean {
  return isWithin(name, "cloudfront.net");
}

export async function follow(
  lookup: Lookup,
  start: Found,
  isTarget: (name: string) => boolean,
  most = mostAliases,
): Promise<End> {
  let found = start;
  for (let aliases = 1; found.kind === "alias"; aliases += 1) {
    if (isTarget(found.target)) return { kind: "target", name: found.target };
    if (aliases === most) return { kind: "unknown", code: "ELOOP" };
    found = await addressesOf(lookup, found.target);
  }
  return found;
}

/** By one zone: that of the name itself. */
export async function addressesOf(lookup: Lookup, name: string): Promise<Found> {
  const zone = await lookup.zoneOf(name, lookup.until);
  if (zone.kind === "failed") return { kind: "unknown", code: zone.trouble.code };
  return zone.kind === "absent" ? { kind: "nothing", name } : foundAt(lookup, zone.value.nameServers, name);
}

/** By the first of these that says something. */
async function foundAt({ resolver, until }: Lookup, nameServers: string[], name: string): Promise<Found> {
  for (const type of ["A", "AAAA"] as const) {
    const ask = async (nameServer: string): Promise<Verdict> =>
      verdictOf(await resolver.authoritative(nameServer, { name, type }, until));
    const verdict = await firstOfUse(nameServers, ask, isAnswer);
    if (verdict.kind === "failure") return { kind: "unknown", code: verdict.code };
    const own = verdict.kind === "answer" ? verdict.entries.filter((entry) => entry.name === name) : [];
    const alias = own.find((entry) => entry.type === "CNAME");
    if (alias !== undefined) return { kind: "alias", target: alias.value, ttl: alias.ttl };
    const entries = own.filter((entry) => entry.type === type);
    const [first] = entries;
    if (first !== undefined)
      return { kind: "addresses", name, addresses: entries.map(({ value }) => value), ttl: first.ttl };
  }
  return { kind: "nothing", name };
}

/**
 * An address that the distribution has: the name leads to it (or to CloudFront at least). None: nothing is proved, since CloudFront answers with other
 * addresses in other places, and alias records of other providers are made elsewhere. Only who was sent to a foreign domain by a CNAME is elsewhere.
 */
async function compare(
  lookup: Lookup,
  name: string,
  end: Extract<End, { kind: "addresses" }>,
  distribution: string,
): Promise<ServerLook> {
  const own = await addressesOf(lookup, distribution);
  if (own.kind === "addresses" && own.addresses.some((address) => end.addresses.includes(address))) return "POINTING";
  return registrableDomain(end.name) === registrableDomain(name) ? "UNKNOWN" : "POINTS_ELSEWHERE";
}
