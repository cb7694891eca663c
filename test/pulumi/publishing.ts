/** A program that publishes the records of its group, over a simulated world: the real hooks, and what the engine does with them. */
import { baseName } from "../../provider/core/domain-name";
import { neededValidations } from "../../provider/core/records";
import type { Ports } from "../../provider/ports";
import { createHooks } from "../../provider/pulumi/create-hooks";
import type { Hooks } from "../../provider/pulumi/hook-set";
import type { Bag } from "../../provider/pulumi/reading";
import type { Wish } from "../../provider/pulumi/wish";
import { reconcile, refresh } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import * as engine from "../simulation/life/engine";
import type { Process } from "../simulation/life/process";
import { domainNames } from "../simulation/world";
import { inputs, internal, recordInputs } from "./fixtures";
import type { Place } from "./laptop";

export interface Program {
  /** The primary one first. */
  names: string[];
  /** Arguments of the group that its records get too. */
  more?: Bag;
  /** What the class says of the program: its stack, whose credentials. */
  about?: Bag;
}

export interface Publishing {
  stack: engine.Stack;
  /** Roles that nobody can assume any more. */
  goneRoles: Set<string>;
  /** `undefined`: it succeeded. */
  up(program: Program): Promise<string | undefined>;
  /** Names of the resources that a preview shows as created or changed. */
  changes(program: Program): Promise<string[]>;
  destroy(): Promise<string | undefined>;
}

const GROUP = "brand";
const basesOf = (names: string[]): string[] =>
  neededValidations(domainNames(...names), undefined).map(({ name }) => baseName(name));

/** In the order in which the class makes them. */
function declared({ distributionId }: Place, { names, more = {}, about = {} }: Program): engine.Declared[] {
  const [primaryDomain, ...alternativeDomains] = names;
  const group = { primaryDomain, alternativeDomains, ...more };
  const keys = names.flatMap((name) => [`VALIDATION:${name}`, `ROUTING:${name}`]);
  const records = basesOf(names).map((base) => ({ name: base, inputs: recordInputs(base, group, about) }));
  const own = inputs({
    ...group,
    distribution: { id: distributionId },
    dns: { publish: keys },
    __domainGroup: internal({ timeouts: { delete: "3h" }, ...about }),
  });
  return [...records, { name: GROUP, inputs: own }];
}

export function createPublishing(place: Place): Publishing {
  const stack = engine.emptyStack();
  const goneRoles = new Set<string>();
  const process = () => processOf(place, goneRoles);
  return {
    stack,
    goneRoles,
    up: async (program) =>
      textOf(await engine.up(stack, declared(place, program), process(), { together: false, replace: null })),
    changes: async (program) => {
      const all = declared(place, program);
      const { same } = await engine.preview(stack, all, process());
      return all.map(({ name }) => name).filter((name) => !same.includes(name));
    },
    // The group depends on its records, so it goes first.
    destroy: async () => {
      const one = process();
      const { resources } = stack;
      const group = new Map([...resources].filter(([name]) => name === GROUP));
      const failure = textOf(await engine.destroy({ ...stack, resources: group }, one));
      if (failure !== undefined) return failure;
      resources.delete(GROUP);
      return textOf(await engine.destroy(stack, one));
    },
  };
}

const textOf = ({ failures }: engine.Outcome): string | undefined =>
  failures.length === 0 ? undefined : failures.map(({ name, text }) => `${name}: ${text}`).join("\n");

function processOf({ ports, simulator, zoneId }: Place, goneRoles: Set<string>): Process {
  const progress = { live: () => {}, say: () => {} };
  let creates = 0;
  const hooks = createHooks({
    reconcile,
    refresh,
    rehearse,
    createPorts: ({ credentials }: Wish): Ports => {
      const isGone = credentials.assumeRoles.some(({ roleArn }) => goneRoles.has(roleArn));
      return { ...ports, progress, ...(isGone && { identity: NOBODY }) };
    },
    createDns: () => ports.dns,
    openEngineLog: () => ({ progress, close: async () => {} }),
    cancellation: () => ({ cancelled: () => false, cancellation: new Promise(() => {}) }),
    clock: ports.clock,
    newIncarnation: () => `incarnation ${++creates} after ${ports.clock.now()}`,
  });
  /** What a record remembers is published as soon as it is known. */
  const create: Hooks["create"] = async (given) => {
    const made = await hooks.create(given);
    const { domain, name, value } = made.outs;
    if (domain !== undefined)
      simulator.route53.putRecord(zoneId, { name: String(name), type: "CNAME", ttl: 300, values: [String(value)] });
    return made;
  };
  return { hooks: { ...hooks, create }, accessKey: "", death: new Promise(() => {}), calls: () => 0, writes: () => 0 };
}

/** What STS says to whoever names a role that is not there. */
const NOBODY: Ports["identity"] = {
  account: async () => ({
    kind: "failed",
    trouble: {
      reason: "FORBIDDEN",
      operation: "sts:AssumeRole",
      code: "AccessDenied",
      message: "is not authorized to perform: sts:AssumeRole",
      passing: false,
    },
  }),
};
