/** "DNS first, once": where a domain's DNS leads to another distribution, it is led here before the alias can be. */
import { nextDnsLook } from "../backoff";
import { cause, part } from "../causes";
import type { Cause, Next } from "../decision";
import type { DomainName } from "../domain-name";
import { shortList } from "../guidance";
import { known } from "../known";
import { dnsRefusedAt, misleadingOf } from "../misled";
import type { Part } from "../model";
import { groupByZone, recordText, routingKey, stopgapOf, zoneOf } from "../records";
import type { Situation } from "../situation";
import { routesAreOurs } from "./routing-records";
import { blocked, type Rule, take } from "./rule";

/** CloudFront does not say which of the aliases it means: DNS does. */
export const misledAreKnown: Rule = ({ distribution, desired, memory, observed }) => {
  const since = distribution === null ? undefined : dnsRefusedAt(memory, distribution.id);
  if (since === undefined || desired.distribution.kind === "program") return undefined;
  const missing = desired.domains.filter((domain) => distribution?.aliases.includes(domain) === false);
  const isIn = missing.some((domain) => zoneOf(domain, observed) !== undefined);
  const isOutside = missing.some((domain) => zoneOf(domain, observed) === undefined);
  const isOld = (name: "recordSets" | "traffic"): boolean => (observed[name]?.at ?? 0) < since;
  const parts: Part[] = [
    ...(isIn && isOld("recordSets") ? [part("recordSets")] : []),
    ...(isOutside && isOld("traffic") ? [part("traffic")] : []),
  ];
  return parts.length === 0 ? undefined : { kind: "look", parts };
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
  const sets = domains.flatMap((domain) => misleadingOf(domain, distribution?.domainName ?? "", observed));
  const found = shortList([...new Set(sets.map(recordText))]);
  return cause("ALIAS_DNS_LEADS_ELSEWHERE", { domains, params: { found } });
}

function waitForPeople(situation: Situation, domains: DomainName[]): Next {
  const { memory, now } = situation;
  const since = memory.waits["dns first"] ?? now;
  return {
    kind: "wait",
    what: "dns first",
    until: nextDnsLook(since, now),
    parts: [part("traffic")],
    on: "you",
    cause: { ...leadsElsewhere(situation, domains), records: domains.map(routingKey) },
  };
}
