/** A Pulumi project in a scratch folder, and the real CLI that runs it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DomainGroupState } from "../../provider/core/outputs";
import { root } from "../setup/root";

export interface Ended {
  /** `null`: a signal ended it. */
  code: number | null;
  /** Standard output and standard error, as they came. */
  output: string;
  seconds: number;
}

/** One running command. */
export interface Running {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the output matches; rejects when the command ends before. */
  prints(pattern: RegExp): Promise<void>;
}

export interface Stack {
  folder: string;
  /** `pulumi <args>`, to its end. */
  run(...args: string[]): Promise<Ended>;
  start(...args: string[]): Running;
  up(...args: string[]): Promise<Ended>;
  /** What `pulumi stack export --show-secrets` says of the resource whose type ends so; `undefined` when it is not in the state. */
  resource(type: string): Promise<StoredResource | undefined>;
  /** A stack output. */
  output<T>(name: string): Promise<T>;
  /** The same stack, in the hands of somebody with another environment. */
  withEnvironment(environment: NodeJS.ProcessEnv): Pick<Stack, "run">;
  /** Another program in place of the one before. */
  program(text: string): void;
  remove(): void;
}

export interface StoredResource {
  urn: string;
  id: string;
  outputs: DomainGroupState & { [key: string]: unknown };
  inputs: { [key: string]: unknown };
}

const TIMEOUT = 120_000;

/** `environment`: beside that of the tests; the program sees it, and so does the provider. */
export async function createStack(program: string, environment: NodeJS.ProcessEnv): Promise<Stack> {
  const { pulumiEnvironment } = await import("../setup/pulumi-cli.mjs");
  const folder = mkdtempSync(join(tmpdir(), "domain-group-e2e-"));
  const backend = join(folder, "state");
  const project = join(folder, "program");
  mkdirSync(backend);
  mkdirSync(join(project, "node_modules", "@pulumi"), { recursive: true });
  // As npm installs a package from a folder.
  symlinkSync(root, join(project, "node_modules", "pulumi-domain-group"));
  for (const dependency of ["@pulumi/pulumi", "@aws-sdk"]) {
    symlinkSync(join(root, "node_modules", dependency), join(project, "node_modules", dependency));
  }
  writeFileSync(
    join(project, "Pulumi.yaml"),
    "name: shop\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
  );
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "shop", dependencies: { "pulumi-domain-group": "*" } }),
  );
  const env = { ...process.env, ...pulumiEnvironment({ backend }), ...environment };
  const start = (...args: string[]): Running => command(project, env, args);
  const run = (...args: string[]): Promise<Ended> => start(...args).ended;
  const stack: Stack = {
    folder: project,
    start,
    run,
    up: (...args) => run("up", "--yes", "--non-interactive", ...args),
    withEnvironment: (other) => ({ run: (...args) => command(project, { ...env, ...other }, args).ended }),
    resource: async (type) => stored(await run("stack", "export", "--show-secrets"), type),
    output: async (name) => JSON.parse((await run("stack", "output", "--json", name)).output),
    program: (text) => writeFileSync(join(project, "index.js"), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  stack.program(program);
  const { code, output } = await run("stack", "init", "dev");
  if (code !== 0) throw new Error(output);
  return stack;
}

function stored({ output }: Ended, type: string): StoredResource | undefined {
  const { deployment } = JSON.parse(output) as { deployment: { resources?: (StoredResource & { type: string })[] } };
  return deployment.resources?.find((resource) => resource.type.endsWith(type));
}

function command(cwd: string, env: NodeJS.ProcessEnv, args: string[]): Running {
  const startedAt = performance.now();
  // In a group of its own: a signal from the terminal reaches the CLI and all its children.
  const child = spawn("pulumi", args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const listeners = new Set<() => void>();
  const hear = (bytes: Buffer): void => {
    output += bytes.toString("utf8");
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const timer = setTimeout(() => killAll(child), TIMEOUT);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
  const prints = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const listener = (): void => {
        if (!pattern.test(output)) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
      listener();
      ended.then(() => reject(new Error(`it ended without printing ${pattern}:\n${output}`)), reject);
    });
  return { process: child, ended, prints };
}

/** To the CLI and everything that it has started. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal);
}

/** `kill -9` of the CLI and everything that it has started: plugins are in process groups of their own. */
export function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const processes = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [child = 0, parent = 0] of processes) if (family.has(parent)) family.add(child);
  }
  // One that has ended by itself meanwhile is no failure.
  spawnSync("kill", ["-9", ...[...family].map(String)]);
}
