/** Which resource each group of the program is now, by what this process was told: a create, or a diff of what is in the state. */
import { READ_SETTLES_WITHIN } from "../core/backoff";
import type { Desired, Instant } from "../core/model";
import type { Successor } from "../core/situation";

export interface Living {
  /** `at`: when its run ended, if this process ran it. */
  note(desired: Desired, incarnation: string, at?: Instant): void;
  /**
   * Another resource that has taken the place of this one. The delete of a predecessor follows within seconds of a create, and may still read the tags
   * from before; or it follows in a later process, and with a certificate of the program's own no tag tells.
   */
  successorOf(desired: Desired, incarnation: string): LivingSuccessor | undefined;
}

export interface LivingSuccessor extends Successor {
  /** Until then tags may be read as they were before it claimed what it wants. */
  claimsShowAt: Instant;
}

export function createLiving(): Living {
  const living = new Map<string, { desired: Desired; incarnation: string; at: Instant }>();
  return {
    note: (desired, incarnation, at = 0) => {
      living.set(desired.groupId, { desired, incarnation, at });
    },
    successorOf: ({ groupId }, incarnation) => {
      const now = living.get(groupId);
      if (now === undefined || now.incarnation === incarnation) return undefined;
      const { domains, distribution } = now.desired;
      return { domains, distribution, claimsShowAt: now.at + READ_SETTLES_WITHIN };
    },
  };
}
