/** `diff`: is there anything to do? No call of AWS, in no case. */
import type { Desired, DnsLook, Instant } from "../core/model";
import type { DnsRecord, Milestone } from "../core/outputs";
import type { Dns } from "../ports";
import type { Left } from "./props";
import { canonical } from "./reading";
import type { Wish } from "./wish";

/** ACM gives up on a certificate whose records it has not seen (ACM user guide, "DNS validation"). */
const VALIDATION_LASTS_MS = 72 * 3_600_000;

const MILESTONES: readonly (Milestone | "nothing")[] = ["nothing", "records", "issued", "attached", "serving"];

export interface Comparison {
  left: Left;
  wish: Wish;
  now: Instant;
}

export async function somethingToDo(comparison: Comparison, dns: () => Dns): Promise<boolean> {
  if (wishDiffers(comparison) || somebodyElseWrote(comparison) || somethingIsDue(comparison)) return true;
  if (comparison.left.report.settled) return false;
  return waitedForIsAhead(comparison) || stepMayBePossible(comparison, dns);
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

function somethingIsDue({ left, now }: Comparison): boolean {
  return left.stored.memory.retiring.some(({ dueAt }) => dueAt <= now);
}

/** `waitFor` names a milestone that the last run did not reach: this one waits for it, people included. */
function waitedForIsAhead({ wish, left }: Comparison): boolean {
  const { waitFor } = wish.desired;
  return waitFor !== "auto" && MILESTONES.indexOf(left.report.reached) < MILESTONES.indexOf(waitFor);
}

/**
 * While records that people publish are missing, nothing can be done but look again. One that could not be asked for may be there, and after 72 hours a
 * new certificate is due in any case.
 */
async function stepMayBePossible({ left, now }: Comparison, dns: () => Dns): Promise<boolean> {
  if (left.report.status !== "AWAITING_CERTIFICATE_ISSUE") return true;
  const awaited = left.report.dnsRecords.filter(
    ({ purpose, publishedBy, state }) => purpose === "VALIDATION" && publishedBy === "you" && state !== "OK",
  );
  if (awaited.length === 0) return true;
  const { requests } = left.stored.memory;
  if (requests.some(({ requestedAt }) => now - requestedAt >= VALIDATION_LASTS_MS)) return true;
  const looks = dns();
  const missing = await Promise.all(awaited.map((record) => isMissing(record, looks)));
  return !missing.includes(true);
}

async function isMissing({ name, value }: DnsRecord, dns: Dns): Promise<boolean> {
  const reply = await dns.look(name, "CNAME");
  if (reply.kind === "failed") return false;
  return reply.kind === "absent" || answersLack(reply.value, value);
}

function answersLack({ servers }: DnsLook, value: string): boolean {
  const answers = Object.values(servers);
  return (
    answers.length > 0 &&
    answers.every((answer) => answer.kind === "none" || (answer.kind === "values" && !answer.values.includes(value)))
  );
}
