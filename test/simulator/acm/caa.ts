import type { DnsWorld } from "../dns-contracts";
import { baseDomain } from "./names";

/** ACM User Guide, "(Optional) Configure a CAA record": any one of them lets ACM issue. */
const amazonIssuers = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

const knownTags = ["issue", "issuewild", "iodef", "issuemail", "issuevmc"];

interface Property {
  critical: boolean;
  tag: string;
  value: string;
}

/** Whether CAA lets Amazon issue for `name` (RFC 8659), by what ACM's resolver sees now. `failedLookup`: the verdict when CAA cannot be looked up. */
export function caaAllows(dns: DnsWorld, resolver: string, name: string, failedLookup: "fail" | "pass"): boolean {
  // RFC 8659, section 3: climb from the name to the top-level domain; the first set that is not empty decides alone.
  const labels = baseDomain(name).split(".");
  for (let depth = 0; depth < labels.length; depth += 1) {
    const set = propertiesOf(dns, resolver, labels.slice(depth).join("."));
    if (set === "failed" && failedLookup === "fail") return false;
    if (set !== "failed" && set.length > 0) return grants(set, name.startsWith("*."));
  }
  return true;
}

/** An ordinary look-up: an alias (CNAME) at the name is followed to its target's CAA, and climbing goes on from the name itself. */
function propertiesOf(dns: DnsWorld, resolver: string, name: string): Property[] | "failed" {
  const answer = dns.resolve(name, "CAA", undefined, resolver);
  if (answer.rcode === "NXDOMAIN") return [];
  if (answer.rcode !== "NOERROR") return "failed";
  return answer.answers.filter(({ type }) => type === "CAA").flatMap(({ values }) => values.map(propertyOf));
}

/** Presentation format: `0 issue "amazon.com"`. */
function propertyOf(text: string): Property {
  const [, flags, tag, value] = /^(\d+)\s+([A-Za-z0-9]+)\s+"?(.*?)"?$/.exec(text.trim()) ?? [];
  // Section 4.1: bit 0, the most significant one, is the critical flag.
  return { critical: (Number(flags ?? 0) & 128) !== 0, tag: (tag ?? "").toLowerCase(), value: value ?? "" };
}

function grants(set: Property[], isWildcard: boolean): boolean {
  if (set.some(({ critical, tag }) => critical && !knownTags.includes(tag))) return false;
  const wild = set.filter(({ tag }) => tag === "issuewild");
  // Section 4.3: issuewild, where there is any, decides for wildcards in place of issue, and never for other names.
  const deciding = isWildcard && wild.length > 0 ? wild : set.filter(({ tag }) => tag === "issue");
  return deciding.length === 0 || deciding.some(({ value }) => amazonIssuers.includes(issuerOf(value)));
}

/** Section 4.2: the issuer's domain name, before the parameters. A value that does not follow the grammar names nobody. */
const issuerOf = (value: string) => issueValue.exec(value)?.[1]?.toLowerCase() ?? "";

const parameter = String.raw`[A-Za-z0-9-]+[ \t]*=[ \t]*[\x21-\x3a\x3c-\x7e]*`;
const parameters = String.raw`${parameter}(?:[ \t]*;[ \t]*${parameter})*`;
const issueValue = new RegExp(String.raw`^[ \t]*([A-Za-z0-9.-]*)[ \t]*(?:;[ \t]*(?:${parameters}[ \t]*)?)?$`);
