const UNIT_MS: { [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

const DURATION = /^(\d+(\.\d+)?(ms|h|m|s))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|h|m|s)/g;

/**
 * Milliseconds of `"90s"`, `"60m"`, `"2h"`, `"1h30m"`: Go's notation, which `customTimeouts` has too.
 *
 * @returns `undefined` for anything else, and for no time at all.
 */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, number, unit] of text.matchAll(PART)) total += Number(number) * (UNIT_MS[unit ?? ""] ?? 0);
  return total > 0 ? Math.round(total) : undefined;
}
