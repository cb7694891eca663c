/** Somebody who runs `pulumi` with a state of their own, over a simulated world: the real hooks, and what the engine does with them. */
import type { DnsRecord, RecordPurpose } from "../../provider/core/outputs";
import { createHooks } from "../../provider/pulumi/create-hooks";
import { bagIn, INTERNAL } from "../../provider/pulumi/internal-input";
import type { Bag } from "../../provider/pulumi/reading";
import { reconcile, refresh } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import * as engine from "../simulation/life/engine";
import type { Process } from "../simulation/life/process";
import { semanticsInto } from "../simulation/semantics/ports";
import { ACCOUNT, type GroupWorld } from "../simulation/world";
import { createSimulator } from "../simulator/simulator";
import { inputs, internal } from "./fixtures";

export const HOUR = 60 * 60_000;

/** What the engine keeps of a resource. */
export interface State {
  inputs: Bag;
  outs: Bag;
}

export interface Place extends GroupWorld {
  zoneId: string;
  distributionId: string;
}

/** `example.com` is delegated to a zone of the account, and there is a distribution. Ports on the simulator's semantics: many times as fast. */
export function createPlace(seed: string): Place {
  const simulator = createSimulator({ seed });
  const { route53, dns, cloudfront } = simulator;
  const zone = route53.createZone(ACCOUNT, "example.com");
  dns.delegate("example.com", zone.nameServers);
  const { id: distributionId } = cloudfront.createDirect({ account: ACCOUNT });
  return { simulator, ...semanticsInto(simulator), zoneId: zone.id, distributionId };
}

type Hands = Pick<GroupWorld, "ports" | "simulator">;

export interface Laptop {
  /** What of the resource `brand` is in the state; `undefined`: nothing. */
  state: State | undefined;
  stateOf(name: string): State | undefined;
  /** All lines that people read under "Diagnostics". */
  said: string[];
  /** What stood in the rows of the resources for a while. */
  shown: string[];
  /** One `pulumi up` of a program with these resources; `undefined`: it succeeded. `given`: what the class hands to the engine. */
  up(...given: Bag[]): Promise<string | undefined>;
  /** The same as `pulumi up --replace` of the resource `name`: created anew first, then the one before it is deleted. */
  replace(name: string, ...given: Bag[]): Promise<string | undefined>;
  /** How many resources a `pulumi preview` would change. */
  changes(...given: Bag[]): Promise<number>;
  refresh(): Promise<string | undefined>;
  destroy(): Promise<string | undefined>;
  /** Ctrl-C, once AWS has taken the next such call that succeeds: whatever command runs then. */
  interruptAfter(operation: string): void;
  /** As the engine takes a resource for one in the state by `aliases: [{ name: from }]`. */
  rename(from: string, to: string): void;
  /** A state of its own, which is the same now; with other credentials, if `world` has others. */
  copy(world?: Hands): Laptop;
}

const textOf = ({ failures }: engine.Outcome): string | undefined =>
  failures.length === 0 ? undefined : failures.map(({ text }) => text).join("\n");

const nameOf = (given: Bag): string => String(bagIn(given[INTERNAL])["name"]);

/** `incarnations`: those of the creates to come. */
export function createLaptop(world: Hands, ...incarnations: string[]): Laptop {
  return laptopOf(world, engine.emptyStack(), incarnations);
}

function laptopOf({ ports, simulator }: Hands, stack: engine.Stack, incarnations: string[]): Laptop {
  const said: string[] = [];
  const shown: string[] = [];
  const interrupts = createInterrupts(simulator);
  const progress = {
    live: (text: string) => shown.push(text),
    say: (severity: string, text: string) => said.push(`${severity}: ${text}`),
  };
  const process = (): Process => {
    const hooks = createHooks({
      reconcile,
      refresh,
      rehearse,
      createPorts: () => ({ ...ports, progress }),
      createDns: () => ports.dns,
      openEngineLog: () => ({ progress, close: async () => {} }),
      cancellation: interrupts.begin(),
      clock: ports.clock,
      newIncarnation: () => incarnations.shift() ?? `incarnation after ${ports.clock.now()}`,
    });
    return { hooks, accessKey: "", death: new Promise(() => {}), calls: () => 0, writes: () => 0 };
  };
  const declared = (given: Bag[]): engine.Declared[] => given.map((each) => ({ name: nameOf(each), inputs: each }));
  const stateOf = (name: string): State | undefined => {
    const resource = stack.resources.get(name);
    return resource === undefined ? undefined : { inputs: resource.inputs, outs: resource.outputs };
  };
  const up = async (given: Bag[], replace: string | null) =>
    textOf(await engine.up(stack, declared(given), process(), { together: false, replace }));
  return {
    stateOf,
    get state() {
      return stateOf("brand");
    },
    set state(state) {
      if (state === undefined) stack.resources.delete("brand");
      else {
        const { inputs, outs: outputs } = state;
        stack.resources.set("brand", { id: String(outputs["groupId"]), inputs, outputs, isUnfinished: false });
      }
    },
    said,
    shown,
    up: (...given) => up(given, null),
    replace: (name, ...given) => up(given, name),
    changes: async (...given) => {
      const { same, failures } = await engine.preview(stack, declared(given), process());
      return given.length - same.length - failures.length;
    },
    refresh: async () => textOf(await engine.refresh(stack, process())),
    destroy: async () => textOf(await engine.destroy(stack, process())),
    interruptAfter: interrupts.arm,
    rename: (from, to) => {
      const resource = stack.resources.get(from);
      stack.resources.delete(from);
      if (resource !== undefined) stack.resources.set(to, resource);
    },
    copy: (world = { ports, simulator }) => laptopOf(world, structuredClone(stack), []),
  };
}

/** One interrupt at a time, and it ends one command. */
function createInterrupts({ onCall }: GroupWorld["simulator"]) {
  let interrupt = (): void => {};
  return {
    /** For the command that begins now. */
    begin: () => {
      let isOver = false;
      const cancellation = new Promise<void>((resolve) => {
        interrupt = () => {
          isOver = true;
          resolve();
        };
      });
      return () => ({ cancelled: () => isOver, cancellation });
    },
    arm: (operation: string): void => {
      const stop = onCall({
        after: (call, { status }) => {
          if (call.operation !== operation || status >= 300) return;
          stop();
          interrupt();
        },
      });
    },
  };
}

/** Of a group at the place's distribution. `name`: of the resource. */
export const groupInputs = ({ distributionId }: Place, overrides: Bag = {}, about: Bag = {}): Bag =>
  inputs({
    distribution: { id: distributionId },
    dns: "route53",
    ...overrides,
    [INTERNAL]: internal({ timeouts: { delete: "3h" }, ...about }),
  });

/** People, or resources of the program, publish what the state lists; and then some time passes. */
export async function publishRecords(
  { simulator, zoneId, ports }: Place,
  state: State | undefined,
  ...purposes: RecordPurpose[]
): Promise<void> {
  const records = state?.outs["dnsRecords"] as DnsRecord[];
  for (const { name, value } of records.filter(({ purpose }) => purposes.includes(purpose)))
    simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
  await ports.clock.sleep(HOUR);
}

/** AWS calls that change something, since the last time. */
export function writesOf({ simulator }: Pick<Hands, "simulator">): string[] {
  const made = simulator.history.entries().map(({ operation }) => operation);
  simulator.history.clear();
  return made.filter((operation) => !/^(Get|List|Describe)/.test(operation));
}

export const arnsOf = ({ simulator }: Pick<Hands, "simulator">): string[] =>
  simulator.acm.snapshot().map(({ arn }) => arn);
