/**
 * `npm run simulate -- [--runs N] [--seed N]`: creations in worlds of their own, on every core. The first seed that goes wrong is printed with the
 * command that plays it again.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { type Creation, simulateCreation } from "./creation";

const BATCH = 50;

interface Options {
  seed: number;
  runs: number;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      runs: { type: "string", default: "1" },
      worker: { type: "boolean" },
    },
  });
  const number = (name: "seed" | "runs"): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${name} takes a whole number from 1, got ${values[name]}`);
    return value;
  };
  return { seed: number("seed"), runs: number("runs") };
}

/** In a child: plays the batches that the parent sends. */
function serve(): void {
  process.on("message", async ({ seed, runs }: Options) => {
    const creations: Creation[] = [];
    for (let index = 0; index < runs; index++) creations.push(await simulateCreation(seed + index));
    process.send?.(creations);
  });
}

async function simulate({ seed, runs }: Options): Promise<Creation[]> {
  const batches: Options[] = [];
  for (let done = 0; done < runs; done += BATCH)
    batches.push({ seed: seed + done, runs: Math.min(BATCH, runs - done) });
  const results: Creation[] = [];
  const workers = Math.min(availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: workers }, () => work(batches, results)));
  return results;
}

async function work(batches: Options[], results: Creation[]): Promise<void> {
  const child = fork(__filename, ["--worker"], { execArgv: process.execArgv });
  try {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      results.push(...(await played(child, batch)));
    }
  } finally {
    child.kill();
  }
}

function played(child: ChildProcess, batch: Options): Promise<Creation[]> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a worker ended with ${code} on seed ${batch.seed}`));
    child.once("exit", onExit);
    child.once("message", (creations) => {
      child.off("exit", onExit);
      resolve(creations as Creation[]);
    });
    child.send(batch);
  });
}

function print(creations: Creation[], seconds: number): void {
  const table = new Table({
    head: ["DNS", "distribution", "runs", "well", "AWS calls: mean", "most", "virtual hours"],
  });
  for (const kind of [...new Set(creations.map(({ mode, place }) => `${mode} ${place}`))].sort()) {
    const of = creations.filter(({ mode, place }) => `${mode} ${place}` === kind);
    const calls = of.map(({ awsCalls }) => awsCalls);
    const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
    table.push([
      ...kind.split(" "),
      of.length,
      of.filter(({ problems }) => problems.length === 0).length,
      (sum(calls) / calls.length).toFixed(1),
      Math.max(...calls),
      (sum(of.map(({ virtualSeconds }) => virtualSeconds)) / 3600).toFixed(0),
    ]);
  }
  console.log(table.toString());
  const failed = creations.filter(({ problems }) => problems.length > 0);
  for (const { seed, problems } of failed.slice(0, 5)) {
    console.log(`seed ${seed}: ${problems.join("; ")}\n  again: npm run simulate -- --seed ${seed}`);
  }
  console.log(`${creations.length - failed.length} passed, ${failed.length} failed in ${seconds.toFixed(1)} s`);
}

async function main(): Promise<void> {
  const start = performance.now();
  const creations = await simulate(readOptions());
  print(creations, (performance.now() - start) / 1000);
  process.exitCode = creations.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

if (process.argv.includes("--worker")) serve();
else {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}
