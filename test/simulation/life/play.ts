/** Plays a life: its commands, then all heals, settles and goes. */
import { coveredBy } from "../../../provider/core/domain-name";
import { happen } from "./accidents";
import { type Change, changed } from "./changes";
import { type Command, type Numbered, sentenceOf } from "./commands";
import { destroy, type Outcome, preview, refresh, type Stack, up } from "./engine";
import { heal } from "./heal";
import { type Breaking, beginLife, byOthers, declaredIn, type Life, processFor } from "./life";
import { publishAll } from "./people";
import type { Plan } from "./plan";
import type { Process } from "./process";
import type { Args } from "./program";
import { knownTo, lostThings } from "./promises";
import { stateOf } from "./settled";
import type { Place } from "./world";

export interface Played {
  seed: number;
  /** By kind, how many. */
  commands: { [kind: string]: number };
  awsCalls: number;
  virtualHours: number;
  /** Runs of `up` until all was settled again. */
  ups: number;
  /** Empty: all is well. */
  problems: string[];
}

export const unbroken: Breaking = (ports) => ports;

export async function play(plan: Plan, breaking: Breaking = unbroken): Promise<Played> {
  const life = await beginLife(plan, breaking);
  const start = life.world.clock.now();
  let ups = 0;
  try {
    for (const command of plan.commands) {
      if (life.problems.length > 0) break;
      await playOne(life, command);
    }
    if (life.problems.length === 0) ups = await heal(life);
  } catch (error) {
    life.broken(String((error as Error).stack));
  }
  life.end();
  const { simulator, clock } = life.world;
  return {
    seed: plan.seed,
    commands: counted(plan.commands.flatMap(kindsOf)),
    awsCalls: simulator.history.count(),
    virtualHours: (clock.now() - start) / 3_600_000,
    ups,
    problems: life.problems,
  };
}

/** What it is, and what goes wrong on the way. */
function kindsOf(command: Command): string[] {
  if (command.kind === "accident") return [`accident: ${command.accident}`];
  if (command.kind === "trouble") return [`trouble: ${command.trouble}`];
  const upsets = "upset" in command ? Object.keys(command.upset).map((upset) => `upset: ${upset}`) : [];
  const struck = "upset" in command ? command.upset.struck : undefined;
  const troubles = struck === undefined ? [] : [`trouble: ${struck.trouble}`];
  const changes = "changes" in command ? command.changes.map((change) => `change: ${change.kind}`) : [];
  return [command.kind, ...upsets, ...troubles, ...changes];
}

