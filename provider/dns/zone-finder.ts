/**
 * Which zone answers for a name. A recursive resolver is asked for the registrable domain alone; from there on the way leads down through
 * authoritative servers. A resolver that learns that a validation name is missing would go on saying so after it is published, to ACM too.
 */
import { isWithin, parentOf, registrableDomain } from "../core/domain-name";
import type { Instant } from "../core/model";
import type { Reply } from "../ports";
import type { Entry, Message } from "./packet";
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

/** The operation of a look-up in which already the resolver failed. */
export const askedResolver = "dns:resolve";

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
      const { last, code, message } = way;
      const operation = last === null ? askedResolver : "dns:query";
      return { kind: "failed", trouble: { reason: "UNAVAILABLE", operation, code, message, passing: true } };
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
  if (nameServers.length > 0) return { kind: "found", zone: { zone: domain, nameServers } };
  return isThere(heard.message, domain) ? suffixZone(resolver, domain, until) : { kind: "absent" };
}

/** A name can stand in the zone of a public suffix itself, as www.gov.uk does. A resolver's word that it exists is not enough: some make that up. */
async function suffixZone(resolver: Resolver, domain: string, until: Instant): Promise<Way> {
  const zone = parentOf(domain);
  const heard = await resolver.recursive({ name: zone, type: "NS" }, until);
  if (heard.kind === "failed") return failed(null, heard.code, `the name servers of ${zone} could not be looked up`);
  const nameServers = nameServersIn(heard.message.answers, zone);
  let exists = false;
  const ask = async (nameServer: string): Promise<Verdict> => {
    const told = await resolver.authoritative(nameServer, { name: domain, type: "SOA" }, until);
    if (told.kind === "message" && isThere(told.message, domain)) exists = true;
    return verdictOf(told);
  };
  const verdict = await firstOfUse(nameServers, ask, (each) => leadsDown({ zone, nameServers }, domain, each));
  if (exists) return { kind: "found", zone: { zone, nameServers } };
  return verdict.kind === "failure" && nameServers.length > 0
    ? failed({ zone, nameServers }, verdict.code, `no name server of ${zone} answered for ${domain}`)
    : { kind: "absent" };
}

/** NXDOMAIN may be said of a name to which this one leads (RFC 6604, 3). */
function isThere({ rcode, answers }: Message, name: string): boolean {
  return rcode === "NOERROR" || answers.some((entry) => entry.name === name);
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
  return failed(here, "EBADRESP", `the delegations of ${name} lead in a circle`);
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
