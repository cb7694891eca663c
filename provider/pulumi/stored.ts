/**
 * The internal part of a resource's state, written and read. Everything in state must be readable for ever: `shapes/` knows every shape so far.
 */
import { hookError } from "./hook-error";
import { type Echo, INTERNAL, PROVIDER, readEcho } from "./internal-input";
import { plainJson } from "./plain-json";
import type { Bag, Problem, Reading } from "./reading";
import { decode } from "./shapes/decode";
import { SCHEMA_VERSION, type Stored } from "./shapes/stored";
import type { Wish } from "./wish";

/** The one output that the class does not declare; the display hides keys that begin with two underscores. */
export const STATE = "__state";

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
  const value = bag[STATE];
  if (value === undefined || value === null) return undefined;
  const stored = decode(value);
  if (stored.kind === "newer") {
    throw hookError(
      `The state was written by a newer release of pulumi-domain-group (schemaVersion ${stored.version}; this one reads up to ${SCHEMA_VERSION}). ` +
        "Upgrade the package: npm install pulumi-domain-group@latest",
    );
  }
  return { stored: intact(stored, STATE), echo: intact(readEcho(bag[INTERNAL]), INTERNAL) };
}

/** `place`: where in the state it stands. Throws on damage. */
export function intact<T>(reading: Reading<T>, place: string): T {
  if (reading.kind === "known") return reading.value;
  const damage = reading.kind === "bad" ? reading.problems.map((problem) => sentence(problem, place)) : [place];
  const shown = damage.length > MOST_SHOWN ? [...damage.slice(0, MOST_SHOWN), "and more"] : damage;
  throw hookError(
    `The state of this group can't be read: it is damaged (${shown.join("; ")}). Restore the stack from a backup (pulumi stack import), ` +
      "or take the group out of the state (pulumi state delete) and run pulumi up: it finds what it made by its tags.",
  );
}

const MOST_SHOWN = 3;

/** Values stay unsaid: a state may hold secrets. */
const sentence = ({ path, rule }: Problem, place: string): string => `${place}${path} ${rule}`;

/** What was wanted then. */
export function wishOfStored({ desired, steering, etagGiven }: Stored, echo: Echo): Wish {
  return { desired, steering, ...echo, givenEtag: etagGiven };
}
