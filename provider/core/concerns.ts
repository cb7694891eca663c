/** What there is to say about a group beside its next step: what somebody else has changed, where DNS leads, what is about to fail, what is left over. */

import { askedConcerns } from "./asked-concerns";
import { NEVER } from "./backoff";
import { caaCauses } from "./caa-needed";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { publisherOf, trafficOf } from "./dns-records";
import { DEFAULT_NAMES_QUOTA, type DomainName } from "./domain-name";
import { driftOf } from "./drift";
import { expiringCauses } from "./drift-certificate";
import { type GuidanceCode, shortList } from "./guidance";
import { known } from "./known";
import { givenCauses, lostCauses } from "./lost";
import { recordConcerns } from "./record-concerns";
import { ADDRESS_TYPES, leadsTo, recordText, routingKey, routingOf, zoneOf } from "./records";
import { renewalConcerns } from "./renewal";
import type { Report } from "./report";
import { heldByOthers } from "./rules/retire";
import type { Situation } from "./situation";
import { type Phase, servedDomains } from "./status";
import { overlapCauses } from "./taken";
import { edgeCauses, partialCause } from "./traffic-concerns";
import { wildcardCauses } from "./wildcards";

export function concernsOf(situation: Situation, phase: Phase, previous: Report | null): Cause[] {
  const drift = driftOf(situation, previous);
  return [
    ...drift,
    ...expiringCauses(situation),
    ...renewalConcerns(situation, phase),
    ...recordConcerns(situation),
    ...caaConcerns(situation),
    ...(isToBeValidated(situation) ? wildcardCauses(situation.desired, situation.observed) : []),
    ...(situation.goal === "present"
      ? [...lostCauses(situation), ...givenCauses(situation), ...overlapCauses(situation)]
      : []),
    ...askedConcerns(situation, previous),
    ...routingCauses(situation),
    ...edgeCauses(situation, phase),
    ...otherCauses(situation, phase),
    // Only one that comes as the group wrote it can be judged by its policy.
    ...(drift.some(({ code }) => ON_THE_WAY_TO_THE_BUCKET.has(code)) ? [] : bucketCauses(situation, phase)),
  ];
}

const isToBeValidated = ({ goal, desired, wanted }: Situation): boolean =>
  goal === "present" && desired.certificate === null && wanted?.detail.status !== "ISSUED";

/** Before ACM has issued, and again when it is to renew. What stops the run is said by the run. */
function caaConcerns(situation: Situation): Cause[] {
  const { goal, desired, wanted } = situation;
  if (goal === "absent" || goal === "unrequested" || desired.certificate !== null) return [];
  if (wanted?.detail.status !== "ISSUED") return caaCauses(situation);
  return caaCauses(situation).flatMap((each) => {
    const code = AT_RENEWAL[each.code];
    return code === undefined ? [] : [{ ...each, code }];
  });
}

/** That this machine can't ask is nothing to tell of for as long as a certificate serves. */
const AT_RENEWAL: { [code: string]: GuidanceCode } = {
  CAA_FORBIDS: "CAA_FORBIDS_RENEWAL",
  CAA_CRITICAL: "CAA_CRITICAL_RENEWAL",
  CAA_UNREADABLE: "CAA_UNREADABLE",
};

const ON_THE_WAY_TO_THE_BUCKET = new Set<string>([
  "SETTINGS_CHANGED",
  "ACCESS_CONTROL_CHANGED",
  "ACCESS_CONTROL_GONE",
] satisfies GuidanceCode[]);

function routingCauses(situation: Situation): Cause[] {
  // Where the program attaches, it also leads traffic there.
  if (situation.goal !== "present" || situation.desired.distribution.kind === "program") return [];
  return merged(
    servedDomains(situation).flatMap((domain) => {
      const partial = partialCause(domain, situation);
      if (partial !== undefined) return [partial];
      const code = routingCode(domain, situation);
      return code === undefined ? [] : [cause(code, { domains: [domain], records: [routingKey(domain)] })];
    }),
  ).map((each) => withClash(each, situation));
}

