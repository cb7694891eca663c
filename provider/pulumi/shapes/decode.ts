/** The internal part of a state, whichever release wrote it. */
import { type Bag, isBag, type Reading } from "../reading";
import { readVersion4, SCHEMA_VERSION, type Stored } from "./stored";
import { fromVersion1 } from "./version-1";
import { fromVersion2 } from "./version-2";
import { fromVersion3 } from "./version-3";
import { grownVersion4 } from "./version-4";

/** From each older version to the next: one file each, never changed again. */
const NEXT = new Map<unknown, (stored: Bag) => Bag>([
  [1, fromVersion1],
  [2, fromVersion2],
  [3, fromVersion3],
]);

export type Decoded = Reading<Stored> | { kind: "newer"; version: number };

export function decode(value: unknown): Decoded {
  if (!isBag(value)) return readVersion4(value);
  const { schemaVersion: version } = value;
  if (typeof version === "number" && version > SCHEMA_VERSION) return { kind: "newer", version };
  if (version === SCHEMA_VERSION) return readVersion4(grownVersion4(value));
  const next = NEXT.get(version);
  if (next !== undefined) return decode(next(value));
  const rule = `must be a version from 1 to ${SCHEMA_VERSION}`;
  return { kind: "bad", problems: [{ path: ".schemaVersion", got: undefined, rule }] };
}
