/** A world of its own for one group: AWS, DNS, a distribution, and a zone that is delegated or somebody else's. */
import { type AwsPorts, createAws } from "../../provider/aws/clients";
import { type DomainName, parseDomainName } from "../../provider/core/domain-name";
import { emptyMemory } from "../../provider/core/memory";
import type { Desired, Route53Wish } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import { createDns } from "../../provider/dns/dns";
import type { Ports } from "../../provider/ports";
import { type Run, type RunResult, reconcile } from "../../provider/reconcile";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { clientConfig } from "../simulator/in-process";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/simulator";
import { edgesOf } from "./edges";

export const ACCESS_KEY = "AKIASIMULATOR0000001";
export const ACCOUNT = "111111111111";
const HOUR = 60 * 60 * 1000;

export interface GroupWorld {
  simulator: Simulator;
  ports: Ports;
  said: string[];
}

export function createWorld(options: SimulatorOptions, accessKey = ACCESS_KEY): GroupWorld {
  const simulator = createSimulator(options);
  return { simulator, ...portsInto(simulator, accessKey) };
}

/** Another process's view of the same world. */
export function portsInto(simulator: Simulator, accessKey = ACCESS_KEY): Omit<GroupWorld, "simulator"> {
  const { clock } = simulator.world;
  const { requestHandler, credentials } = clientConfig(simulator, accessKey);
  const connection = { profile: null, assumeRoles: [], route53AssumeRole: null };
  const said: string[] = [];
  const aws = createAws({ connection, clock, transport: { requestHandler, credentials } });
  return { ports: { ...aws, ...portsBeside(simulator, said) }, said };
}

/** All that is not AWS. */
export function portsBeside(simulator: Simulator, said: string[]): Omit<Ports, keyof AwsPorts> {
  const { clock } = simulator.world;
  return {
    dns: createDns({
      transport: {
        exchange: (address, _port, packet, protocol) => exchange(simulator.dns, address, packet, protocol),
      },
      clock,
      resolvers: [RESOLVER_ADDRESS],
    }),
    edges: edgesOf(simulator),
    clock,
    progress: { live: () => {}, say: (_, message) => said.push(message) },
  };
}

export function domainNames(...names: string[]): DomainName[] {
  return names.map((name) => {
    const parsed = parseDomainName(name);
    if (parsed.kind !== "ok") throw new Error(`${name}: ${parsed.rule}`);
    return parsed.name;
  });
}

export const ROUTE53: Route53Wish = {
  kind: "route53",
  zoneIds: null,
  onMissingZone: "fail",
  routing: "create",
  removeValidationRecords: "auto",
  manageCaa: false,
};

export function wish(distributionId: string, domains: DomainName[], more: Partial<Desired> = {}): Desired {
  return {
    groupId: "org/project/stack/brand",
    name: "brand",
    owner: "org/project/stack",
    domains,
    distribution: { kind: "existing", id: distributionId, domainName: null },
    dns: ROUTE53,
    certificate: null,
    keyAlgorithm: "RSA_2048",
    minimumProtocolVersion: null,
    tags: {},
    moveFrom: [],
    waitFor: "auto",
    ...more,
  };
}

/** One run of the loop, as a driver would start it. */
export function run(
  world: Pick<GroupWorld, "ports">,
  desired: Desired,
  more: Partial<Run> = {},
  loop = reconcile,
): Promise<RunResult> {
  return loop(runOf(world, desired, more));
}

export function runOf(world: Pick<GroupWorld, "ports">, desired: Desired, more: Partial<Run> = {}): Run {
  const now = world.ports.clock.now();
  return {
    desired,
    goal: "present",
    memory: emptyMemory(now),
    incarnation: "0123456789abcdef",
    accountId: null,
    owners: [desired.owner],
    previous: null,
    deadline: now + HOUR,
    letGoFor: 10 * 60 * 1000,
    siblings: () => [],
    cancelled: () => false,
    cancellation: new Promise(() => {}),
    ports: world.ports,
    onProgress: () => {},
    ...more,
  };
}

/** The state that a run leaves, for the run that goes on from it. */
export function continued(result: RunResult): { memory: Run["memory"]; previous: Report; accountId: string | null } {
  return { memory: result.memory, previous: result.report, accountId: result.accountId };
}
