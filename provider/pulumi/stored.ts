/**
 * The internal part of a resource's state: what only the next run needs. Everything in state must be readable for ever.
 */
import type { Cause } from "../core/decision";
import type { Desired } from "../core/model";
import type { Memory } from "../core/remembered";
import { hookError } from "./hook-error";
import { type Echo, INTERNAL, PROVIDER, readEcho } from "./internal-input";
import { plainJson } from "./plain-json";
import { type Bag, isBag } from "./reading";
import type { Steering, Wish } from "./wish";

/** Raised with every change of what is stored. */
export const SCHEMA_VERSION = 1;

/** The one output that the class does not declare; the display hides keys that begin with two underscores. */
export const STATE = "__state";

/** What only the next run needs. */
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

/** Outputs with their internal part. `inputs`: the echo of what the hooks of a later `read` and `delete` get no other way. */
export function withStored(outputs: Bag, stored: Omit<Stored, "schemaVersion">, inputs: Bag): Bag {
  const internal: Stored = { schemaVersion: SCHEMA_VERSION, ...stored };
  return {
    ...plainJson({ ...outputs, [STATE]: internal }),
    [INTERNAL]: inputs[INTERNAL],
    [PROVIDER]: inputs[PROVIDER],
  };
}

/** What of it is the same for all resources of a group. `undefined`: nothing is stored. Throws on what this release can't read. */
export function readStored(bag: Bag): { stored: Stored; echo: Echo } | undefined {
  const stored = bag[STATE];
  if (stored === undefined || stored === null) return undefined;
  const version = isBag(stored) ? stored["schemaVersion"] : undefined;
  if (typeof version === "number" && version > SCHEMA_VERSION) {
    throw hookError(
      `The state was written by a newer release of pulumi-domain-group (schemaVersion ${version}; this one reads up to ${SCHEMA_VERSION}). ` +
        "Upgrade the package: npm install pulumi-domain-group@latest",
    );
  }
  const echo = readEcho(bag[INTERNAL]);
  if (version !== SCHEMA_VERSION || !isStored(stored) || echo.kind !== "known") {
    throw hookError(
      "The state of this group can't be read: its internal part is damaged. Restore the stack from a backup (pulumi stack import), " +
        "or take the group out of the state (pulumi state delete) and run pulumi up: it finds what it made by its tags.",
    );
  }
  return { stored, echo: echo.value };
}

/** What was wanted then. */
export function wishOfStored({ desired, steering, etagGiven }: Stored, echo: Echo): Wish {
  return { desired, steering, ...echo, givenEtag: etagGiven };
}

const OBJECTS = ["desired", "steering", "memory"] as const;
const TEXTS = ["incarnation", "owner"] as const;

function isStored(value: unknown): value is Stored {
  if (!isBag(value)) return false;
  return OBJECTS.every((key) => isBag(value[key])) && TEXTS.every((key) => typeof value[key] === "string");
}
