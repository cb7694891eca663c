/** A certificate that ACM should have renewed by now. */
import type { CertificateDetail, Instant } from "./model";

const DAY = 24 * 60 * 60 * 1000;

/**
 * With so little time left ACM no longer renews by itself: it begins 45 days before the end, tries for 72 hours at a time, and calls for action from
 * 30 days on (ACM user guide, "Managed certificate renewal"). What is left is enough for several validations of a successor, and for people who have
 * to publish its records.
 */
const RENEWAL_IS_OVERDUE_WITHIN = 14 * DAY;

export const isNearExpiry = (notAfter: Instant, now: Instant): boolean => notAfter - now < RENEWAL_IS_OVERDUE_WITHIN;

/** From here on ACM has tried in vain, or somebody has to bring the next one. */
const ACTION_IS_DUE_WITHIN = 30 * DAY;

/** It serves, and will not for long. */
export const endsSoon = ({ status, notAfter }: Pick<CertificateDetail, "status" | "notAfter">, now: Instant): boolean =>
  status === "ISSUED" && notAfter !== null && notAfter - now < ACTION_IS_DUE_WITHIN;

/** Still good, and no longer good enough: it serves until its successor is attached. */
export function isExpiring(
  { status, notAfter }: Pick<CertificateDetail, "status" | "notAfter">,
  now: Instant,
): boolean {
  return status === "ISSUED" && notAfter !== null && isNearExpiry(notAfter, now);
}
