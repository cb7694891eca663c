/**
 * Which group of the program has which distribution, before anything is known of it: in the first preview of a program that makes both, the id of the
 * distribution is not known, but it is one object.
 */
import * as pulumi from "@pulumi/pulumi";
import type { ExistingDistribution } from "./args";

type Id = ExistingDistribution["id"];

/** One map for each run of a program: one process may run several (Automation API). */
const claims = new WeakMap<pulumi.Resource, Map<Id, string>>();

export function claimDistribution(name: string, distribution: ExistingDistribution | undefined): void {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || distribution === undefined) return;
  const holders = claims.get(stack) ?? new Map<Id, string>();
  claims.set(stack, holders);
  const holder = holders.get(distribution.id);
  if (holder !== undefined) {
    throw new pulumi.RunError(
      `${name}: the group "${holder}" has this distribution; it has one certificate, so it belongs to one group: put all names into one`,
    );
  }
  holders.set(distribution.id, name);
}
