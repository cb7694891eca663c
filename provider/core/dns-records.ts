/** The output `dnsRecords`: every record the group needs, with what DNS says now and what to do about it. */
import { caaKey, managedCaa, missingCaa } from "./caa-needed";
import { isOfThisAccount, proofKey, proofName, proofValue } from "./conflicts";
import { type DomainName, isApex } from "./domain-name";
import { known } from "./known";
import type { PartialTraffic } from "./looks";
import { movableOwners } from "./lost";
import type { Desired, Observed } from "./model";
import type { DnsRecord, RecordAction, RecordState, TrafficStatus } from "./outputs";
import { keptDomains } from "./passing";
import {
  foundZones,
  isSameCname,
  leadsTo,
  neededValidations,
  routingKey,
  stateOf,
  VALIDATION_TTL,
  validationKey,
  zoneOf,
} from "./records";
import { type Situation, targetOf } from "./situation";
import { isServed } from "./status";

export function dnsRecordsOf(situation: Situation, previous: DnsRecord[]): DnsRecord[] {
  const before = new Map(previous.map((record) => [record.key, record]));
  return [
    ...validationRecords(situation, before),
    ...routingRecords(situation, before),
    ...caaRecords(situation, previous),
    ...proofRecords(situation, previous),
  ];
}

/** Those that are lacking, and those that the group added. */
function caaRecords(situation: Situation, previous: DnsRecord[]): DnsRecord[] {
  const { observed, memory, desired, wanted } = situation;
  if (observed.caa === undefined) return previous.filter(({ purpose }) => purpose === "CAA");
  // Extended before a request alone.
  const managed = wanted?.detail.status === "ISSUED" ? [] : managedCaa(situation).map(({ key }) => key);
  const lacking = missingCaa(situation).map((missing): DnsRecord => {
    const { key, owner, zone, add, domains } = missing;
    const publishedBy = managed.includes(key) ? "domain-group" : "you";
    return { ...caaRecord(key, owner, zone, add), domains, state: "MISSING", action: "PUBLISH", publishedBy };
  });
  const made = memory.madeCaa.map(({ zoneId, name, value }): DnsRecord => {
    const zone = foundZones(observed).find((each) => each.zoneId === zoneId)?.zone ?? "";
    const { domains } = desired;
    return {
      ...caaRecord(caaKey(name, value), name, zone, value),
      domains,
      state: "OK",
      action: "KEEP",
      publishedBy: "domain-group",
    };
  });
  return [...lacking, ...made.filter(({ key }) => !lacking.some((record) => record.key === key))];
}

/** For names that are to come from another account. */
function proofRecords(situation: Situation, previous: DnsRecord[]): DnsRecord[] {
  const { observed, distribution, desired } = situation;
  if (observed.conflicts === undefined || distribution === null) {
    const open = desired.domains.filter((domain) => !distribution?.aliases.includes(domain)).map(proofKey);
    return previous.filter(({ purpose, key }) => purpose === "ALIAS_PROOF" && open.includes(key));
  }
  const strangers = movableOwners(situation).filter((owner) => !isOfThisAccount(owner));
  return strangers.map(({ domain }): DnsRecord => {
    const look = known(observed.conflicts)?.[domain]?.proof ?? undefined;
    const zone = zoneName(domain, observed) || (look?.zone ?? "");
    const name = proofName(domain);
    const state = stateOf(look, proofValue(distribution.domainName));
    return {
      key: proofKey(domain),
      purpose: "ALIAS_PROOF",
      type: "TXT",
      name,
      host: hostIn(zone, name),
      zone,
      value: distribution.domainName,
      ttl: VALIDATION_TTL,
      domains: [domain],
      state,
      action: VALIDATION_ACTIONS[state],
      // What somebody else has there stays: people put the proof beside it.
      publishedBy:
        zoneOf(domain, observed) === undefined || !writesRoutes(desired) || state === "WRONG" ? "you" : "domain-group",
    };
  });
}

const writesRoutes = ({ dns }: Desired): boolean => dns.kind === "route53" && dns.routing !== "none";

const caaRecord = (key: string, name: string, zone: string, value: string) => ({
  key,
  purpose: "CAA" as const,
  type: "CAA" as const,
  name,
  host: hostIn(zone, name),
  zone,
  value,
  ttl: VALIDATION_TTL,
});

const zoneName = (domain: DomainName, observed: Observed): string => {
  const looks = known(observed.dns) ?? {};
  return zoneOf(domain, observed)?.zone ?? looks[validationKey(domain)]?.zone ?? "";
};

