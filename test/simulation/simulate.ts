/**
 * `npm run simulate -- [--runs N] [--seed N] [--level sdk|semantics] [--mutation name]`: whole lives, each in a world of its own, on every core. Seeds
 * that go wrong are shrunk and printed with the command that plays them again.
 */
import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { MUTATIONS, type Mutation } from "./life/mutations";
import { planOf } from "./life/plan";
import { type Played, play, unbroken } from "./life/play";
import { shrink, story } from "./life/shrink";
import type { Level } from "./life/world";

const BATCH = 20;
const MOST_STORIES = 5;
const TOLD_EACH = 1_000;

interface Options {
  seed: number;
  runs: number;
  level: Level;
  mutation: Mutation | null;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      runs: { type: "string", default: "1" },
      level: { type: "string", default: "sdk" },
      mutation: { type: "string" },
      worker: { type: "boolean" },
    },
  });
  const number = (name: "seed" | "runs"): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${name} takes a whole number from 1, got ${values[name]}`);
    return value;
  };
  return {
    seed: number("seed"),
    runs: number("runs"),
    level: levelOf(values.level),
    mutation: mutationOf(values.mutation),
  };
}

function levelOf(level: string): Level {
  if (level === "sdk" || level === "semantics") return level;
  throw new Error(`--level takes sdk or semantics, got ${level}`);
}

function mutationOf(name: string | undefined): Mutation | null {
  if (name === undefined) return null;
  const known = Object.keys(MUTATIONS) as Mutation[];
  const mutation = known.find((each) => each === name);
  if (mutation !== undefined) return mutation;
  throw new Error(`--mutation takes one of: ${known.map((each) => `"${each}"`).join(", ")}; got ${name}`);
}

const breakingOf = ({ mutation }: Options) => (mutation === null ? unbroken : MUTATIONS[mutation]);

/** In a child: plays the batches that the parent sends. */
function serve(): void {
  process.on("message", async (options: Options) => {
    const lives: Played[] = [];
    for (let index = 0; index < options.runs; index++)
      lives.push(await play(planOf(options.seed + index, options.level), breakingOf(options)));
    process.send?.(lives);
  });
}

async function simulate(options: Options): Promise<Played[]> {
  const { seed, runs } = options;
  const batches: Options[] = [];
  for (let done = 0; done < runs; done += BATCH)
    batches.push({ ...options, seed: seed + done, runs: Math.min(BATCH, runs - done) });
  const results: Played[] = [];
  const workers = Math.min(availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: workers }, () => work(batches, results)));
  return results;
}

async function work(batches: Options[], results: Played[]): Promise<void> {
  const child = fork(__filename, ["--worker"], { execArgv: process.execArgv });
  try {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const lives = await played(child, batch);
      results.push(...lives);
      tell(lives, results.length);
    }
  } finally {
    child.kill();
  }
}

/** A soak takes an hour: what goes wrong, and how far it is, is told while it goes on. */
function tell(lives: Played[], count: number): void {
  for (const { seed, problems } of lives) if (problems[0] !== undefined) console.error(`seed ${seed}: ${problems[0]}`);
  if (Math.floor(count / TOLD_EACH) > Math.floor((count - lives.length) / TOLD_EACH))
    console.error(`${count} lives played`);
}

function played(child: ChildProcess, batch: Options): Promise<Played[]> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a worker ended with ${code} on seed ${batch.seed}`));
    child.once("exit", onExit);
    child.once("message", (lives) => {
      child.off("exit", onExit);
      resolve(lives as Played[]);
    });
    child.send(batch);
  });
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

function print(lives: Played[], seconds: number): void {
  const kinds = [...new Set(lives.flatMap(({ commands }) => Object.keys(commands)))].sort();
  const commands = new Table({ head: ["command", "times", "in lives"] });
  for (const kind of kinds) {
    const counts = lives.map((life) => life.commands[kind] ?? 0);
    commands.push([kind, sum(counts), counts.filter((count) => count > 0).length]);
  }
  const failed = lives.filter(({ problems }) => problems.length > 0).length;
  const calls = sum(lives.map(({ awsCalls }) => awsCalls));
  const hours = sum(lives.map(({ virtualHours }) => virtualHours));
  const total = new Table({ head: ["lives", "AWS calls", "virtual days", "most ups to settle", "failures"] });
  total.push([lives.length, calls, Math.round(hours / 24), Math.max(...lives.map(({ ups }) => ups)), failed]);
  console.log(commands.toString());
  console.log(total.toString());
  console.log(`${lives.length - failed} passed, ${failed} failed in ${seconds.toFixed(1)} s`);
}

async function printStories(lives: Played[], options: Options): Promise<void> {
  const failed = lives.filter(({ problems }) => problems.length > 0).sort((one, other) => one.seed - other.seed);
  for (const life of failed.slice(0, MOST_STORIES)) {
    console.log(story(await shrink(planOf(life.seed, options.level), life, breakingOf(options))));
  }
  if (failed.length > MOST_STORIES) {
    console.log(
      `and seeds ${failed
        .slice(MOST_STORIES)
        .map(({ seed }) => seed)
        .join(" ")}`,
    );
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const start = performance.now();
  const lives = await simulate(options);
  print(lives, (performance.now() - start) / 1000);
  await printStories(lives, options);
  process.exitCode = lives.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

if (process.argv.includes("--worker")) serve();
else {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
}
