/** One look at AWS for many that ask: a listing that all groups of a process share. */
import type { Clock, Reply } from "../ports";

export interface SharedLook<T> {
  get(): Promise<Reply<T>>;
  /**
   * For a write that changes what is seen: what was seen until it ends, and what is being looked at then, is not to be believed any more. Also when it
   * fails: its answer may be what was lost.
   */
  staleAfter<W>(write: Promise<W>): Promise<W>;
}

/** `keptMs`: how long an answer is given again. Failures are shared by those who wait for the same look, and not kept. */
export function createSharedLook<T>(clock: Clock, keptMs: number, look: () => Promise<Reply<T>>): SharedLook<T> {
  let current: { reply: Promise<Reply<T>>; until: number } | undefined;
  return {
    get: () => {
      if (current !== undefined && clock.now() < current.until) return current.reply;
      const reply = look();
      const mine = { reply, until: Number.POSITIVE_INFINITY };
      current = mine;
      void reply.then((known) => {
        mine.until = known.kind === "failed" ? Number.NEGATIVE_INFINITY : clock.now() + keptMs;
      });
      return reply;
    },
    staleAfter: (write) =>
      write.finally(() => {
        current = undefined;
      }),
  };
}
