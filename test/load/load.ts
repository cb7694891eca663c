/** Requests on real sockets, all the time, while groups change. Simulator, plugin and visitors are processes of their own. */
import { readFileSync } from "node:fs";
import { ACCOUNT, QUICK } from "../e2e/world";
import { emptyStack, type Stack } from "../simulation/life/engine";
import type { Done } from "./plugin";
import { declared, type Group, hostsOf } from "./program";
import { createPromises } from "./promises";
import { createAsk } from "./request";
import { addressOf, createPlaces, createUngrouped, type Place, type Servers, startServers } from "./servers";
import { KEPT, PLACES, type Scene, TAKEN } from "./story";
import type { Tally } from "./tally";
import { runUp } from "./up";
import { startVisitors } from "./visitors";

export interface LoadOptions {
  scenes: Iterable<Scene>;
  /** Asked after each scene. */
  isEnough?: () => boolean;
  /** After each scene. */
  onScene?: (scene: Scene) => void;
  /** Takes down what comes of the requests. */
  tally: Tally;
}

export async function runLoad(options: LoadOptions): Promise<void> {
  const servers = await startServers();
  try {
    await play(servers, options);
  } finally {
    await servers.close();
  }
}

async function play(servers: Servers, options: LoadOptions): Promise<void> {
  const { scenes, tally, isEnough = () => false, onScene = () => {} } = options;
  const forGroups = await createPlaces(servers, ACCOUNT, PLACES);
  const places = [...forGroups, await createUngrouped(servers, [TAKEN, KEPT])];
  const edges = servers.edges.map(addressOf);
  const promises = createPromises(edges);
  const ask = createAsk(readFileSync(servers.ca, "utf8"));
  const stop = startVisitors({ ...servers, edges, ask, promises, tally });
  let stack = emptyStack();
  try {
    for (const scene of scenes) {
      const { name, groups, others, isBroken = false } = scene;
      tally.begin(name);
      promises.want([...hostsOf(groups), ...others].map(visitable));
      const turn = { groups, places, servers, naiveMoves: isBroken };
      stack = isBroken ? await breakOnce(stack, turn) : await settle(stack, turn);
      if (!isBroken) promises.complete();
      tally.end();
      onScene(scene);
      if (isEnough()) break;
    }
  } finally {
    await stop();
  }
}

/** A wildcard is visited under a name that it stands for. */
const visitable = (domain: string): string => domain.replace("*", "any");

/** An `up` that fails does not wait for its last write to reach the edges. */
const EDGES_FOLLOW_WITHIN_MS = 3 * (QUICK.deploy ?? 0);

interface Turn {
  groups: Group[];
  places: Place[];
  servers: Servers;
  naiveMoves: boolean;
}

/** A group that gives a name away is done with the `up` after: then the taker has it. */
const MOST_UPS = 4;

async function settle(before: Stack, turn: Turn): Promise<Stack> {
  let stack = before;
  for (let ups = 0; ups < MOST_UPS; ups += 1) {
    const done = await upOnce(stack, turn);
    if (done === undefined) throw new Error("The plugin process was killed.");
    const { end, failures } = done.outcome;
    if (end !== "done") throw new Error(failures.map(({ name, text }) => `${name}: ${text}`).join("\n"));
    stack = done.stack;
    if ([...stack.resources.values()].every(({ outputs }) => outputs["settled"] === true)) return stack;
  }
  throw new Error(`The groups are not settled after ${MOST_UPS} runs.`);
}

/** Long enough for the losses that it is there for: an alias that is off here and refused there is tried again for hours. */
const BROKEN_FOR_MS = 30_000;

/** What becomes of the groups is no matter: the stack stays as it was when the run has to be killed. */
async function breakOnce(before: Stack, turn: Turn): Promise<Stack> {
  const done = await upOnce(before, turn, BROKEN_FOR_MS);
  await new Promise((resolve) => setTimeout(resolve, EDGES_FOLLOW_WITHIN_MS));
  return done?.stack ?? before;
}

const upOnce = (
  stack: Stack,
  { groups, places, servers, naiveMoves }: Turn,
  withinMs?: number,
): Promise<Done | undefined> =>
  runUp({ stack, declared: declared(groups, places, servers), naiveMoves }, servers.environment, withinMs);