/** What stands there, as a zone file has it; nothing outside of zones of ours, where DNS tells addresses alone. */
function withClash(each: Cause, { observed, distribution }: Situation): Cause {
  if (each.code !== ("ROUTING_LEADS_ELSEWHERE" satisfies GuidanceCode)) return each;
  const sets = (known(observed.recordSets) ?? []).filter(
    (set) =>
      ADDRESS_TYPES.has(set.type) &&
      each.domains.some((domain) => set.name === domain && set.zoneId === zoneOf(domain, observed)?.zoneId) &&
      !leadsTo(set, distribution?.domainName ?? ""),
  );
  return { ...each, params: { found: shortList(sets.map(recordText)) } };
}

function routingCode(domain: DomainName, situation: Situation): GuidanceCode | undefined {
  const { observed, desired, distribution } = situation;
  const zone = zoneOf(domain, observed);
  if (zone !== undefined && desired.dns.kind === "route53" && distribution !== null) {
    if (observed.recordSets?.kind !== "known") return undefined;
    const rules = { routing: desired.dns.routing, former: situation.formerTargets };
    const routing = routingOf(domain, zone.zoneId, distribution, observed.recordSets.value, rules);
    if (routing.kind === "policy") return "ROUTING_HAS_POLICY";
    if (routing.kind === "foreign") return "ROUTING_LEADS_ELSEWHERE";
    return desired.dns.routing === "none" && routing.changes.length > 0 ? "ROUTING_TO_PUBLISH" : undefined;
  }
  const traffic = trafficOf(domain, situation);
  if (observed.traffic?.kind === "known" && traffic === "UNKNOWN") return "ROUTING_UNSEEN";
  const isOff = traffic === "NOT_POINTING" || traffic === "POINTS_ELSEWHERE";
  if (isOff && publisherOf(routingKey(domain), desired) === "program") return "ROUTING_BY_PROGRAM";
  if (traffic === "NOT_POINTING") return "ROUTING_TO_PUBLISH";
  return traffic === "POINTS_ELSEWHERE" ? "ROUTING_LEADS_ELSEWHERE" : undefined;
}

function otherCauses(situation: Situation, phase: Phase): Cause[] {
  const { desired, memory, goal, distribution } = situation;
  const causes: Cause[] = [];
  if (goal === "present" && desired.domains.length > DEFAULT_NAMES_QUOTA && phase === "requesting")
    causes.push(cause("MANY_NAMES", { domains: desired.domains }));
  for (const { arn, users } of goal === "present" ? heldByOthers(situation) : [])
    causes.push(cause("HELD_BY", { domains: desired.domains, params: { certificate: arn, users: users.join(", ") } }));
  // The next `up` enables one that the group made.
  const isTheirs = desired.distribution.kind === "existing";
  if (goal === "present" && phase === "attached" && distribution?.enabled === false && isTheirs) {
    causes.push(
      cause("DISTRIBUTION_DISABLED", { domains: desired.domains, params: { distribution: distribution.id } }),
    );
  }
  causes.push(...formerCauses(situation, phase));
  if (memory.retiring.some(({ kind, dueAt }) => kind === "certificate" && dueAt < NEVER))
    causes.push(cause("RETIRING", { domains: desired.domains }));
  return causes;
}

/** Kept for those whom DNS still leads there. */
function formerCauses({ memory, former, desired, goal, observed }: Situation, phase: Phase): Cause[] {
  if (goal !== "present" || phase !== "attached" || observed.formerTraffic === undefined) return [];
  return memory.formerPlaces
    .filter(({ id, created }) => created !== null && former.some(({ distribution }) => distribution.id === id))
    .map(({ id }) => cause("FORMER_STILL_LED_TO", { domains: desired.domains, params: { distribution: id } }));
}

/** In the run that makes the distribution its policy can't be there yet: the program knows the ARN only afterwards. */
function bucketCauses({ desired, distribution, observed, memory, goal }: Situation, phase: Phase): Cause[] {
  const { origin } = observed;
  if (goal !== "present" || phase !== "attached") return [];
  if (desired.distribution.kind !== "created" || !("bucket" in desired.distribution.service)) return [];
  if (distribution === null || origin?.kind !== "known") return [];
  if (origin.value.kind !== "status" || origin.value.status !== 403) return [];
  const isNew = memory.created !== null && memory.created.at >= memory.runStartedAt;
  const params = { bucket: desired.distribution.service.bucket, distribution: distribution.arn };
  return [cause(isNew ? "BUCKET_POLICY_NEXT" : "BUCKET_FORBIDS", { domains: desired.domains, params })];
}
