/** "DNS first, once": where a domain's DNS leads to another distribution, it is led here before the alias can be. */
import { nextDnsLook } from "../backoff";
import { cause, part } from "../causes";
import type { Cause, Next } from "../decision";
import type { DomainName } from "../domain-name";
import { shortList } from "../guidance";
import { known } from "../known";
import { dnsRefusedAt, type Misleading, misleadingFor } from "../misled";
import type { Observed } from "../model";
import { groupByZone, routingKey, stopgapOf, zoneOf } from "../records";
import type { Situation } from "../situation";
import { routesAreOurs } from "./routing-records";
import { blocked, type Rule, take } from "./rule";

/** Of a domain in a zone of other people's: is it led here, and if not, where to. */
const OUTSIDE = ["traffic", "leads"] as const;

/** CloudFront does not say which of the aliases it means: DNS does. */
export const misledAreKnown: Rule = ({ distribution, desired, memory, observed }) => {
  const since = distribution === null ? undefined : dnsRefusedAt(memory, distribution.id);
  if (since === undefined || desired.distribution.kind === "program") return undefined;
  const missing = desired.domains.filter((domain) => distribution?.aliases.includes(domain) === false);
  const isIn = missing.some((domain) => zoneOf(domain, observed) !== undefined);
  const isOutside = missing.some((domain) => zoneOf(domain, observed) === undefined);
  const names = [...(isIn ? (["recordSets"] as const) : []), ...(isOutside ? OUTSIDE : [])];
  const old = names.filter((name) => (observed[name]?.at ?? 0) < since);
  return old.length === 0 ? undefined : { kind: "look", parts: old.map(part) };
};

/** All others are served by now. CloudFront routes by the name that a client asks for: who serves these goes on serving them. */
export const misledAreRouted: Rule = (situation) => {
  const { misled, observed } = situation;
  const inside = misled.filter((domain) => zoneOf(domain, observed) !== undefined);
  return routeInside(situation, inside) ?? (misled.length === 0 ? undefined : waitForPeople(situation, misled));
};

function routeInside(situation: Situation, domains: DomainName[]): Next | undefined {
  const { desired, distribution, observed, formerTargets, contests } = situation;
  if (domains.length === 0 || distribution === null) return undefined;
  if (desired.dns.kind !== "route53" || !routesAreOurs(situation)) return blocked(leadsElsewhere(situation, domains));
  const { routing } = desired.dns;
  const sets = known(observed.recordSets) ?? [];
  const stopgaps = domains.flatMap((domain) => {
    const zone = zoneOf(domain, observed);
    if (zone === undefined) return [];
    const isServed = contests.some((contest) => contest.domain === domain);
    const about = { routing, former: formerTargets, isServed };
    return [{ domain, changes: stopgapOf(domain, zone, distribution.domainName, sets, about) }];
  });
  const stuck = stopgaps.filter(({ changes }) => changes === null).map(({ domain }) => domain);
  if (stuck.length > 0) return blocked(leadsElsewhere(situation, stuck));
  const batch = groupByZone(stopgaps.flatMap(({ changes }) => changes ?? []))[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ROUTING", ...batch });
}

function leadsElsewhere({ distribution, observed }: Situation, domains: DomainName[]): Cause {
  const leading = domains.flatMap((domain) => misleadingFor(domain, distribution?.domainName ?? "", observed));
  const found = shortList([...new Set(leading.map((each) => withId(each, observed)))]);
  const ttl = leading.some((each) => (each.ttl ?? 0) > LONG_TTL) ? "long" : "short";
  return cause("ALIAS_DNS_LEADS_ELSEWHERE", { domains, params: { found, ttl } });
}

/** In seconds: nobody waits so long for resolvers to forget a record. */
const LONG_TTL = 3_600;

/** Which one that is, where it is a distribution of the account. */
function withId({ text, target }: Misleading, { holders }: Observed): string {
  const holder = known(holders)?.find(({ domainName }) => domainName === target);
  return holder === undefined ? text : `${text} (${holder.id})`;
}

function waitForPeople(situation: Situation, domains: DomainName[]): Next {
  const { memory, now } = situation;
  const since = memory.waits["dns first"] ?? now;
  return {
    kind: "wait",
    what: "dns first",
    until: nextDnsLook(since, now),
    parts: OUTSIDE.map(part),
    on: "you",
    cause: { ...leadsElsewhere(situation, domains), records: domains.map(routingKey) },
  };
}
