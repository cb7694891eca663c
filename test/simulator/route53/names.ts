/**
 * Names as Route 53 knows them (Developer Guide, "DNS domain name format"). Inside: lower case, no trailing dot, no escapes. On the wire: a trailing dot,
 * and an octal escape for everything but letters, digits, `-`, `_` and `.`; so `*` reads `\052`.
 */
export function readName(wire: string): string {
  const plain = wire.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return plain.toLowerCase().replace(/\.$/, "");
}

export function wireName(name: string): string {
  const escaped = name.replace(
    /[^a-z0-9._-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `${escaped}.`;
}

/** By reversed labels, with the dots (API reference, ListResourceRecordSets, "Sort order"). */
export function compareNames(one: string, other: string): number {
  return compareTexts(sortKey(one), sortKey(other));
}

export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function sortKey(name: string): string {
  return `${name.split(".").reverse().join(".")}.`;
}

/** Length limits of RFC 1035, section 2.3.4. */
export function isDomainName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => label.length >= 1 && label.length <= 63);
}
