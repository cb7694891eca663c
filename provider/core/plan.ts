/** What a run will do, before it does it. */
import type { Cause, Step } from "./decision";
import type { Trouble } from "./model";
import type { Guidance } from "./outputs";

/** Stands for the id of a distribution that is yet to be made: no real one has it. */
export const NEW_DISTRIBUTION = "ENEWDISTRIBUTION";
/** Stands for a hosted zone that is yet to be made, or to be seen. */
export const NEW_ZONE = "ZNEWZONE";

/** What the group's distribution has at that moment. */
export interface Before {
  aliases: string[];
  certificate: string | null;
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
   */
  end: "reached" | "stops" | "open";
  /** What there is to say at its end, most urgent first. */
  guidance: Guidance[];
  /** What stops it. */
  obstacle: Cause | null;
  /** What could not be looked at: nothing was taken to be there. */
  unchecked: Pick<Trouble, "reason" | "operation" | "code">[];
}

/** Several looks that end in the same way wait for one thing. */
export function withItem(items: PlanItem[], item: PlanItem): PlanItem[] {
  const last = items.at(-1);
  const isSame = item.kind === "wait" && last?.kind === "wait" && last.cause.code === item.cause.code;
  return isSame ? items : [...items, item];
}
