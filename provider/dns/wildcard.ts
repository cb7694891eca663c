/** Which DNS wildcard answers for a name that has nothing of its own (RFC 4592)? */
import { isWithin, parentOf } from "../core/domain-name";
import type { WildcardLook } from "../core/looks";
import { addressesOf, anyLabel, type Found, type Lookup } from "./traffic";

/**
 * A wildcard answers below its closest encloser alone (RFC 4592, 3.3.1). So a label below the name is answered like its neighbours by that of a parent
 * only while the name does not exist: neither by a record of its own nor by one below it.
 */
export async function wildcardOver(lookup: Lookup, name: string): Promise<WildcardLook> {
  const zone = await lookup.zoneOf(name, lookup.until);
  if (zone.kind === "failed") return { kind: "unknown", code: zone.trouble.code };
  if (zone.kind === "absent") return { kind: "none" };
  const within: Lookup = { ...lookup, zoneOf: async () => zone };
  const [own, at] = await Promise.all([answerBelow(within, name), addressesOf(within, name)]);
  if (own.kind === "unknown") return { kind: "unknown", code: own.code };
  // A name that only has a wildcard below it exists, and answers nothing itself.
  if (own.kind === "nothing" || !isSameAnswer(own, at)) return { kind: "none" };
  const encloser = await encloserOf(name, zone.value.zone, async (below) => {
    const there = await answerBelow(within, below);
    return there.kind === "unknown" ? { kind: "unknown", code: there.code } : isSameAnswer(own, there);
  });
  if (encloser === null) return { kind: "none" };
  return typeof encloser === "string" ? { kind: "wildcard", name: `*.${encloser}` } : encloser;
}

type Unknown = Extract<WildcardLook, { kind: "unknown" }>;

/** The highest name over this one below which all is answered alike; `null`: there is none. */
export async function encloserOf<Failure extends Unknown = never>(
  name: string,
  zone: string,
  isAlikeBelow: (name: string) => Promise<boolean | Failure>,
): Promise<string | null | Failure> {
  let encloser: string | null = null;
  for (let parent = parentOf(name); isWithin(parent, zone); parent = parentOf(parent)) {
    const isAlike = await isAlikeBelow(parent);
    if (typeof isAlike !== "boolean") return isAlike;
    if (!isAlike) break;
    encloser = parent;
  }
  return encloser;
}

const answerBelow = (lookup: Lookup, name: string): Promise<Found> => addressesOf(lookup, `${anyLabel}.${name}`);

function isSameAnswer(one: Found, other: Found): boolean {
  if (one.kind === "alias") return other.kind === "alias" && one.target === other.target;
  if (one.kind !== "addresses" || other.kind !== "addresses") return false;
  return [...one.addresses].sort().join() === [...other.addresses].sort().join();
}
