import type { HistoryEntry } from "./contracts";

export interface History {
  /** In the order in which the calls were answered. */
  entries(): readonly HistoryEntry[];
  /** How many calls of `operation` (any service's), or of all. */
  count(operation?: string): number;
  /** Calls that a client's own retry sent again: a test in which there are some is not in control of its calls. */
  retried(): HistoryEntry[];
  /** Calls that were refused for their rate, injected faults included. */
  throttled(): HistoryEntry[];
  add(entry: HistoryEntry): void;
  clear(): void;
}

export function createHistory(): History {
  const entries: HistoryEntry[] = [];
  return {
    entries: () => entries,
    count: (operation) =>
      operation === undefined ? entries.length : entries.filter((entry) => entry.operation === operation).length,
    retried: () => entries.filter((entry) => entry.attempt > 1),
    throttled: () => entries.filter((entry) => entry.code?.startsWith("Throttling") === true),
    add: (entry) => {
      entries.push(entry);
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
