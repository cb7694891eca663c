/** `pulumi-domain-group/testing`: for unit tests of programs that have a `DomainGroup`. */
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupState } from "../core/outputs";
import type { DomainGroupArgs } from "../pulumi/args";
import { plainJson } from "../pulumi/plain-json";
import { MODULE, RECORD_TYPE, TYPE } from "../pulumi/program-inputs";
import { type Bag, isBag, UNKNOWN } from "../pulumi/reading";
import { outputsOfRun } from "./example-run";
import { wishOfInputs } from "./example-wish";
import { validationRecord } from "./made-up";

export type { ExampleKind } from "./example-kind";
export { exampleState } from "./example-state";

/** As the SDK makes it of module and type (`pulumi.dynamic.Resource`). */
const GROUP = `pulumi-nodejs:dynamic/${MODULE}:${TYPE}`;
const RECORD = `pulumi-nodejs:dynamic/${MODULE}:${RECORD_TYPE}`;

/**
 * Mocks for unit tests of programs that use `DomainGroup`. Groups come out CERTIFICATE_ATTACHED with made-up, stable records; their arguments are
 * judged as `pulumi preview` judges them. Everything else goes to your own mocks.
 *
 * ```ts
 * pulumi.runtime.setMocks(withDomainGroups());
 * pulumi.runtime.setMocks(withDomainGroups({ newResource, call }, (_name, args) => exampleState(args, "waiting-for-records")));
 * ```
 *
 * @param mocks Your own. Default: a resource echoes its inputs and has the id `<name>_id`, a function answers with its arguments.
 * @param state Other outputs, by the name of the group and its arguments as the engine sees them; they are laid over the usual ones.
 */
export function withDomainGroups(
  mocks: Partial<pulumi.runtime.Mocks> = {},
  state: (name: string, args: DomainGroupArgs) => Partial<DomainGroupState> = () => ({}),
): pulumi.runtime.Mocks {
  return {
    newResource: (resource) => {
      if (resource.type === GROUP) return groupOf(resource, state);
      if (resource.type === RECORD) return recordOf(resource);
      return mocks.newResource?.(resource) ?? { id: `${resource.name}_id`, state: resource.inputs };
    },
    call: (call) => mocks.call?.(call) ?? call.inputs,
  };
}

function groupOf(
  { name, inputs }: pulumi.runtime.MockResourceArgs,
  state: (name: string, args: DomainGroupArgs) => Partial<DomainGroupState>,
): pulumi.runtime.MockResourceResult {
  const desired = wishOfInputs(marked(inputs));
  // In a preview, outputs that a mock leaves out are unknown.
  if (desired === undefined) return { id: undefined, state: inputs };
  const outputs = { ...outputsOfRun(desired, "attached"), ...state(name, inputs) };
  return { id: desired.groupId, state: { ...inputs, ...plainJson(outputs) } };
}

/** What a group with `dns: { publish }` remembers. In a preview, an output that is left out is unknown. */
function recordOf({ name, inputs }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
  const { domain, target } = inputs;
  const remembered = typeof domain === "string" ? validationRecord(domain) : { value: target };
  return { id: `${name}_id`, state: { ...inputs, ...remembered } };
}

/** Unknown values as a real engine writes them. */
function marked(inputs: Bag): Bag {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, mark(value)]));
}

function mark(value: unknown): unknown {
  if (pulumi.isUnknown(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(mark);
  return isBag(value) ? marked(value) : value;
}
