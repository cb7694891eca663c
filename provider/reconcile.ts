/** The loop: look, decide the one next step, take it, look again. Thin drivers (Pulumi hooks, Temporal) call it. */
import { act } from "./act";
import { cause } from "./core/causes";
import { decide } from "./core/decide";
import type { Next, Step } from "./core/decision";
import type { DomainName } from "./core/domain-name";
import { known } from "./core/known";
import { makeDue, remember, retire, startRun, startWait } from "./core/memory";
import type { Desired, Goal, Instant, Observed, Part } from "./core/model";
import { notice } from "./core/notice";
import { TAG } from "./core/ownership";
import { withoutLeft, withTargets } from "./core/places";
import type { Memory, Retiring } from "./core/remembered";
import { cancelledReport, type Report, reportOf } from "./core/report";
import { dueNow, waitingForAws } from "./core/rules/retire";
import { isForOwners } from "./core/rules/temporary";
import { isEdgeUnseen } from "./core/serving";
import { type Input, type Sibling, type Situation, type Successor, situationOf } from "./core/situation";
import { hasReached } from "./core/status";
import { effectKey, LOOK_AFTER, withEffect } from "./core/steps";
import { forget, observe } from "./observe";
import type { Ports } from "./ports";
import { announce, complain, complainOfAll, sayUntilWhen, sayWhatStays } from "./reconcile-words";

export interface Run {
  desired: Desired;
  goal: Goal;
  memory: Memory;
  /** Who may act on what this resource made: tags carry it, see `core/ownership.ts`. */
  incarnation: string;
  /** The account of earlier runs; `null` on the first. An answer from another one is never believed. */
  accountId: string | null;
  /** Owners that are taken for ours: the program's, and the one in state. */
  owners: string[];
  /** The last run's report: what can't be asked now keeps its last known value. */
  previous: Report | null;
  /** The other groups of the program, as far as they are known by now. */
  siblings: () => Sibling[];
  /** Goal absent: who has taken this resource's place, under the same id. */
  successor?: Successor;
  /** What other resources under the same id had, as far as it is known by now. */
  formerly?: () => DomainName[];
  /** When this run must return. */
  deadline: Instant;
  /** Goal absent: so long, in milliseconds, AWS has to let go of a certificate before it is released to a later run. */
  letGoFor: number;
  /** Asked before each step and during each wait. */
  cancelled: () => boolean;
  /** Resolves when somebody cancels: ends a wait at once. */
  cancellation: Promise<void>;
  ports: Ports;
  /** Called when the report may have changed. */
  onProgress: (report: Report, memory: Memory) => void;
}

/**
 * How a run ended.
 *
 * - `settled`: everything is as wanted.
 * - `reached`: as far as `waitFor` says, and nothing can be done without waiting.
 * - `waitingForYou`: only records that a person publishes are missing, and `waitFor` is "auto".
 * - `superseded`: (goal absent) another incarnation owns everything: nothing was done.
 */
export type End = "settled" | "reached" | "waitingForYou" | "superseded" | "timeout" | "cancelled" | "blocked";

export interface RunResult {
  end: End;
  report: Report;
  memory: Memory;
  accountId: string | null;
}

/** What the loop carries from turn to turn. */
interface Turn {
  observed: Observed;
  memory: Memory;
  /** Every step since the last wait: the same one twice means that a rule does not see its own effect. */
  taken: Set<string>;
  /** Every look since the last step or wait. */
  looks: string[];
}

export async function reconcile(run: Run): Promise<RunResult> {
  let turn = begin(startRun(run.memory, run.ports.clock.now()));
  for (;;) {
    const input = inputOf(run, turn);
    const next = onlyOnce(turn, decide(input));
    const report = once(() => reportOf(input, next, run.previous));
    // In the middle of a look the picture has holes that the next turn fills.
    if (next.kind !== "look" || turn.observed.account === undefined) run.onProgress(report(), turn.memory);
    const end = endOf(run, next, report);
    if (end !== undefined) return result(run, input, end, report());
    turn = await advance(run, input, turn, next);
  }
}

/** A write that AWS took and that does not show is not written again and again: somebody has to look. */
function onlyOnce({ taken }: Turn, next: Next): Next {
  if (next.kind !== "step" || !taken.has(effectKey(next.step))) return next;
  return { kind: "blocked", cause: cause("NOT_KEPT", { params: { step: next.step.kind } }) };
}

