/** What CAA says about the names of the certificate that is wanted, and the records that would let Amazon issue it. */
import { type CaaVerdict, caaVerdict, type Place } from "./caa";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { baseName, certificateNames, type DomainName, isWildcard, isWithin, registrableDomain } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import { SILENCES } from "./looks";
import type { Observed } from "./model";
import { foundZones, nameFor, validationKey, zoneOf } from "./records";
import type { Situation } from "./situation";

interface Judged {
  name: DomainName;
  /** Of the group. */
  domains: DomainName[];
  verdict: CaaVerdict;
}

/** The names for which a certificate is, or would be, requested. */
export const caaNames = ({ wanted, served }: Pick<Situation, "wanted" | "served">): DomainName[] =>
  (wanted?.detail.names as DomainName[] | undefined) ?? certificateNames(served);

/** As far as they were looked at. */
export function caaJudged(situation: Situation): Judged[] {
  const looks = known(situation.observed.caa) ?? {};
  const names = caaNames(situation);
  return names.flatMap((name) => {
    const look = looks[name];
    const domains = situation.desired.domains.filter((domain) => nameFor(names, domain) === name);
    return look === undefined ? [] : [{ name, domains, verdict: caaVerdict(look, name) }];
  });
}

/** Names of which nobody could tell what CAA says. */
export const unreadNames = (situation: Situation): string[] =>
  caaJudged(situation).flatMap(({ name, verdict }) => (verdict.kind === "unknown" ? [name] : []));

/** A record that a CAA set lacks. */
export interface MissingCaa {
  key: string;
  /** Whose set it is, and the zone that answers for it. */
  owner: string;
  zone: string;
  /** The set as it is. */
  records: string[];
  add: string;
  domains: DomainName[];
}

/** One set may lack one for names and one for wildcards. Two asterisks stand for a wildcard that has a set itself. */
export const caaKey = (owner: string, add: string): string =>
  `CAA:${add.includes(" issuewild ") ? "*." : ""}${isWildcard(owner) ? "*" : ""}${owner}`;

export function missingCaa(situation: Situation): MissingCaa[] {
  const byKey = new Map<string, MissingCaa>();
  for (const { domains, verdict } of caaJudged(situation)) {
    if (verdict.kind !== "forbidden") continue;
    const { owner, zone, records, add } = verdict;
    const key = caaKey(owner, add);
    const before = byKey.get(key)?.domains ?? [];
    byKey.set(key, { key, owner, zone, records, add, domains: [...before, ...domains] });
  }
  return [...byKey.values()];
}

/** One in a zone of ours, whose set the program lets us extend. */
export interface ManagedCaa extends MissingCaa {
  zoneId: string;
}

export function managedCaa(situation: Situation): ManagedCaa[] {
  const { desired, observed } = situation;
  if (desired.dns.kind !== "route53" || !desired.dns.manageCaa) return [];
  const zones = foundZones(observed);
  return missingCaa(situation).flatMap((missing) => {
    const holding = zones.find(({ zone }) => zone === missing.zone);
    return holding === undefined ? [] : [{ ...missing, zoneId: holding.zoneId }];
  });
}

/** Worst first. */
export function caaCauses(situation: Situation): Cause[] {
  const causes = caaJudged(situation).flatMap((judged) => causesOf(judged, situation));
  const isForbidden = ({ code }: Cause): boolean => code === ("CAA_FORBIDS" satisfies GuidanceCode);
  return merged([...causes.filter(isForbidden), ...causes.filter((each) => !isForbidden(each))]);
}

function causesOf({ name, domains, verdict }: Judged, situation: Situation): Cause[] {
  switch (verdict.kind) {
    case "allowed":
      return [];
    case "forbidden": {
      const { owner, add } = verdict;
      const params = { ...placeOf(verdict, name, situation), add, ...managementOf(verdict, situation) };
      return [cause("CAA_FORBIDS", { domains, records: [caaKey(owner, add)], params })];
    }
    case "critical": {
      const params = { ...placeOf(verdict, name, situation), tags: verdict.tags.join(", ") };
      return [cause("CAA_CRITICAL", { domains, params })];
    }
    case "unknown": {
      const { asked, owner, code } = verdict;
      // A way that is closed is closed to all: one sentence, whatever was asked.
      if (asked === "resolver")
        return [cause("CAA_UNASKED", { domains, params: { asked, code, ...(code === "SERVFAIL" && { owner }) } })];
      if (UNASKED.has(code)) return [cause("CAA_UNASKED", { domains, params: { code } })];
      return [cause("CAA_UNREADABLE", { domains, params: { ...placeUnread(verdict, name), code } })];
    }
  }
}

/** Where CNAMEs go on and on, it is the first one that has to be mended. */
function placeUnread({ at, owner, code }: Unread, name: DomainName): Cause["params"] {
  if (code === "ELOOP") return { at };
  return isWithin(baseName(name), owner) ? { at: owner } : { at, owner, through: "CNAME" };
}

type Unread = Extract<CaaVerdict, { kind: "unknown" }>;

/**
 * `through`: the set is that of a name to which a CNAME leads, outside of the domain's own way up; or it stands above the domain's own zone, where a set
 * would be nearer.
 */
function placeOf({ at, owner, records }: Place, name: DomainName, { observed }: Situation): Cause["params"] {
  const place = { owner, records: records.join(", ") };
  if (!isWithin(baseName(name), baseName(owner))) return { ...place, at, through: "CNAME" };
  const zone = ownZone(name, observed);
  const isAbove = zone !== null && zone !== owner && isWithin(zone, owner);
  return isAbove ? { ...place, zone, through: "PARENT" } : place;
}

/** As Route 53 or DNS says; while that is not known, the registrable domain is taken for it. */
const ownZone = (name: DomainName, observed: Observed): string | null =>
  zoneOf(name, observed)?.zone || known(observed.dns)?.[validationKey(name)]?.zone || registrableDomain(name);

/** The program lets us extend sets, and this one is in no zone of ours. */
function managementOf({ zone }: Place, { desired, observed }: Situation): Cause["params"] {
  if (desired.dns.kind !== "route53" || !desired.dns.manageCaa || observed.zones?.kind !== "known") return {};
  return foundZones(observed).some((found) => found.zone === zone) ? {} : { manageCaa: "OUTSIDE" };
}

/** No server's own word has come back, but nothing, or the answer of something in between: most likely this machine's network lets no DNS out but its resolver's. */
const UNASKED: ReadonlySet<string> = new Set([...SILENCES, "NOT_AUTHORITATIVE"]);

/** What keeps Amazon out, worst first. */
export const caaObstacles = (situation: Situation): Cause[] =>
  caaCauses(situation).filter(({ code }) => code === "CAA_FORBIDS" || code === "CAA_CRITICAL");

/** A request would fail, and count against the yearly quota all the same. */
export const caaForbids = (situation: Situation): Cause | undefined => caaObstacles(situation)[0];
