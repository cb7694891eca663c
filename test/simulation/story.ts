/** A story in virtual time: one world, one group, and the runs of its life. */
import assert from "node:assert/strict";
import type { CertificateArn, Desired } from "../../provider/core/model";
import { type Run, type RunResult, reconcile, refresh } from "../../provider/reconcile";
import { ACCOUNT, continued, createWorld, domainNames, type GroupWorld, run, wish } from "./world";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Story extends GroupWorld {
  zoneId: string;
  distribution: { id: string; domainName: string };
  desired: Desired;
  /** The next run of the same resource. */
  up(more?: Partial<Run>): Promise<RunResult>;
  refresh(): Promise<RunResult>;
  destroy(): Promise<RunResult>;
}

type Direct = Parameters<GroupWorld["simulator"]["cloudfront"]["createDirect"]>[0];

export function begin(
  seed: string,
  names: string[],
  options: { direct?: Partial<Direct>; wish?: Partial<Desired> } = {},
): Story {
  const world = createWorld({ seed });
  const { simulator } = world;
  const zone = simulator.route53.createZone(ACCOUNT, "example.com");
  simulator.dns.delegate("example.com", zone.nameServers);
  const distribution = simulator.cloudfront.createDirect({ account: ACCOUNT, ...options.direct });
  const desired = wish(distribution.id, domainNames(...names), options.wish);
  let last: RunResult | undefined;
  const next = async (more: Partial<Run>, loop = reconcile): Promise<RunResult> => {
    const now = world.ports.clock.now();
    const left = last === undefined ? {} : continued(last);
    last = await run(world, desired, { ...left, deadline: now + 2 * HOUR, ...more }, loop);
    return last;
  };
  const destroy = async (): Promise<RunResult> => {
    const gone = await next({ goal: "absent", letGoFor: HOUR });
    last = undefined;
    return gone;
  };
  return {
    ...world,
    zoneId: zone.id,
    distribution,
    desired,
    up: (more = {}) => next(more),
    refresh: () => next({}, refresh),
    destroy,
  };
}

export const codes = ({ report }: RunResult): string[] => report.guidance.map(({ code }) => code);
export const arns = ({ simulator }: GroupWorld): string[] => simulator.acm.snapshot().map(({ arn }) => arn);

/** A certificate that the user has requested and validated without us. */
export async function ownCertificate(
  { ports, simulator, zoneId }: GroupWorld & { zoneId: string },
  ...names: string[]
): Promise<CertificateArn> {
  const requested = await ports.certificates.request(names, "RSA_2048", "x".repeat(32), {});
  assert.ok(requested.kind === "ok");
  await ports.clock.sleep(MINUTE);
  const described = await ports.certificates.describe(requested.value);
  assert.ok(described.kind === "ok");
  for (const { record } of described.value.validations) {
    if (record !== null)
      simulator.route53.putRecord(zoneId, { name: record.name, type: "CNAME", ttl: 300, values: [record.value] });
  }
  await ports.clock.sleep(HOUR);
  return requested.value;
}
