/** The simulator on real sockets, quick enough for a test, and what a program needs to reach it. */
import type { Latencies } from "../simulator/contracts";
import { type RunningSimulator, startSimulator } from "../simulator/run";
import { createStack, type Stack } from "./stack";

export const ACCOUNT = "111111111111";
export const OTHER_KEY = "AKIASIMULATOR0000002";

export const QUICK: Partial<Latencies> = {
  certificateVisible: 200,
  validationFirstRecord: 300,
  validationAllRecords: 500,
  validationFirstCheck: 800,
  validationRecheck: 700,
  validationBackoff: 1.1,
  validationRecheckMax: 1500,
  issuance: 300,
  certificateVisibleToCloudFront: 300,
  inUseByLag: 500,
  certificateListLag: 200,
  deploy: 1200,
  deployFirstEdge: 200,
  distributionReadLag: 100,
  deletableAfterDeployed: 500,
  accessControlVisible: 300,
  accessControlReleased: 500,
  insync: 300,
  call: 5,
};

export interface World extends RunningSimulator {
  /** A distribution of the account. */
  distributionId: string;
  environment: NodeJS.ProcessEnv;
  /** AWS calls since the last time. */
  calls(): string[];
}

/** `example.com` is delegated to a zone of the account; `customer.example.org` is somebody else's. */
export async function startWorld(latencies: Partial<Latencies> = {}): Promise<World> {
  const running = await startSimulator({ seed: "e2e", latencies: { ...QUICK, ...latencies } });
  const { simulator } = running;
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT });
  await control(running, "/zones", { name: "example.com", account: ACCOUNT });
  await control(running, "/zones", { name: "customer.net" });
  const calls = (): string[] => {
    const made = simulator.history.entries().map(({ operation }) => operation);
    simulator.history.clear();
    return made;
  };
  return { ...running, distributionId: id, environment: environmentOf(running, id), calls };
}

export function environmentOf(
  {
    aws,
    dns,
    dnsPort,
    httpsPort,
    control: url,
  }: Pick<RunningSimulator, "aws" | "dns" | "dnsPort" | "httpsPort" | "control">,
  distributionId = "",
): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000001",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    RESOLVER: dns,
    DNS_PORT: String(dnsPort),
    HTTPS_PORT: String(httpsPort),
    DISTRIBUTION: distributionId,
    CONTROL: url,
  };
}

/** The world outside of AWS does something. */
export async function control(
  { control: url }: Pick<RunningSimulator, "control">,
  path: string,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const WRITES = /^(Request|Delete|Add|Remove|Change|Create|Update|Tag|Untag|Associate)/;
export const writes = (operations: string[]): string[] => operations.filter((operation) => WRITES.test(operation));

/** A program with one group. `args`: more arguments, as text. */
export const program = (args: string, rest = ""): string => `
const { DomainGroup } = require("pulumi-domain-group");
const env = process.env;
const reach = { resolvers: [env.RESOLVER], ports: { dns: Number(env.DNS_PORT) } };
const brand = new DomainGroup("brand", { distribution: { id: env.DISTRIBUTION }, ...reach, ${args} });
module.exports = { status: brand.status, dnsRecords: brand.dnsRecords, settled: brand.settled, ${rest} };
`;

export const ROUTE53_PROGRAM = program(
  'primaryDomain: "example.com", alternativeDomains: ["www.example.com"], dns: "route53"',
);
export const EXTERNAL_PROGRAM = program('primaryDomain: "www.customer.net"');

/** What no message of a Pulumi run may hold. */
export const STACK_TRACE = /^\s+at .*[(:]\d+:\d+\)?$/m;

export interface Stage {
  world: World;
  stack: Stack;
}

/** A world and a stack for all tests of a suite, or with `each` new ones for each test. They are there when the tests run. */
export function onStage(text: string, each?: "each"): Stage {
  const stage: Partial<Stage> = {};
  const open = async (): Promise<void> => {
    stage.world = await startWorld();
    stage.stack = await createStack(text, stage.world.environment);
  };
  const close = async (): Promise<void> => {
    stage.stack?.remove();
    await stage.world?.close();
  };
  if (each === undefined) {
    before(open);
    after(close);
  } else {
    beforeEach(open);
    afterEach(close);
  }
  return stage as Stage;
}
