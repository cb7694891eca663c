/** One scenario with a process that dies, and what became of it. */
import type { Outcome } from "../life/engine";
import type { Mishaps } from "../life/process";
import type { Level } from "../life/world";
import { type Household, play, see, settle } from "./household";
import { hurry, QUICK, SHORT } from "./latencies";
import type { Mutation } from "./mutations";
import { outputsOf } from "./outputs";
import { beyond, type Picture, pictureOf } from "./picture";
import { destroy, type Scenario, type Stage } from "./scenario";

export interface Setting {
  level: Level;
  mutation: Mutation;
}

export interface Kill {
  /** Counted from 1, in its own process. */
  call: number;
  when: "before" | "after";
}

/** How a scenario goes when nobody dies. */
export interface Undisturbed {
  /** Operations of the command in which processes are to die. */
  calls: string[];
  /** Commands until nothing is left to do, the first one not counted. */
  ups: number;
  settled: Picture;
  /** When the groups are gone. */
  gone: Picture;
  /** Certificates that were requested. */
  requested: number;
  problems: Problem[];
}

export interface Problem {
  kind: "notConverged" | "orphan" | "brokenPromise";
  text: string;
}

export interface Played {
  problems: Problem[];
  /** Operations of the command that came after the last kill. */
  next: string[];
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** A life that does not come to rest by then never does. */
const MOST_UPS = 12;

export async function playUndisturbed(scenario: Scenario, setting: Setting): Promise<Undisturbed> {
  const home = await settle(scenario, setting.level, setting.mutation);
  await playPast(home, scenario, setting);
  const initial = scenario.past.length === 0 ? pictureOf(home) : undefined;
  hurry(home.world, SHORT);
  const { calls, outcome } = await play(home, scenario.struck);
  const rest = await comeToRest(home, scenario, outcome, MOST_UPS);
  const settled = await settledPicture(home);
  const problems = spares(home);
  const gone = await allGone(home, scenario);
  problems.push(...promises(home));
  if (rest.ups === MOST_UPS) problems.push(notConverged("it does not come to rest:", settled, rest.outcome));
  const before = initial ?? (await emptyPicture(scenario, setting));
  for (const line of beyond(gone, before)) problems.push({ kind: "orphan", text: line });
  return { calls, ups: rest.ups, settled, gone, requested: home.requested.size, problems };
}

/** Where the program attaches, the state is as of the last look, and ACM tells late what a certificate is used by. */
async function settledPicture(home: Household): Promise<Picture> {
  await home.world.clock.sleep(HOUR);
  await see(home);
  return pictureOf(home);
}

/** One certificate a group is enough. */
function spares({ world: { simulator }, stack, own }: Household): Problem[] {
  const held = simulator.acm.snapshot().filter(({ arn, tags }) => !own.includes(arn) && tags.length > 0);
  if (held.length <= stack.resources.size) return [];
  const names = held.map((certificate) => `  ${certificate.names.join(" ")}`);
  return [{ kind: "orphan", text: ["more certificates than groups:", ...names].join("\n") }];
}

async function emptyPicture(scenario: Scenario, { level, mutation }: Setting): Promise<Picture> {
  return pictureOf(await settle(scenario, level, mutation));
}

/** The command, with one process after the other that dies in it; then whatever it takes, and the end of the groups. */
export async function playKilled(
  scenario: Scenario,
  setting: Setting,
  kills: Kill[],
  undisturbed: Undisturbed,
): Promise<Played> {
  const home = await settle(scenario, setting.level, setting.mutation);
  await playPast(home, scenario, setting);
  hurry(home.world, SHORT);
  const problems: Problem[] = [];
  const { accident: _over, ...again } = scenario.struck;
  const next = scenario.afterwards ?? again;
  let command = scenario.struck;
  for (const kill of kills) {
    const { outcome } = await play(home, command, kill);
    if (outcome.end !== "killed") problems.push({ kind: "notConverged", text: `no process died at call ${kill.call}` });
    await home.world.clock.sleep(pauseAfter(kill));
    command = next;
  }
  const { calls, outcome } = await play(home, command);
  const rest = await comeToRest(home, scenario, outcome, undisturbed.ups + 1);
  const settled = await settledPicture(home);
  problems.push(...differences(settled, undisturbed.settled, rest.outcome));
  if (home.requested.size > undisturbed.requested)
    problems.push({
      kind: "orphan",
      text: `${home.requested.size} certificates were requested, ${undisturbed.requested} do`,
    });
  const gone = await allGone(home, scenario);
  for (const line of beyond(gone, undisturbed.gone)) problems.push({ kind: "orphan", text: line });
  for (const line of beyond(undisturbed.gone, gone)) problems.push({ kind: "brokenPromise", text: `lost: ${line}` });
  return { problems: [...problems, ...promises(home)], next: calls };
}

/** Where nothing was sent somebody looks later than where an answer is missing: lists may or may not show by then what there is. */
const pauseAfter = ({ when }: Kill): number => (when === "after" ? SECOND : 300 * SECOND);

function differences(picture: Picture, wanted: Picture, outcome: Outcome): Problem[] {
  const more = beyond(picture, wanted).map((line) => `  + ${line}`);
  const less = beyond(wanted, picture).map((line) => `  - ${line}`);
  return more.length + less.length === 0 ? [] : [notConverged("it ends otherwise:", [...less, ...more], outcome)];
}

function notConverged(what: string, lines: string[], { failures }: Outcome): Problem {
  const told = failures.map(({ text }) => `  ! ${text}`);
  return { kind: "notConverged", text: [what, ...lines, ...told].join("\n") };
}

const promises = ({ broken }: Household): Problem[] =>
  [...new Set(broken)].map((text) => ({ kind: "brokenPromise", text }));

async function playPast(home: Household, scenario: Scenario, setting: Setting): Promise<void> {
  for (const [index, stage] of scenario.past.entries()) {
    const kill = stage.diesAt === undefined ? undefined : await pointOf(scenario, index, setting);
    const { outcome } = await play(home, stage, kill);
    if ((outcome.end === "killed") !== (kill !== undefined))
      throw new Error(`${scenario.name}, stage ${index + 1} ${outcome.end}: ${JSON.stringify(outcome.failures)}`);
    await home.world.clock.sleep(kill === undefined ? HOUR : SECOND);
  }
}

/** Which call of a stage of the past is the first one of its operation: seen in a world of its own. */
const points = new Map<string, Mishaps["kill"]>();

async function pointOf(scenario: Scenario, index: number, setting: Setting): Promise<Mishaps["kill"]> {
  const key = JSON.stringify([scenario.name, index, setting]);
  const found = points.get(key) ?? (await findPoint(scenario, index, setting));
  points.set(key, found);
  return found;
}

async function findPoint(scenario: Scenario, index: number, setting: Setting): Promise<Mishaps["kill"]> {
  const { diesAt = "", ...stage } = scenario.past[index] ?? scenario.struck;
  const home = await settle(scenario, setting.level, setting.mutation);
  await playPast(home, { ...scenario, past: scenario.past.slice(0, index) }, setting);
  const { calls } = await play(home, stage);
  const call = calls.indexOf(diesAt) + 1;
  if (call === 0)
    throw new Error(`${scenario.name}, stage ${index + 1} makes no call of ${diesAt}: ${calls.join(" ")}`);
  return { call, when: "after" };
}

/** The same command again and again, an hour apart, until nothing is left to do. */
async function comeToRest(home: Household, scenario: Scenario, first: Outcome, most: number): Promise<Rest> {
  let outcome = first;
  for (let ups = 0; ups < most; ups++) {
    if (isAtRest(home, commandAfter(scenario, outcome), outcome)) return { ups, outcome };
    await home.world.clock.sleep(HOUR);
    outcome = (await play(home, commandAfter(scenario, outcome))).outcome;
  }
  return { ups: most, outcome };
}

interface Rest {
  ups: number;
  outcome: Outcome;
}

/** What was replaced is not replaced again. */
function commandAfter({ afterwards, struck }: Scenario, { end }: Outcome): Stage {
  const { accident: _over, ...last } = afterwards ?? struck;
  const { replace: _done, refreshed: _seen, ...plain } = last;
  return end === "done" ? plain : last;
}

/** Nothing is left over, and nobody has anything to publish. */
function isAtRest({ stack, isAsked }: Household, { command, groups }: Stage, { end }: Outcome): boolean {
  if (end !== "done" || stack.replaced.length > 0 || isAsked) return false;
  if (command === "destroy") return stack.resources.size === 0;
  if (stack.resources.size !== groups.length) return false;
  return [...stack.resources].every(([name, { isUnfinished }]) => {
    const { settled, __state } = outputsOf(stack, name);
    const { retiring, formerPlaces } = __state.memory;
    return settled && !isUnfinished && retiring.length === 0 && formerPlaces.length === 0;
  });
}

async function allGone(home: Household, { afterwards, struck }: Scenario): Promise<Picture> {
  await home.world.clock.sleep(HOUR);
  hurry(home.world, QUICK);
  for (let tries = 0; tries < 3 && home.stack.resources.size > 0; tries++) {
    await play(home, destroy(afterwards ?? struck));
    await home.world.clock.sleep(HOUR);
  }
  return pictureOf(home);
}
