/** The Pulumi engine as far as a group meets it: what is in the state, and which hook is called with what of it. */
import assert from "node:assert/strict";
import type { Bag } from "../../../provider/pulumi/reading";
import type { Process } from "./process";

/** A resource in the state. */
export interface Resource {
  id: string;
  inputs: Bag;
  outputs: Bag;
  /** The last operation failed and left this: the next `up` updates, whatever `diff` says (`initErrors` of the engine). */
  isUnfinished: boolean;
}

export interface Stack {
  resources: Map<string, Resource>;
  /** Replaced, and not deleted yet. */
  replaced: { name: string; id: string; outputs: Bag }[];
  /** A create was under way when the engine was killed: something may exist that the state does not have. */
  creating: Set<string>;
}

/** A resource as the program declares it. */
export interface Declared {
  name: string;
  inputs: Bag;
}

export interface UpOptions {
  /** All at once, or one after the other in the order given. */
  together: boolean;
  /** `--replace`. */
  replace: string | null;
}

export interface Outcome {
  end: "done" | "failed" | "killed";
  /** One for each resource that did not make it. */
  failures: { name: string; text: string }[];
  /** Resources for which create or update came to a good end. */
  applied: string[];
  /** Resources that the engine took for unchanged. */
  same: string[];
  /** Of resources whose delete came to a good end. */
  deleted: string[];
}

export const emptyStack = (): Stack => ({ resources: new Map(), replaced: [], creating: new Set() });

const nothingDone = (): Outcome => ({ end: "done", failures: [], applied: [], same: [], deleted: [] });

