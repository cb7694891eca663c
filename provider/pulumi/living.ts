/** Which resource each group of the program is now, by what this process was told: a create, or a diff of what is in the state. */
import { READ_SETTLES_WITHIN } from "../core/backoff";
import type { Desired, Instant } from "../core/model";
import type { Successor } from "../core/situation";

export interface Living {
  /** `at`: when its run ended, if this process ran it. */
  note(resource: LivingResource, at?: Instant): void;
  /**
   * Another resource that has taken the place of this one. The delete of a predecessor follows within seconds of a create, and may still read the tags
   * from before; or it follows in a later process, and with a certificate of the program's own no tag tells.
   */
  successorOf(desired: Desired, incarnation: string): LivingSuccessor | undefined;
}

/** What a resource knows of its own. */
interface Known {
  /** The one that it serves with, or is to. */
  certificateArn: string | null;
  /** Validation records that it takes off when it goes. */
  madeRecords: string[];
}

interface LivingResource extends Known {
  desired: Desired;
  incarnation: string;
}

export interface LivingSuccessor extends Successor, Known {
  /** Until then tags may be read as they were before it claimed what it wants. */
  claimsShowAt: Instant;
}

export function createLiving(): Living {
  const living = new Map<string, LivingResource & { at: Instant }>();
  return {
    note: (resource, at = 0) => {
      living.set(resource.desired.groupId, { ...resource, at });
    },
    successorOf: ({ groupId }, incarnation) => {
      const now = living.get(groupId);
      if (now === undefined || now.incarnation === incarnation) return undefined;
      const { desired, at, ...rest } = now;
      const { domains, distribution } = desired;
      return { ...rest, domains, distribution, claimsShowAt: at + READ_SETTLES_WITHIN };
    },
  };
}
