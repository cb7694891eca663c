/**
 * What somebody else has done to what the group made: one cause for each field, from what was in place once and is not now. What the group never wrote
 * is not its business.
 */
import type { Cause } from "./decision";
import { certificateDrift } from "./drift-certificate";
import { distributionDrift } from "./drift-distribution";
import { recordDrift } from "./drift-records";
import type { Report } from "./report";
import type { Situation } from "./situation";

/** `previous`: the last report; without one nothing was in place yet. */
export function driftOf(situation: Situation, previous: Report | null): Cause[] {
  if (previous === null || situation.goal !== "present") return [];
  return [
    ...certificateDrift(situation, previous),
    ...distributionDrift(situation, previous),
    ...recordDrift(situation, previous),
  ];
}
