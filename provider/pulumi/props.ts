/** The outputs of a group: what people see, what the next run needs, and how both are read back. */
import type { Desired } from "../core/model";
import type { Report } from "../core/report";
import type { RunResult } from "../reconcile";
import { plainJson } from "./plain-json";
import { type Bag, canonical } from "./reading";
import { said } from "./shapes/report";
import type { Stored } from "./shapes/stored";
import { intact, readStored, wishOfStored, withStored } from "./stored";
import type { Wish } from "./wish";

/** Of the outputs that people and other stacks read. It grows with their shape alone: programs of an older release read them until then. */
export const OUTPUTS_VERSION = 1;

/** What an earlier run left. */
export interface Left {
  stored: Stored;
  /** What was wanted then. */
  wish: Wish;
  /** What was said then. */
  report: Report;
}

export interface Written {
  wish: Wish;
  result: Pick<RunResult, "report" | "memory" | "accountId">;
  incarnation: string;
  owner: string;
}

/** All outputs of a run. */
export function encodeOutputs({ wish, result, incarnation, owner }: Written, inputs: Bag): Bag {
  const { desired, steering, givenEtag: etagGiven } = wish;
  const { report, memory, accountId } = result;
  const { causes } = report;
  const stored = { desired, steering, memory, incarnation, owner, accountId, etagGiven, causes };
  return withStored(publicOutputs(desired, report), stored, inputs);
}

/** The outputs that people see. What a report does not know is left out: an absent output is `undefined` in the program. */
export function publicOutputs({ name, groupId }: Desired, report: Report): Bag {
  const { causes: _internal, ...known } = report;
  const present = Object.entries(known).filter(([, value]) => value !== null);
  return plainJson({ schemaVersion: OUTPUTS_VERSION, name, groupId, ...Object.fromEntries(present) });
}

/** Would people read the same? */
export function sayTheSame(one: Report, other: Report): boolean {
  return canonical(plainJson(one)) === canonical(plainJson(other));
}

/** `undefined`: nothing is stored, as before a first run that left nothing behind. Throws on what this release can't read. */
export function decodeOutputs(bag: Bag): Left | undefined {
  const read = readStored(bag);
  if (read === undefined) return undefined;
  const { stored, echo } = read;
  return {
    stored,
    wish: wishOfStored(stored, echo),
    report: { ...intact(said(bag), "outputs"), causes: stored.causes },
  };
}
