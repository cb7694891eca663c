import { parseArgs } from "node:util";
import { prepareBuild } from "./build.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { preparePulumi } from "./pulumi-cli.mjs";
import { check, mocha, setUp } from "./steps.mjs";

// node test/setup/run-tests.mjs [--fast]
//
// Sets itself up and runs every check there is, --fast without the slow ones. All steps run, whatever fails. The last line is `N passed, N failed`.

const BIOME = ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"];
const TSC = "node_modules/typescript/bin/tsc";

const FAST = [
  ["lint", () => check(BIOME)],
  ["types", () => check([TSC, "-p", "."], [TSC, "-p", "provider", "--noEmit"])],
  ["build", () => setUp(prepareBuild)],
  ["unit", () => mocha("unit", { minutes: 5, perCore: 1 })],
];
const SLOW = [
  ["simulation", () => mocha("simulation", { minutes: 12, perCore: 1, secondsEach: 180 })],
  ["load", () => mocha("load", { minutes: 10, secondsEach: 180 })],
  ["pulumi", () => setUp(preparePulumi)],
  // Most of the time a CLI waits: for AWS, and for the next look.
  ["e2e", () => mocha("e2e", { minutes: 25, perCore: 2, secondsEach: 240 })],
];

const { fast } = parseArgs({ options: { fast: { type: "boolean" } } }).values;
const install = ["install", () => setUp(prepareDependencies)];
const results = await runAll(fast ? [install, ...FAST] : [install, ...FAST, ...SLOW]);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

console.log("");
for (const { name, passed, failed, seconds } of results) {
  console.log(`${name.padEnd(12)}${`${passed} passed, ${failed} failed`.padEnd(26)}${seconds.toFixed(1)} s`);
}
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

async function runAll(steps) {
  const done = [];
  for (const [name, step] of steps) {
    console.log(`\n# ${name}`);
    const start = performance.now();
    const counts = await step();
    done.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
    // Without its packages nothing else can run.
    if (name === "install" && counts.failed > 0) break;
  }
  return done;
}
