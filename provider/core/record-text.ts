/** The values of records as zone files and DNS providers write them. */
import { caaRecordOf, caaText } from "./caa";
import type { CaaRecord } from "./looks";

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

/**
 * Of `0 issue "amazon.com"`, for who is to publish it. Throws on what no authority reads: tags are letters and digits, values printable ASCII (RFC 8659,
 * 4.1 and 4.2).
 */
export function caaToPublish(text: string): CaaRecord {
  const record = caaRecordOf(text);
  if (record === undefined || !/^[a-z0-9]+$/.test(record.tag) || !/^[\x20-\x7e]*$/.test(record.value)) {
    throw new RangeError(`a CAA record must read like 0 issue "amazon.com"; got ${JSON.stringify(text)}`);
  }
  return record;
}

/** As zone files and Route 53 have it. */
export const publishedCaa = (text: string): string => caaText(caaToPublish(text));
