/** The internal part of a state in the shape of this release: what only the next run needs. */
import type { Cause } from "../../core/decision";
import type { Desired } from "../../core/model";
import type { Memory } from "../../core/remembered";
import type { Reader } from "../reading";
import type { Steering } from "../wish";
import { desired, steering } from "./desired";
import { members, nullable, number, text } from "./members";
import { memory } from "./memory";
import { causes } from "./report";

/** Raised with every change of what is stored: then the shape before gets a file here that makes this one of it. */
export const SCHEMA_VERSION = 4;

export interface Stored {
  schemaVersion: number;
  desired: Desired;
  steering: Steering;
  memory: Memory;
  incarnation: string;
  /** The owner tag of what the group has made: another one only after a run that came to its end. */
  owner: string;
  /** The account of the last run; `null` before any answer. */
  accountId: string | null;
  /** The distribution's ETag as the program gave it to the last run. */
  etagGiven: string | null;
  causes: Cause[];
}

export const readVersion4: Reader<Stored> = members<Stored>({
  schemaVersion: number,
  desired,
  steering,
  memory,
  incarnation: text,
  owner: text,
  accountId: nullable(text),
  etagGiven: nullable(text),
  causes,
});
