/**
 * Which zone answers for a name. A recursive resolver is asked for the registrable domain alone; from there on the way leads down through
 * authoritative servers. A resolver that learns that a validation name is missing would go on saying so after it is published, to ACM too.
 */
import { isWithin, parentOf, registrableDomain } from "../core/domain-name";
import type { Instant } from "../core/model";
import type { Reply } from "../ports";
import type { Entry } from "./packet";
import type { Resolver } from "./resolver";
import { firstOfUse, type Verdict, verdictOf } from "./verdict";

export interface Zone {
  zone: string;
  nameServers: string[];
}

/** How far the delegations lead towards a name. */
export type Way =
  | { kind: "found"; zone: Zone }
  /** Nobody is delegated to. */
  | { kind: "absent" }
  /** `last`: the zone whose servers say nothing of use; `null` where already the resolver could not name any. */
  | { kind: "failed"; last: Zone | null; code: string; message: string };

/** Zones within zones: more are a loop. */
const deepest = 8;

export async function findZone(resolver: Resolver, name: string, until: Instant): Promise<Reply<Zone>> {
  const way = await findWay(resolver, name, until);
  switch (way.kind) {
    case "found":
      return { kind: "ok", value: way.zone };
    case "absent":
      return way;
    case "failed": {
      const { code, message } = way;
      const trouble = { reason: "UNAVAILABLE", operation: "dns:query", code, message, passing: true } as const;
      return { kind: "failed", trouble };
    }
  }
}

export async function findWay(resolver: Resolver, name: string, until: Instant): Promise<Way> {
  const start = await delegatedZone(resolver, topZone(name), until);
  return start.kind === "found" ? descend(resolver, start.zone, name, until) : start;
}

/** The zone that a registry delegates, from which the way leads down. */
export function topZone(name: string): string {
  return registrableDomain(name) ?? name;
}

async function delegatedZone(resolver: Resolver, domain: string, until: Instant): Promise<Way> {
  const heard = await resolver.recursive({ name: domain, type: "NS" }, until);
  if (heard.kind === "failed") return failed(null, heard.code, `the name servers of ${domain} could not be looked up`);
  const nameServers = nameServersIn(heard.message.answers, domain);
  return nameServers.length === 0 ? { kind: "absent" } : { kind: "found", zone: { zone: domain, nameServers } };
}

/** Sorted. */
export function nameServersIn(entries: Entry[], zone: string): string[] {
  return entries
    .filter((entry) => entry.type === "NS" && entry.name === zone)
    .map((entry) => entry.value)
    .sort();
}

async function descend(resolver: Resolver, start: Zone, name: string, until: Instant): Promise<Way> {
  let here = start;
  for (let level = 0; level < deepest; level += 1) {
    const next = nextOf(here, name, await firstVerdict(resolver, here, name, until));
    if (next.kind === "failed") return failed(here, next.code, `no name server of ${here.zone} answered for ${name}`);
    if (next.kind === "here") return { kind: "found", zone: here };
    if (next.kind === "parent") return descend(resolver, start, parentOf(name), until);
    // A server that holds the zone below too answers for it at once, and refers to nobody.
    const nameServers = next.nameServers ?? (await ownServers(resolver, here, next.zone, until));
    if (nameServers.length === 0)
      return failed(here, "NOT_AUTHORITATIVE", `no name server of ${next.zone} could be found`);
    here = { zone: next.zone, nameServers: [...nameServers].sort() };
  }
  return failed(here, "ELOOP", `the delegations of ${name} lead in a circle`);
}

type Next =
  | { kind: "here" }
  | { kind: "below"; zone: string; nameServers: string[] | null }
  /** The name is an alias: it cannot be a zone, so its zone is its parent's (RFC 1034, 3.6.2). */
  | { kind: "parent" }
  | { kind: "failed"; code: string };

function nextOf(here: Zone, name: string, verdict: Verdict): Next {
  switch (verdict.kind) {
    case "failure":
      return { kind: "failed", code: verdict.code };
    case "referral":
      return { kind: "below", zone: verdict.zone, nameServers: verdict.nameServers };
    case "nothing":
      return verdict.zone === null ? { kind: "here" } : at(here, verdict.zone);
    case "answer":
      if (verdict.entries.some((entry) => entry.type === "SOA" && entry.name === name)) return at(here, name);
      // Some hosts let a zone itself be an alias, against the rule; above it nobody is asked.
      return name === here.zone ? { kind: "here" } : { kind: "parent" };
  }
}

function at(here: Zone, zone: string): Next {
  return zone === here.zone ? { kind: "here" } : { kind: "below", zone, nameServers: null };
}

/** Of a server that is responsible. A zone that is not below is none: such a server knows nothing of the name. */
function firstVerdict(resolver: Resolver, here: Zone, name: string, until: Instant): Promise<Verdict> {
  return firstOfUse(
    here.nameServers,
    async (nameServer) => verdictOf(await resolver.authoritative(nameServer, { name, type: "SOA" }, until)),
    (verdict) => leadsDown(here, name, verdict),
  );
}

function leadsDown(here: Zone, name: string, verdict: Verdict): boolean {
  switch (verdict.kind) {
    case "failure":
      return false;
    case "referral":
      return verdict.zone !== here.zone && isWithin(verdict.zone, here.zone) && isWithin(name, verdict.zone);
    case "nothing":
      return verdict.zone === null || (isWithin(verdict.zone, here.zone) && isWithin(name, verdict.zone));
    case "answer":
      return true;
  }
}

async function ownServers(resolver: Resolver, here: Zone, zone: string, until: Instant): Promise<string[]> {
  const named = (verdict: Verdict) => (verdict.kind === "answer" ? nameServersIn(verdict.entries, zone) : []);
  const verdict = await firstOfUse(
    here.nameServers,
    async (nameServer) => verdictOf(await resolver.authoritative(nameServer, { name: zone, type: "NS" }, until)),
    (each) => named(each).length > 0,
  );
  return named(verdict);
}

function failed(last: Zone | null, code: string, message: string): Way {
  return { kind: "failed", last, code, message };
}
