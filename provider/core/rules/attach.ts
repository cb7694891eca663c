/** From an issued certificate to every edge. */
import { nextLook } from "../backoff";
import { cause, merged, part } from "../causes";
import type { DistributionChange, Next } from "../decision";
import type { DomainName } from "../domain-name";
import { known } from "../known";
import type { DistributionFacts, ViewerCertificateFacts } from "../model";
import { groupByZone, routingOf, zoneOf } from "../records";
import { refusedAlone } from "../sift";
import type { OwnCertificate, Situation } from "../situation";
import { isToBeAsked, uncontested } from "./contest";
import { ask, need } from "./look";
import { areSame, followed } from "./release";
import { blocked, type Rule, take } from "./rule";

/** Certificate and aliases in one write: no edge ever has one without the other. */
export const certificateIsAttached: Rule = (situation) => {
  const { wanted, desired, distribution } = situation;
  if (wanted === undefined || distribution === null || desired.distribution.kind === "program") return undefined;
  const change = attachment(situation, wanted, distribution, uncontested(situation));
  return isInPlace(distribution, change) ? undefined : attach(situation, distribution, change);
};

function attach(situation: Situation, { id, etag, config }: DistributionFacts, change: DistributionChange): Next {
  return take(situation, { kind: "updateDistribution", id, etag, config, change });
}

/** What is refused by itself may be free, or led here, a moment later: each alone, since the others are served by now. */
export const refusedAreTried: Rule = (situation) => {
  const { wanted, distribution } = situation;
  if (wanted === undefined || distribution === null || isToBeAsked(situation)) return undefined;
  const tries = refusedAlone(situation).map((domain) =>
    attach(situation, distribution, attachment(situation, wanted, distribution, [domain])),
  );
  const ends = merged(tries.flatMap((next) => (next.kind === "blocked" ? [next.cause] : [])));
  return tries.find(({ kind }) => kind !== "blocked" && kind !== "wait") ?? soonest(tries) ?? ends.map(blocked)[0];
};

const soonest = (tries: Next[]): Next | undefined =>
  tries.flatMap((next) => (next.kind === "wait" ? [next] : [])).sort((a, b) => a.until - b.until)[0];

function attachment(
  situation: Situation,
  wanted: OwnCertificate,
  distribution: DistributionFacts,
  domains: DomainName[],
): DistributionChange {
  const { desired, leaving } = situation;
  const { source, minimumProtocolVersion, sslSupportMethod } = distribution.viewerCertificate;
  const kept = source === "default" ? null : minimumProtocolVersion;
  const viewerCertificate: ViewerCertificateFacts = {
    source: "acm",
    id: wanted.arn,
    minimumProtocolVersion: desired.minimumProtocolVersion ?? kept ?? "TLSv1.2_2021",
    sslSupportMethod: source === "default" ? "sni-only" : (sslSupportMethod ?? "sni-only"),
  };
  return { aliases: followed(distribution.aliases, domains, leaving), viewerCertificate };
}

function isInPlace({ aliases, viewerCertificate }: DistributionFacts, change: DistributionChange): boolean {
  const wanted = change.viewerCertificate;
  return (
    areSame(aliases, change.aliases) &&
    viewerCertificate.id === wanted.id &&
    viewerCertificate.minimumProtocolVersion === wanted.minimumProtocolVersion &&
    viewerCertificate.sslSupportMethod === wanted.sslSupportMethod
  );
}

/** Until then some edges still have the configuration before. */
export const distributionIsDeployed: Rule = ({ distribution, memory, now, desired, goal }) => {
  if (distribution === null || distribution.deployed || desired.distribution.kind === "program") return undefined;
  const what = `deployment ${distribution.etag}`;
  const until = nextLook(memory.waits[what] ?? now, now);
  const reason = cause(goal === "present" ? "DEPLOYING" : "DETACHING", { domains: desired.domains });
  return { kind: "wait", what, until, parts: [part("distribution")], on: "aws", cause: reason };
};

/** DNS moves only when every edge can serve (CloudFront developer guide, "Moving an alternate domain name"). */
export const routingIsPublished: Rule = (situation) => {
  const { desired, distribution, observed, formerTargets } = situation;
  if (desired.dns.kind !== "route53" || desired.dns.routing === "none") return undefined;
  if (distribution === null || desired.distribution.kind === "program") return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const { routing } = desired.dns;
  const sets = known(observed.recordSets) ?? [];
  const routings = desired.domains.flatMap((domain) => {
    const zone = zoneOf(domain, observed);
    return zone === undefined || !distribution.aliases.includes(domain)
      ? []
      : [routingOf(domain, zone.zoneId, distribution, sets, { routing, former: formerTargets })];
  });
  const unnamed = routings.some(({ kind }) => kind === "foreign") ? sourcesAreKnown(situation) : undefined;
  if (unnamed !== undefined) return unnamed;
  const batch = groupByZone(routings.flatMap((entry) => (entry.kind === "ours" ? entry.changes : [])))[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ROUTING", ...batch });
};

/**
 * A record may lead to where the program says that names come from, or to the place of a group that the program has no more, whose alias somebody took off.
 * What a run that was killed after a move noted may not be readable yet.
 */
const sourcesAreKnown: Rule = (situation) =>
  situation.desired.moveFrom.length + situation.kin.length === 0 ? undefined : ask(situation, "holders");

/** For the report: where each domain's traffic goes now. Free of AWS calls. */
export const trafficIsSeen: Rule = (situation) => {
  const { observed, desired } = situation;
  const external = desired.domains.some((domain) => zoneOf(domain, observed) === undefined);
  if (!external) return undefined;
  const missing = (["dns", "traffic"] as const).filter((name) => observed[name] === undefined);
  return missing.length === 0 ? undefined : { kind: "look", parts: missing.map(part) };
};
