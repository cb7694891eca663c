import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ROOT, SCRATCH } from "./paths.mjs";
import { SetUpError } from "./run.mjs";
import { testFiles } from "./test-files.mjs";

/** Counts of one step: `{ passed, failed }`. */
export const FAILED = { passed: 0, failed: 1 };

/** A command that passes or fails as a whole: counts one. */
export async function check(...commands) {
  for (const command of commands) {
    if ((await node(command, { minutes: 5 })) !== 0) return FAILED;
  }
  return { passed: 1, failed: 0 };
}

/** Something the following steps need: counts only when it fails. */
export async function setUp(work) {
  try {
    await work();
    return { passed: 0, failed: 0 };
  } catch (error) {
    console.error(error instanceof SetUpError ? error.message : error);
    return FAILED;
  }
}

/** One mocha run over the test files of a kind, so many at a time for each core. A run without tests, or that ends without its counts, has failed. */
export async function mocha(kind, { minutes, perCore = 0, secondsEach = 10, env = {} }) {
  const files = testFiles(kind);
  if (files.length === 0) {
    console.error(`There are no ${kind} tests.`);
    return FAILED;
  }
  const counts = join(SCRATCH, `counts.${kind}.json`);
  mkdirSync(SCRATCH, { recursive: true });
  rmSync(counts, { force: true });
  const reporter = [
    "--reporter",
    join(ROOT, "test", "setup", "counting-reporter.cjs"),
    "--reporter-option",
    `counts=${counts}`,
  ];
  const jobs = perCore > 0 ? ["--parallel", "--jobs", String(perCore * availableParallelism())] : [];
  const rules = ["--forbid-only", "--forbid-pending", "--timeout", `${secondsEach}s`];
  const code = await node(["node_modules/mocha/bin/mocha.js", ...rules, ...jobs, ...reporter, ...files], {
    minutes,
    env,
  });
  return outcome(kind, counts, code);
}

function outcome(kind, file, code) {
  let counts;
  try {
    counts = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    console.error(`The ${kind} run ended early (${code}), without its counts.`);
    return FAILED;
  }
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) {
    console.error(`The ${kind} run ended with ${code} and ${counts.passed} tests passed.`);
    return { ...counts, failed: 1 };
  }
  return counts;
}

/** Runs Node with its output shown. The exit code, or the signal that ended it: after `minutes` it is killed, so that nothing waits for ever. */
function node(args, { minutes, env = {} }) {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    timeout: minutes * 60_000,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
}
