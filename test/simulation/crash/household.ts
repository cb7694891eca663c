/** One world with one stack, through the commands of a scenario; what is promised is looked at whenever anything changes. */
import { AwsError } from "../../simulator/contracts";
import { destroy, emptyStack, type Outcome, refresh, type Stack, up } from "../life/engine";
import { createForeign, type Foreign } from "../life/foreign";
import { type Mishaps, type Process, startProcess } from "../life/process";
import { createServing, type Serving } from "../life/serving";
import { createLifeWorld, type Level, type LifeWorld, portsOf } from "../life/world";
import { ownCertificate } from "../story";
import { ACCESS_KEY, ACCOUNT } from "../world";
import { declare } from "./declare";
import { hurry, QUICK } from "./latencies";
import type { Mutation } from "./mutations";
import { breakingOf } from "./mutations";
import { outputsOf } from "./outputs";
import { publish } from "./people";
import { type Contender, createRivals, giveWay, withoutWanted } from "./rivals";
import type { Group, Scenario, Stage } from "./scenario";

export interface Household {
  world: LifeWorld;
  stack: Stack;
  /** The user's own certificates. */
  own: string[];
  rivals: Contender[];
  serving: Serving;
  foreign: Foreign;
  /** Broken promises. */
  broken: string[];
  /** Every certificate that a group has requested. */
  requested: Set<string>;
  /** The last command left people something to publish. */
  isAsked: boolean;
  /** Operations of the calls so far, in the order in which they were sent. */
  calls: string[];
  mutation: Mutation;
}

export interface Played {
  outcome: Outcome;
  /** Operations of its calls. */
  calls: string[];
}

export async function settle(scenario: Scenario, level: Level, mutation: Mutation): Promise<Household> {
  const { name, places, foreignAlias } = scenario;
  const world = await createLifeWorld(name, level, { places: places.length, foreignAlias });
  const { simulator } = world;
  hurry(world, QUICK);
  for (const [index, { httpVersion }] of places.entries()) {
    const { id = "" } = world.places[index] ?? {};
    if (httpVersion !== "http2") simulator.cloudfront.editDirect(id, { httpVersion });
  }
  await world.clock.sleep(simulator.world.latencies.deploy);
  const own: string[] = [];
  for (const names of scenario.own) own.push(await bring(world, names));
  const rivals = await createRivals(world, scenario.rivals);
  const broken: string[] = [];
  const tell = (problem: string): void => void broken.push(problem);
  const home: Household = {
    world,
    stack: emptyStack(),
    own,
    rivals,
    serving: createServing(world, tell),
    foreign: createForeign(withoutWanted(world, rivals), tell),
    broken,
    requested: new Set(),
    isAsked: false,
    calls: [],
    mutation,
  };
  watch(home);
  return home;
}

/** A certificate of the user's, issued. */
function bring(world: LifeWorld, names: string[]): Promise<string> {
  const { simulator, zoneIds } = world;
  const zoneId = zoneIds.get("example.com") ?? "";
  return ownCertificate({ simulator, zoneId, said: [], ports: portsOf(world, ACCESS_KEY) }, ...names);
}

/** A read changes nothing that is promised. */
function watch({ world: { simulator }, calls, serving, foreign, requested }: Household): void {
  const strangers = new Set(simulator.acm.snapshot().map(({ arn }) => arn));
  simulator.onCall({
    before: ({ operation }) => void calls.push(operation),
    after: ({ service, operation }) => {
      if (!simulator.services[service].isWrite(operation)) return;
      if (service !== "acm") {
        serving.look(operation);
        foreign.look(operation);
      }
      if (operation !== "RequestCertificate") return;
      for (const { arn, account } of simulator.acm.snapshot()) {
        if (account === ACCOUNT && !strangers.has(arn)) requested.add(arn);
      }
    },
  });
}

const STACK = "prod";

