/**
 * The decision: pure and total. Two lists of small rules, read from top to bottom; the first that has something to say decides. Read it as the table
 * of contents of the whole product.
 */
import type { Next } from "./decision";
import * as attach from "./rules/attach";
import * as certificate from "./rules/certificate";
import { certificateIsClaimed, oldTagsAreRemoved } from "./rules/claim";
import * as leave from "./rules/leave";
import { lookAround } from "./rules/look";
import * as permission from "./rules/permission";
import { deadAreDeleted, releasedAreSwept, surplusIsDeleted } from "./rules/retire";
import type { Rule } from "./rules/rule";
import { type Input, type Situation, situationOf } from "./situation";

/** From nothing to served. */
const PRESENT: readonly Rule[] = [
  // May we? Bad input ends here, before anything is requested.
  permission.distributionIsUsable,
  permission.readIsFresh,
  permission.distributionIsFree,
  permission.ownerIsOurs,
  permission.zonesAreFound,
  permission.foreignAliasesStayCovered,
  // A certificate for all names.
  certificate.requestIsShown,
  certificate.failureOfThisRun,
  certificate.certificateIsRequested,
  certificate.recordsAreAssigned,
  certificate.externalRecordsAreSeen,
  certificateIsClaimed,
  oldTagsAreRemoved,
  deadAreDeleted,
  certificate.validationIsPublished,
  certificate.certificateIsIssued,
  // On to the edges.
  attach.certificateIsAttached,
  attach.distributionIsDeployed,
  attach.routingIsPublished,
];

/** What is left when the goal is reached. */
const CLEANUP: readonly Rule[] = [surplusIsDeleted, releasedAreSwept, attach.trafficIsSeen];

/** From whatever there is to nothing of ours. */
const ABSENT: readonly Rule[] = [
  permission.readIsFresh,
  permission.ownerIsOurs,
  leave.requestsAreShown,
  leave.successorOwnsAll,
  leave.routingIsRemoved,
  leave.distributionIsLeft,
  attach.distributionIsDeployed,
  leave.remainingCertificateIsGivenUp,
  leave.validationIsRemoved,
  leave.certificatesAreDeleted,
];

export function decide(input: Input): Next {
  const first = lookAround(input);
  if (first !== undefined) return first;
  const situation = situationOf(input);
  if (situation === undefined) return { kind: "look", parts: [{ part: "certificates" }] };
  return firstOf(input.goal === "present" ? [...PRESENT, ...CLEANUP] : ABSENT, situation) ?? { kind: "settled" };
}

function firstOf(rules: readonly Rule[], situation: Situation): Next | undefined {
  for (const rule of rules) {
    const next = rule(situation);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** Every domain is where it is wanted; only old certificates may be left. */
export function isReached(situation: Situation): boolean {
  const rules = situation.goal === "present" ? PRESENT.filter((rule) => rule !== deadAreDeleted) : ABSENT;
  return firstOf(rules, situation) === undefined;
}
