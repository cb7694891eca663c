/** For stories of groups that go from one distribution to another. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import type { RunResult } from "../../provider/reconcile";
import type { Member, Stack } from "./stack";
import { HOUR } from "./story";
import { watch } from "./watch";

export const NAMES = ["example.com", "www.example.com"];
export const BARE = { aliases: [], enabled: true, certificate: null };

/** A served group; from now on all its domains are asked for at every edge, at every call. */
export async function served(stack: Stack, group: Member): Promise<{ failures: string[]; hosts: Set<string> }> {
  settled(await group.up());
  await stack.ports.clock.sleep(HOUR);
  return watch(stack, ...group.desired.domains);
}

export const settled = (result: RunResult): void =>
  assert.equal(result.end, "settled", JSON.stringify([result.end, result.report.guidance]));

export function toPlace(group: Member, distribution: Desired["distribution"]): Promise<RunResult> {
  group.desired = { ...group.desired, distribution };
  return group.up();
}

/** The distributions that routing records lead to. */
export function ledTo({ simulator }: Stack): string[] {
  const records = simulator.route53.snapshot().flatMap((zone) => zone.records);
  const targets = new Set(records.flatMap(({ values }) => values).filter((value) => value.startsWith("ALIAS ")));
  const ids = simulator.cloudfront.snapshot().filter(({ domainName }) => targets.has(`ALIAS ${domainName}`));
  assert.equal(ids.length, targets.size, "a record leads nowhere");
  return ids.map(({ id }) => id);
}

export const arns = ({ simulator }: Stack): string[] => simulator.acm.snapshot().map(({ arn }) => arn);
export const onlyCertificate = (stack: Stack): string => {
  const [arn, ...others] = arns(stack);
  assert.deepEqual(others, []);
  return arn ?? "none";
};
