/** Which resource each group of the program is now, by what this process was told: a create, or a diff of what is in the state. */
import { READ_SETTLES_WITHIN } from "../core/backoff";
import type { Desired, Instant } from "../core/model";
import { canonical } from "./reading";

export interface Living {
  /** `at`: when its run ended, if this process ran it. */
  note(desired: Desired, incarnation: string, at?: Instant): void;
  /**
   * Has another resource taken the place of this one? The delete of a predecessor follows within seconds of a create, and may still read the tags from
   * before; or it follows in a later process, and with a certificate of the program's own no tag tells. Only for the same names in the same place: else
   * the predecessor has things of its own to take away, and tags tell which.
   */
  hasSuccessor(desired: Desired, incarnation: string): boolean;
  /** Until then tags may be read as they were before a successor claimed what it wants. `null`: there is none. */
  claimsShowAt(desired: Desired, incarnation: string): Instant | null;
}

export function createLiving(): Living {
  const living = new Map<string, { incarnation: string; place: string; at: Instant }>();
  return {
    note: (desired, incarnation, at = 0) => {
      living.set(desired.groupId, { incarnation, place: placeOf(desired), at });
    },
    hasSuccessor: (desired, incarnation) => {
      const now = living.get(desired.groupId);
      return now !== undefined && now.incarnation !== incarnation && now.place === placeOf(desired);
    },
    claimsShowAt: ({ groupId }, incarnation) => {
      const now = living.get(groupId);
      return now === undefined || now.incarnation === incarnation ? null : now.at + READ_SETTLES_WITHIN;
    },
  };
}

function placeOf({ domains, distribution }: Desired): string {
  return canonical([[...domains].sort(), distribution.kind, distribution.kind === "existing" ? distribution.id : null]);
}
