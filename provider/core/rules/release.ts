/** A domain that is wanted no more: where we lead its traffic, that goes first; then the alias, at once; the narrower certificate follows. */
import { nextTry, ROUTES_ARE_FORGOTTEN_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import { coveredBy, type DomainName } from "../domain-name";
import { known } from "../known";
import { leadsSome } from "../looks";
import { holdingZone } from "../records";
import { type Situation, wishedDomains } from "../situation";
import { coveredIsNoted } from "./claim";
import { uncontested } from "./contest";
import { removeRoutingOf, routesAreOurs } from "./routing-records";
import { type Rule, take } from "./rule";

export const leavingRoutingIsRemoved: Rule = (situation) =>
  removeRoutingOf(situation, [...situation.leaving, ...takenOff(situation)]);

/** Gone from the distribution already, by somebody's hand or in a run that was killed: what leads here leads nowhere. */
function takenOff(situation: Situation): DomainName[] {
  const { desired, facts, distribution, leaving } = situation;
  const siblings = facts.siblings.flatMap(({ domains }) => domains);
  const wanted: string[] = [...wishedDomains(situation), ...leaving, ...siblings];
  return [...new Set([...desired.domains, ...facts.formerly])].filter(
    (domain) => !wanted.includes(domain) && distribution?.aliases.includes(domain) === false,
  );
}

/** Resolvers give the old answer for a while. Where people lead the traffic, they have the same while to lead it away. */
export const leavingIsDrained: Rule = (situation) => {
  const { leaving, memory, now, observed } = situation;
  if (leaving.length === 0) return undefined;
  const drained = waitUntil(drainsSince(situation), "DRAINING", situation);
  if (drained !== undefined) return drained;
  // The program takes its record away after this run: to wait for that would be to wait for oneself.
  if (situation.desired.dns.kind === "publish") return undefined;
  const outside = leaving.filter((domain) => !routesAreOurs(situation) || holdingZone(domain, observed) === undefined);
  if (outside.length === 0) return undefined;
  const traffic = known(observed.traffic);
  if (traffic === undefined || !outside.every((domain) => domain in traffic))
    return { kind: "look", parts: [part("traffic")] };
  if (!outside.some((domain) => leadsSome(traffic[domain]))) return undefined;
  return waitUntil(memory.waits["grace"] ?? now, "LEAVING_STILL_LED_HERE", situation);
};

/** When the records went. A run that was killed after that took its memory along: then they may just have gone. */
function drainsSince({ memory, leaving, observed, desired, now }: Situation): number {
  const removedAt = memory.routingRemovedAt ?? 0;
  if (now - removedAt < 2 * ROUTES_ARE_FORGOTTEN_WITHIN) return removedAt;
  const isOurs = routesAreOurs({ desired }) && leaving.some((domain) => holdingZone(domain, observed) !== undefined);
  return isOurs ? (memory.waits["drain"] ?? now) : 0;
}

function waitUntil(
  since: number,
  code: "DRAINING" | "LEAVING_STILL_LED_HERE",
  { now, leaving }: Situation,
): Next | undefined {
  const end = since + ROUTES_ARE_FORGOTTEN_WITHIN;
  if (now >= end) return undefined;
  const until = code === "DRAINING" ? end : Math.min(end, nextTry(now, 3));
  const parts = code === "DRAINING" ? [] : [part("traffic")];
  return {
    kind: "wait",
    what: code === "DRAINING" ? "drain" : "grace",
    until,
    parts,
    on: "aws",
    cause: cause(code, { domains: leaving }),
  };
}

/** With the certificate that is there, while another one is awaited: what leaves goes at once, and what is covered comes at once. */
export const aliasesFollow: Rule = (situation) => {
  const { desired, distribution, attached, wanted, leaving } = situation;
  if (distribution === null || desired.distribution.kind === "program" || attached?.detail.status !== "ISSUED")
    return undefined;
  // It brings its aliases along, in one write.
  if (wanted?.detail.status === "ISSUED") return undefined;
  const aliases = followed(
    distribution.aliases,
    uncontested(situation).filter((domain) => coveredBy(attached.detail.names, domain)),
    leaving,
  );
  if (areSame(aliases, distribution.aliases)) return undefined;
  const { id, etag, config, viewerCertificate } = distribution;
  const own = situation.own.find(({ arn }) => arn === attached.arn);
  const change = { aliases, viewerCertificate };
  return (
    (own === undefined ? undefined : coveredIsNoted(situation, own)) ??
    take(situation, { kind: "updateDistribution", id, etag, config, change })
  );
};

/** In the order that is there: a distribution shows no change where there is none. */
export function followed(present: string[], wanted: DomainName[], leaving: DomainName[]): string[] {
  const kept = present.filter((alias) => !leaving.some((domain) => domain === alias));
  return [...kept, ...wanted.filter((domain) => !kept.includes(domain))];
}

/** In any order. */
export const areSame = (some: string[], others: string[]): boolean =>
  some.length === others.length && some.every((alias) => others.includes(alias));
