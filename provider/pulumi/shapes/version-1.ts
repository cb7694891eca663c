/**
 * Version 1 grew five times under one number, before anything was published. Each shape is the one before and some members more: a state has those of
 * its own shape and of all before, so the last growth that it shows any sign of tells which it is. What it lacks of those is damage, and stays lacking.
 */
import { bagIn } from "../internal-input";
import { type Bag, isBag } from "../reading";

type Part = "desired" | "steering" | "memory";
type Growth = { [part in Part]?: Bag };

/** What each growth added, with the value that says the same as its absence did. */
const GROWTHS: ((stored: Bag) => Growth)[] = [
  // 1.1: the program's tags come and go. Those of the certificate were the program's then too.
  ({ desired }) => ({ memory: { tagKeys: Object.keys(bagIn(bagIn(desired)["tags"])) } }),
  // 1.2: reads that still show what was deleted.
  () => ({ memory: { deletions: [] } }),
  // 1.3: created distributions and certificates of the program.
  () => ({ memory: { created: null }, desired: { certificate: null }, steering: { httpsPort: 443 } }),
  // 1.4: domains leave.
  () => ({ memory: { routingRemovedAt: null } }),
  // 1.5: distributions that vanish, and their origin access controls.
  () => ({ memory: { accessControlId: null, formerTargets: [] } }),
];

/** Version 2 begins where 1.5 ends. */
const VERSION_2: Growth = { memory: { formerPlaces: [], formerIds: [], madeRecords: [], writes: [], moves: [] } };

/** Of any shape of version 1. What is damaged stays so: the shape that comes out is checked. */
export function fromVersion1(stored: Bag): Bag {
  const growths = GROWTHS.map((growth) => growth(stored));
  const shape = growths.findLastIndex((growth) => shows(stored, growth)) + 1;
  const grown = [...growths.slice(shape), VERSION_2].reduce(grow, stored);
  return { ...grown, schemaVersion: 2 };
}

const parts = (growth: Growth): [string, Bag][] => Object.entries(growth);

function shows(stored: Bag, growth: Growth): boolean {
  return parts(growth).some(([part, added]) => Object.keys(added).some((name) => name in bagIn(stored[part])));
}

function grow(stored: Bag, growth: Growth): Bag {
  const grown = parts(growth).flatMap(([part, added]) => {
    const before = stored[part];
    return isBag(before) ? [[part, { ...before, ...added }] as const] : [];
  });
  return { ...stored, ...Object.fromEntries(grown) };
}
