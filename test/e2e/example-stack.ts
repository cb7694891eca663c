/** A stack that runs the program of an example as it is, in a world where AWS and DNS are simulated. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/root";
import { createStack, type Stack } from "./stack";
import { startWorld, type World } from "./world";

/**
 * Examples know of no simulator. Endpoint and credentials are the environment's; where DNS and edges are, only arguments can say, so each group of the
 * program gets them on its way.
 */
export const EXAMPLE_FRAME = `
const { RESOLVER, DNS_PORT, HTTPS_PORT } = process.env;
const simulated = { resolvers: [RESOLVER], ports: { dns: Number(DNS_PORT), https: Number(HTTPS_PORT) } };
const library = require("pulumi-domain-group");
class DomainGroup extends library.DomainGroup {
  constructor(name, args, opts) { super(name, { ...args, ...simulated }, opts); }
}
require.cache[require.resolve("pulumi-domain-group")].exports = { ...library, DomainGroup };
module.exports = require("./example");
`;

/** The program, and what stands in for other packages, is TypeScript, in the plugin too; test/examples checks the types. */
export const EXAMPLE_ENVIRONMENT: NodeJS.ProcessEnv = {
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  NODE_OPTIONS: `--require ${require.resolve("tsx/cjs")}`,
};

export interface ExampleStage {
  world: World;
  stack: Stack;
}

/** World and stack for all tests of a suite. `config`: of the program, when the world is there. */
export function onStageWithExample(
  name: string,
  config: (world: World) => Promise<{ [key: string]: string }>,
): ExampleStage {
  const stage: Partial<ExampleStage> = {};
  before(async () => {
    const world = await startWorld();
    stage.world = world;
    const stack = await createStack(EXAMPLE_FRAME, {
      ...world.environment,
      ...EXAMPLE_ENVIRONMENT,
      CLOUDFLARE: require.resolve("./stand-in-cloudflare"),
    });
    stage.stack = stack;
    cpSync(join(root, "examples", name), join(stack.folder, "example"), { recursive: true });
    standInForCloudflare(stack.folder);
    const settings = Object.entries(await config(world)).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    const { code, output } = await stack.run("config", "set-all", "--path", ...settings);
    if (code !== 0) throw new Error(output);
  });
  after(async () => {
    stage.stack?.remove();
    await stage.world?.close();
  });
  return stage as ExampleStage;
}

/** The package's place in the project, filled with a module of these tests. */
function standInForCloudflare(project: string): void {
  const folder = join(project, "node_modules", "@pulumi", "cloudflare");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), "module.exports = require(process.env.CLOUDFLARE);\n");
}
