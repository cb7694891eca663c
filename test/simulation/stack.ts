/** Several groups of one program in one world, in virtual time: each has runs of its own, and knows what the others want. */
import type { Desired } from "../../provider/core/model";
import { relocate } from "../../provider/core/places";
import type { Sibling } from "../../provider/core/situation";
import { type Run, type RunResult, reconcile, refresh } from "../../provider/reconcile";
import { HOUR } from "./story";
import { ACCOUNT, continued, createWorld, domainNames, type GroupWorld, run, wish } from "./world";

type Direct = Parameters<GroupWorld["simulator"]["cloudfront"]["createDirect"]>[0];

export interface Member {
  /** What the program says now; tests change it. */
  desired: Desired;
  last: RunResult | undefined;
  /** The distribution of the last run: the one that the state has. */
  before: Desired["distribution"];
  /** The program has it no more. */
  isGone: boolean;
  up(more?: Partial<Run>): Promise<RunResult>;
  refresh(): Promise<RunResult>;
  destroy(more?: Partial<Run>): Promise<RunResult>;
}

export interface Stack extends GroupWorld {
  zoneId: string;
  /** A distribution of the program. */
  place(direct?: Partial<Direct>): string;
  group(name: string, distribution: Desired["distribution"], ...domains: string[]): Member;
}

export const existing = (id: string): Desired["distribution"] => ({ kind: "existing", id, domainName: null });
export const created = (type: "api" | "web" = "api"): Desired["distribution"] => ({
  kind: "created",
  service: { type, host: "origin.example.net", settings: {} },
  domainName: null,
});

export function createStack(seed: string): Stack {
  const world = createWorld({ seed });
  const { route53, dns, cloudfront } = world.simulator;
  const zone = route53.createZone(ACCOUNT, "example.com");
  dns.delegate("example.com", zone.nameServers);
  const members: Member[] = [];
  return {
    ...world,
    zoneId: zone.id,
    place: (direct = {}) => cloudfront.createDirect({ account: ACCOUNT, ...direct }).id,
    group: (name, distribution, ...domains) => {
      const groupId = `org/project/stack/${name}`;
      const desired = wish("", domainNames(...domains), { groupId, name, distribution });
      const member = createMember(world, desired, members, `incarnation of ${name}`);
      members.push(member);
      return member;
    },
  };
}

function createMember(world: GroupWorld, desired: Desired, members: Member[], incarnation: string): Member {
  const siblings = (): Sibling[] => members.filter(({ isGone }) => !isGone).map(siblingOf);
  const next = async (more: Partial<Run>, loop = reconcile): Promise<RunResult> => {
    const deadline = world.ports.clock.now() + 2 * HOUR;
    const left = member.last === undefined ? {} : leftOf(member.last, member.before, member.desired.distribution);
    const settings = { incarnation, siblings, deadline, ...left, ...more };
    const result = await run(world, member.desired, settings, loop);
    member.before = withName(member.desired.distribution, result);
    member.last = result;
    return result;
  };
  const member: Member = {
    desired,
    last: undefined,
    before: desired.distribution,
    isGone: false,
    up: (more = {}) => next(more),
    refresh: () => next({}, refresh),
    destroy: async (more = {}) => {
      member.isGone = true;
      return next({ goal: "absent", letGoFor: HOUR, ...more });
    },
  };
  return member;
}

function leftOf(last: RunResult, from: Desired["distribution"], to: Desired["distribution"]) {
  const left = continued(last);
  return { ...left, memory: relocate(left.memory, from, to) };
}

const withName = (distribution: Desired["distribution"], { report }: RunResult): Desired["distribution"] =>
  distribution.kind === "program"
    ? distribution
    : { ...distribution, domainName: report.distributionDomainName ?? distribution.domainName };

function siblingOf({ desired, last }: Member): Sibling {
  const { groupId, domains, distribution } = desired;
  const ids = [
    distribution.kind === "existing" ? distribution.id : null,
    last?.report.distributionId ?? null,
    ...(last?.memory.formerPlaces ?? []).map(({ id }) => id),
  ];
  return {
    groupId,
    domains: distribution.kind === "program" ? [] : domains,
    distributionIds: [...new Set(ids.filter((id) => id !== null))],
    targets: [],
    isLeaving: false,
  };
}

/** What each distribution of the account serves, and with what. */
export function places({ simulator }: Pick<GroupWorld, "simulator">): {
  [id: string]: { aliases: string[]; enabled: boolean; certificate: string | null };
} {
  return Object.fromEntries(
    simulator.cloudfront
      .snapshot()
      .filter(({ status, account }) => status !== "Deleted" && account === ACCOUNT)
      .map(({ id, aliases, enabled, certificateArn }) => [
        id,
        { aliases: [...aliases].sort(), enabled, certificate: certificateArn ?? null },
      ]),
  );
}
