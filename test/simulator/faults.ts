import type { ServiceName } from "./contracts";

export type FaultKind =
  /** Refused for its rate, whatever the rate is. */
  | "throttle"
  /** Refused before any effect. */
  | "error500"
  | "error503"
  /** The effect takes place, then 500. */
  | "error500After"
  /** The effect takes place, then the connection breaks. */
  | "lost"
  /** The request never arrives; nobody answers for a minute, then the connection breaks. */
  | "timeout"
  /** A read shows the state before the last write. */
  | "stale"
  /** 412, as if another writer had come first: for calls with `If-Match`. */
  | "precondition";

export const faultKinds: readonly FaultKind[] = [
  "throttle",
  "error500",
  "error503",
  "error500After",
  "lost",
  "timeout",
  "stale",
  "precondition",
];

/** The next `count` (default 1) calls that match. What is left out matches all. */
export interface Fault {
  kind: FaultKind;
  service?: ServiceName;
  operation?: string;
  account?: string;
  count?: number;
}

export interface FaultTarget {
  service: ServiceName;
  operation: string;
  account: string;
  isWrite: boolean;
  hasIfMatch: boolean;
}

export interface Faults {
  inject(fault: Fault): void;
  /** Asked for every call that no injected fault hits: the way to faults at random. */
  choose(chooser: ((target: FaultTarget) => FaultKind | undefined) | undefined): void;
  /** Uses up one injected fault. */
  take(target: FaultTarget): FaultKind | undefined;
  pending(): Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let queue: (Fault & { count: number })[] = [];
  let chooser: ((target: FaultTarget) => FaultKind | undefined) | undefined;
  return {
    inject: (fault) => {
      queue.push({ ...fault, count: fault.count ?? 1 });
    },
    choose: (next) => {
      chooser = next;
    },
    take: (target) => {
      const fault = queue.find((candidate) => matches(candidate, target));
      if (fault === undefined) {
        const chosen = chooser?.(target);
        return chosen !== undefined && applies(chosen, target) ? chosen : undefined;
      }
      fault.count -= 1;
      queue = queue.filter((candidate) => candidate.count > 0);
      return fault.kind;
    },
    pending: () => queue.map((fault) => ({ ...fault })),
    clear: () => {
      queue = [];
      chooser = undefined;
    },
  };
}

function matches(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.service ?? target.service) === target.service &&
    (fault.operation ?? target.operation) === target.operation &&
    (fault.account ?? target.account) === target.account &&
    applies(fault.kind, target)
  );
}

function applies(kind: FaultKind, target: FaultTarget): boolean {
  if (kind === "precondition") return target.hasIfMatch;
  if (kind === "stale") return !target.isWrite;
  return true;
}
