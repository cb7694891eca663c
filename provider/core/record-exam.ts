/** Why a record that should be in DNS is not seen: the one best explanation of what was found. */
import { cause } from "./causes";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { Delegation, DnsLook, RecordExam } from "./looks";
import type { RecordState } from "./outputs";
import { bareOf, stateOf } from "./records";

/** A validation record that is wanted. */
export interface WantedRecord {
  key: string;
  name: string;
  value: string;
  /** That holds the name; `""` while unknown. */
  zone: string;
  domains: DomainName[];
}

export const NOTHING_FOUND: RecordExam = {
  doubled: null,
  bare: null,
  beside: [],
  delegation: null,
  dnssecFails: false,
  negativeTtl: null,
  blocked: false,
};

export function whyNotSeen(record: WantedRecord, look: DnsLook | undefined, exam: RecordExam | undefined): Cause {
  const facts = factsOf(record, look, exam ?? NOTHING_FOUND);
  return (
    firstOf([...OF_THE_ZONE, ...OF_THE_RECORD], facts) ??
    cause("WAITING_FOR_RECORDS", { domains: record.domains, records: [record.key] })
  );
}

/** What keeps everybody from seeing the record's zone, whatever is in it. */
export function whyZoneNotSeen(record: WantedRecord, exam: RecordExam): Cause | undefined {
  return firstOf(OF_THE_ZONE, factsOf(record, undefined, exam));
}

/** Somebody has published the record, or its zone, in the wrong way. */
export const isMistake = (code: string): boolean => MISTAKES.has(code);

function firstOf(explanations: Explanations, facts: Facts): Cause | undefined {
  const { domains, key } = facts.record;
  for (const [code, explain] of explanations) {
    const params = explain(facts);
    if (params !== undefined) return cause(code, { domains, records: [key], params });
  }
  return undefined;
}

/** Worst first. */
export function byUrgency(causes: Cause[]): Cause[] {
  const order: string[] = [...[...OF_THE_ZONE, ...OF_THE_RECORD].map(([code]) => code), "WAITING_FOR_RECORDS"];
  const place = ({ code }: Cause): number => (order.includes(code) ? order.indexOf(code) : order.length);
  return [...causes].sort((a, b) => place(a) - place(b));
}

interface Facts {
  record: WantedRecord;
  exam: RecordExam;
  state: RecordState;
  /** Values at the name, where none is the right one. */
  found: string[];
  /** Name servers that do not have the record, or did not say. */
  lacking: string[];
}

function factsOf(record: WantedRecord, look: DnsLook | undefined, exam: RecordExam): Facts {
  const { value } = record;
  const servers = Object.entries(look?.servers ?? {});
  const state = stateOf(look, value);
  const values = servers.flatMap(([, answer]) => (answer.kind === "values" ? answer.values : []));
  const lacking = servers.filter(([, answer]) => answer.kind !== "values" || !answer.values.includes(value));
  return {
    record,
    exam,
    state,
    found: state === "WRONG" ? [...new Set(values)].sort() : [],
    lacking: lacking.map(([server]) => server).sort(),
  };
}

/** The parameters of its sentences, where it is so. */
type Explanation = (facts: Facts) => { [param: string]: string } | undefined;

type Explanations = readonly [GuidanceCode, Explanation][];

/** These come first: then what is wrong with the record, then what is not known. */
const OF_THE_ZONE: Explanations = [
  ["RECORD_DNSSEC_FAILS", ({ exam, record }) => (exam.dnssecFails ? { name: record.name } : undefined)],
  ["RECORD_ZONE_UNDELEGATED", ({ exam }) => (exam.delegation?.parent.length === 0 ? {} : undefined)],
  ["RECORD_ZONE_LAME", delegation(({ zone }) => zone.length === 0)],
  ["RECORD_ZONE_ELSEWHERE", delegation(({ parent, zone }) => isApart(parent, zone))],
  ["RECORD_SPLIT_HORIZON", delegation((seen) => isApart(seen.resolver, [...seen.parent, ...seen.zone]))],
];