/** Looks once and reports, without a step: a refresh. */
export async function refresh(run: Run): Promise<RunResult> {
  let turn = begin(run.memory);
  for (;;) {
    const input = inputOf(run, turn);
    const next = decide(input);
    const unseen = next.kind === "look" ? next.parts : EXTRA_LOOKS.filter(({ part }) => needs(input, part));
    if (next.kind === "blocked" || unseen.length === 0) {
      const due = withDue(turn.memory, input);
      const report = reportOf({ ...input, memory: due }, next, run.previous);
      const memory = report.settled ? withoutLeft(due) : due;
      return { end: "reached", report, memory, accountId: accountOf(run, input) };
    }
    turn = await advance(run, input, turn, { kind: "look", parts: unseen });
  }
}

/** What somebody held, and holds no more, is for the next `up` to delete; what a killed run left and AWS still holds, for one after that. */
function withDue(memory: Memory, input: Input): Memory {
  const situation = situationOf(input);
  if (situation === undefined || input.goal !== "present" || situation.wanted === undefined) return memory;
  const isNew = ({ id }: { id: string }): boolean => !memory.retiring.some((item) => item.id === id);
  const retiring = retire({ ...memory, retiring: [] }, leftForLater(situation).filter(isNew), input.now).retiring;
  return makeDue({ ...memory, retiring: [...memory.retiring, ...retiring] }, dueNow(situation), input.now);
}

const begin = (memory: Memory): Turn => ({ observed: {}, memory, taken: new Set(), looks: [] });

const EXTRA_LOOKS: Part[] = [
  { part: "recordSets" },
  { part: "dns" },
  { part: "traffic" },
  { part: "caa" },
  { part: "origin" },
  { part: "edges" },
];

/** Only what the report shows, and only when the rest is known. */
function needs(input: Input, name: Part["part"]): boolean {
  const { observed, desired } = input;
  const situation = situationOf(input);
  if (name === "edges") return situation !== undefined && isEdgeUnseen(situation);
  if (name === "certificate" || observed[name] !== undefined || observed.certificates?.kind !== "known") return false;
  if (name === "origin") return desired.distribution.kind === "created" && "bucket" in desired.distribution.service;
  return name === "recordSets" ? desired.dns.kind === "route53" && observed.zones?.kind === "known" : true;
}

export function inputOf(run: Run, { observed, memory }: Pick<Turn, "observed" | "memory">): Input {
  const { goal, incarnation, owners, accountId, letGoFor } = run;
  const desired = withKnownTarget(run, memory);
  const now = run.ports.clock.now();
  const had = (run.previous?.domains ?? []).map(({ name }) => name as DomainName);
  const formerly = [...new Set([...had, ...(memory.had as DomainName[]), ...(run.formerly?.() ?? [])])];
  const siblings = run.siblings().filter(({ groupId }) => groupId !== desired.groupId);
  const outOfTime = now >= run.deadline;
  const successor = run.successor ?? null;
  const facts = { incarnation, owners, accountId, letGoFor, formerly, siblings, successor, outOfTime };
  return { desired, goal, observed, memory, now, facts };
}

/** The distribution may be gone by now; the records that lead to it are known by its name. */
function withKnownTarget({ desired, previous }: Run, { formerPlaces }: Memory): Desired {
  const { distribution } = desired;
  if (distribution.kind === "program") return desired;
  const isFormer = formerPlaces.some(({ id }) => id === previous?.distributionId);
  const domainName = distribution.domainName ?? (isFormer ? null : (previous?.distributionDomainName ?? null));
  return { ...desired, distribution: { ...distribution, domainName } };
}

/** Most turns need no report. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function endOf(run: Run, next: Next, report: () => Report): End | undefined {
  if (run.cancelled()) return "cancelled";
  if (next.kind === "settled" || next.kind === "superseded" || next.kind === "blocked") return next.kind;
  const late = run.ports.clock.now() - run.deadline;
  if (next.kind !== "wait") return late >= GRACE ? "timeout" : undefined;
  if (next.on === "sibling") return "reached";
  if (run.goal === "present" && !isForOwners(next)) {
    const { waitFor, distribution } = run.desired;
    // Without a distribution of its own the group waits for people too: to return earlier would hand out no domains.
    if (waitFor === "auto" && next.on === "you" && distribution.kind !== "program") return "waitingForYou";
    if (waitFor !== "auto" && hasReached(report().reached, waitFor)) return "reached";
  }
  if (late < 0) return undefined;
  // Only what the group left behind is still being cleared away, unless traffic is waited for.
  const isForTraffic = run.goal === "present" && run.desired.waitFor === "serving";
  return report().settled && !isForTraffic ? "settled" : "timeout";
}

/** Steps that are due are taken even at the deadline, so long: a leaving group releases then what AWS still holds. */
const GRACE = 60_000;

