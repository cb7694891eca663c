/** One run of the loop for one group, told to the engine. */
import type { DomainName } from "../core/domain-name";
import { emptyMemory } from "../core/memory";
import type { Goal, Instant } from "../core/model";
import { relocate } from "../core/places";
import type { Plan } from "../core/plan";
import type { Memory } from "../core/remembered";
import type { Report } from "../core/report";
import type { Sibling, Successor } from "../core/situation";
import type { Clock, Dns, Ports, Progress } from "../ports";
import type { Run, RunResult } from "../reconcile";
import type { Cancellation } from "./cancellation";
import type { EngineLog } from "./engine";
import { createNarrator } from "./narrator";
import type { Left } from "./props";
import type { Steering, Wish } from "./wish";

/** What the hooks work with; tests give others. */
export interface Dependencies {
  reconcile(run: Run): Promise<RunResult>;
  /** Looks and reports, and changes nothing. */
  refresh(run: Run): Promise<RunResult>;
  /** The same, with every step only imagined. */
  rehearse(run: Run): Promise<Plan>;
  createPorts(wish: Wish, progress: Progress): Ports;
  createDns(steering: Steering): Dns;
  openEngineLog(resource: string): EngineLog;
  cancellation(): Cancellation;
  clock: Clock;
  newIncarnation(): string;
}

/** What an earlier run left, as far as a run needs it; a request leaves no report. */
export type Earlier = Pick<Left, "stored" | "wish"> & { report: Report | null };

export interface Job {
  wish: Wish;
  left: Earlier | undefined;
  incarnation: string;
  goal: Goal;
  timeoutMs: number;
  loop: (run: Run) => Promise<RunResult>;
  /** Absent: no other group matters. */
  siblings?: () => Sibling[];
  successor?: Successor | undefined;
  formerly?: () => DomainName[];
}

/** A run that broke off by a defect or a missing part, and how far it was by then. */
export interface Broken {
  end: "broken";
  error: unknown;
  report: Report | null;
  memory: Memory;
}

/** Gives `work` a way to talk in the row of the resource. */
export async function withEngineLog<T>(
  { openEngineLog }: Dependencies,
  resource: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const log = openEngineLog(resource);
  try {
    return await work(log.progress);
  } finally {
    await log.close();
  }
}

/** The account in which a run found itself, or an earlier one. */
export function accountOf(result: RunResult | Broken, left: Earlier | undefined): string | null {
  return result.end === "broken" ? (left?.stored.accountId ?? (result.report?.accountId || null)) : result.accountId;
}

/** The program may name another distribution than the last run had. */
function memoryOf({ left, wish, goal }: Omit<Job, "loop">, now: Instant): Memory {
  if (left === undefined) return emptyMemory(now);
  const { memory } = left.stored;
  if (goal !== "present") return memory;
  const before = left.wish.desired.distribution;
  const domainName = left.report?.distributionDomainName ?? null;
  const from = before.kind === "program" ? before : { ...before, domainName: before.domainName ?? domainName };
  return relocate(memory, from, wish.desired.distribution);
}

/** Of the program, of the last run that came to its end, and of the last one, which may have written its own. */
function ownersOf({ desired }: Wish, left: Earlier | undefined): string[] {
  const earlier = left === undefined ? [] : [left.stored.owner, left.wish.desired.owner];
  return [...new Set([desired.owner, ...earlier])];
}

export async function runGroup(dependencies: Dependencies, job: Job, progress: Progress): Promise<RunResult | Broken> {
  const { left, goal, loop } = job;
  const narrator = createNarrator(progress, goal, left?.report ?? null);
  const run = runOf(dependencies, job, progress);
  const broken: Broken = { end: "broken", error: null, report: null, memory: run.memory };
  try {
    const result = await loop({
      ...run,
      onProgress: (report, memory) => {
        broken.report = report;
        broken.memory = memory;
        narrator.tell(report);
      },
    });
    if (result.end === "waitingForYou" || result.end === "timeout") narrator.remind(result.report);
    return result;
  } catch (error) {
    broken.error = error;
    return broken;
  }
}

/** What the job would do, as far as anybody can see. */
export const planOf = (dependencies: Dependencies, job: Omit<Job, "loop">, progress: Progress): Promise<Plan> =>
  dependencies.rehearse({ ...runOf(dependencies, job, progress), onProgress: () => {} });

function runOf(dependencies: Dependencies, job: Omit<Job, "loop">, progress: Progress): Omit<Run, "onProgress"> {
  const { wish, left, incarnation, goal, timeoutMs, siblings = () => [], successor, formerly } = job;
  const now = dependencies.clock.now();
  return {
    desired: wish.desired,
    goal,
    memory: memoryOf(job, now),
    incarnation,
    accountId: left?.stored.accountId ?? null,
    owners: ownersOf(wish, left),
    previous: left?.report ?? null,
    siblings,
    ...(successor !== undefined && { successor }),
    ...(formerly !== undefined && { formerly }),
    deadline: now + timeoutMs,
    letGoFor: wish.steering.timeouts.letGo,
    ...dependencies.cancellation(),
    ports: dependencies.createPorts(wish, progress),
  };
}
