/** Where group and domains are: derived from the same facts that decide, never stored on its own. */

import type { Next } from "./decision";
import type { DomainName } from "./domain-name";
import { coveredBy } from "./domain-name";
import { known } from "./known";
import type { AttachmentStatus, DomainState, GroupStatus, Milestone } from "./outputs";
import { keptDomains } from "./passing";
import { neededValidations, stateOf, validationKey, validationOf, zoneOf } from "./records";
import { isBrought, type Situation } from "./situation";

/** The furthest point that all domains have passed. */
export type Phase = "looking" | "requesting" | "validating" | "applying" | "attached";

export function phaseOf(situation: Situation | undefined): Phase {
  if (situation === undefined) return "looking";
  const { wanted, desired } = situation;
  if (wanted === undefined) return "requesting";
  if (wanted.detail.status !== "ISSUED") {
    const complete = neededValidations(desired.domains, wanted.detail).every(({ record }) => record !== null);
    return complete ? "validating" : "requesting";
  }
  const isOn =
    situation.attached?.arn === wanted.arn && servedDomains(situation).length === keptDomains(situation).length;
  return isOn && situation.leaving.length === 0 ? "attached" : "applying";
}

/** On every edge: alias and a certificate of the group that covers it, deployed. */
export function isServed(domain: DomainName, situation: Situation): boolean {
  return isConfigured(domain, situation) && situation.distribution?.deployed === true;
}

export const servedDomains = (situation: Situation): DomainName[] =>
  keptDomains(situation).filter((domain) => isServed(domain, situation));

function isConfigured(domain: DomainName, { distribution, attached }: Situation): boolean {
  if (distribution === null || !distribution.aliases.includes(domain)) return false;
  return attached !== undefined && coveredBy(attached.detail.names, domain);
}

const GROUP: { [phase in Phase]: GroupStatus } = {
  looking: "ANALYZING",
  requesting: "REQUESTING_CERTIFICATE",
  validating: "AWAITING_CERTIFICATE_ISSUE",
  applying: "APPLYING_CERTIFICATE",
  attached: "CERTIFICATE_ATTACHED",
};

export function groupStatus(phase: Phase, next: Next): GroupStatus {
  return next.kind === "blocked" ? "ERROR" : GROUP[phase];
}

const REACHED: { [phase in Phase]: Milestone | "nothing" } = {
  looking: "nothing",
  requesting: "nothing",
  validating: "records",
  applying: "issued",
  attached: "attached",
};

/** `wanted`: all domains that the group is to have. */
export function milestoneOf(
  phase: Phase,
  wanted: Pick<DomainState, "traffic" | "attachment">[],
): Milestone | "nothing" {
  const kept = wanted.filter(({ attachment }) => attachment !== "DETACHED");
  const isServing = phase === "attached" && kept.every(({ traffic }) => traffic === "SERVING");
  return isServing ? "serving" : REACHED[phase];
}

const ORDER: readonly (Milestone | "nothing")[] = ["nothing", "records", "issued", "attached", "serving"];

export const hasReached = (reached: Milestone | "nothing", wanted: Milestone): boolean =>
  ORDER.indexOf(reached) >= ORDER.indexOf(wanted);

/** On their way off: still on the distribution, or only named by a certificate that another one will replace. */
export function outgoing(situation: Situation): DomainName[] {
  const { goal, desired, leaving, attached, wanted } = situation;
  if (goal !== "present" || desired.distribution.kind === "program") return [];
  const isPassing = attached !== undefined && attached.arn !== wanted?.arn && !isBrought(attached.arn, situation);
  const named = isPassing ? (attached.detail.names as DomainName[]) : [];
  return [...new Set([...leaving, ...named])].filter((name) => !desired.domains.includes(name));
}

export function attachmentStatus(domain: DomainName, situation: Situation | undefined, next: Next): AttachmentStatus {
  if (situation === undefined) return "PENDING";
  if (situation.goal === "absent" || situation.goal === "unrequested") return leaving(domain, situation, next);
  if (!situation.desired.domains.includes(domain)) return leaving(domain, situation, next);
  if (isServed(domain, situation)) return "ATTACHED";
  if (!keptDomains(situation).includes(domain)) return "DETACHED";
  if (next.kind === "blocked" && (next.cause.domains.includes(domain) || isLost(domain, situation)))
    return "ERROR_ATTACHING";
  if (situation.wanted?.detail.status === "ISSUED" || isConfigured(domain, situation)) return "ATTACHING";
  return validating(domain, situation);
}

/** Somebody else has it, and keeps it. */
const isLost = (domain: DomainName, { owners, contests }: Situation): boolean =>
  owners.some((owner) => owner.domain === domain) ||
  contests.some((contest) => contest.domain === domain && !contest.isOurs);

function leaving(domain: DomainName, situation: Situation, next: Next): AttachmentStatus {
  if (situation.distribution?.aliases.includes(domain))
    return next.kind === "blocked" ? "ERROR_DETACHING" : "DETACHING";
  return situation.own.length > 0 ? "PENDING_CERTIFICATE_FOR_DETACHMENT" : "DETACHED";
}

function validating(domain: DomainName, situation: Situation): AttachmentStatus {
  const { wanted, hidden, observed } = situation;
  if (wanted === undefined) return hidden.length > 0 ? "CREATING" : "PENDING";
  const validation = validationOf(domain, wanted.detail);
  if (validation?.status === "SUCCESS") return "PENDING_CERTIFICATE_FOR_ATTACHMENT";
  if (validation === undefined || validation.record === null) return "CREATING";
  if (zoneOf(domain, observed) !== undefined) return "PENDING_CERTIFICATE_FOR_ATTACHMENT";
  const looks = known(observed.dns) ?? {};
  const published = stateOf(looks[validationKey(validation.domain as DomainName)], validation.record.value) === "OK";
  return published ? "PENDING_CERTIFICATE_FOR_ATTACHMENT" : "AWAITING_VERIFICATION_RECORDS_TO_BE_SET";
}
