/** A domain that is wanted no more: where we lead its traffic, that goes first; then the alias, at once; the narrower certificate follows. */
import { nextTry, ROUTES_ARE_FORGOTTEN_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import { coveredBy, type DomainName } from "../domain-name";
import type { RecordChange } from "../model";
import { groupByZone, holdingZone, leadsTo } from "../records";
import { type Situation, targetOf } from "../situation";
import { needRecordSetsOf } from "./look";
import { type Rule, take } from "./rule";

const isOurRouting = ({ desired }: Situation): boolean =>
  desired.dns.kind === "route53" && desired.dns.routing !== "none";

/** Only records that lead here: others are somebody's already. */
export const leavingRoutingIsRemoved: Rule = (situation) => {
  const { leaving, observed } = situation;
  const target = targetOf(situation);
  if (leaving.length === 0 || !isOurRouting(situation) || target === null) return undefined;
  const unknown = needRecordSetsOf(situation, leaving);
  if (unknown !== undefined) return unknown;
  const sets = observed.recordSets?.kind === "known" ? observed.recordSets.value : [];
  const changes = leaving
    .flatMap((domain) => sets.filter((set) => set.name === domain && set.zoneId === holdingZone(domain, observed)))
    .filter((set) => set.alias !== null && leadsTo(set, target) && !set.routingPolicy)
    .map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ROUTING", ...batch });
};

/** Resolvers give the old answer for a while. Where people lead the traffic, they have the same while to lead it away. */
export const leavingIsDrained: Rule = (situation) => {
  const { leaving, memory, now, observed } = situation;
  if (leaving.length === 0) return undefined;
  const removedAt = memory.routingRemovedAt;
  const drained = removedAt === null ? undefined : waitUntil(removedAt, "DRAINING", situation);
  if (drained !== undefined) return drained;
  // The program takes its record away after this run: to wait for that would be to wait for oneself.
  if (situation.desired.dns.kind === "publish") return undefined;
  const outside = leaving.filter((domain) => !isOurRouting(situation) || holdingZone(domain, observed) === undefined);
  if (outside.length === 0) return undefined;
  const traffic = observed.traffic?.kind === "known" ? observed.traffic.value : undefined;
  if (traffic === undefined || !outside.every((domain) => domain in traffic))
    return { kind: "look", parts: [part("traffic")] };
  if (!outside.some((domain) => traffic[domain] === "POINTING")) return undefined;
  return waitUntil(memory.waits["grace"] ?? now, "LEAVING_STILL_LED_HERE", situation);
};

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
    desired.domains.filter((domain) => coveredBy(attached.detail.names, domain)),
    leaving,
  );
  if (aliases.length === distribution.aliases.length && aliases.every((alias) => distribution.aliases.includes(alias)))
    return undefined;
  const { id, etag, config, viewerCertificate } = distribution;
  return take(situation, { kind: "updateDistribution", id, etag, config, change: { aliases, viewerCertificate } });
};

/** In the order that is there: a distribution shows no change where there is none. */
export function followed(present: string[], wanted: DomainName[], leaving: DomainName[]): string[] {
  const kept = present.filter((alias) => !leaving.some((domain) => domain === alias));
  return [...kept, ...wanted.filter((domain) => !kept.includes(domain))];
}
