/**
 * `node --import tsx test/simulation/crash/main.ts [--level sdk|semantics] [--pairs N] [--scenario text] [--choice all|writes|few]
 * [--share N] [--seed N] [--kill 12a,3b]
 * [--mutation name] [--failures N]`: every crash of every scenario, on every core. `--pairs` is for all scenarios together; `--share 10` plays every
 * tenth point; `--kill` plays one crash (`12a`: after call 12, `3b`: before call 3 of the run that goes on) of the scenario of exactly that name.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { type CrashOptions, type CrashSummary, isWell, merged, simulateCrashes } from "./crashes";
import type { Kill } from "./job";
import { MUTATIONS } from "./mutations";
import { SCENARIOS, scenarioNamed } from "./scenarios";

/** What a worker is given: scenarios by their names. */
type Batch = Omit<CrashOptions, "scenarios"> & { scenario: string };

/** So many batches are made of one scenario, for the cores to share. */
const PARTS = 4;

function readBatches(): { batches: Batch[]; most: number } {
  const { values } = parseArgs({
    options: {
      level: { type: "string", default: "semantics" },
      pairs: { type: "string", default: "0" },
      scenario: { type: "string", default: "" },
      choice: { type: "string", default: "all" },
      share: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      kill: { type: "string" },
      mutation: { type: "string", default: "none" },
      failures: { type: "string", default: "5" },
      worker: { type: "boolean" },
    },
  });
  const setting = {
    level: oneOf("level", values.level, ["sdk", "semantics"] as const),
    mutation: oneOf("mutation", values.mutation, MUTATIONS),
    seed: number("seed", values.seed),
    choice: oneOf("choice", values.choice, ["all", "writes", "few"] as const),
  };
  const most = number("failures", values.failures);
  if (values.kill !== undefined) {
    const { name } = scenarioNamed(values.scenario);
    return {
      batches: [{ ...setting, scenario: name, share: { index: 0, of: 1 }, pairs: 0, kills: readKills(values.kill) }],
      most,
    };
  }
  const found = SCENARIOS.filter(({ name }) => name.includes(values.scenario));
  const pairs = Math.ceil(number("pairs", values.pairs) / (found.length * PARTS));
  const of = number("share", values.share) * PARTS;
  const batches = found.flatMap(({ name }) =>
    Array.from({ length: PARTS }, (_, index): Batch => ({ ...setting, scenario: name, share: { index, of }, pairs })),
  );
  return { batches, most };
}

function oneOf<T extends string>(name: string, value: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Error(`--${name} takes ${words.join(" or ")}, got ${value}`);
  return found;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, got ${text}`);
  return value;
}

function readKills(text: string): Kill[] {
  return text.split(",").map((part) => {
    const [, call, when] = /^(\d+)([ab])$/.exec(part) ?? [];
    if (call === undefined) throw new Error(`--kill takes calls such as 12a,3b, got ${part}`);
    return { call: Number(call), when: when === "a" ? "after" : "before" };
  });
}

/** In a child: plays what the parent sends. */
function serve(): void {
  process.on("message", async ({ scenario, ...rest }: Batch) => {
    process.send?.(await simulateCrashes({ ...rest, scenarios: [scenarioNamed(scenario)] }));
  });
}

/** What is done by the time when somebody ends it is shown as well. */
async function playAll(batches: Batch[], results: CrashSummary[]): Promise<void> {
  const open = [...batches];
  const workers = Math.min(availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: workers }, () => work(open, results)));
}

/** In the order of the batches. */
function summaryOf(batches: Batch[], results: CrashSummary[]): CrashSummary {
  const summary = merged(results);
  const names = [...new Set(batches.map(({ scenario }) => scenario))];
  return names.flatMap((name) => summary.filter(({ scenario }) => scenario === name));
}

async function work(open: Batch[], results: CrashSummary[]): Promise<void> {
  const child = fork(__filename, ["--worker"], { execArgv: process.execArgv });
  try {
    for (let batch = open.shift(); batch !== undefined; batch = open.shift()) results.push(await played(child, batch));
  } finally {
    child.kill();
  }
}

function played(child: ChildProcess, batch: Batch): Promise<CrashSummary> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a worker ended with ${code} on "${batch.scenario}"`));
    child.once("exit", onExit);
    child.once("message", (summary) => {
      child.off("exit", onExit);
      resolve(summary as CrashSummary);
    });
    child.send(batch);
  });
}

function print(summary: CrashSummary, most: number, seconds: number): void {
  const table = new Table({
    head: ["scenario", "crashes", "twice", "converged", "orphans", "broken promises", "CPU s"],
    style: { head: [], border: [], compact: true },
  });
  const sum = (value: (row: CrashSummary[number]) => number): number =>
    summary.reduce((total, row) => total + value(row), 0);
  for (const row of summary) {
    const { scenario, points, pairs, converged, orphans, brokenPromises } = row;
    table.push([
      `${isWell(row) ? "" : "! "}${scenario}`,
      points,
      pairs,
      converged,
      orphans,
      brokenPromises,
      row.seconds.toFixed(1),
    ]);
  }
  const cpu = sum((row) => row.seconds).toFixed(1);
  table.push([
    `${summary.length} scenarios`,
    sum(({ points }) => points),
    sum(({ pairs }) => pairs),
    sum(({ converged }) => converged),
    sum(({ orphans }) => orphans),
    sum(({ brokenPromises }) => brokenPromises),
    cpu,
  ]);
  console.log(table.toString());
  for (const { failures } of summary) {
    for (const failure of failures.slice(0, most)) console.log(failure);
  }
  const crashes = sum(({ points, pairs }) => points + pairs);
  const well = sum(({ converged }) => converged);
  console.log(`${well} crashes converged, ${crashes - well} did not, in ${seconds.toFixed(1)} s`);
}

async function main(): Promise<void> {
  const start = performance.now();
  const { batches, most } = readBatches();
  const results: CrashSummary[] = [];
  const show = (): CrashSummary => {
    const summary = summaryOf(batches, results);
    print(summary, most, (performance.now() - start) / 1000);
    return summary;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      show();
      console.log(`ended by ${signal}: ${results.length} of ${batches.length} parts were played`);
      process.exit(1);
    });
  }
  await playAll(batches, results);
  const summary = show();
  process.exitCode = summary.length > 0 && summary.every(isWell) ? 0 : 1;
}

if (process.argv.includes("--worker")) serve();
else {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}
