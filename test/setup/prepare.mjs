import { parseArgs } from "node:util";
import { prepareBuild } from "./build.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { preparePulumi } from "./pulumi-cli.mjs";
import { asCommand } from "./run.mjs";

// node test/setup/prepare.mjs [--build] [--cli]
//
// Makes a checkout ready, from nothing but Node and npm: the packages of the lock file always, dist/ with --build, the Pulumi CLI with --cli.
await asCommand(async () => {
  const { build, cli } = parseArgs({ options: { build: { type: "boolean" }, cli: { type: "boolean" } } }).values;
  await prepareDependencies();
  if (build) await prepareBuild();
  if (cli) await preparePulumi();
});
