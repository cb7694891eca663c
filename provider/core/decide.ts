/**
 * The decision: pure and total. Two lists of small rules, read from top to bottom; the first that has something to say decides. Read it as the table
 * of contents of the whole product.
 */
import type { Next } from "./decision";
import type { Goal } from "./model";
import * as attach from "./rules/attach";
import * as caa from "./rules/caa";
import * as certificate from "./rules/certificate";
import {
  aliasesAreExplained,
  certificateIsClaimed,
  kinIsSeen,
  makingIsNoted,
  oldOwnersAreRenamed,
  oldTagsAreRemoved,
} from "./rules/claim";
import * as contest from "./rules/contest";
import * as create from "./rules/create";
import * as former from "./rules/former";
import * as leave from "./rules/leave";
import { lookAround } from "./rules/look";
import { misledAreKnown, misledAreRouted } from "./rules/misled";
import * as permission from "./rules/permission";
import * as release from "./rules/release";
import { remainsAreTakenOff } from "./rules/replaced";
import { deadAreDeleted, releasedAreSwept, surplusIsDeleted } from "./rules/retire";
import type { Rule } from "./rules/rule";
import { edgesAreSeen, trafficArrives } from "./rules/serving";
import { proofsAreRemoved, proofsAreWritten, strangersAreMoved } from "./rules/stranger";
import { ownersAreAsked, temporaryIsLeft } from "./rules/temporary";
import { type Input, type Situation, situationOf } from "./situation";

/** From nothing to served. */
const PRESENT: readonly Rule[] = [
  // May we? Bad input ends here, before anything is requested.
  permission.distributionIsUsable,
  permission.readIsFresh,
  permission.distributionIsFree,
  permission.ownerIsOurs,
  permission.groupIdIsOurs,
  permission.broughtCertificateIsUsable,
  permission.broughtCertificateFits,
  permission.zonesAreFound,
  permission.foreignAliasesStayCovered,
  // Where DNS leads tells which distributions of the account matter.
  misledAreKnown,
  contest.contestIsKnown,
  // What only asked goes before anything else gets the certificate.
  temporaryIsLeft,
  // A distribution, where the group makes it.
  makingIsNoted,
  create.distributionIsCreated,
  create.distributionIsClaimed,
  create.distributionIsConfigured,
  // A certificate for all names.
  certificate.requestIsShown,
  certificate.failureOfThisRun,
  caa.caaIsKnown,
  caa.caaIsExtended,
  certificate.certificateIsRequested,
  aliasesAreExplained,
  // What leaves goes at once, whatever comes next.
  release.leavingRoutingIsRemoved,
  release.leavingIsDrained,
  release.aliasesFollow,
  certificate.recordsAreAssigned,
  certificate.externalRecordsAreSeen,
  caa.caaIsRead,
  certificateIsClaimed,
  oldTagsAreRemoved,
  deadAreDeleted,
  certificate.validationIsPublished,
  certificate.certificateIsIssued,
  // For a program that attaches: who has which name?
  ownersAreAsked,
  // On to the edges.
  attach.certificateIsAttached,
  contest.ownersAreKnown,
  contest.aliasesAreMoved,
  proofsAreWritten,
  attach.distributionIsDeployed,
  attach.routingIsPublished,
  strangersAreMoved,
  proofsAreRemoved,
  misledAreRouted,
  attach.refusedAreTried,
  // Where the group was before.
  former.formerIsLeft,
  contest.contestIsLost,
  contest.stayingIsTaken,
  caa.caaAllows,
  certificate.failureStands,
];

/** What is left when the goal is reached. */
const CLEANUP: readonly Rule[] = [
  kinIsSeen,
  former.formerIsDeleted,
  create.formerAccessControlIsDeleted,
  surplusIsDeleted,
  releasedAreSwept,
  oldOwnersAreRenamed,
  attach.trafficIsSeen,
  create.originIsSeen,
  edgesAreSeen,
];

