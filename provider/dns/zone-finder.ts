/**
 * Which zone answers for a name. A recursive resolver is asked for the registrable domain alone; from there on the way leads down through
 * authoritative servers. A resolver that learns that a validation name is missing would go on saying so after it is published, to ACM too.
 */
import { registrableDomain } from "../core/domain-name";
import type { Instant } from "../core/model";
import type { Reply } from "../ports";
import type { Resolver } from "./resolver";
import { type Verdict, verdictOf } from "./verdict";

export interface Zone {
  zone: string;
  nameServers: string[];
}

/** Zones within zones: more are a loop. */
const deepest = 8;

export async function findZone(resolver: Resolver, name: string, until: Instant): Promise<Reply<Zone>> {
  const start = await delegatedZone(resolver, registrableDomain(name) ?? name, until);
  return start.kind === "ok" ? descend(resolver, start.value, name, until) : start;
}

async function delegatedZone(resolver: Resolver, domain: string, until: Instant): Promise<Reply<Zone>> {
  const heard = await resolver.recursive({ name: domain, type: "NS" }, until);
  if (heard.kind === "failed") return unavailable(heard.code, `the name servers of ${domain} could not be looked up`);
  const servers = heard.message.answers.filter((entry) => entry.type === "NS" && entry.name === domain);
  if (servers.length === 0) return { kind: "absent" };
  return { kind: "ok", value: { zone: domain, nameServers: servers.map((entry) => entry.value).sort() } };
}

async function descend(resolver: Resolver, start: Zone, name: string, until: Instant): Promise<Reply<Zone>> {
  let here = start;
  for (let level = 0; level < deepest; level += 1) {
    const verdict = await firstVerdict(resolver, here, name, until);
    const next = nextOf(here, name, verdict);
    if (next.kind === "failed") return unavailable(next.code, `no name server of ${here.zone} answered for ${name}`);
    if (next.kind === "here") return { kind: "ok", value: here };
    if (next.kind === "parent") return descend(resolver, start, parentOf(name), until);
    // A server that holds the zone below too answers for it at once, and refers to nobody.
    const nameServers = next.nameServers ?? (await ownServers(resolver, here, next.zone, until));
    if (nameServers.length === 0)
      return unavailable("NOT_AUTHORITATIVE", `no name server of ${next.zone} could be found`);
    here = { zone: next.zone, nameServers: [...nameServers].sort() };
  }
  return unavailable("ELOOP", `the delegations of ${name} lead in a circle`);
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
      return verdict.entries.some((entry) => entry.type === "SOA" && entry.name === name)
        ? at(here, name)
        : { kind: "parent" };
  }
}

function at(here: Zone, zone: string): Next {
  return zone === here.zone ? { kind: "here" } : { kind: "below", zone, nameServers: null };
}

/** Of the first server that is responsible. A zone that is not below is none: such a server knows nothing of the name. */
async function firstVerdict(resolver: Resolver, here: Zone, name: string, until: Instant): Promise<Verdict> {
  let failure: Verdict = { kind: "failure", code: "ENOTFOUND" };
  for (const nameServer of here.nameServers) {
    const verdict = verdictOf(await resolver.authoritative(nameServer, { name, type: "SOA" }, until));
    if (verdict.kind === "failure") failure = verdict;
    else if (leadsDown(here, name, verdict)) return verdict;
    else failure = { kind: "failure", code: "NOT_AUTHORITATIVE" };
  }
  return failure;
}

function leadsDown(here: Zone, name: string, verdict: Verdict): boolean {
  if (verdict.kind === "referral")
    return verdict.zone !== here.zone && isWithin(verdict.zone, here.zone) && isWithin(name, verdict.zone);
  if (verdict.kind === "nothing" && verdict.zone !== null)
    return isWithin(verdict.zone, here.zone) && isWithin(name, verdict.zone);
  return true;
}

async function ownServers(resolver: Resolver, here: Zone, zone: string, until: Instant): Promise<string[]> {
  for (const nameServer of here.nameServers) {
    const verdict = verdictOf(await resolver.authoritative(nameServer, { name: zone, type: "NS" }, until));
    if (verdict.kind !== "answer") continue;
    const servers = verdict.entries.filter((entry) => entry.type === "NS" && entry.name === zone);
    if (servers.length > 0) return servers.map((entry) => entry.value);
  }
  return [];
}

export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

function parentOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

function unavailable(code: string, message: string): Reply<never> {
  return { kind: "failed", trouble: { reason: "UNAVAILABLE", operation: "dns:query", code, message, passing: true } };
}
