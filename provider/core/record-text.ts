/** The values of records as zone files and DNS providers write them. */

const LONGEST_STRING = 255;

/** `TXT` data: quoted strings of at most 255 octets each (RFC 1035, 3.3.14 and 5.1). */
export function quotedText(text: string): string {
  const octets = [...new TextEncoder().encode(text)];
  const strings = [];
  for (let at = 0; at === 0 || at < octets.length; at += LONGEST_STRING) {
    strings.push(
      `"${octets
        .slice(at, at + LONGEST_STRING)
        .map(escaped)
        .join("")}"`,
    );
  }
  return strings.join(" ");
}

/** What is not printable ASCII goes as `\DDD`, its octet in decimal; quote and backslash would end the string (RFC 1035, 5.1). */
function escaped(octet: number): string {
  const character = String.fromCharCode(octet);
  if (character === '"' || character === "\\") return `\\${character}`;
  return octet >= 0x20 && octet <= 0x7e ? character : `\\${String(octet).padStart(3, "0")}`;
}

/** One property of a CAA set (RFC 8659, 4.1). */
export interface CaaProperty {
  flags: number;
  tag: string;
  value: string;
}

/** Of `0 issue "amazon.com"`. Throws on what is no CAA property. */
export function caaProperty(text: string): CaaProperty {
  const [, flags, tag, value] = /^(\d{1,3}) ([a-z0-9]+) "?([^"]*)"?$/i.exec(text) ?? [];
  if (flags === undefined || tag === undefined || value === undefined || Number(flags) > 255) {
    throw new RangeError(`a CAA record must read like 0 issue "amazon.com"; got ${JSON.stringify(text)}`);
  }
  return { flags: Number(flags), tag, value };
}

/** As zone files and Route 53 have it. */
export function caaText({ flags, tag, value }: CaaProperty): string {
  return `${flags} ${tag} ${quotedText(value)}`;
}
