/** One call to AWS: within the rate limits, and with a failure as a value. */
import type { Trouble } from "../core/model";
import type { Reply } from "../ports";
import { type AwsAction, failureOf, isThrottle } from "./errors";
import type { RateLimits } from "./rate-limits";

/** `send` must be one request of a client that does not retry by itself. What it throws becomes the reply, also while it reads the answer. */
export type Call = <T>(action: AwsAction, send: () => Promise<T>) => Promise<Reply<T>>;

export function createCall(limits: RateLimits): Call {
  return async (action, send) => {
    await limits.admit(action);
    try {
      const value = await send();
      limits.passed(action);
      return { kind: "ok", value };
    } catch (error) {
      if (isThrottle(error)) limits.throttled(action);
      return failureOf(error, action);
    }
  };
}

/** Far more than the quotas of AWS let an account fill: nobody waits for a list without end. */
export const MOST_PAGES = 1_000;

/**
 * All pages, in order. `page` gives the items and where the next page starts. A page that starts where an earlier one did is no answer.
 *
 * @param operation for whoever reads why there is no list
 */
export async function allPages<T>(
  page: (start: string | undefined) => Promise<Reply<{ items: T[]; next: string | undefined }>>,
  operation = "aws",
): Promise<Reply<T[]>> {
  const items: T[] = [];
  const starts = new Set<string | undefined>();
  let start: string | undefined;
  do {
    starts.add(start);
    const reply = await page(start);
    if (reply.kind !== "ok") return reply;
    items.push(...reply.value.items);
    start = reply.value.next;
  } while (start !== undefined && !starts.has(start) && starts.size < MOST_PAGES);
  return start === undefined ? { kind: "ok", value: items } : { kind: "failed", trouble: endless(operation) };
}

export const endless = (operation: string): Trouble => ({
  reason: "UNREADABLE",
  operation,
  code: "EndlessList",
  message: "the list starts again, or has more pages than an account can fill",
  passing: false,
});

/** Host names as the rest of the package writes them. */
export function hostName(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
