/** When to look or try again. Pure: the start of the wait is kept in memory, so that every schedule is a function of two instants. */
import type { Instant } from "./model";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * The next look at something that AWS is working on: after a third of the time waited so far, half a minute at most in the first 100 seconds,
 * three tenths of the time after that. Five minutes of waiting cost 14 calls, twenty minutes 19.
 */
export function nextLook(since: Instant, now: Instant): Instant {
  const waited = now - since;
  return now + between(4 * SECOND, waited / 3, between(30 * SECOND, waited * 0.3, 5 * MINUTE));
}

/** The next look at something that takes AWS seconds: a new certificate and its records. */
export function nextQuickLook(since: Instant, now: Instant): Instant {
  return now + between(2 * SECOND, (now - since) / 2, 10 * SECOND);
}

/** The next look at DNS while a person publishes: free of AWS's rates, so it stays quick. */
export function nextDnsLook(since: Instant, now: Instant): Instant {
  return now + between(2 * SECOND, (now - since) / 20, 30 * SECOND);
}

/** The next look at ACM while DNS does not show all records: our own check never vetoes, so ACM is asked now and then all the same. */
export function nextBlindLook(since: Instant, now: Instant): Instant {
  return now + between(30 * SECOND, (now - since) / 4, 5 * MINUTE);
}

/** The next try of a refused step, or of a look that failed: 2, 4, 8, 16, 20 s. A person who watches sees it go on. */
export function nextTry(lastAt: Instant, count: number): Instant {
  return lastAt + Math.min(SECOND * 2 ** count, 20 * SECOND);
}

/** The next try of a certificate that CloudFront does not know yet: that takes it a minute and more. 8, 16, 32, 60 s. */
export function nextAttachment(lastAt: Instant, count: number): Instant {
  return lastAt + Math.min(4 * SECOND * 2 ** count, MINUTE);
}

/** Due dates of something that waits for AWS to let go: 45 minutes, 6 hours, then daily for a week. */
export function nextRetirement(tries: number, now: Instant, since: Instant): Instant {
  // Nobody believes then that AWS lets go by itself.
  if (now - since >= RETIRES_WITHIN) return NEVER;
  return now + (tries === 0 ? 45 * MINUTE : tries === 1 ? 6 * 60 * MINUTE : 24 * 60 * MINUTE);
}

/** An exam of a missing record is taken again then: somebody may have put right what it found. */
export const EXAM_IS_OLD_AFTER = 2 * MINUTE;
/** ACM issues within minutes of seeing the records: after that, something keeps it from seeing them (ACM user guide, "DNS validation"). */
export const ISSUANCE_IS_LATE_AFTER = 10 * MINUTE;
/** For so long after issuance CloudFront may not know the certificate yet. */
export const CERTIFICATE_SETTLES_WITHIN = 10 * MINUTE;
/** For so long after a request DescribeCertificate may say "not found" (ACM API reference, RequestCertificate: "a delay of several seconds"). */
export const CERTIFICATE_SHOWS_WITHIN = MINUTE;
/** For so long after a creation a distribution may not be found, neither by its id nor in lists. */
export const DISTRIBUTION_SHOWS_WITHIN = 10 * SECOND;
/** So long the same idempotency token is answered with the same certificate (ACM API reference, RequestCertificate). */
export const TOKEN_LIVES_FOR = 60 * MINUTE;
/** For so long after a write a read may show the state before it. */
export const READ_SETTLES_WITHIN = MINUTE;
/**
 * So long after a change a resolver may still give the old answer: a change is on all name servers within 60 s (Route 53 API reference,
 * ChangeResourceRecordSets), and alias records to CloudFront have a TTL of 60 s (Route 53 developer guide, "TTL").
 */
export const ROUTES_ARE_FORGOTTEN_WITHIN = 2 * MINUTE;
/** So long after a change some name servers may still give the old answer (Route 53 API reference, ChangeResourceRecordSets: 60 seconds). */
export const ROUTES_SPREAD_WITHIN = MINUTE;
/** After a write every edge has it by then (Route 53 developer guide, "Routing traffic to an Amazon CloudFront distribution": up to 15 minutes). */
export const DEPLOYED_WITHIN = 15 * MINUTE;
/** For so long after CloudFront has called a configuration deployed an edge may present what it had before. */
export const EDGES_SETTLE_WITHIN = 2 * MINUTE;
/** ACM gives up on a certificate then (ACM user guide, DNS validation). */
export const VALIDATION_ENDS_AFTER = 72 * 60 * MINUTE;
/** After that a certificate that AWS still holds is left to people, and due no more. */
const RETIRES_WITHIN = 7 * 24 * 60 * MINUTE;
/** The last instant that there is (ECMA-262, "Time Values and Time Range"). */
export const NEVER = 8_640_000_000_000_000;
