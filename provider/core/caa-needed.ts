/** What CAA says about the names of the certificate that is wanted, and the records that would let Amazon issue it. */
import { type CaaVerdict, caaVerdict, type Place } from "./caa";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { baseName, certificateNames, type DomainName, isWithin } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import { SILENCES } from "./looks";
import { foundZones, nameFor } from "./records";
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

/** One set may lack one for names and one for wildcards. */
export const caaKey = (owner: string, add: string): string => `CAA:${add.includes(" issuewild ") ? "*." : ""}${owner}`;

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
  const causes = caaJudged(situation).flatMap(causesOf);
  const isForbidden = ({ code }: Cause): boolean => code === ("CAA_FORBIDS" satisfies GuidanceCode);
  return merged([...causes.filter(isForbidden), ...causes.filter((each) => !isForbidden(each))]);
}

function causesOf({ name, domains, verdict }: Judged): Cause[] {
  switch (verdict.kind) {
    case "allowed":
      return [];
    case "forbidden": {
      const { owner, add } = verdict;
      const params = { ...placeOf(verdict, name), add };
      return [cause("CAA_FORBIDS", { domains, records: [caaKey(owner, add)], params })];
    }
    case "critical":
      return [cause("CAA_CRITICAL", { domains, params: { ...placeOf(verdict, name), tags: verdict.tags.join(", ") } })];
    case "unknown": {
      const { at, code } = verdict;
      // A way that is closed is closed to all: one sentence, whatever was asked.
      if (UNASKED.has(code)) return [cause("CAA_UNASKED", { domains, params: { code } })];
      return [cause("CAA_UNREADABLE", { domains, params: { at, code } })];
    }
  }
}

/** `through`: the set is that of a name to which a CNAME leads, outside of the domain's own way up. */
function placeOf({ at, owner, records }: Place, name: DomainName): Cause["params"] {
  const isOnWayUp = isWithin(baseName(name), owner);
  return { owner, records: records.join(", "), ...(!isOnWayUp && { at, through: "CNAME" }) };
}

/** No server's own word has come back, but nothing, or the answer of something in between: most likely this machine's network lets no DNS out but its resolver's. */
const UNASKED: ReadonlySet<string> = new Set([...SILENCES, "NOT_AUTHORITATIVE"]);

/** A request would fail, and count against the yearly quota all the same. */
export const caaForbids = (situation: Situation): Cause | undefined =>
  caaCauses(situation).find(({ code }) => code === "CAA_FORBIDS" || code === "CAA_CRITICAL");