/**
 * About names that others hold or that are led elsewhere: what stops one of them stops none of the others. These are attached, led here and cleaned up
 * after first.
 */
const OF_ONE_NAME: ReadonlySet<Rule> = new Set([
  contest.aliasesAreMoved,
  proofsAreWritten,
  strangersAreMoved,
  proofsAreRemoved,
  misledAreRouted,
  attach.refusedAreTried,
  contest.contestIsLost,
]);

/** What a resource that was replaced had and its successor does not want. */
const REPLACED: readonly Rule[] = [release.leavingRoutingIsRemoved, release.leavingIsDrained, remainsAreTakenOff];

const replacedLeaves: Rule = (situation) =>
  situation.facts.successor === null ? undefined : firstOf(REPLACED, situation);

/** From whatever there is to nothing of ours. */
const ABSENT: readonly Rule[] = [
  permission.readIsFresh,
  permission.ownerIsOurs,
  leave.requestsAreShown,
  leave.claimsAreShown,
  replacedLeaves,
  leave.successorOwnsAll,
  leave.siblingsHaveTaken,
  leave.siblingsAreLedTo,
  leave.routingIsRemoved,
  proofsAreRemoved,
  leave.distributionIsLeft,
  former.formerIsLeft,
  create.distributionIsDisabled,
  attach.distributionIsDeployed,
  create.distributionIsDeleted,
  former.formerIsDeleted,
  create.formerAccessControlIsDeleted,
  create.accessControlIsDeleted,
  temporaryIsLeft,
  leave.remainingCertificateIsGivenUp,
  leave.validationIsRemoved,
  leave.certificatesAreDeleted,
];

/** A certificate that lists all names, and its records: for whoever publishes them before the group comes. */
const REQUESTED: readonly Rule[] = [
  permission.ownerIsOurs,
  certificate.requestIsShown,
  certificate.failureOfThisRun,
  caa.caaIsKnown,
  certificate.certificateIsRequested,
  certificate.recordsAreAssigned,
  caa.caaAllows,
  certificate.failureStands,
];

/** What was requested so, and never claimed by a group. */
const UNREQUESTED: readonly Rule[] = [leave.requestsAreShown, leave.unclaimedAreDeleted];

const RULES: { [goal in Goal]: readonly Rule[] } = {
  present: [...PRESENT, ...CLEANUP],
  absent: ABSENT,
  requested: REQUESTED,
  unrequested: UNREQUESTED,
};

export function decide(input: Input): Next {
  const first = lookAround(input);
  if (first !== undefined) return first;
  const situation = situationOf(input);
  if (situation === undefined) return { kind: "look", parts: [{ part: "certificates" }] };
  return firstOf(RULES[input.goal], situation) ?? arrival(situation) ?? { kind: "settled" };
}

/** Nobody waits for traffic as long as something else is to be done. */
const arrival: Rule = (situation) => (situation.goal === "present" ? trafficArrives(situation) : undefined);

/** The run can't do more about it. */
const isEnd = (next: Next): boolean => next.kind === "blocked" || (next.kind === "wait" && next.on !== "aws");

function firstOf(rules: readonly Rule[], situation: Situation): Next | undefined {
  let halt: Next | undefined;
  for (const rule of rules) {
    const next = rule(situation);
    if (next === undefined) continue;
    if (halt === undefined && !(isEnd(next) && OF_ONE_NAME.has(rule))) return next;
    if (halt !== undefined && !isEnd(next)) return next;
    halt ??= next;
  }
  return halt;
}
/** Every domain is where it is wanted; only old certificates may be left. */
export function isReached(situation: Situation): boolean {
  const rules =
    situation.goal === "present" ? PRESENT.filter((rule) => rule !== deadAreDeleted) : RULES[situation.goal];
  return firstOf(rules, situation) === undefined;
}
