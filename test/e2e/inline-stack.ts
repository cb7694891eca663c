/** A stack whose program is a function of the test: run by the Automation API, so without a language host, in the process of the tests. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { root } from "../setup/root";
import { startWorld, type World } from "./world";

export interface InlineStack {
  /** Makes `program` that of the next run. */
  with(program: () => Promise<unknown>): Stack;
  remove(): void;
}

/**
 * `environment` becomes that of the process too, until `remove`: an inline program, and with it a resource hook, knows no other. Plugins load TypeScript
 * as the tests do.
 */
async function createInlineStack(environment: NodeJS.ProcessEnv): Promise<InlineStack> {
  const { findPulumi, pulumiEnvironment } = await import("../setup/pulumi-cli.mjs");
  const folder = mkdtempSync(join(tmpdir(), "domain-group-inline-"));
  const [backend, workDir] = [join(folder, "state"), join(folder, "program")];
  mkdirSync(backend);
  mkdirSync(join(workDir, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(root, join(workDir, "node_modules", "pulumi-domain-group"));
  symlinkSync(join(root, "node_modules", "@pulumi", "pulumi"), join(workDir, "node_modules", "@pulumi", "pulumi"));
  const { folder: cli = "" } = findPulumi() ?? {};
  const typescript = `--require ${require.resolve("tsx/cjs")}`;
  const restore = setEnvironment({ ...pulumiEnvironment({ backend }), NODE_OPTIONS: typescript, ...environment });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "shop", program: async () => {} },
    {
      workDir,
      projectSettings: { name: "shop", runtime: "nodejs", main: workDir },
      pulumiCommand: await PulumiCommand.get({ root: dirname(cli) }),
    },
  );
  return {
    with: (program) => {
      stack.workspace.program = async () => (await program()) as { [output: string]: unknown };
      return stack;
    },
    remove: () => {
      restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives what takes it back. */
function setEnvironment(environment: NodeJS.ProcessEnv): () => void {
  const before = Object.keys(environment).map((name): [string, string | undefined] => [name, process.env[name]]);
  Object.assign(process.env, environment);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

export interface InlineStage {
  world: World;
  stack: InlineStack;
}

/** A world and a stack for all tests of a suite. `modules`: variables with the paths of modules that stored providers find by them. */
export function onInlineStage(modules: { [variable: string]: string }): InlineStage {
  const stage: Partial<InlineStage> = {};
  before(async () => {
    stage.world = await startWorld();
    stage.stack = await createInlineStack({
      ...stage.world.environment,
      ...modules,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  });
  after(async () => {
    stage.stack?.remove();
    await stage.world?.close();
  });
  return stage as InlineStage;
}