function counted(words: string[]): { [word: string]: number } {
  const counts: { [word: string]: number } = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

async function playOne(life: Life, command: Numbered): Promise<void> {
  const { clock } = life.world;
  life.occasion = `${command.id}. ${sentenceOf(command)}`;
  await act(life, command);
  life.serving.look("afterwards");
  life.foreign.look("afterwards");
  // A process takes a moment to start, and what another one sent may still be on its way.
  await clock.sleep(5_000);
  for (const lost of lostThings(life.world.simulator, life.stack, life.strangers, life.untold)) life.broken(lost);
  const throttled = life.world.simulator.history.throttled().length;
  if (throttled > life.throttles) life.broken("a rate of AWS was exceeded");
}

/** What is read within a minute may be what was there before. */
const UNTIL_READ = 120_000;

async function act(life: Life, command: Numbered): Promise<void> {
  const { world, stack } = life;
  switch (command.kind) {
    case "up":
      return playUp(life, command);
    case "preview": {
      const process = processFor(life, {}, command.id);
      const groups = withChanges(life, command.changes);
      await preview(stack, declaredIn(life, groups), process);
      if (process.writes() > 0) life.broken(`a preview made ${process.writes()} writes`);
      if (process.calls() > 0 && !groups.some(({ preflight }) => preflight))
        life.broken(`a preview made ${process.calls()} calls, and was told not to look`);
      return;
    }
    case "refresh":
      return playRefresh(life, command);
    case "destroy":
      return playDestroy(life, command);
    case "forget":
      return forget(life, command.group);
    case "publish":
      return publishAll(world, stack);
    case "wait":
      return world.clock.sleep(command.minutes * 60_000);
    case "accident": {
      // Who loses both state and tags has nothing to go by.
      if (command.accident === "tags stripped" && isPartlyUnknown(life)) return;
      byOthers(life, () => {
        const { domains, untold } = happen(command.accident, {
          world,
          aftermath: life.aftermath,
          pick: command.pick,
          stated: knownTo(stack),
        });
        life.serving.excuse(domains);
        for (const name of untold) life.untold.add(name);
      });
      return world.clock.sleep(UNTIL_READ);
    }
    case "trouble":
      byOthers(life, () => life.troubles.begin(command.id, command.trouble, command.pick));
      return world.clock.sleep(UNTIL_READ);
    case "relief":
      byOthers(life, () => life.troubles.end(command.of));
      return world.clock.sleep(UNTIL_READ);
  }
}

/** Some of it is in no state, or no longer in the program. */
const isPartlyUnknown = ({ forgotten, stack, program }: Life): boolean =>
  forgotten.size + stack.creating.size > 0 ||
  [...stack.resources.keys()].some((name) => program.groups.every((args) => args.name !== name));

/** What is in no state, by a create that was killed or by the user: until the next one is done, the user leaves its arguments alone. */
function withChanges({ stack, program, plan, forgotten, world }: Life, changes: Change[]): Args[] {
  const bound = new Set([...stack.creating, ...forgotten]);
  const groups = changes.reduce((all, change) => changed(all, change, plan.facts, bound), program.groups);
  return groups.some((args) => isTaken(args, stack, world.places)) ? program.groups : groups;
}

/** A place is free when the group that was there has gone: an update comes before a delete. */
function isTaken({ name, where }: Args, stack: Stack, places: readonly Place[]): boolean {
  if (where.kind !== "existing") return false;
  return [...stack.resources.keys()].some((other) => {
    const { wish, stored } = (other === name ? undefined : stateOf(stack, other)) ?? {};
    const place = wish?.desired.distribution;
    const ids = [...(stored?.memory.formerPlaces ?? []), ...(place?.kind === "existing" ? [place] : [])];
    return ids.some(({ id }) => id === places[where.place]?.id);
  });
}

async function playUp(life: Life, command: Extract<Command, { kind: "up" }> & { id: number }): Promise<void> {
  const { stack, program } = life;
  const isBlind = command.upset.isOtherAccount === true;
  if (isBlind && program.groups.some(({ name }) => stateOf(stack, name)?.stored.accountId == null)) return;
  if (!isBlind) program.groups = withChanges(life, command.changes);
  // Who loses both state and tags has nothing to go by.
  const isToBeReplaced = command.replace !== null && !isBlind && life.untold.size === 0;
  const replaced = isToBeReplaced ? program.groups[(command.replace ?? 0) % program.groups.length] : undefined;
  noteWishes(life, replaced?.name);
  const before = stateOfAll(life);
  const process = processFor(life, command.upset, command.id);
  const options = { together: command.together, replace: replaced?.name ?? null };
  const outcome = await up(stack, declaredIn(life), process, options);
  for (const name of stack.resources.keys()) life.forgotten.delete(name);
  remember(life);
  judgeOutcome(life, outcome, process, isBlind ? before : undefined);
}

/** What is wanted no more is watched until it has gone; a group that goes whole takes all its names along at once. */
function noteWishes({ program, stack, serving, aftermath, world }: Life, replaced?: string): void {
  const wanted = program.groups.flatMap(({ domains }) => domains);
  serving.want(wanted);
  for (const name of stack.resources.keys()) {
    if (name !== replaced && program.groups.some((args) => args.name === name)) continue;
    const domains = stateOf(stack, name)?.wish.desired.domains ?? [];
    serving.release((domain) => coveredBy(domains, domain) && !wanted.includes(domain));
  }
  // Where the user has switched a distribution off, nothing serves.
  for (const { domains, where } of program.groups) {
    if (where.kind === "existing" && aftermath.disabled.has(world.places[where.place]?.id ?? ""))
      serving.excuse(domains);
  }
}

async function playRefresh(life: Life, { upset, id }: { upset: Parameters<typeof processFor>[1]; id: number }) {
  const before = stateOfAll(life);
  const writes = watchWrites(life);
  const process = processFor(life, upset, id);
  const outcome = await refresh(life.stack, process);
  if (writes() > 0) life.broken("a refresh wrote something");
  for (const place of life.world.places) place.etag = etagOf(life, place.id) ?? place.etag;
  remember(life);
  judgeOutcome(life, outcome, process, upset.isOtherAccount === true ? before : undefined);
}

async function playDestroy(life: Life, { upset, id }: { upset: Parameters<typeof processFor>[1]; id: number }) {
  const { stack, serving } = life;
  // What a killed create made is in no state: an `up` takes it up first.
  if (stack.creating.size + life.forgotten.size > 0) return;
  const before = stateOfAll(life);
  if (upset.isOtherAccount !== true) serving.release(() => true);
  const process = processFor(life, upset, id);
  const outcome = await destroy(stack, process);
  judgeOutcome(life, outcome, process, upset.isOtherAccount === true ? before : undefined);
}

const etagOf = ({ world }: Life, id: string): string | undefined =>
  world.simulator.cloudfront.snapshot().find((each) => each.id === id)?.etag;

/** The program's own provider sees its distributions in every run of its own. */
function remember({ world, aftermath }: Life): void {
  for (const { id, aliases, certificateArn } of world.simulator.cloudfront.snapshot()) {
    if (!aftermath.remembered.has(id)) aftermath.remembered.set(id, { aliases, certificateArn });
  }
}

/** `pulumi state delete` of a group that is all where it belongs, and that its tags tell. */
function forget({ stack, program, untold, forgotten, isCutShort }: Life, index: number): void {
  const name = program.groups[index % program.groups.length]?.name ?? "";
  const left = stateOf(stack, name);
  if (left === undefined || !left.report.settled || stack.replaced.length > 0 || untold.size > 0 || isCutShort) return;
  if (left.stored.memory.formerPlaces.length > 0 || left.stored.memory.retiring.length > 0) return;
  stack.resources.delete(name);
  forgotten.add(name);
}

/** What a failure may say. Anything else is a defect that came through. */
const SENTENCES =
  /did not reach|was cancelled|can't go on by itself|is not gone yet|can't be taken off|has this (?:name|distribution)|could not be|can't be seen/;

function judgeOutcome(life: Life, outcome: Outcome, process: Process, before: Map<string, Known> | undefined): void {
  life.isCutShort = outcome.end === "killed" || (life.isCutShort && outcome.end === "failed");
  for (const { name, text } of outcome.failures) {
    if (!SENTENCES.test(text)) life.broken(`${name} failed and does not say how: ${text.slice(0, 300)}`);
  }
  const isQuiet = outcome.applied.length === 0 && outcome.failures.length === 0 && outcome.deleted.length === 0;
  if (isQuiet && outcome.end === "done" && process.calls() > 0) life.broken(`${process.calls()} calls for nothing`);
  if (before === undefined) return;
  if (outcome.deleted.length > 0) life.broken("something was deleted that could not be seen");
  const after = stateOfAll(life);
  for (const [name, { facts, places }] of before) {
    const now = after.get(name);
    if (now?.facts !== facts || places.some((id) => id !== "" && !now.places.includes(id)))
      life.broken(`another account's answer changed ${name}: ${facts} ${places} to ${now?.facts} ${now?.places}`);
  }
}

interface Known {
  facts: string;
  /** Distributions made, had and left. */
  places: string[];
}

/** What another account's answers must not change. */
function stateOfAll({ stack }: Life): Map<string, Known> {
  return new Map(
    [...stack.resources.keys()].map((name) => {
      const { stored, report, wish } = stateOf(stack, name) ?? {};
      const place = wish?.desired.distribution;
      const { requests = [], created = null, formerPlaces = [] } = stored?.memory ?? {};
      const arns = requests.map(({ arn }) => arn);
      const facts = JSON.stringify([stored?.accountId, stored?.incarnation, arns, report?.certificateArn]);
      const here = [created?.id ?? "", place?.kind === "existing" ? place.id : ""];
      return [name, { facts, places: [...here, ...formerPlaces.map(({ id }) => id)] }];
    }),
  );
}

/** How many writes AWS took since. */
function watchWrites({ world: { simulator } }: Life): () => number {
  const { history, services } = simulator;
  const before = history.count();
  return () =>
    history
      .entries()
      .slice(before)
      .filter(({ service, operation, status }) => status < 300 && services[service].isWrite(operation)).length;
}
