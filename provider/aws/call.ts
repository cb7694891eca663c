/** One call to AWS: within the rate limits, and with a failure as a value. */
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

/** All pages, in order. `page` gives the items and where the next page starts. */
export async function allPages<T>(
  page: (start: string | undefined) => Promise<Reply<{ items: T[]; next: string | undefined }>>,
): Promise<Reply<T[]>> {
  const items: T[] = [];
  let start: string | undefined;
  do {
    const reply = await page(start);
    if (reply.kind !== "ok") return reply;
    items.push(...reply.value.items);
    start = reply.value.next;
  } while (start !== undefined);
  return { kind: "ok", value: items };
}

/** Host names as the rest of the package writes them. */
export function hostName(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
