/** Validation records that ACM has not seen yet, and why it may not. */
import { ISSUANCE_IS_LATE_AFTER } from "./backoff";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { publisherOf } from "./dns-records";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import { forgottenAt } from "./memory";
import type { RecordState } from "./outputs";
import { byUrgency, NOTHING_FOUND, spanOf, type WantedRecord, whyNotSeen, whyZoneNotSeen } from "./record-exam";
import { neededValidations, stateOf, validationOf, zoneOf } from "./records";
import type { Absence } from "./remembered";
import type { OwnCertificate, Situation } from "./situation";

/** One that is worth an exam. */
export interface UnseenRecord extends WantedRecord {
  state: RecordState;
  /** We write it ourselves. */
  isOurs: boolean;
}

/** ACM has long had all that it needs. */
export function isIssuanceLate({ wanted, memory, now }: Situation): boolean {
  const since = memory.waits["issuance"];
  return (
    wanted !== undefined &&
    wanted.detail.status !== "ISSUED" &&
    since !== undefined &&
    now - since >= ISSUANCE_IS_LATE_AFTER
  );
}

/** Those that DNS does not show as they should be, of the ones that somebody else publishes; all of them where ACM is late. */
export function unseenRecords(situation: Situation): UnseenRecord[] {
  const { wanted, observed, served } = situation;
  if (wanted === undefined || wanted.detail.status === "ISSUED") return [];
  const isLate = isIssuanceLate(situation);
  return neededValidations(served, wanted.detail).flatMap(({ key, name: domain, domains, record }) => {
    if (record === null || isValidated(domains, wanted)) return [];
    const look = known(observed.dns)?.[key];
    const state = stateOf(look, record.value);
    const isOurs = zoneOf(domain, observed) !== undefined;
    if (!isLate && (isOurs || state === "OK")) return [];
    return [{ key, ...record, zone: look?.zone ?? "", domains, state, isOurs }];
  });
}

/** ACM has seen the record, whatever we see. */
const isValidated = (domains: DomainName[], { detail }: OwnCertificate): boolean =>
  domains.every((each) => validationOf(each, detail)?.status === "SUCCESS");

/** Nobody publishes them as far as we see, and somebody else should. */
export const absentRecords = (situation: Situation): UnseenRecord[] =>
  unseenRecords(situation).filter(({ isOurs, state }) => !isOurs && state !== "OK" && state !== "PARTIAL");

/** Worst first. */
export function causesOfAbsence(situation: Situation, records: UnseenRecord[]): Cause[] {
  return byUrgency(merged(records.flatMap((record) => causeOfAbsence(situation, record) ?? [])));
}

/** `undefined`: as far as was seen, nothing keeps ACM from seeing it. */
function causeOfAbsence(situation: Situation, record: UnseenRecord): Cause | undefined {
  const look = known(situation.observed.dns)?.[record.key];
  const exam = known(situation.observed.exams)?.[record.key];
  if (record.isOurs || record.state === "OK") return whyZoneNotSeen(record, exam ?? NOTHING_FOUND);
  const found = whyNotSeen(record, look, exam);
  const code = isByProgram(situation, record) ? PASSING[found.code] : undefined;
  return code === undefined || code === found.code ? found : { ...found, code, params: {} };
}

const isByProgram = ({ desired }: Situation, { key }: UnseenRecord): boolean => publisherOf(key, desired) === "program";

/** What the program has published takes its time, and ACM may see more than this machine. Nobody has made a mistake. */
const PASSING: { [code: string]: GuidanceCode } = {
  RECORD_PARTIAL: "RECORDS_PROPAGATING",
  RECORDS_UNSEEN: "RECORDS_PROPAGATING",
  RECORDS_BLOCKED: "RECORDS_PROPAGATING",
  WAITING_FOR_RECORDS: "RECORDS_PROPAGATING",
  RECORD_MISSING_CACHED: "RECORDS_PROPAGATING",
  RECORD_SPLIT_HORIZON: "RECORD_SPLIT_HORIZON",
};

/** Nobody need do anything about them. */
export const onlyTimePasses = (situation: Situation, records: UnseenRecord[]): boolean =>
  records.every(
    (record) => isByProgram(situation, record) && PASSED.has(causeOfAbsence(situation, record)?.code ?? ""),
  );

const PASSED = new Set<string>(Object.values(PASSING));

/** All that keeps ACM from seeing records, while it is to see them. */
export function recordConcerns(situation: Situation): Cause[] {
  const { goal, desired, observed } = situation;
  if (goal !== "present" || desired.certificate !== null || observed.dns?.kind !== "known") return [];
  return [
    ...causesOfAbsence(situation, unseenRecords(situation)),
    ...merged(notYetKnown(situation).map(causeOfCaching)),
  ];
}

/** In place by now: but who has asked before may have been told that it is missing, ACM's resolvers too. */
export interface NotYetKnown {
  key: string;
  domains: DomainName[];
  absence: Absence;
}

export function notYetKnown({ wanted, served, observed, memory, now }: Situation): NotYetKnown[] {
  if (wanted === undefined || wanted.detail.status === "ISSUED") return [];
  return neededValidations(served, wanted.detail).flatMap(({ key, domains, record }) => {
    const absence = memory.absences[key];
    if (absence === undefined || record === null || isValidated(domains, wanted)) return [];
    const state = stateOf(known(observed.dns)?.[key], record.value);
    const isThere = absence.seenAt !== null && (state === "OK" || state === "PARTIAL");
    return isThere && now < forgottenAt(absence) ? [{ key, domains, absence }] : [];
  });
}

export const causeOfCaching = ({ key, domains, absence }: NotYetKnown): Cause =>
  cause("RECORD_NOT_YET_KNOWN", { domains, records: [key], params: { span: spanOf(absence.negativeTtl) } });
