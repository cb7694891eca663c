/** Domain names as short digests, one after the other in one string. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { DomainName } from "./domain-name";

/** 40 bits: by chance two of a thousand names meet once in two million programs. */
const DIGITS = 10;

const digest = (name: DomainName): string => bytesToHex(sha256(utf8ToBytes(name))).slice(0, DIGITS);

export const digestsOf = (names: Iterable<DomainName>): string => [...names].map(digest).sort().join("");

/** Those of `names` that are among the digests. */
export function namesIn(digests: string, names: DomainName[]): DomainName[] {
  const known = new Set(digests.match(new RegExp(`.{${DIGITS}}`, "g")) ?? []);
  return names.filter((name) => known.has(digest(name)));
}
