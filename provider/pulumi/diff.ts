/** `diff`: is there anything to do? No call of AWS, in no case. */
import { VALIDATION_ENDS_AFTER } from "../core/backoff";
import { isNearExpiry } from "../core/expiry";
import type { DnsLook } from "../core/looks";
import type { Desired, Instant } from "../core/model";
import type { DnsRecord } from "../core/outputs";
import { isMistake, whyNotSeen } from "../core/record-exam";
import type { Report } from "../core/report";
import { hasReached } from "../core/status";
import type { Dns } from "../ports";
import type { Left } from "./props";
import { canonical } from "./reading";
import type { Wish } from "./wish";

export interface Comparison {
  left: Left;
  wish: Wish;
  now: Instant;
}

export async function somethingToDo(comparison: Comparison, dns: () => Dns): Promise<boolean> {
  if (wishDiffers(comparison) || somebodyElseWrote(comparison) || somethingIsDue(comparison)) return true;
  // Traffic may be waited for when all is settled.
  if (waitedForIsAhead(comparison)) return true;
  if (comparison.left.report.settled) return false;
  // The program attaches what comes out: people are waited for.
  if (comparison.wish.desired.distribution.kind === "program") return true;
  return stepMayBePossible(comparison, dns);
}

/** Order of names means nothing, and a renamed stack is no reason to write: the next write brings the owner tag up to date. */
function comparable({ desired, steering, credentials }: Wish): string {
  const { owner: _owner, ...rest } = desired;
  const named: Omit<Desired, "owner"> = { ...rest, domains: [...desired.domains].sort() };
  return canonical({ named, steering, credentials });
}

function wishDiffers({ left, wish }: Comparison): boolean {
  return comparable(left.wish) !== comparable(wish);
}

/** The program's ETag is neither that of our last write nor the one given last time. */
function somebodyElseWrote({ left, wish: { givenEtag } }: Comparison): boolean {
  const { memory, etagGiven } = left.stored;
  return givenEtag !== null && givenEtag !== etagGiven && givenEtag !== memory.lastWrite?.etag;
}

/** Something old goes, or the certificate as the state knows it should have been renewed by now: a look tells. */
function somethingIsDue({ left, wish, now }: Comparison): boolean {
  const { certificateExpiry } = left.report;
  const isRenewal = wish.desired.certificate === null && certificateExpiry !== null;
  if (isRenewal && isNearExpiry(Date.parse(certificateExpiry), now)) return true;
  return left.stored.memory.retiring.some(({ dueAt }) => dueAt <= now);
}

/** `waitFor` names a milestone that the last run did not reach: this one waits for it, people included. */
function waitedForIsAhead({ wish, left }: Comparison): boolean {
  const { waitFor } = wish.desired;
  return waitFor !== "auto" && !hasReached(left.report.reached, waitFor);
}

/**
 * While records that people publish are missing, nothing can be done but look again, and say once what mistake somebody has made with one. One that
 * could not be asked for may be there, and after 72 hours a new certificate is due in any case.
 */
async function stepMayBePossible({ left, now }: Comparison, dns: () => Dns): Promise<boolean> {
  if (left.report.status !== "AWAITING_CERTIFICATE_ISSUE") return true;
  const awaited = left.report.dnsRecords.filter(
    ({ purpose, publishedBy, state }) => purpose === "VALIDATION" && publishedBy === "you" && state !== "OK",
  );
  if (awaited.length === 0) return true;
  const current = left.stored.memory.requests.find(({ arn }) => arn === left.report.certificateArn);
  if (current === undefined || now - current.requestedAt >= VALIDATION_ENDS_AFTER) return true;
  const looks = dns();
  const missing = await Promise.all(awaited.map((record) => isMissing(record, looks)));
  if (!missing.includes(true)) return true;
  const news = awaited.filter((_, index) => missing[index]).map((record) => isNewMistake(record, left.report, looks));
  return (await Promise.all(news)).includes(true);
}

async function isMissing({ name }: DnsRecord, dns: Dns): Promise<boolean> {
  const reply = await dns.look(name, "CNAME");
  if (reply.kind === "failed") return false;
  return reply.kind === "absent" || isAbsent(reply.value);
}

/** Published, and in the wrong way: whoever did so waits for something to happen. */
async function isNewMistake({ key, name, value, zone }: DnsRecord, { causes }: Report, dns: Dns): Promise<boolean> {
  const exam = await dns.examine({ name, type: "CNAME", value });
  const { code } = whyNotSeen({ key, name, value, zone, domains: [] }, undefined, exam);
  return isMistake(code) && !causes.some((told) => told.code === code && told.records.includes(key));
}

/** Known to be absent everywhere. Another value may be right in ACM's eyes: it follows CNAMEs, and our own look never vetoes. */
function isAbsent({ servers }: DnsLook): boolean {
  const answers = Object.values(servers);
  return answers.length > 0 && answers.every((answer) => answer.kind === "none");
}