const OF_THE_RECORD: Explanations = [
  ["RECORD_NAME_DOUBLED", misplaced("doubled")],
  ["RECORD_NAME_BARE", misplaced("bare")],
  ["RECORD_VALUE_QUOTED", misread("quoted")],
  ["RECORD_VALUE_BARE", misread("bare")],
  ["RECORD_VALUE_CONTINUED", misread("continued")],
  ["RECORD_PROXIED", beside((types) => types.some((type) => type === "A" || type === "AAAA"))],
  ["RECORD_BESIDE", beside((types) => types.length > 0)],
  ["RECORD_WRONG", misread("other")],
  [
    "RECORD_PARTIAL",
    ({ state, record, lacking }) =>
      state === "PARTIAL" ? { name: record.name, servers: lacking.join(", ") } : undefined,
  ],
  ["RECORDS_BLOCKED", ({ state, exam }) => (state === "UNKNOWN" && exam.blocked ? {} : undefined)],
  ["RECORDS_UNSEEN", ({ state }) => (state === "UNKNOWN" ? {} : undefined)],
  ["RECORD_MISSING_CACHED", longMissing],
];

/** Of those that a missing record may have. */
const MISTAKES = new Set<string>([
  ...OF_THE_ZONE.map(([code]) => code),
  ...(["RECORD_NAME_DOUBLED", "RECORD_NAME_BARE", "RECORD_PROXIED", "RECORD_BESIDE"] satisfies GuidanceCode[]),
]);

function delegation(holds: (seen: Delegation) => boolean): Explanation {
  return ({ exam, record }) => {
    const seen = exam.delegation;
    if (seen === null || !holds(seen)) return undefined;
    const [parent, zone, resolver] = [seen.parent, seen.zone, seen.resolver].map((servers) => servers.join(", "));
    return { name: record.name, parent: parent ?? "", zone: zone ?? "", resolver: resolver ?? "" };
  };
}

/** Sets of name servers that have some in common are one DNS host's, kept badly: records show on all of them. */
function isApart(servers: string[], others: string[]): boolean {
  return servers.length > 0 && !servers.some((server) => others.includes(server));
}

function misplaced(how: "doubled" | "bare"): Explanation {
  return ({ exam, record }) => {
    const place = exam[how];
    return place === null ? undefined : { name: record.name, place };
  };
}

function misread(how: Likeness): Explanation {
  return ({ found, record: { name, value } }) => {
    if (!found.some((each) => likeness(each, value) === how)) return undefined;
    return { name, value, found: found.join(", ") };
  };
}

function beside(holds: (types: string[]) => boolean): Explanation {
  return ({ exam, record: { name, value } }) =>
    holds(exam.beside) ? { name, value, types: exam.beside.join(", ") } : undefined;
}

/** Resolvers ask again within the hour, or else people wonder. */
function longMissing({ exam: { negativeTtl }, record: { name } }: Facts): { [param: string]: string } | undefined {
  const span = spanOf(negativeTtl ?? 0);
  return span === "hour" ? undefined : { name, span };
}

/** The word for a time that `catalogue-records.ts` spells out: a class stays the same from look to look. */
export function spanOf(seconds: number): "hour" | "day" | "days" {
  if (seconds <= 3_600) return "hour";
  return seconds <= 86_400 ? "day" : "days";
}

/**
 * What a value has to do with the wanted one. `quoted`: pasted with quotes. `bare`: see {@link bareOf}. `continued`: with something behind it, as a
 * zone's name.
 */
export type Likeness = "same" | "quoted" | "bare" | "continued" | "other";

export function likeness(found: string, wanted: string): Likeness {
  if (found === wanted) return "same";
  const [plain, meant] = [unquoted(found), unquoted(wanted)];
  const isQuoted = found.length - plain.length > wanted.length - meant.length;
  if (isQuoted && begins(plain, meant)) return "quoted";
  if (plain === bareOf(meant)) return "bare";
  return begins(plain, meant) || begins(plain, bareOf(meant)) ? "continued" : "other";
}

/** Backslashes stand before quotes that are part of a text. */
const unquoted = (value: string): string => value.replace(/["\\]/g, "");

/** Whole labels of a name. */
const begins = (value: string, start: string): boolean => value === start || value.startsWith(`${start}.`);