/** `@` for the apex, the name without the zone else, the full name while the zone is not known. */
function hostIn(zone: string, name: string): string {
  if (zone === name) return "@";
  return zone !== "" && name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

/** Of a record in no zone that we write. */
export function publisherOf(key: string, { dns }: Desired): "you" | "program" {
  return dns.kind === "publish" && dns.keys.includes(key) ? "program" : "you";
}

function validationRecords(situation: Situation, before: Map<string, DnsRecord>): DnsRecord[] {
  const { desired, observed, wanted, own } = situation;
  // Those of the program's own certificate are the program's.
  if (desired.certificate !== null) return [];
  const detail = wanted?.detail ?? own[0]?.detail;
  return neededValidations(desired.domains, detail).flatMap(({ key, name: domain, domains, record }) => {
    const known = record ?? before.get(key);
    if (known === undefined) return [];
    const zone = zoneName(domain, observed) || (before.get(key)?.zone ?? "");
    const state = validationState(key, domain, known, situation) ?? before.get(key)?.state ?? "UNKNOWN";
    return [
      {
        key,
        purpose: "VALIDATION",
        type: "CNAME",
        name: known.name,
        host: hostIn(zone, known.name),
        zone,
        value: known.value,
        ttl: VALIDATION_TTL,
        domains,
        state,
        action: VALIDATION_ACTIONS[state],
        publishedBy: zoneOf(domain, observed) === undefined ? publisherOf(key, desired) : "domain-group",
      },
    ];
  });
}

const VALIDATION_ACTIONS: { [state in RecordState]: RecordAction } = {
  MISSING: "PUBLISH",
  UNKNOWN: "PUBLISH",
  WRONG: "CORRECT",
  PARTIAL: "KEEP",
  OK: "KEEP",
};

/** `undefined`: could not ask, or did not. In a zone that we write, what the zone holds is what its servers will say. */
function validationState(
  key: string,
  domain: DomainName,
  record: { name: string; value: string },
  { observed, wanted }: Situation,
): RecordState | undefined {
  if (zoneOf(domain, observed) !== undefined) {
    if (observed.recordSets?.kind !== "known") return undefined;
    const here = observed.recordSets.value.filter((set) => set.name === record.name);
    if (here.length === 0) return "MISSING";
    return here.some((set) => isSameCname(set, record)) ? "OK" : "WRONG";
  }
  if (observed.dns?.kind !== "known") return undefined;
  return stateOf(observed.dns.value[key], record.value, wanted?.detail.status === "ISSUED");
}

const ROUTING_STATES: { [traffic in TrafficStatus]: RecordState } = {
  UNKNOWN: "UNKNOWN",
  NOT_POINTING: "MISSING",
  POINTS_ELSEWHERE: "WRONG",
  POINTING: "OK",
  SERVING: "OK",
};

function routingRecords(situation: Situation, before: Map<string, DnsRecord>): DnsRecord[] {
  const { desired, observed } = situation;
  const target = targetOf(situation);
  if (target === null) return [];
  return keptDomains(situation).map((domain): DnsRecord => {
    const key = routingKey(domain);
    const zone = zoneName(domain, observed) || (before.get(key)?.zone ?? "");
    const inOurZone = zoneOf(domain, observed) !== undefined;
    const written = inOurZone && writesRoutes(desired);
    const traffic = trafficOf(domain, situation);
    const told = partlyLed(domain, observed) === undefined ? traffic && ROUTING_STATES[traffic] : "PARTIAL";
    const state = told ?? before.get(key)?.state ?? "UNKNOWN";
    return {
      key,
      purpose: "ROUTING",
      type: inOurZone || isApex(domain, zone) ? "ALIAS" : "CNAME",
      name: domain,
      host: hostIn(zone, domain),
      zone,
      value: target,
      ttl: VALIDATION_TTL,
      domains: [domain],
      state,
      action: situation.misled.includes(domain) ? "PUBLISH" : routingAction(state, isServed(domain, situation)),
      publishedBy: written ? "domain-group" : publisherOf(key, desired),
    };
  });
}

/** A domain that is live elsewhere would break if DNS moved before the certificate is here. */
function routingAction(state: RecordState, isHere: boolean): RecordAction {
  if (state === "OK" || state === "PARTIAL") return "KEEP";
  if (!isHere) return "PUBLISH_WHEN_ATTACHED";
  return state === "WRONG" ? "CORRECT" : "PUBLISH";
}

/** Some name servers lead here, and others do not: outside of zones that we write. */
export function partlyLed(domain: DomainName, observed: Observed): PartialTraffic | undefined {
  const look = zoneOf(domain, observed) === undefined ? known(observed.traffic)?.[domain] : undefined;
  return typeof look === "object" ? look : undefined;
}

/**
 * By the zone where we write it, else by DNS: nobody is led here before all name servers do it. `undefined`: could not ask, or did not.
 */
export function trafficOf(domain: DomainName, { observed, distribution }: Situation): TrafficStatus | undefined {
  const zone = zoneOf(domain, observed);
  if (zone === undefined) {
    const look = known(observed.traffic)?.[domain];
    return typeof look === "object" ? look.rest : look;
  }
  if (observed.recordSets?.kind !== "known" || distribution === null) return undefined;
  const here = observed.recordSets.value.filter(
    (set) => set.zoneId === zone.zoneId && set.name === domain && ["A", "AAAA", "CNAME"].includes(set.type),
  );
  if (here.length === 0) return "NOT_POINTING";
  return here.every((set) => leadsTo(set, distribution.domainName)) ? "POINTING" : "POINTS_ELSEWHERE";
}
