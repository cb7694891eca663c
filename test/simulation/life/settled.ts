/** What the state says of a group. */
import { decodeOutputs, type Left } from "../../../provider/pulumi/props";
import type { Stack } from "./engine";

export function stateOf({ resources }: Stack, name: string): Left | undefined {
  const resource = resources.get(name);
  return resource === undefined ? undefined : decodeOutputs(resource.outputs);
}

/** Why a stack is not settled. Empty: it is. */
export function unsettled(stack: Stack, names: string[]): string[] {
  const { resources, replaced, creating } = stack;
  const left = [...resources.keys()].filter((name) => !names.includes(name));
  return [
    ...left.map((name) => `${name} is still there`),
    ...replaced.map(({ name }) => `the predecessor of ${name} is still there`),
    ...[...creating].map((name) => `${name} is being created`),
    ...names.flatMap((name) => whyUnsettled(stack, name)),
  ];
}

function whyUnsettled(stack: Stack, name: string): string[] {
  const left = stateOf(stack, name);
  if (left === undefined) return [`${name} is not there`];
  const { stored, report } = left;
  const { retiring, formerPlaces } = stored.memory;
  const guidance = report.guidance.map(({ code }) => code).join(" ");
  return [
    ...(report.settled && report.status === "CERTIFICATE_ATTACHED" ? [] : [`${name} is ${report.status}: ${guidance}`]),
    ...(stack.resources.get(name)?.isUnfinished === true ? [`${name} is unfinished: ${guidance}`] : []),
    // Whoever held it may have gone since, in the same `up`: the delete of a predecessor, which takes it off where only that one was. Then the next refresh tells.
    ...(guidance.includes("HELD_BY") ? [`${name} has a certificate that others hold`] : []),
    ...retiring.map(({ kind, id }) => `${name} has the ${kind} ${id} in retiring`),
    ...formerPlaces.map(({ id }) => `${name} has not left ${id}`),
  ];
}
