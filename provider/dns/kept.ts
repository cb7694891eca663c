import type { Clock } from "../ports";

/** Answers by key, given again for `keptMs`; those who ask while one is on its way share it. Failures are not kept. */
export function createKept<T extends { kind: string }>(
  clock: Clock,
  keptMs: number,
): (key: string, find: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { answer: Promise<T>; until: number }>();
  return (key, find) => {
    const kept = known.get(key);
    if (kept !== undefined && clock.now() < kept.until) return kept.answer;
    const entry = { answer: find(), until: Number.POSITIVE_INFINITY };
    known.set(key, entry);
    void entry.answer.then((answer) => {
      entry.until = answer.kind === "failed" ? Number.NEGATIVE_INFINITY : clock.now() + keptMs;
    });
    return entry.answer;
  };
}
