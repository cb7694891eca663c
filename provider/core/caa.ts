/** CAA: which authorities may issue for a domain (RFC 8659), and whether Amazon is one of them. */
import { isWildcard } from "./domain-name";
import type { CaaLook, CaaRecord } from "./looks";

/** Any one of them lets ACM issue (ACM User Guide, "Troubleshoot Certification Authority Authorization (CAA) problems"). */
export const AMAZON_ISSUERS = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"] as const;

/**
 * Of `0 issue "amazon.com"` (RFC 8659, 4.1.1); `undefined`: it does not read so. Nothing is asked of tag and value: whoever may publish a set can
 * publish nonsense, and that counts too.
 */
export function caaRecordOf(value: string): CaaRecord | undefined {
  const [, flags, tag, quoted, bare = ""] = presentation.exec(value) ?? [];
  if (flags === undefined || tag === undefined || Number(flags) > 255) return undefined;
  return { flags: Number(flags), tag: tag.toLowerCase(), value: unescaped(quoted ?? bare) };
}

/** A value without blanks needs no quotes. */
const presentation = /^\s*(\d{1,3})[ \t]+([^\s"]+)[ \t]+(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*$/s;

/** Route 53 writes three digits, as octal number (Developer Guide, "TXT record type"); our DNS adapter writes none. */
function unescaped(text: string): string {
  return text.replace(/\\(?:([0-3][0-7]{2})|(.))/gs, (_, octal: string | undefined, character: string) =>
    octal === undefined ? character : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** As zone files and Route 53 have it: `0 issue "amazon.com"`. The value is one string, of any length (RFC 8659, 4.1.1). */
export function caaText({ flags, tag, value }: CaaRecord): string {
  return `${flags} ${tag} "${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Of the set that decides, as in {@link CaaLook}. */
export interface Place {
  at: string;
  owner: string;
  zone: string;
  /** The set, in presentation format. */
  records: string[];
}

export type CaaVerdict =
  | { kind: "allowed" }
  /** `add`: the record that lets Amazon issue. */
  | ({ kind: "forbidden"; add: string } & Place)
  /** Properties that ask an authority not to issue unless it knows them. No other record helps. */
  | ({ kind: "critical"; tags: string[] } & Place)
  | Extract<CaaLook, { kind: "unknown" }>;

/** May Amazon issue for this domain or wildcard (RFC 8659, 4)? */
export function caaVerdict(look: CaaLook, domain: string): CaaVerdict {
  if (look.kind === "none") return { kind: "allowed" };
  if (look.kind === "unknown") return look;
  const { at, owner, zone, records } = look;
  const place: Place = { at, owner, zone, records: records.map(caaText).sort() };
  const unknownTags = records.filter(isCritical).map(({ tag }) => tag);
  if (unknownTags.length > 0) return { kind: "critical", ...place, tags: [...new Set(unknownTags)].sort() };
  const tag = decidingTag(records, domain);
  const deciding = records.filter((record) => record.tag === tag);
  // Without such a property the set restricts nobody; among several, one that grants is enough.
  if (deciding.length === 0 || deciding.some(({ value }) => grants(value))) return { kind: "allowed" };
  return { kind: "forbidden", ...place, add: caaText({ flags: 0, tag, value: AMAZON_ISSUERS[0] }) };
}

const criticalFlag = 128;
/** RFC 8659, 4.2 to 4.4; for certificates of other kinds RFC 9495 and Minimum Security Requirements for Issuance of Mark Certificates. */
const knownTags = ["issue", "issuewild", "iodef", "issuemail", "issuevmc"];

/** The other bits of the flags mean nothing (RFC 8659, 4.1 and 4.5). */
function isCritical({ flags, tag }: CaaRecord): boolean {
  return (flags & criticalFlag) !== 0 && !knownTags.includes(tag);
}

/** Where there is any `issuewild`, it alone decides for wildcards; for other names it never does (RFC 8659, 4.3). */
function decidingTag(records: readonly CaaRecord[], domain: string): "issue" | "issuewild" {
  return isWildcard(domain) && records.some(({ tag }) => tag === "issuewild") ? "issuewild" : "issue";
}

/**
 * The grammar of RFC 8659, 4.2: `amazon.com; name=value; name=value`. A value that does not follow it names nobody. Parameters that narrow a grant
 * (RFC 8657) are not held against it: AWS does not say whether ACM heeds them.
 */
function grants(value: string): boolean {
  // Then `trim` takes away what the grammar allows, and no other white space.
  if (!/^[\t\x20-\x7e]*$/.test(value)) return false;
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  const areWellFormed = parameters.every(isParameter) || (parameters.length === 1 && parameters[0] === "");
  return areWellFormed && AMAZON_ISSUERS.some((name) => name === issuer.toLowerCase());
}

function isParameter(text: string): boolean {
  const equals = text.indexOf("=");
  const tag = text.slice(0, Math.max(0, equals)).trim();
  const value = text.slice(equals + 1).trim();
  return /^[a-z0-9]+(-+[a-z0-9]+)*$/i.test(tag) && /^[!-~]*$/.test(value);
}
