/** Many crashes: every point of a scenario, or a share of them, and pairs of points that are drawn. */
import { seededRandom } from "../../simulator/random";
import { type Kill, type Problem, playKilled, playUndisturbed, type Setting, type Undisturbed } from "./job";
import type { Scenario } from "./scenario";

export interface CrashOptions extends Setting {
  scenarios: readonly Scenario[];
  /** `writes`: before and after each write, and at one in sixteen of the other points. `few`: three that are drawn. */
  choice: "all" | "writes" | "few";
  /** Of the points of each scenario that are chosen, every `of`-th from `index` on. */
  share: { index: number; of: number };
  /** In each scenario: the process dies twice, at a point of the share and anywhere in the run that goes on. */
  pairs: number;
  seed: number;
  /** These crashes alone. */
  kills?: Kill[];
}

/** What became of the crashes of one scenario. */
export interface CrashRow {
  scenario: string;
  /** Crashes once, and twice in a row. */
  points: number;
  pairs: number;
  converged: number;
  orphans: number;
  brokenPromises: number;
  /** CPU time. */
  seconds: number;
  failures: string[];
}

export type CrashSummary = CrashRow[];

export async function simulateCrashes(options: CrashOptions): Promise<CrashSummary> {
  const rows: CrashSummary = [];
  for (const scenario of options.scenarios) rows.push(await crash(scenario, options));
  return rows;
}

/** Rows of one scenario become one. */
export function merged(summaries: CrashSummary[]): CrashSummary {
  const rows = new Map<string, CrashRow>();
  for (const row of summaries.flat()) {
    const known = rows.get(row.scenario);
    rows.set(row.scenario, known === undefined ? row : sumOf(known, row));
  }
  return [...rows.values()];
}

function sumOf(one: CrashRow, other: CrashRow): CrashRow {
  return {
    scenario: one.scenario,
    points: one.points + other.points,
    pairs: one.pairs + other.pairs,
    converged: one.converged + other.converged,
    orphans: one.orphans + other.orphans,
    brokenPromises: one.brokenPromises + other.brokenPromises,
    seconds: one.seconds + other.seconds,
    failures: [...new Set([...one.failures, ...other.failures])],
  };
}

export const isWell = ({ points, pairs, converged, failures }: CrashRow): boolean =>
  converged === points + pairs && failures.length === 0;

async function crash(scenario: Scenario, options: CrashOptions): Promise<CrashRow> {
  const start = cpuSeconds();
  const row = { scenario: scenario.name, points: 0, pairs: 0, converged: 0, orphans: 0, brokenPromises: 0, seconds: 0 };
  const failures: string[] = [];
  const undisturbed = await playUndisturbed(scenario, options);
  failures.push(...undisturbed.problems.map(({ text }) => `with no crash: ${text}`));
  const next: Continued[] = [];
  const play = async (kills: Kill[]): Promise<number> => {
    const { problems, calls } = await outcomeOf(scenario, options, kills, undisturbed);
    const has = (kind: Problem["kind"]): number => (problems.some((problem) => problem.kind === kind) ? 1 : 0);
    if (problems.length === 0) row.converged += 1;
    row.orphans += has("orphan");
    row.brokenPromises += has("brokenPromise");
    if (problems.length > 0) failures.push(sentence(scenario, options, kills, undisturbed, problems));
    return calls;
  };
  const points =
    options.kills === undefined ? pointsOf(scenario, undisturbed, options).map((kill) => [kill]) : [options.kills];
  for (const kills of points) {
    const calls = await play(kills);
    row.points += 1;
    next.push({ kills, calls });
  }
  for (const kills of drawPairs(next, scenario, options)) {
    await play(kills);
    row.pairs += 1;
  }
  return { ...row, seconds: cpuSeconds() - start, failures };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const WHEN = ["before", "after"] as const;

function pointsOf({ name }: Scenario, { calls }: Undisturbed, { choice, share, seed }: CrashOptions): Kill[] {
  const all = calls.flatMap((_, index) => WHEN.map((when): Kill => ({ call: index + 1, when })));
  const random = seededRandom(`points of ${name} ${seed}`);
  const chosen = {
    all,
    writes: all.filter(({ call }) => isWrite(calls[call - 1] ?? "") || random.below(16) === 0),
    few: all.length === 0 ? [] : Array.from({ length: 3 }, () => all[random.below(all.length)]).filter(isThere),
  };
  return chosen[choice].filter((_, index) => index % share.of === share.index);
}

const isWrite = (operation: string): boolean => !/^(Get|List|Describe)/.test(operation);

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

/** A crash, and how many calls the run made that went on from it. */
interface Continued {
  kills: Kill[];
  calls: number;
}

function drawPairs(next: Continued[], { name }: Scenario, { pairs, seed, share }: CrashOptions): Kill[][] {
  const random = seededRandom(`${name} ${seed} ${share.index}`);
  const open = next.filter(({ calls }) => calls > 0);
  return Array.from({ length: open.length === 0 ? 0 : pairs }, () => {
    const { kills = [], calls = 0 } = open[random.below(open.length)] ?? {};
    return [...kills, { call: 1 + random.below(calls), when: WHEN[random.below(2)] ?? "before" }];
  });
}

async function outcomeOf(
  scenario: Scenario,
  setting: Setting,
  kills: Kill[],
  undisturbed: Undisturbed,
): Promise<{ problems: Problem[]; calls: number }> {
  try {
    const { problems, next } = await playKilled(scenario, setting, kills, undisturbed);
    return { problems, calls: next.length };
  } catch (error) {
    return { problems: [{ kind: "notConverged", text: String((error as Error).stack) }], calls: 0 };
  }
}

function sentence(
  { name }: Scenario,
  { level, mutation }: Setting,
  kills: Kill[],
  { calls }: Undisturbed,
  problems: Problem[],
): string {
  const [first] = kills;
  const where = kills.map(({ call, when }) => `${call}${when === "after" ? "a" : "b"}`).join(",");
  const again = `--scenario "${name}" --level ${level} --kill ${where}${mutation === "none" ? "" : ` --mutation ${mutation}`}`;
  const operation = first === undefined ? "" : ` (${first.when} ${calls[first.call - 1]})`;
  return [`${again}${operation}`, ...problems.map(({ kind, text }) => `  ${kind}: ${text}`)].join("\n");
}
