/**
 * Which group of the program has which distribution, before anything is known of it: in the first preview of a program that makes both, the id of the
 * distribution is not known, but it is one object.
 */
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "./args";

/** One map for each run of a program: one process may run several (Automation API). */
const claims = new WeakMap<pulumi.Resource, Map<pulumi.Input<string>, string>>();

export function claimDistribution(name: string, { distribution }: DomainGroupArgs): void {
  const stack = pulumi.runtime.getStackResource();
  const id = distribution?.id;
  if (stack === undefined || id === undefined) return;
  const holders = claims.get(stack) ?? new Map<pulumi.Input<string>, string>();
  claims.set(stack, holders);
  const holder = holders.get(id);
  if (holder !== undefined) {
    throw new pulumi.RunError(
      `${name}: the group "${holder}" has this distribution; it has one certificate, so it belongs to one group: put all names into one`,
    );
  }
  holders.set(id, name);
}
