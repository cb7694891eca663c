/** From nothing to an issued certificate. */
import {
  EXAM_IS_OLD_AFTER,
  ISSUANCE_IS_LATE_AFTER,
  nextBlindLook,
  nextDnsLook,
  nextLook,
  nextQuickLook,
} from "../backoff";
import { caaForbids, unreadNames } from "../caa-needed";
import { cause, part } from "../causes";
import type { Cause, Next } from "../decision";
import { certificateNames, certificateOrder } from "../domain-name";
import type { GuidanceCode } from "../guidance";
import { isAskedAgain, issuanceCause } from "../issuance";
import { known } from "../known";
import type { CertificateDetail, Part } from "../model";
import { requestTags, requestToken } from "../ownership";
import { absentRecords, causesOfAbsence, onlyTimePasses, unseenRecords } from "../record-concerns";
import { groupByZone, isSameCname, type NeededValidation, neededValidations, validationSet, zoneOf } from "../records";
import type { OwnCertificate, Situation } from "../situation";
import { need } from "./look";
import { blocked, type Rule, take } from "./rule";

const certificateLook = ({ arn }: OwnCertificate) => ({ part: "certificate", arn }) as const;

/** ACM says "not found" for some seconds after a request. */
export const requestIsShown: Rule = (situation) => {
  const { wanted, hidden } = situation;
  if (wanted !== undefined || hidden.length === 0) return undefined;
  return waitForRecords(
    situation,
    hidden.map((arn) => ({ part: "certificate", arn })),
  );
};

/** One failure a run: what failed a minute ago fails again, and each request counts against the yearly quota. */
export const failureOfThisRun: Rule = (situation) => {
  const { wanted, own, memory } = situation;
  if (wanted !== undefined) return undefined;
  const recent = memory.requests.filter(
    ({ requestedAt, pendingAt }) => Math.max(requestedAt, pendingAt ?? 0) >= memory.runStartedAt,
  );
  const failed = own.find(({ arn, detail }) => isRefused(detail.status) && recent.some((each) => each.arn === arn));
  if (failed === undefined) return undefined;
  const isUnread = failed.detail.failureReason === "CAA_ERROR" && (situation.observed.caa?.at ?? 0) < failed.seenAt;
  return isUnread ? { kind: "look", parts: [part("caa")] } : blocked(causeOfDeath(failed, situation));
};

/** Never issued: one that is revoked or has expired served before. */
const isRefused = (status: string): boolean => status === "FAILED" || status === "VALIDATION_TIMED_OUT";

/** Of CAA, ACM tells only that it failed; what was read of it may say more. */
function causeOfDeath({ arn, detail }: OwnCertificate, situation: Situation): Cause {
  const told = issuanceCause(detail, situation.desired.domains);
  const reason = { ...told, params: { ...told.params, certificate: arn } };
  if (told.code !== ("CAA_FAILED" satisfies GuidanceCode)) return reason;
  const { domains, params } = reason;
  return (
    caaForbids(situation) ?? (isCaaUnread(detail, situation) ? cause("CAA_FAILED_UNSEEN", { domains, params }) : reason)
  );
}

/** Reasons that no time mends: another request for the same names would only count against the yearly quota. */
const STANDING = new Set<string | null>([
  "ADDITIONAL_VERIFICATION_REQUIRED",
  "DOMAIN_NOT_ALLOWED",
  "INVALID_PUBLIC_DOMAIN",
  "DOMAIN_VALIDATION_DENIED",
  "OTHER",
]);

/** The failed certificate is the memory of it: until the names change, or somebody deletes it. */
const standingFailure = (situation: Situation): OwnCertificate | undefined =>
  situation.own.find(({ detail }) => detail.status === "FAILED" && isStanding(detail, situation));

/** Our look at CAA stops no first request; ACM's, of which nobody can tell that it would be another one now, stops the next. */
function isStanding(detail: CertificateDetail, situation: Situation): boolean {
  if (detail.failureReason === "CAA_ERROR") return isCaaUnread(detail, situation);
  return STANDING.has(detail.failureReason) && isAskedAgain(detail, certificateNames(situation.served));
}

function isCaaUnread({ names }: CertificateDetail, situation: Situation): boolean {
  const unread = unreadNames(situation);
  return names.some((name) => unread.includes(name));
}

/** The last word, after everything that goes on without a new certificate. */
export const failureStands: Rule = (situation) => {
  const { wanted, desired } = situation;
  if (wanted !== undefined || desired.certificate !== null) return undefined;
  const failed = standingFailure(situation);
  return failed === undefined ? undefined : blocked(causeOfDeath(failed, situation));
};

