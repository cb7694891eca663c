/** Virtual time in which one can look ahead: answers of the simulator are computed from facts and `now`, and reading moves nothing on. */
import { virtualClock } from "../../simulator/clock";
import type { SimClock } from "../../simulator/contracts";

export interface LifeClock extends SimClock {
  /** What `look` sees at another instant, by the facts as they are. `look` must only read. */
  peek<T>(instant: number, look: () => T): T;
}

/** `isPure`: no work of the AWS SDK, which uses threads, is ever waited for. */
export function lifeClock(start: number, isPure: boolean): LifeClock {
  const clock = isPure ? virtualClock(start, setImmediate) : virtualClock(start);
  let peeked: number | undefined;
  return {
    ...clock,
    now: () => peeked ?? clock.now(),
    peek: (instant, look) => {
      peeked = instant;
      try {
        return look();
      } finally {
        peeked = undefined;
      }
    },
  };
}

/** The instants in (`from`, `to`] at which `look` changes, to a tenth of a second. It never goes back to what it was. */
export function changesOf({ peek }: Pick<LifeClock, "peek">, from: number, to: number, look: () => string): number[] {
  const halve = (low: number, high: number, before: string, after: string): number[] => {
    if (before === after) return [];
    if (high - low <= 100) return [high];
    const middle = (low + high) / 2;
    const between = peek(middle, look);
    return [...halve(low, middle, before, between), ...halve(middle, high, between, after)];
  };
  return halve(from, to, peek(from, look), peek(to, look));
}
