/** `npm run demo`: a real Pulumi program on a simulated AWS, from nothing to served domains and back. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DnsRecord, DomainGroupState } from "pulumi-domain-group";
import { root } from "../../test/setup/root";
import { type RunningSimulator, startSimulator } from "../../test/simulator/run";
import { heading, say, servedTable } from "./show";

const ACCOUNT = "111111111111";
const GROUPS = ["shop", "customer"] as const;

/** AWS takes minutes; a person who watches a demo has one. */
const QUICK = {
  certificateVisibleToCloudFront: 200,
  deploy: 3000,
  inUseByLag: 1000,
  validationFirstCheck: 1500,
  validationRecheck: 1000,
};

type Groups = { [group in (typeof GROUPS)[number]]: DomainGroupState };

async function main(): Promise<void> {
  const world = await startSimulator({ latencies: QUICK });
  const folder = mkdtempSync(join(tmpdir(), "domain-group-demo-"));
  try {
    await tell(world, folder);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tell(world: RunningSimulator, folder: string): Promise<void> {
  const pulumi = await prepareProgram(world, folder);
  say(`AWS is simulated at ${world.aws}, its DNS at ${world.dns}. The Pulumi CLI, the AWS SDK, DNS and TLS are real.`);

  heading("1. The first `pulumi up`: our own domains are served, the customer's records are known");
  await pulumi(UP);
  const first = await groups(pulumi);
  say("The records that the customer has to publish, above, are also in the stack's output `customer`.");

  heading("2. A few seconds later the customer publishes the validation records; the second `up` attaches");
  await pause(3);
  await publish(world, first.customer.dnsRecords, "VALIDATION");
  await pulumi(UP);

  heading("3. Now that every edge can serve, the customer lets DNS lead here; a refresh sees it");
  await publish(world, first.customer.dnsRecords, "ROUTING");
  await pulumi([...UP, "--refresh"]);

  heading("4. What the world sees: DNS look-ups and TLS handshakes");
  const done = await groups(pulumi);
  const { text, problems } = await servedTable(
    world,
    Object.values(done).flatMap((group) => group.domains),
  );
  say(text);

  heading("5. An `up` that changes nothing asks AWS nothing");
  await ask(world, "DELETE", "/history");
  await pulumi(UP);
  const history = (await ask(world, "GET", "/history")) as unknown[];
  say(`${history.length} AWS calls`);

  heading("6. `pulumi destroy` leaves nothing behind");
  await pulumi(["destroy", "--yes", "--suppress-outputs"]);
  const left =
    world.simulator.acm.snapshot().length +
    world.simulator.cloudfront.snapshot().flatMap(({ aliases }) => aliases).length;
  say(`${left} certificates and aliases left`);

  if (history.length > 0) problems.push(`the \`up\` without a change made ${history.length} AWS calls`);
  if (left > 0) problems.push("something is left behind");
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Runs a command of the CLI; what it prints goes to the terminal, or comes back with `quiet`. */
type Pulumi = (args: string[], quiet?: "quiet") => Promise<string>;

/** The program in a folder of its own, as a user would have it, with a stack and its configuration. */
async function prepareProgram(world: RunningSimulator, folder: string): Promise<Pulumi> {
  const { pulumiEnvironment } = await import("../../test/setup/pulumi-cli.mjs");
  const project = join(folder, "program");
  cpSync(__dirname, project, { recursive: true });
  mkdirSync(join(project, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(root, join(project, "node_modules", "pulumi-domain-group"));
  symlinkSync(join(root, "node_modules", "@pulumi", "pulumi"), join(project, "node_modules", "@pulumi", "pulumi"));
  const backend = join(folder, "state");
  mkdirSync(backend);
  const env = {
    ...process.env,
    ...pulumiEnvironment({ backend }),
    AWS_ENDPOINT_URL: world.aws,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000001",
    AWS_SECRET_ACCESS_KEY: "simulated",
  };
  const pulumi: Pulumi = (args, quiet) => cli(project, env, args, quiet !== undefined);
  await pulumi(["stack", "init", "demo", "--non-interactive"], "quiet");
  for (const [key, value] of Object.entries(await settings(world)))
    await pulumi(["config", "set", key, value], "quiet");
  return pulumi;
}

/** What has to be there before the program: two distributions, our zone, and the customer's at another DNS provider. */
async function settings(world: RunningSimulator): Promise<{ [key: string]: string }> {
  const { cloudfront } = world.simulator;
  await ask(world, "POST", "/zones", { name: "example.com", account: ACCOUNT });
  await ask(world, "POST", "/zones", { name: "customer.net" });
  return {
    resolver: world.dns,
    dnsPort: String(world.dnsPort),
    shopDistribution: cloudfront.createDirect({ account: ACCOUNT, httpVersion: "http2and3" }).id,
    customerDistribution: cloudfront.createDirect({ account: ACCOUNT }).id,
  };
}

const UP = ["up", "--yes", "--suppress-outputs"];

const groups = async (pulumi: Pulumi): Promise<Groups> =>
  JSON.parse(await pulumi(["stack", "output", "--json"], "quiet")) as Groups;

/** The simulator runs in this process, so nothing here may block it. */
function cli(cwd: string, env: NodeJS.ProcessEnv, args: string[], quiet: boolean): Promise<string> {
  if (!quiet) say(`$ pulumi ${args.join(" ")}`);
  const output = quiet ? "pipe" : "inherit";
  const child = spawn("pulumi", args, { cwd, env, stdio: [quiet ? "ignore" : "inherit", output, "inherit"] });
  let printed = "";
  child.stdout?.on("data", (bytes: Buffer) => {
    printed += bytes.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`pulumi ${args.join(" ")} ended with ${code}`)),
    );
  });
}

async function publish(world: RunningSimulator, records: DnsRecord[], purpose: DnsRecord["purpose"]): Promise<void> {
  for (const { name, type, value, ttl } of records.filter((record) => record.purpose === purpose)) {
    await ask(world, "POST", "/records", { name, type, values: [value], ttl });
    say(`The customer publishes ${name} ${type} ${value}`);
  }
}

async function ask({ control }: RunningSimulator, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(control + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

main().catch((error: Error) => {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
});
