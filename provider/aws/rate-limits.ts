/**
 * Calls a second, below what AWS documents: other tools share the account. One budget for all groups of a process, first come first served.
 * Sources: ACM User Guide "Quotas"; Route 53 Developer Guide "Throttling API requests" (the 5 a second of older accounts); CloudFront publishes
 * nothing, so writes start slow and every class gives way when AWS throttles.
 */
import type { Clock } from "../ports";
import type { AwsAction } from "./errors";

export interface Rate {
  perSecond: number;
  /** Calls at once after a pause. */
  burst: number;
}

/** By budget: an action's own name, or the class that {@link budgetOf} gives it. */
export type Rates = { [budget: string]: Rate };

export const documentedRates: Rates = {
  "acm:RequestCertificate": { perSecond: 4, burst: 4 },
  "acm:DescribeCertificate": { perSecond: 8, burst: 8 },
  "acm:ListCertificates": { perSecond: 6, burst: 6 },
  "acm:ListTagsForCertificate": { perSecond: 8, burst: 8 },
  "acm:AddTagsToCertificate": { perSecond: 4, burst: 4 },
  "acm:RemoveTagsFromCertificate": { perSecond: 4, burst: 4 },
  "acm:DeleteCertificate": { perSecond: 8, burst: 8 },
  "cloudfront:read": { perSecond: 5, burst: 10 },
  "cloudfront:write": { perSecond: 0.9, burst: 3 },
  route53: { perSecond: 4, burst: 5 },
  sts: { perSecond: 10, burst: 10 },
};

export interface RateLimits {
  /** Resolves when the call may be sent. */
  admit(action: AwsAction): Promise<void>;
  /** AWS throttled it: half the rate from now on. */
  throttled(action: AwsAction): void;
  /** It went through: back towards the full rate. */
  passed(action: AwsAction): void;
}

export function createRateLimits(clock: Clock, rates: Rates): RateLimits {
  const budgets = new Map<string, Budget>();
  const budget = (action: AwsAction): Budget => {
    const name = budgetOf(action);
    const known = budgets.get(name) ?? createBudget(rates[name] ?? { perSecond: 1, burst: 1 });
    budgets.set(name, known);
    return known;
  };
  return {
    admit: async (action) => {
      const wait = budget(action).reserve(clock.now());
      if (wait > 0) await clock.sleep(wait);
    },
    throttled: (action) => budget(action).slower(),
    passed: (action) => budget(action).faster(),
  };
}

function budgetOf(action: AwsAction): string {
  const [service = "", operation = ""] = action.split(":");
  if (service === "cloudfront") return /^(Get|List)/.test(operation) ? "cloudfront:read" : "cloudfront:write";
  return service === "acm" ? action : service;
}

interface Budget {
  /** Takes the next free place in the row, and says how long to wait for it. */
  reserve(now: number): number;
  slower(): void;
  faster(): void;
}

/** The slowest that throttling can make it. */
const floor = 1 / 16;

/**
 * The generic cell rate algorithm: a token bucket kept as the one instant at which it would be empty of debt. A place is taken when it is asked
 * for, so nobody is overtaken.
 */
function createBudget(full: Rate): Budget {
  let share = 1;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    reserve: (now) => {
      const interval = 1000 / (full.perSecond * share);
      nextAt = Math.max(nextAt, now) + interval;
      return Math.max(0, nextAt - interval * full.burst - now);
    },
    slower: () => {
      share = Math.max(floor, share / 2);
    },
    faster: () => {
      share = Math.min(1, share + floor);
    },
  };
}