async function advance(run: Run, input: Input, turn: Turn, next: Next): Promise<Turn> {
  switch (next.kind) {
    case "look":
      return looked(run, input, turn, next.parts);
    case "step":
      return stepped(run, turn, next.step);
    case "wait": {
      if (next.what === "issuance" && !(next.what in turn.memory.waits)) sayUntilWhen(run.ports, input);
      const memory = startWait(turn.memory, next.what, input.now);
      await pause(run, Math.min(next.until, Math.max(run.deadline, input.now + 1)) - input.now);
      if (run.cancelled()) return { ...turn, memory };
      const rested = { ...turn, memory, taken: new Set<string>(), looks: [] };
      return looked(run, inputOf(run, rested), rested, next.parts);
    }
    default:
      return turn;
  }
}

/** Between one step or wait and the next. Every part once, and some of them again for what the others showed. */
const MOST_LOOKS = 40;

async function looked(run: Run, input: Input, turn: Turn, parts: Part[]): Promise<Turn> {
  const looks = [...turn.looks, JSON.stringify(parts)];
  if (looks.length > MOST_LOOKS)
    throw new Error(
      `A run looks in circles, at ${looks.slice(-3).join(", ")}: this is a defect of pulumi-domain-group.`,
    );
  const observed = await observe(input, parts, run.ports);
  return { ...turn, looks, observed, memory: notice(turn.memory, input.desired, observed, run.ports.clock.now()) };
}

async function stepped(run: Run, turn: Turn, step: Step): Promise<Turn> {
  announce(run.ports, step);
  const outcome = await act(step, run.ports);
  const now = run.ports.clock.now();
  const memory = remember(turn.memory, step, outcome, now);
  // A step that was not taken is waited for, and the wait ends with a look.
  if (outcome.kind !== "done") {
    complain(run.ports, outcome);
    return { ...turn, memory };
  }
  const observed = withEffect(forget(turn.observed, LOOK_AFTER[step.kind].done), step, outcome.result, now);
  return { observed, memory, taken: new Set([...turn.taken, effectKey(step)]), looks: [] };
}

async function pause({ ports, cancellation }: Run, ms: number): Promise<void> {
  await Promise.race([ports.clock.sleep(ms), cancellation]);
}

function result(run: Run, input: Input, end: End, report: Report): RunResult {
  const situation = situationOf(input);
  const kept = report.settled ? withoutLeft(input.memory) : withWishes(input, run.previous);
  const memory =
    situation === undefined || run.goal !== "present"
      ? kept
      : retire(withPredecessors(kept, situation), leftForLater(situation), input.now);
  const told = end === "cancelled" ? cancelledReport(report) : report;
  if (end === "blocked") complainOfAll(run.ports, input.memory);
  if (end === "settled" && run.goal === "absent") sayWhatStays(run, input);
  return { end, report: told, memory, accountId: accountOf(run, input) };
}

/** What this run and the last one wished for may be there when the next one comes with another wish. A refresh is told of no siblings. */
const withWishes = ({ memory, desired, facts }: Input, previous: Report | null): Memory => ({
  ...memory,
  formerTargets: withTargets(
    memory,
    facts.siblings.flatMap(({ targets }) => targets),
  ),
  had: [...new Set([...memory.had, ...(previous?.domains ?? []).map(({ name }) => name), ...desired.domains])],
});

/** A group that is there has taken the place of whoever left certificates of its id. */
function withPredecessors(memory: Memory, { own, facts }: Situation): Memory {
  const found = own.flatMap(({ tags }) => tags[TAG.incarnation] ?? []).filter((each) => each !== facts.incarnation);
  return { ...memory, predecessors: [...new Set([...memory.predecessors, ...found])].slice(-8) };
}

/** What AWS still holds, and distributions of ours that DNS still leads to. */
function leftForLater(situation: Situation): Pick<Retiring, "kind" | "id">[] {
  return [
    ...waitingForAws(situation).map((id) => ({ kind: "certificate" as const, id })),
    ...situation.memory.formerPlaces
      .filter(({ created }) => created !== null)
      .map(({ id }) => ({ kind: "distribution" as const, id })),
  ];
}

const accountOf = (run: Run, { observed }: Input): string | null => run.accountId ?? known(observed.account) ?? null;
