/**
 * Domains that CloudFront takes only once their DNS leads here: while it leads to another distribution, which may serve them by a wildcard, an alias is
 * refused (CloudFront developer guide, "Requirements for using alternate domain names").
 */
import { isAboutDns } from "./causes";
import { type DomainName, isWithin } from "./domain-name";
import { known } from "./known";
import { aliasRefusals } from "./memory";
import type { Desired, DistributionFacts, Observed, RecordSetFacts } from "./model";
import { ADDRESS_TYPES, recordText, zoneOf } from "./records";
import type { Memory } from "./remembered";

/** When CloudFront said so last in this run; `undefined`: it has not, and nobody needs to look. */
export function dnsRefusedAt(memory: Memory, distributionId: string): number | undefined {
  const told = aliasRefusals(memory, distributionId).filter(({ trouble }) => isAboutDns(trouble));
  const times = told.map(({ lastAt }) => lastAt);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Wanted, not there yet, and led to another distribution, as far as it was looked at. */
export function misledOf(
  distribution: DistributionFacts | null,
  { desired, memory, observed }: { desired: Desired; memory: Memory; observed: Observed },
): DomainName[] {
  if (distribution === null || dnsRefusedAt(memory, distribution.id) === undefined) return [];
  const missing = desired.domains.filter((domain) => !distribution.aliases.includes(domain));
  return missing.filter((domain) =>
    zoneOf(domain, observed) === undefined
      ? known(observed.traffic)?.[domain] === "POINTS_ELSEWHERE"
      : misleadingOf(domain, distribution.domainName, observed).length > 0,
  );
}

/** In a zone of ours: what leads the domain to another distribution. */
export function misleadingOf(domain: DomainName, target: string, observed: Observed): RecordSetFacts[] {
  const zone = zoneOf(domain, observed);
  const sets = (known(observed.recordSets) ?? []).filter(({ zoneId }) => zoneId === zone?.zoneId);
  return answering(domain, sets).filter((set) => isAnothers(set, target));
}

/** What leads a domain to another distribution, for whoever is to change it. */
export interface Misleading {
  /** In a zone of ours the record, as a zone file has it; else the host name at the end of the way, whose steps nobody tells. */
  text: string;
  target: string;
  /** In seconds; `null`: that of the target, as for alias records. */
  ttl: number | null;
}

/** By the zone where it is ours, else by DNS. */
export function misleadingFor(domain: DomainName, target: string, observed: Observed): Misleading[] {
  const sets = misleadingOf(domain, target, observed);
  if (sets.length > 0) return sets.map((set) => ({ text: recordText(set), target: targetOf(set), ttl: set.ttl }));
  const lead = known(observed.leads)?.[domain] ?? known(observed.conflicts)?.[domain]?.lead;
  return lead?.kind === "alias" && lead.target !== target
    ? [{ text: lead.target, target: lead.target, ttl: lead.ttl }]
    : [];
}

/** The closest that there is: the name's own record sets, or a wildcard's; none of these where anything is at the name or below it (RFC 4592, 2.2.2). */
function answering(domain: DomainName, sets: RecordSetFacts[]): RecordSetFacts[] {
  const exists = sets.some(({ name }) => isWithin(name, domain));
  const names = exists ? [domain] : wildcardsOver(domain);
  const sources = names.map((name) => sets.filter((set) => set.name === name && ADDRESS_TYPES.has(set.type)));
  return sources.find((source) => source.length > 0) ?? [];
}

/** `*.b.example.com`, `*.example.com`, `*.com` for `a.b.example.com`. */
export function wildcardsOver(domain: DomainName): string[] {
  const labels = domain.split(".");
  return labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`);
}

function isAnothers(set: RecordSetFacts, target: string): boolean {
  const leadsTo = targetOf(set);
  return leadsTo.endsWith(".cloudfront.net") && leadsTo !== target;
}

/** The host name that it leads to, if it names one. */
export const targetOf = ({ alias, type, values }: RecordSetFacts): string =>
  alias?.dnsName ?? (type === "CNAME" ? (values[0] ?? "") : "");
