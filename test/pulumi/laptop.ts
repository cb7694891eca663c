/** Somebody who runs `pulumi` with a state of their own, over a simulated world: what the engine does with the hooks of one resource. */
import { createHooks } from "../../provider/pulumi/create-hooks";
import type { Hooks } from "../../provider/pulumi/hook-set";
import type { Bag } from "../../provider/pulumi/reading";
import { reconcile, refresh } from "../../provider/reconcile";
import { ACCOUNT, createWorld, type GroupWorld } from "../simulation/world";
import { inputs } from "./fixtures";

/** What the engine keeps of a resource. */
export interface State {
  inputs: Bag;
  outs: Bag;
}

export interface Place extends GroupWorld {
  zoneId: string;
  distributionId: string;
}

/** `example.com` is delegated to a zone of the account, and there is a distribution. */
export function createPlace(seed: string): Place {
  const world = createWorld({ seed });
  const { route53, dns, cloudfront } = world.simulator;
  const zone = route53.createZone(ACCOUNT, "example.com");
  dns.delegate("example.com", zone.nameServers);
  return { ...world, zoneId: zone.id, distributionId: cloudfront.createDirect({ account: ACCOUNT }).id };
}

export interface Laptop {
  /** `undefined`: the resource is not in the state. */
  state: State | undefined;
  /** All lines that people read in the row of the resource. */
  said: string[];
  /** One `pulumi up`; `undefined`: it succeeded. `given`: what the class hands to the engine. */
  up(given: Bag): Promise<string | undefined>;
  refresh(): Promise<void>;
  destroy(): Promise<string | undefined>;
}

/** As the engine sends it: without what is undefined. */
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** `incarnations`: those of the creates to come. */
export function createLaptop({ ports }: Pick<GroupWorld, "ports">, ...incarnations: string[]): Laptop {
  const said: string[] = [];
  const progress = { live: () => {}, say: (severity: string, text: string) => said.push(`${severity}: ${text}`) };
  const process = (): Hooks =>
    createHooks({
      reconcile,
      refresh,
      createPorts: () => ({ ...ports, progress }),
      createDns: () => ports.dns,
      openEngineLog: () => ({ progress, close: async () => {} }),
      cancellation: () => ({ cancelled: () => false, cancellation: new Promise(() => {}) }),
      clock: ports.clock,
      newIncarnation: () => incarnations.shift() ?? "an incarnation more",
    });
  const laptop: Laptop = {
    state: undefined,
    said,
    up: async (given) => {
      const hooks = process();
      const { state } = laptop;
      const { inputs: news, failures } = await hooks.check(state?.inputs ?? {}, overTheWire(given));
      if (failures.length > 0) return failures.map(({ reason }) => reason).join("\n");
      const id = String(state?.outs["groupId"]);
      if (state !== undefined && !(await hooks.diff(id, state.outs, news)).changes) return undefined;
      return keeping(news, () => (state === undefined ? hooks.create(news) : hooks.update(id, state.outs, news)));
    },
    refresh: async () => {
      const { state } = laptop;
      if (state === undefined) return;
      const { props } = await process().read(String(state.outs["groupId"]), state.outs);
      laptop.state = { ...state, outs: overTheWire(props) };
    },
    destroy: async () => {
      const { state } = laptop;
      if (state === undefined) return undefined;
      try {
        await process().delete(String(state.outs["groupId"]), state.outs);
      } catch (error) {
        return (error as Error).message;
      }
      laptop.state = undefined;
      return undefined;
    },
  };
  /** A failure that carries properties is stored too. */
  async function keeping(news: Bag, hook: () => Promise<{ outs: Bag }>): Promise<string | undefined> {
    try {
      laptop.state = { inputs: news, outs: overTheWire((await hook()).outs) };
      return undefined;
    } catch (error) {
      const { properties, reasons = [], message } = error as Error & { properties?: Bag; reasons?: string[] };
      if (properties !== undefined) laptop.state = { inputs: news, outs: overTheWire(properties) };
      return [message, ...reasons].join("\n");
    }
  }
  return laptop;
}

/** Of a group at the place's distribution. */
export const groupInputs = ({ distributionId }: Place, overrides: Bag = {}): Bag =>
  inputs({ distribution: { id: distributionId }, dns: "route53", ...overrides });

/** AWS calls that change something, since the last time. */
export function writesOf({ simulator }: GroupWorld): string[] {
  const made = simulator.history.entries().map(({ operation }) => operation);
  simulator.history.clear();
  return made.filter((operation) => !/^(Get|List|Describe)/.test(operation));
}

export const arnsOf = ({ simulator }: GroupWorld): string[] => simulator.acm.snapshot().map(({ arn }) => arn);
