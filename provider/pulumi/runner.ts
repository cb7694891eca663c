/** create, update, read and delete: what a run is given, and what its end means to the engine. */

import { namesMade } from "../core/memory";
import { hasAccessControl } from "../core/new-distribution";
import { isSamePlace } from "../core/places";
import type { Sibling } from "../core/situation";
import type { Progress } from "../ports";
import { hookError } from "./hook-error";
import type { Living, LivingSuccessor } from "./living";
import {
  failureOf,
  hintsOf,
  isBlind,
  isEnough,
  nothingWasMade,
  partialFailure,
  reasonsOf,
  textOf,
  whyNotReported,
} from "./outcome";
import { decodeOutputs, encodeOutputs, type Left, sayTheSame } from "./props";
import { type Bag, canonical } from "./reading";
import { accountOf, type Dependencies, type Job, runGroup, withEngineLog } from "./run-group";
import { type Siblings, wantedBeforehand } from "./siblings";
import { type Wish, wanted } from "./wish";

/** What all groups of a plugin process share. */
export interface Process {
  dependencies: Dependencies;
  living: Living;
  siblings: Siblings;
}

export interface Applied {
  id: string;
  outs: Bag;
}

/** create, where nothing is `left` of an earlier run, and update. */
export async function apply(
  { dependencies, living, siblings }: Process,
  inputs: Bag,
  left: Left | undefined,
): Promise<Applied> {
  const wish = wanted(inputs);
  siblings.note(wish.desired);
  const { timeouts } = wish.steering;
  const incarnation = left?.stored.incarnation ?? dependencies.newIncarnation();
  const { desired } = wish;
  if (left === undefined) living.note({ desired, incarnation, certificateArn: null, madeRecords: [] });
  const timeoutMs = left === undefined ? timeouts.create : timeouts.update;
  return withEngineLog(dependencies, wish.resource, async (progress) => {
    const loop = dependencies.reconcile;
    const beforehand = wantedBeforehand(inputs, left);
    const all = (): Sibling[] => [...siblings.all(), ...beforehand];
    const job: Job = { wish, left, incarnation, goal: "present", timeoutMs, loop, siblings: all };
    const result = await runGroup(dependencies, job, progress);
    const { report, memory } = result;
    const certificateArn = report?.certificateArn ?? null;
    living.note({ desired, incarnation, certificateArn, madeRecords: namesMade(memory) }, dependencies.clock.now());
    const { message, reasons } = failureOf(result, wish.desired, "present");
    const failure = { message, reasons: [...reasons, ...(report === null ? [] : whyNotReported(report, wish))] };
    // Where nothing is in the world yet, nothing goes into the state: the arguments can still be mended.
    if (report === null || (left === undefined && nothingWasMade(memory, report) && !isEnough(result, wish))) {
      throw hookError(textOf(failure));
    }
    const id = wish.desired.groupId;
    const accountId = accountOf(result, left);
    const owner = result.end === "settled" ? wish.desired.owner : (left?.stored.owner ?? wish.desired.owner);
    const outs = encodeOutputs({ wish, result: { report, memory, accountId }, incarnation, owner }, inputs);
    if (!isEnough(result, wish)) throw partialFailure(id, outs, failure);
    if (result.end !== "settled" || report.actionRequired) progress.say("warning", reasonsOf(report).join("\n"));
    else for (const hint of hintsOf(report)) progress.say("info", hint);
    return { id, outs };
  });
}

/** read: what can't be seen keeps its last known value, and nobody who may not look is believed. */
export async function look(dependencies: Dependencies, props: Bag): Promise<Bag> {
  const left = decodeOutputs(props);
  if (left === undefined) throw hookError(NOT_TO_BE_READ);
  const { wish, stored } = left;
  return withEngineLog(dependencies, wish.resource, async (progress) => {
    const { incarnation, owner } = stored;
    const job: Job = { wish, left, incarnation, goal: "present", timeoutMs: LOOK_LASTS_MS, loop: dependencies.refresh };
    const result = await runGroup(dependencies, job, progress);
    if (result.end === "broken" || isBlind(result.report))
      throw hookError(textOf(failureOf(result, wish.desired, "present")));
    if (result.report.causes[0]?.code === "COULD_NOT_ASK") {
      progress.say("warning", reasonsOf(result.report).join("\n"));
      return props;
    }
    return sayTheSame(result.report, left.report) ? props : encodeOutputs({ wish, result, incarnation, owner }, props);
  });
}

const NOT_TO_BE_READ =
  "A DomainGroup can't be imported or looked up by id. Create it in one program; in another, use a StackReference to its outputs.";

/** A refresh waits for answers, never for AWS's work. */
const LOOK_LASTS_MS = 120_000;

/** delete: everything that this incarnation made is gone, or the engine hears why not and keeps the resource. */
export async function leave({ dependencies, living, siblings }: Process, props: Bag): Promise<void> {
  const left = decodeOutputs(props);
  if (left === undefined) return;
  const { wish, stored } = left;
  await withEngineLog(dependencies, wish.resource, async (progress) => {
    const { clock, cancellation } = dependencies;
    const successor = living.successorOf(wish.desired, stored.incarnation);
    if (successor === undefined) siblings.noteLeaving(left);
    else if (isStandIn(successor, left)) return saySuperseded(progress, wish);
    const shownIn = (successor?.claimsShowAt ?? 0) - clock.now();
    if (shownIn > 0) await Promise.race([clock.sleep(shownIn), cancellation().cancellation]);
    const timeoutMs = wish.steering.timeouts.delete;
    const job: Job = {
      wish,
      left,
      incarnation: stored.incarnation,
      goal: "absent",
      timeoutMs,
      loop: dependencies.reconcile,
      siblings: siblings.all,
      successor,
      formerly: () => siblings.left(wish.desired.groupId),
    };
    const result = await runGroup(dependencies, job, progress);
    if (result.end === "settled") return;
    if (result.end !== "superseded") throw hookError(textOf(failureOf(result, wish.desired, "absent")));
    saySuperseded(progress, wish);
  });
}

/** The same names in the same place with the same certificate, and nothing left elsewhere: there is nothing to look for. */
const isStandIn = (successor: LivingSuccessor, { wish: { desired }, stored, report }: Left): boolean =>
  successor.certificateArn === report.certificateArn &&
  stored.memory.requests.every(({ arn }) => arn === report.certificateArn) &&
  namesMade(stored.memory).every((name) => successor.madeRecords.includes(name)) &&
  isSamePlace(successor.distribution, desired.distribution) &&
  canonical([...successor.domains].sort()) === canonical([...desired.domains].sort()) &&
  stored.memory.formerPlaces.length === 0 &&
  (stored.memory.accessControlId === null || hasAccessControl(successor.distribution));

function saySuperseded(progress: Progress, { desired }: Wish): void {
  progress.say(
    "info",
    `${desired.name} was superseded: another resource has taken over what it made, and nothing else of it is left. If there is none (its \`pulumi up\` was killed), \`pulumi up\` takes it all up again, and \`pulumi destroy\` after that deletes it.`,
  );
}
