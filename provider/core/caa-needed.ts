/** What CAA says about the names of the certificate that is wanted, and the records that would let Amazon issue it. */
import { type CaaVerdict, caaVerdict } from "./caa";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { certificateNames, type DomainName } from "./domain-name";
import { known } from "./known";
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
  const judged = caaJudged(situation);
  const forbidden = missingCaa(situation).map(({ key, owner, records, add, domains }) =>
    cause("CAA_FORBIDS", { domains, records: [key], params: { owner, add, records: records.join(", ") } }),
  );
  const others = judged.flatMap(({ domains, verdict }): Cause[] => {
    if (verdict.kind === "critical") {
      const { owner, records, tags } = verdict;
      return [
        cause("CAA_CRITICAL", { domains, params: { owner, records: records.join(", "), tags: tags.join(", ") } }),
      ];
    }
    if (verdict.kind !== "unknown") return [];
    const { at, code } = verdict;
    return [cause("CAA_UNREADABLE", { domains, params: { at, code } })];
  });
  return [...forbidden, ...merged(others)];
}

/** A request would fail, and count against the yearly quota all the same. */
export const caaForbids = (situation: Situation): Cause | undefined =>
  caaCauses(situation).find(({ code }) => code === "CAA_FORBIDS" || code === "CAA_CRITICAL");
