/**
 * What the other groups of a program want, told to each group beforehand: one that gives a domain may be updated before the one that takes it is even
 * checked (`dependsOn`, or arguments that wait for another resource). As digests: a program may have hundreds of groups, and each keeps them in its state.
 */
import * as pulumi from "@pulumi/pulumi";
import type { DomainName } from "../core/domain-name";
import { digestsOf } from "../core/name-digests";

/** More would make the state large: beyond that a domain goes over without a gap when both groups are updated at once, or the taker first. */
const MOST_NAMES = 1000;

/** One list for each run of a program: one process may run several (Automation API). */
const programs = new WeakMap<pulumi.Resource, DomainName[][]>();

/** Notes what the group wants. The promise: what all others do, once the program has come to its first pause. */
export async function wantedElsewhere(own: DomainName[]): Promise<string | undefined> {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return undefined;
  const groups = programs.get(stack) ?? [];
  programs.set(stack, groups);
  groups.push(own);
  await new Promise((resolve) => setImmediate(resolve));
  const names = new Set(groups.filter((group) => group !== own).flat());
  return names.size === 0 || names.size > MOST_NAMES ? undefined : digestsOf(names);
}
