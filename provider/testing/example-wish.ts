/** What a group of a unit test wants: its arguments, judged as `pulumi preview` judges them. */
import * as pulumi from "@pulumi/pulumi";
import type { Desired } from "../core/model";
import type { DomainGroupArgs } from "../pulumi/args";
import { checkInputs } from "../pulumi/check";
import { type Bag, containsUnknown, isBag } from "../pulumi/reading";
import { awsSettings } from "../pulumi/stack-config";
import { INTERNAL, readWish } from "../pulumi/wish";
import { distributionId } from "./made-up";

/** Where an example lives that no program has made. */
const NOWHERE = {
  kind: "group",
  name: "example",
  resource: "urn:pulumi:stack::project::pulumi-nodejs:dynamic/domain-group:DomainGroup::example",
  organization: "organization",
  project: "project",
  stack: "stack",
};

/** Arguments as a program writes them, but plain; those that mocks are given have the group's own name and stack with them. */
export function wishOfArgs(args: DomainGroupArgs): Desired {
  const { distribution, ...others } = args;
  const inputs: Bag = { ...others, distribution: distributionOf(distribution) };
  refuseOutputs(inputs, "", new Set());
  const wish = wishOfInputs(INTERNAL in inputs ? inputs : asTheClassWould(inputs, args));
  if (wish === undefined) throw new TypeError("exampleState: something in the arguments is not known yet");
  return wish;
}

/** A whole resource of another package holds outputs of no interest here. */
function distributionOf(distribution: unknown): unknown {
  if (!isBag(distribution) || !("id" in distribution)) return distribution;
  const { id, domainName, etag } = distribution;
  return { id, domainName, etag };
}

function asTheClassWould({ aws: _moved, ...inputs }: Bag, { aws }: DomainGroupArgs): Bag {
  return { ...inputs, [INTERNAL]: { ...NOWHERE, ...(aws === undefined ? {} : { aws: awsSettings(aws) }) } };
}

function refuseOutputs(value: unknown, path: string, seen: Set<object>): void {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    throw new TypeError(`exampleState: ${path} must be a plain value, and is an Output or a promise`);
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [name, member] of Object.entries(value)) {
    refuseOutputs(member, path === "" ? name : `${path}.${name}`, seen);
  }
}

/** Inputs as the class sends them. `undefined`: what matters is not known yet. Throws what a preview would say. */
export function wishOfInputs(bag: Bag): Desired | undefined {
  if (containsUnknown(bag)) return undefined;
  const { distribution } = bag;
  const id = isBag(distribution) && typeof distribution["id"] === "string" ? distribution["id"] : undefined;
  // The resources of a unit test have ids that no distribution of CloudFront could have.
  const judged = id === undefined ? bag : { ...bag, distribution: { ...Object(distribution), id: distributionId(id) } };
  const { inputs, failures } = checkInputs({}, judged, () => []);
  if (failures.length > 0) throw new TypeError(failures.map(({ reason }) => reason).join("\n"));
  const wish = readWish(inputs);
  if (wish.kind !== "known") return undefined;
  const { desired } = wish.value;
  return id === undefined ? desired : { ...desired, distribution: { ...desired.distribution, id } };
}
