/**
 * Domain names as DNS has them, and what covers what. A {@link DomainName} is lower case, in A-labels, without trailing dot, and one for which ACM can
 * issue: `example.com`, `*.shop.example.com`, `xn--bcher-kva.example`.
 */
import { domainToASCII, domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import { brokenRule, brokenSpelling } from "./domain-name-rules";

export type DomainName = string & { readonly brand: "DomainName" };

/** `rule` completes "got <value>: ...". */
export type ParsedName = { kind: "ok"; name: DomainName } | { kind: "bad"; rule: string };

/** From what people write: any case, Unicode or A-labels, with or without a trailing dot. White space is not taken away. */
export function parseDomainName(value: unknown): ParsedName {
  if (typeof value !== "string") return { kind: "bad", rule: "a domain name must be a string" };
  const misspelt = brokenSpelling(value);
  if (misspelt !== undefined) return { kind: "bad", rule: misspelt };
  const wildcard = value.startsWith("*.") ? "*." : "";
  // UTS 46, as browsers have it; gives "" for what cannot be.
  const ascii = domainToASCII(value.slice(wildcard.length)).replace(/\.$/, "");
  const name = `${wildcard}${ascii}`;
  const broken = brokenRule({
    written: value,
    wildcard: wildcard !== "",
    ascii,
    canonical: domainToASCII(domainToUnicode(ascii)),
  });
  return broken === undefined ? { kind: "ok", name: name as DomainName } : { kind: "bad", rule: broken };
}

/** ACM's highest quota of names in one certificate (ACM User Guide, "Quotas"; 10 unless it was raised). */
const mostNames = 100;
/** ACM's quota of names in one certificate unless it was raised (ACM User Guide, "Quotas"). */
export const DEFAULT_NAMES_QUOTA = 10;

/** `index` of the alternative; `null` is the primary, or the list as a whole where `value` is its length. */
export interface BadName {
  index: number | null;
  value: unknown;
  rule: string;
}
export type ParsedNames = { kind: "ok"; names: DomainName[] } | { kind: "bad"; problems: BadName[] };

/** Primary first, then the alternatives in their order, each name once. */
export function parseDomainNames(primary: unknown, alternatives: readonly unknown[]): ParsedNames {
  const names = new Set<DomainName>();
  const problems: BadName[] = [];
  for (const [place, value] of [primary, ...alternatives].entries()) {
    const parsed = parseDomainName(value);
    if (parsed.kind === "ok") names.add(parsed.name);
    else problems.push({ index: place === 0 ? null : place - 1, value, rule: parsed.rule });
  }
  if (names.size > mostNames) {
    problems.push({ index: null, value: names.size, rule: `a certificate of ACM holds at most ${mostNames} names` });
  }
  return problems.length === 0 ? { kind: "ok", names: [...names] } : { kind: "bad", problems };
}

/** As people write it. */
export function displayName(name: string): string {
  return isWildcard(name) ? `*.${domainToUnicode(baseName(name))}` : domainToUnicode(name);
}

/** `www.example.com` is within `example.com`, as that is itself; `notexample.com` is not. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

export function isWildcard(name: string): boolean {
  return name.startsWith("*.");
}

/** `example.com` of `*.example.com`: where DNS has records that concern the name. */
export function baseName(name: string): string {
  return isWildcard(name) ? name.slice(2) : name;
}

/** Does a certificate with this name serve the domain? Its wildcard stands for exactly one label (RFC 6125, 6.4.3). */
export function covers(certificateName: string, domain: string): boolean {
  if (certificateName === domain) return true;
  return isWildcard(certificateName) && parentOf(domain) === baseName(certificateName);
}

export function coveredBy(certificateNames: readonly string[], domain: string): boolean {
  return certificateNames.some((name) => covers(name, domain));
}

/**
 * The domain that a registry delegates: `example.co.uk` of `www.example.co.uk`. Of public suffixes only those of registries count (ICANN section of
 * the Public Suffix List): below the others, delegation is an owner's choice. `null` for public suffixes themselves.
 */
export function registrableDomain(name: string): string | null {
  return getDomain(baseName(name), { allowPrivateDomains: false, validateHostname: false });
}

/** The name of a zone itself, where a CNAME cannot be. `zone`: as DNS says; while that is not known, the registrable domain is taken for it. */
export function isApex(name: string, zone: string | null): boolean {
  return name === (zone || registrableDomain(name));
}

/**
 * The names that a certificate for these domains lists: one that a wildcard among them covers needs no place of its own, and no validation record.
 * A function of the set alone, so that neither order nor history decides which records a group needs.
 */
export function certificateNames(domains: readonly DomainName[]): DomainName[] {
  return domains.filter((domain) => !domains.some((other) => other !== domain && covers(other, domain)));
}

/** Of the first name of a certificate, in octets: it becomes the common name (RFC 5280, ub-common-name). */
const longestFirstName = 64;

/**
 * The names of the certificate for these domains: sorted, behind a first one of at most 64 octets. That is the primary, or else the first that
 * fits. `none`: ACM cannot issue a certificate of such names alone.
 */
export function certificateOrder(
  domains: readonly DomainName[],
): { kind: "ok"; names: DomainName[] } | { kind: "none" } {
  const sorted = [...domains].sort();
  const [primary] = domains;
  const first = [primary, ...sorted].find((name) => name !== undefined && name.length <= longestFirstName);
  if (first === undefined) return { kind: "none" };
  return { kind: "ok", names: [first, ...sorted.filter((name) => name !== first)] };
}

export function parentOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