export async function play(home: Household, stage: Stage, kill?: Mishaps["kill"]): Promise<Played> {
  const { world, stack, calls, serving } = home;
  if (stage.accident === "revoked") revoke(home);
  const process = processOf(home, kill);
  const first = calls.length;
  let outcome: Outcome;
  if (stage.command === "destroy") {
    await followedBy(home, stage.groups, () => ({ aliases: [], certificateArn: null }));
    serving.want(keptOf(home));
    serving.excuse(stage.groups.flatMap(({ domains }) => domains));
    outcome = await destroy(stack, process);
    home.isAsked = false;
  } else {
    if (stage.refreshed === true) {
      // A person has read what happened before: by then AWS's reads have caught up.
      await home.world.clock.sleep(60_000);
      await refresh(stack, process);
    }
    const wanted = stage.groups.filter(({ where }) => where.kind !== "program").flatMap(({ domains }) => domains);
    serving.want([...wanted, ...keptOf(home)]);
    const rivals = home.rivals.map(({ id }) => id);
    const declared = declare(STACK, stage.groups, world.places, { own: home.own, rivals });
    const options = { together: stage.inOrder !== true, replace: stage.replace ?? null };
    outcome = await up(stack, declared, process, options);
    await followUp(home, stage, outcome);
  }
  home.foreign.look(`the end of ${stage.command}`);
  return { outcome, calls: calls.slice(first) };
}

/** What others serve goes on being served. */
const keptOf = ({ rivals }: Household): string[] =>
  rivals.filter(({ isEnabled }) => isEnabled).flatMap(({ kept }) => kept);

function processOf({ world, mutation }: Household, kill: Mishaps["kill"]): Process {
  return startProcess(world, {
    accessKey: ACCESS_KEY,
    mishaps: kill === undefined ? {} : { kill },
    breaking: breakingOf(mutation, world.random),
    onResult: () => {},
  });
}

/** A refresh. */
export async function see(home: Household): Promise<void> {
  const { end, failures } = await refresh(home.stack, processOf(home, undefined));
  if (end !== "done") home.broken.push(`a refresh ${end}: ${failures.map(({ text }) => text).join("; ")}`);
}

/** What the program and people do with what came out. */
async function followUp(home: Household, stage: Stage, { end, applied, same }: Outcome): Promise<void> {
  const { world, stack, serving } = home;
  if (end === "killed") return;
  const well = stage.groups.filter(({ name }) => applied.includes(name) || same.includes(name));
  const outputs = new Map(well.map(({ name }) => [name, outputsOf(stack, name)]));
  for (const { name, domains } of well.filter((group) => applied.includes(group.name))) {
    if (outputs.get(name)?.status === "CERTIFICATE_ATTACHED") serving.complete(domains);
  }
  await followedBy(home, well, ({ name }) => {
    const { aliases = [], viewerCertificate } = outputs.get(name) ?? {};
    return { aliases, certificateArn: viewerCertificate?.acmCertificateArn ?? null };
  });
  const asked = [...stack.resources.keys()].map((each) => publish(world, outputsOf(stack, each).dnsRecords));
  home.isAsked = [...asked, othersGiveWay(home)].includes(true);
}

/** Until the group serves them, nobody does. */
function othersGiveWay({ world, stack, rivals, serving, foreign }: Household): boolean {
  const codes = [...stack.resources.keys()].flatMap((name) => outputsOf(stack, name).guidance.map(({ code }) => code));
  const ended = giveWay(world, rivals, codes, foreign);
  serving.excuse(ended ?? []);
  return ended !== undefined;
}

interface Viewer {
  aliases: readonly string[];
  certificateArn: string | null;
}

/** A distribution of the program takes what the group gives out: its resource depends on the group. */
async function followedBy({ world }: Household, groups: Group[], viewerOf: (group: Group) => Viewer): Promise<void> {
  for (const group of groups) {
    if (group.where.kind !== "program") continue;
    const { id = "" } = world.places[group.where.place] ?? {};
    await writeViewer(world, id, viewerOf(group));
  }
}

const TRIES = 20;

/** As the AWS provider does it: CloudFront may not know the certificate yet. */
async function writeViewer({ simulator, clock }: LifeWorld, id: string, viewer: Viewer): Promise<void> {
  const now = simulator.cloudfront.snapshot().find((each) => each.id === id);
  if (JSON.stringify([now?.aliases, now?.certificateArn]) === JSON.stringify([viewer.aliases, viewer.certificateArn]))
    return;
  for (let tries = 1; ; tries++) {
    try {
      simulator.cloudfront.editDirect(id, viewer);
      break;
    } catch (error) {
      if (!(error instanceof AwsError) || tries === TRIES) throw error;
      await clock.sleep(15_000);
    }
  }
  await clock.sleep(simulator.world.latencies.deploy);
}

function revoke({ world: { simulator }, stack }: Household): void {
  for (const name of stack.resources.keys()) {
    const { certificateArn } = outputsOf(stack, name);
    if (certificateArn !== undefined) simulator.acm.revoke(certificateArn);
  }
}
