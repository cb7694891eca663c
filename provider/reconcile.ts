/** The loop: look, decide the one next step, take it, look again. Thin drivers (Pulumi hooks, Temporal) call it. */
import { act } from "./act";
import { cause } from "./core/causes";
import { decide } from "./core/decide";
import type { Next, Outcome, Step } from "./core/decision";
import { DEFAULT_NAMES_QUOTA } from "./core/domain-name";
import { guidanceOf } from "./core/guidance";
import { notice, remember, retire, startRun, startWait } from "./core/memory";
import type { Desired, Goal, Instant, Memory, Observed, Part } from "./core/model";
import { replacedBy } from "./core/records";
import { cancelledReport, type Report, reportOf } from "./core/report";
import { surplus } from "./core/rules/retire";
import { PASSING_REFUSALS } from "./core/rules/rule";
import { type Input, situationOf } from "./core/situation";
import { hasReached } from "./core/status";
import { LOOK_AFTER, stepKey, withEffect } from "./core/steps";
import { forget, observe } from "./observe";
import type { Ports } from "./ports";

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
  /** Every step since the last look or wait: the same one twice means that a rule does not see its own effect. */
  taken: Set<string>;
}

export async function reconcile(run: Run): Promise<RunResult> {
  let turn: Turn = { observed: {}, memory: startRun(run.memory, run.ports.clock.now()), taken: new Set() };
  for (;;) {
    const input = inputOf(run, turn);
    const next = decide(input);
    const report = reportOf(input, next, run.previous);
    // In the middle of a look the picture has holes that the next turn fills.
    if (next.kind !== "look" || turn.observed.account === undefined) run.onProgress(report, turn.memory);
    const end = endOf(run, next, report);
    if (end !== undefined) return result(run, input, end, report);
    turn = await advance(run, input, turn, next);
  }
}

/** Looks once and reports, without a step: a refresh. */
export async function refresh(run: Run): Promise<RunResult> {
  let turn: Turn = { observed: {}, memory: run.memory, taken: new Set() };
  for (;;) {
    const input = inputOf(run, turn);
    const next = decide(input);
    const unseen = next.kind === "look" ? next.parts : EXTRA_LOOKS.filter(({ part }) => needs(input, part));
    if (next.kind === "blocked" || unseen.length === 0) {
      const report = reportOf(input, next, run.previous);
      return { end: "reached", report, memory: turn.memory, accountId: accountOf(run, input) };
    }
    turn = await advance(run, input, turn, { kind: "look", parts: unseen });
  }
}

const EXTRA_LOOKS: Part[] = [{ part: "recordSets" }, { part: "dns" }, { part: "traffic" }];

/** Only what the report shows, and only when the rest is known. */
function needs({ observed, desired }: Input, name: Part["part"]): boolean {
  if (name === "certificate" || observed[name] !== undefined || observed.certificates?.kind !== "known") return false;
  return name === "recordSets" ? desired.dns.kind === "route53" && observed.zones?.kind === "known" : true;
}

function inputOf(run: Run, { observed, memory }: Turn): Input {
  const { goal, incarnation, owners, accountId, letGoFor } = run;
  const desired = withKnownTarget(run);
  const now = run.ports.clock.now();
  const facts = { incarnation, owners, accountId, letGoFor, outOfTime: now >= run.deadline };
  return { desired, goal, observed, memory, now, facts };
}

/** The distribution may be gone by now; the records that lead to it are known by its name. */
function withKnownTarget({ desired, previous }: Run): Desired {
  const { distribution } = desired;
  const domainName = distribution.domainName ?? previous?.distributionDomainName ?? null;
  return { ...desired, distribution: { ...distribution, domainName } };
}

function endOf(run: Run, next: Next, report: Report): End | undefined {
  if (run.cancelled()) return "cancelled";
  if (next.kind === "settled" || next.kind === "superseded" || next.kind === "blocked") return next.kind;
  const late = run.ports.clock.now() - run.deadline;
  if (next.kind !== "wait") return late >= GRACE ? "timeout" : undefined;
  if (run.goal === "present") {
    if (run.desired.waitFor === "auto" && next.on === "you") return "waitingForYou";
    if (run.desired.waitFor !== "auto" && hasReached(report.reached, run.desired.waitFor)) return "reached";
  }
  return late >= 0 ? "timeout" : undefined;
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
      const memory = startWait(turn.memory, next.what, input.now);
      await pause(run, Math.min(next.until, Math.max(run.deadline, input.now + 1)) - input.now);
      if (run.cancelled()) return { ...turn, memory };
      return looked(run, inputOf(run, { ...turn, memory }), { ...turn, memory, taken: new Set() }, next.parts);
    }
    default:
      return turn;
  }
}

async function looked(run: Run, input: Input, turn: Turn, parts: Part[]): Promise<Turn> {
  const observed = await observe(input, parts, run.ports);
  return { ...turn, observed, memory: notice(turn.memory, observed, run.ports.clock.now()) };
}

async function stepped(run: Run, turn: Turn, step: Step): Promise<Turn> {
  const key = stepKey(step);
  if (turn.taken.has(key))
    throw new Error(
      `the step ${step.kind} was taken twice with no wait between: this is a defect of pulumi-domain-group`,
    );
  announce(run, step);
  const outcome = await act(step, run.ports);
  const now = run.ports.clock.now();
  const memory = remember(turn.memory, step, outcome, now);
  // A step that was not taken is waited for, and the wait ends with a look.
  if (outcome.kind !== "done") {
    complain(run, outcome);
    return { ...turn, memory };
  }
  const observed = withEffect(forget(turn.observed, LOOK_AFTER[step.kind].done), step, outcome.result, now);
  return { observed, memory, taken: new Set([...turn.taken, key]) };
}

/** AWS's own words, once, where they are the last ones. */
function complain({ ports }: Run, outcome: Outcome): void {
  if (outcome.kind !== "refused" || PASSING_REFUSALS.has(outcome.trouble.code)) return;
  ports.progress.say("warning", `${outcome.trouble.operation}: ${outcome.trouble.message}`);
}

/** What a take-over replaces is said before it is gone; what may end at a quota, before it is asked for. */
function announce({ ports, desired }: Run, step: Step): void {
  if (step.kind === "requestCertificate" && step.names.length > DEFAULT_NAMES_QUOTA) {
    const { happening, todo } = guidanceOf(cause("MANY_NAMES", { domains: desired.domains }));
    ports.progress.say("warning", `${happening} ${todo}`);
  }
  if (step.kind !== "writeRecords") return;
  for (const { name, type, values, alias, ttl } of replacedBy(step.changes)) {
    const value = alias === null ? values.join(" ") : `ALIAS ${alias.dnsName}`;
    ports.progress.say(
      "warning",
      `Replacing the record ${name} ${type} ${value}${ttl === null ? "" : ` (TTL ${ttl})`}`,
    );
  }
}

async function pause({ ports, cancellation }: Run, ms: number): Promise<void> {
  await Promise.race([ports.clock.sleep(ms), cancellation]);
}

function result(run: Run, input: Input, end: End, report: Report): RunResult {
  const situation = situationOf(input);
  const left = situation === undefined || run.goal === "absent" ? undefined : surplus(situation).map(({ arn }) => arn);
  const memory = left === undefined ? input.memory : retire(input.memory, left, input.now);
  const told = end === "cancelled" ? cancelledReport(report) : report;
  return { end, report: told, memory, accountId: accountOf(run, input) };
}

const accountOf = (run: Run, { observed }: Input): string | null =>
  run.accountId ?? (observed.account?.kind === "known" ? observed.account.value : null);
