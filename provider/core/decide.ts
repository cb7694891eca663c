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
import { surplusIsDeleted } from "./rules/retire";
import type { Rule } from "./rules/rule";
import { type Input, situationOf } from "./situation";

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
  certificate.validationIsPublished,
  certificate.certificateIsIssued,
  // On to the edges.
  attach.certificateIsAttached,
  attach.distributionIsDeployed,
  attach.routingIsPublished,
  // What is left.
  surplusIsDeleted,
  attach.trafficIsSeen,
];

/** From whatever there is to nothing of ours. */
const ABSENT: readonly Rule[] = [
  permission.readIsFresh,
  permission.ownerIsOurs,
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
  for (const rule of input.goal === "present" ? PRESENT : ABSENT) {
    const next = rule(situation);
    if (next !== undefined) return next;
  }
  return { kind: "settled" };
}
