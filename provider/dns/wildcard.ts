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
  let encloser: string | null = null;
  for (let parent = parentOf(name); isWithin(parent, zone.value.zone); parent = parentOf(parent)) {
    const there = await answerBelow(within, parent);
    if (there.kind === "unknown") return { kind: "unknown", code: there.code };
    if (!isSameAnswer(own, there)) break;
    encloser = parent;
  }
  return encloser === null ? { kind: "none" } : { kind: "wildcard", name: `*.${encloser}` };
}

const answerBelow = (lookup: Lookup, name: string): Promise<Found> => addressesOf(lookup, `${anyLabel}.${name}`);

function isSameAnswer(one: Found, other: Found): boolean {
  if (one.kind === "alias") return other.kind === "alias" && one.target === other.target;
  if (one.kind !== "addresses" || other.kind !== "addresses") return false;
  return [...one.addresses].sort().join() === [...other.addresses].sort().join();
}