export const certificateIsRequested: Rule = (situation) => {
  const { wanted, desired, spent, served } = situation;
  if (wanted !== undefined || caaForbids(situation) !== undefined) return undefined;
  if (standingFailure(situation) !== undefined) return undefined;
  const { keyAlgorithm } = desired;
  const order = certificateOrder(certificateNames(served));
  if (order.kind === "none") return blocked(cause("NAMES_TOO_LONG", { domains: desired.domains }));
  const { names } = order;
  const token = requestToken(desired.groupId, names, keyAlgorithm, spent);
  return take(situation, { kind: "requestCertificate", names, keyAlgorithm, token, tags: requestTags(desired) });
};

/** ACM shows the records some seconds after the request, and not all at once. */
export const recordsAreAssigned: Rule = (situation) => {
  const { wanted, served } = situation;
  if (wanted === undefined || wanted.detail.status === "ISSUED") return undefined;
  if (neededValidations(served, wanted.detail).every(({ record }) => record !== null)) return undefined;
  return waitForRecords(situation, [certificateLook(wanted)]);
};

function waitForRecords({ memory, now, desired }: Situation, parts: Part[]): Next {
  const until = nextQuickLook(memory.waits["records"] ?? now, now);
  const reason = cause("CERTIFICATE_REQUESTED", { domains: desired.domains });
  return { kind: "wait", what: "records", until, parts, on: "aws", cause: reason };
}

/** Validation names are ours alone: written whatever stands there. */
export const validationIsPublished: Rule = (situation) => {
  const { wanted, desired, observed, served } = situation;
  if (wanted === undefined || desired.dns.kind !== "route53" || desired.certificate !== null) return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const sets = known(observed.recordSets) ?? [];
  const changes = neededValidations(served, wanted.detail).flatMap(({ name, record }) => {
    const zone = zoneOf(name, observed);
    if (record === null || zone === undefined || sets.some((set) => isSameCname(set, record))) return [];
    return [{ action: "UPSERT" as const, record: validationSet(zone.zoneId, record) }];
  });
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "VALIDATION", ...batch });
};

/** What DNS says of records that somebody else publishes: seen before anything is said about them. */
export const externalRecordsAreSeen: Rule = (situation) => {
  const { wanted, observed } = situation;
  if (wanted === undefined || wanted.detail.status === "ISSUED") return undefined;
  if (externalValidations(situation, wanted).length === 0) return undefined;
  const unseen = (["dns", "traffic"] as const).filter((name) => observed[name] === undefined);
  if (unseen.length > 0) return { kind: "look", parts: unseen.map(part) };
  // What stands beside a record that is not in place follows from which those are.
  const isExamined = observed.exams !== undefined || unseenRecords(situation).length === 0;
  return isExamined ? undefined : { kind: "look", parts: [part("exams")] };
};

function externalValidations({ served, observed }: Situation, { detail }: OwnCertificate): NeededValidation[] {
  return neededValidations(served, detail).filter(({ name }) => zoneOf(name, observed) === undefined);
}

export const certificateIsIssued: Rule = (situation) => {
  const { wanted } = situation;
  if (wanted === undefined || wanted.detail.status === "ISSUED") return undefined;
  return waitForPublication(situation, wanted) ?? waitForAcm(situation, wanted);
};

function waitForAcm(situation: Situation, wanted: OwnCertificate): Next {
  const { memory, now, desired, observed } = situation;
  const since = memory.waits["issuance"] ?? now;
  const until = nextLook(since, now);
  const late = since + ISSUANCE_IS_LATE_AFTER;
  const isExamDue = until >= late && (observed.exams?.at ?? 0) < late;
  const isExternal = externalValidations(situation, wanted).length > 0;
  const parts = [
    certificateLook(wanted),
    ...(isExternal || isExamDue ? [part("dns")] : []),
    ...(isExamDue ? [part("exams")] : []),
  ];
  const reason = cause("WAITING_FOR_ISSUE", { domains: desired.domains });
  return { kind: "wait", what: "issuance", until, parts, on: "aws", cause: reason };
}

/** The wait for validation records that people, or the program, publish. */
export const PUBLICATION = "publication";

/** DNS is asked often, and beside it ACM and what the records look like now and then: our own look never vetoes ACM's. */
function waitForPublication(situation: Situation, wanted: OwnCertificate): Next | undefined {
  const absent = absentRecords(situation);
  const [reason] = causesOfAbsence(situation, absent);
  if (reason === undefined) return undefined;
  const { memory, now, observed } = situation;
  const since = memory.waits[PUBLICATION] ?? now;
  const until = nextDnsLook(since, now);
  const isAcmDue = nextBlindLook(since, wanted.seenAt) <= until;
  const isExamDue = until - (observed.exams?.at ?? 0) >= EXAM_IS_OLD_AFTER;
  const parts = [part("dns"), ...(isExamDue ? [part("exams")] : []), ...(isAcmDue ? [certificateLook(wanted)] : [])];
  const on = onlyTimePasses(situation, absent) ? "aws" : "you";
  return { kind: "wait", what: PUBLICATION, until, parts, on, cause: reason };
}
