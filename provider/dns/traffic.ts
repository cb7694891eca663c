/** Does a name lead to a distribution? By the authoritative servers, so that a change shows at once. */
import { registrableDomain } from "../core/domain-name";
import type { Instant, TrafficLook } from "../core/model";
import type { Reply } from "../ports";
import type { Entry } from "./packet";
import type { Resolver } from "./resolver";
import { verdictOf } from "./verdict";
import { isWithin, type Zone } from "./zone-finder";

export interface Lookup {
  resolver: Resolver;
  zoneOf: (name: string, until: Instant) => Promise<Reply<Zone>>;
  until: Instant;
}

export async function findTraffic(lookup: Lookup, name: string, distribution: string): Promise<TrafficLook> {
  const end = await follow(lookup, name, distribution);
  switch (end.kind) {
    case "distribution":
      return "POINTING";
    case "unknown":
      return "UNKNOWN";
    case "nothing":
      // An alias for what does not exist leads away all the same.
      return end.name === name ? "NOT_POINTING" : "POINTS_ELSEWHERE";
    case "addresses":
      return compare(lookup, name, end, distribution);
  }
}

/** Where the CNAMEs of a name end. */
type End =
  | { kind: "distribution" }
  | { kind: "addresses"; name: string; addresses: string[] }
  | { kind: "nothing"; name: string }
  | { kind: "unknown" };

/** Resolvers give up at about that many, too. */
const mostAliases = 10;
const cloudfront = "cloudfront.net";

async function follow(lookup: Lookup, name: string, distribution: string): Promise<End> {
  let here = name;
  for (let step = 0; step < mostAliases; step += 1) {
    if (here === distribution) return { kind: "distribution" };
    // Another distribution: its addresses may be the same as ours, and say nothing.
    if (isWithin(here, cloudfront)) return { kind: "nothing", name: here };
    const found = await addressesOf(lookup, here);
    if (found.kind !== "alias") return found;
    here = found.target;
  }
  return { kind: "unknown" };
}

export async function addressesOf(lookup: Lookup, name: string): Promise<End | { kind: "alias"; target: string }> {
  const zone = await lookup.zoneOf(name, lookup.until);
  if (zone.kind === "failed") return { kind: "unknown" };
  if (zone.kind === "absent") return { kind: "nothing", name };
  for (const type of ["A", "AAAA"] as const) {
    const entries = await firstAnswer(lookup, zone.value, name, type);
    if (entries === undefined) return { kind: "unknown" };
    const alias = entries.find((entry) => entry.type === "CNAME" && entry.name === name);
    if (alias !== undefined) return { kind: "alias", target: alias.value };
    const addresses = entries.filter((entry) => entry.type === type && entry.name === name).map((entry) => entry.value);
    if (addresses.length > 0) return { kind: "addresses", name, addresses };
  }
  return { kind: "nothing", name };
}

/** Of the first server that knows; `[]`: it knows that there is nothing. */
async function firstAnswer(
  { resolver, until }: Lookup,
  zone: Zone,
  name: string,
  type: "A" | "AAAA",
): Promise<Entry[] | undefined> {
  for (const nameServer of zone.nameServers) {
    const verdict = verdictOf(await resolver.authoritative(nameServer, { name, type }, until));
    if (verdict.kind === "answer") return verdict.entries;
    if (verdict.kind === "nothing") return [];
  }
  return undefined;
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
): Promise<TrafficLook> {
  const own = await addressesOf(lookup, distribution);
  if (own.kind === "addresses" && own.addresses.some((address) => end.addresses.includes(address))) return "POINTING";
  return registrableDomain(end.name) === registrableDomain(name) ? "UNKNOWN" : "POINTS_ELSEWHERE";
}
