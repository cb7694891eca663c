/** What both demos stand on: a simulated AWS, and a program in a folder of its own that the real CLI runs. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../test/setup/root";
import { type RunningSimulator, type RunOptions, startSimulator } from "../../test/simulator/run";
import { say } from "./show";

export const ACCOUNT = "111111111111";

/** AWS takes minutes; a person who watches a demo has one. */
const QUICK = {
  certificateVisibleToCloudFront: 200,
  deploy: 3000,
  inUseByLag: 1000,
  validationFirstCheck: 1500,
  validationRecheck: 1000,
};

/** Runs a command of the CLI; what it prints goes to the terminal, or comes back with `quiet`. */
export type Pulumi = (args: string[], quiet?: "quiet") => Promise<string>;

export interface Stage {
  world: RunningSimulator;
  pulumi: Pulumi;
}

/**
 * @param program folder of the Pulumi program
 * @param latencies that differ from those of other demos
 */
export async function onStage(
  program: string,
  tell: (stage: Stage) => Promise<void>,
  latencies: RunOptions["latencies"] = {},
): Promise<void> {
  const world = await startSimulator({ latencies: { ...QUICK, ...latencies } });
  const folder = mkdtempSync(join(tmpdir(), "domain-group-demo-"));
  try {
    await tell({ world, pulumi: await prepareProgram(world, program, folder) });
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program in a folder of its own, as a user would have it. */
async function prepareProgram(world: RunningSimulator, program: string, folder: string): Promise<Pulumi> {
  const { pulumiEnvironment } = await import("../../test/setup/pulumi-cli.mjs");
  const project = join(folder, "program");
  cpSync(program, project, { recursive: true });
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
    // So that the handshakes of the group trust what the edges present.
    NODE_EXTRA_CA_CERTS: world.ca,
  };
  return (args, quiet) => cli(project, env, args, quiet !== undefined);
}

/** A stack with its configuration, which the next commands are about. */
export async function openStack(
  { world, pulumi }: Stage,
  name: string,
  settings: { [key: string]: string },
): Promise<void> {
  await pulumi(["stack", "init", name, "--non-interactive"], "quiet");
  const places = { resolver: world.dns, dnsPort: String(world.dnsPort), httpsPort: String(world.httpsPort) };
  const all = { ...places, ...settings };
  const given = Object.entries(all).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  await pulumi(["config", "set-all", ...given], "quiet");
}

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

/** Something happens in the world, or is looked at, by the simulator's control plane. */
export async function ask(
  { control }: RunningSimulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(control + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

export const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