/** What the wire between engine and plugin takes (google.protobuf.Struct), and what it makes of it. */
function carried(bag: Bag): Bag {
  const text = JSON.stringify(bag, (key, value: unknown) => {
    if (typeof value === "number") assert.ok(Number.isFinite(value), `${key} is ${value}`);
    assert.ok(value !== undefined && typeof value !== "bigint", `${key} is ${String(value)}`);
    assert.ok(typeof value !== "object" || value === null || isPlain(value), `${key} is no plain object`);
    return value;
  });
  return JSON.parse(text);
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;

/** `pulumi preview`: which resources would change. */
export async function preview(stack: Stack, declared: Declared[], process: Process): Promise<Outcome> {
  const outcome = nothingDone();
  for (const { name, inputs } of declared) {
    const old = stack.resources.get(name);
    const checked = await check(process, old, inputs);
    if (typeof checked === "string") outcome.failures.push({ name, text: checked });
    else if (old !== undefined && !(await isChanged(process, old, checked))) outcome.same.push(name);
  }
  return outcome;
}

export async function up(stack: Stack, declared: Declared[], process: Process, options: UpOptions): Promise<Outcome> {
  return mortal(process, async (outcome) => {
    if (options.together) {
      await Promise.all(
        declared.map(async (resource) => (await planned(stack, resource, process, options, outcome))()),
      );
    } else {
      // A program registers all that it has, while the engine is still busy with the first.
      const steps = [];
      for (const resource of declared) steps.push(await planned(stack, resource, process, options, outcome));
      for (const step of steps) {
        if (outcome.failures.length === 0) await step();
      }
    }
    if (outcome.failures.length > 0) return;
    await removeReplaced(stack, process, outcome);
    const gone = [...stack.resources.keys()].filter((name) => !declared.some((resource) => resource.name === name));
    await Promise.all(gone.map((name) => removeOne(stack, name, process, outcome)));
  });
}

/** `pulumi destroy`. */
export function destroy(stack: Stack, process: Process): Promise<Outcome> {
  return mortal(process, async (outcome) => {
    await removeReplaced(stack, process, outcome);
    await Promise.all([...stack.resources.keys()].map((name) => removeOne(stack, name, process, outcome)));
  });
}

/** `pulumi refresh`. One that succeeds also forgets that an operation failed. */
export function refresh(stack: Stack, process: Process): Promise<Outcome> {
  return mortal(process, async (outcome) => {
    await Promise.all(
      [...stack.resources].map(async ([name, { id, inputs, outputs }]) => {
        try {
          const read = await process.hooks.read(id, outputs);
          assert.equal(read.id, id, "a resource that is read keeps its id");
          stack.resources.set(name, { id, inputs, outputs: carried(read.props), isUnfinished: false });
          outcome.applied.push(name);
        } catch (error) {
          outcome.failures.push({ name, text: textOf(error) });
        }
      }),
    );
  });
}

async function mortal(process: Process, work: (outcome: Outcome) => Promise<void>): Promise<Outcome> {
  const outcome = nothingDone();
  const end = await Promise.race([work(outcome), process.death]);
  return { ...outcome, end: end ?? (outcome.failures.length > 0 ? "failed" : "done") };
}

/** Inputs in normal form, or what is wrong with them. */
async function check(process: Process, old: Resource | undefined, inputs: Bag): Promise<Bag | string> {
  const { inputs: checked, failures } = await process.hooks.check(old?.inputs ?? {}, carried(inputs));
  return failures.length === 0 ? carried(checked) : failures.map(({ reason }) => reason).join("\n");
}

async function isChanged({ hooks }: Process, { id, outputs }: Resource, inputs: Bag): Promise<boolean> {
  return (await hooks.diff(id, outputs, inputs)).changes;
}

/** Check and diff at once; what is left to do, for when its turn comes. */
async function planned(
  stack: Stack,
  { name, inputs }: Declared,
  process: Process,
  { replace }: UpOptions,
  outcome: Outcome,
): Promise<() => Promise<void>> {
  const nothing = async (): Promise<void> => {};
  const old = stack.resources.get(name);
  const isReplaced = old !== undefined && replace === name;
  try {
    const checked = await check(process, isReplaced ? undefined : old, inputs);
    if (typeof checked === "string") {
      outcome.failures.push({ name, text: checked });
      return nothing;
    }
    const resource = { name, inputs: checked };
    if (old === undefined || isReplaced) return () => createOne(stack, resource, old, process, outcome);
    if (old.isUnfinished || (await isChanged(process, old, checked)))
      return () => updateOne(stack, resource, old, process, outcome);
    stack.resources.set(name, { ...old, inputs: checked });
    stack.creating.delete(name);
    outcome.same.push(name);
  } catch (error) {
    outcome.failures.push({ name, text: textOf(error) });
  }
  return nothing;
}

async function createOne(
  stack: Stack,
  { name, inputs }: Declared,
  old: Resource | undefined,
  { hooks }: Process,
  outcome: Outcome,
): Promise<void> {
  const store = (id: string, outputs: Bag, isUnfinished: boolean): void => {
    stack.resources.set(name, { id, inputs, outputs: carried(outputs), isUnfinished });
    if (old !== undefined) stack.replaced.push({ name, id: old.id, outputs: old.outputs });
  };
  stack.creating.add(name);
  try {
    const { id, outs } = await hooks.create(inputs);
    store(id, outs, false);
    outcome.applied.push(name);
  } catch (error) {
    const { id, properties } = error as { id?: string; properties?: Bag };
    if (id !== undefined && properties !== undefined) store(id, properties, true);
    outcome.failures.push({ name, text: textOf(error) });
  }
  stack.creating.delete(name);
}

async function updateOne(
  stack: Stack,
  { name, inputs }: Declared,
  { id, outputs }: Resource,
  { hooks }: Process,
  outcome: Outcome,
): Promise<void> {
  try {
    const { outs } = await hooks.update(id, outputs, inputs);
    stack.resources.set(name, { id, inputs, outputs: carried(outs), isUnfinished: false });
    stack.creating.delete(name);
    outcome.applied.push(name);
  } catch (error) {
    const { properties } = error as { properties?: Bag };
    if (properties !== undefined)
      stack.resources.set(name, { id, inputs, outputs: carried(properties), isUnfinished: true });
    outcome.failures.push({ name, text: textOf(error) });
  }
}

async function removeReplaced(stack: Stack, { hooks }: Process, outcome: Outcome): Promise<void> {
  for (const each of [...stack.replaced]) {
    try {
      await hooks.delete(each.id, each.outputs);
      stack.replaced.splice(stack.replaced.indexOf(each), 1);
      outcome.deleted.push(each.name);
    } catch (error) {
      outcome.failures.push({ name: each.name, text: textOf(error) });
    }
  }
}

async function removeOne(stack: Stack, name: string, { hooks }: Process, outcome: Outcome): Promise<void> {
  const { id, outputs } = stack.resources.get(name) ?? {};
  if (id === undefined || outputs === undefined) return;
  try {
    await hooks.delete(id, outputs);
    stack.resources.delete(name);
    outcome.deleted.push(name);
  } catch (error) {
    outcome.failures.push({ name, text: textOf(error) });
  }
}

const textOf = (error: unknown): string => {
  const { message, reasons } = error as { message?: string; reasons?: string[] };
  return [message ?? String(error), ...(reasons ?? [])].join(" | ");
};
