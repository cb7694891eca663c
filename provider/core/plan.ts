/** What a run will do, before it does it. */
import type { Cause, Step } from "./decision";
import type { Part, Trouble } from "./model";
import type { Guidance } from "./outputs";

/** Stands for the id of a distribution that is yet to be made: no real one has it. */
export const NEW_DISTRIBUTION = "ENEWDISTRIBUTION";
/** Stands for a hosted zone that is yet to be made, or to be seen. */
export const NEW_ZONE = "ZNEWZONE";

/** What the group's distribution has at that moment. */
export interface Before {
  aliases: string[];
  certificate: string | null;
  /** Distributions that the account does not list: what they have of the new names does not come. */
  unlisted?: string[];
}

/** Distributions from which names are to come, and which the account does not list. */
export interface Unlisted {
  ids: string[];
  /** Of the group's distribution. */
  target: string;
  /** Where a TXT record proves that a name may come here. */
  proofs: string;
}

export type PlanItem =
  | { kind: "step"; step: Step; before: Before }
  /** For AWS, or for people. `returns`: the run does not wait for it, and the next one goes on from there. */
  | { kind: "wait"; on: "aws" | "you" | "sibling"; cause: Cause; returns: boolean };

export interface Plan {
  /** In the order in which they come. */
  items: PlanItem[];
  /**
   * - `reached`: all is as wanted then.
   * - `stops`: something stands in the way; `guidance` says what.
   * - `open`: further than that nobody can see.
   * - `late`: the rest took too long to make; `pending` has been looked at all that time.
   */
  end: "reached" | "stops" | "open" | "late";
  /** What there is to say at its end, most urgent first; then what was to be said before. */
  guidance: Guidance[];
  /** What stops it. */
  obstacle: Cause | null;
  /** What could not be looked at: nothing was taken to be there. */
  unchecked: Pick<Trouble, "reason" | "operation" | "code">[];
  unlisted?: Unlisted;
  pending?: Part["part"][];
}

/** Several looks that end in the same way wait for one thing. */
export function withItem(items: PlanItem[], item: PlanItem): PlanItem[] {
  const last = items.at(-1);
  const isSame = item.kind === "wait" && last?.kind === "wait" && last.cause.code === item.cause.code;
  return isSame ? items : [...items, item];
}
