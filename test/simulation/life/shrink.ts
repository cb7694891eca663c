/** Of a life that goes wrong, the shortest that still goes wrong in that way. */
import { type Numbered, sentenceOf } from "./commands";
import type { Breaking } from "./life";
import type { Plan } from "./plan";
import { type Played, play } from "./play";

export interface Shrunk {
  plan: Plan;
  problem: string;
}

/** Fewer commands, then less in each. Every try is a life of its own. */
export async function shrink(plan: Plan, played: Played, breaking: Breaking): Promise<Shrunk> {
  const wanted = kindOf(played.problems[0] ?? "");
  let found: Shrunk = { plan, problem: played.problems[0] ?? "" };
  const isAccepted = async (commands: Numbered[]): Promise<boolean> => {
    const less = { ...plan, commands };
    const problem = (await play(less, breaking)).problems.find((each) => kindOf(each) === wanted);
    if (problem !== undefined) found = { plan: less, problem };
    return problem !== undefined;
  };
  for (const { id } of [...plan.commands].reverse()) {
    await isAccepted(found.plan.commands.filter((command) => command.id !== id));
  }
  for (const command of found.plan.commands) {
    for (const less of simpler(command)) {
      await isAccepted(found.plan.commands.map((each) => (each.id === command.id ? less : each)));
    }
  }
  return found;
}

function simpler(command: Numbered): Numbered[] {
  if (command.kind !== "up") return [];
  const { upset, changes, replace, together } = command;
  return [
    ...(Object.keys(upset).length > 0 ? [{ ...command, upset: {} }] : []),
    ...(changes.length > 1 ? changes.map((change) => ({ ...command, changes: [change] })) : []),
    ...(changes.length > 0 ? [{ ...command, changes: [] }] : []),
    ...(replace === null ? [] : [{ ...command, replace: null }]),
    ...(together ? [] : [{ ...command, together: true }]),
  ];
}

/** What is wrong, wherever and with whatever. */
export const kindOf = (problem: string): string =>
  problem
    .replace(/^.*?: (?=[a-z\d])/, "")
    .replace(/\([^)]*\)/g, "")
    .replace(/\S*[\d*._-]\S*/g, "_")
    .replace(/\b(?:brand|shop|blog|news|wiki|help|mail)\b,? ?/g, "_ ")
    .replace(/_[_ ,]*/g, "_ ");

/** The whole story of a failure, in plain words. */
export function story({ plan: { seed, level, facts, commands }, problem }: Shrunk): string {
  const groups = facts.groups.map(({ name, domains, where, dns, routing, keyAlgorithm, managesCaa, takesNames }) => {
    const place = where.kind === "existing" ? `place ${where.place}` : `a new distribution (${where.service})`;
    const leave = `${managesCaa ? ", extends CAA" : ""}${takesNames ? ", takes names" : ""}`;
    return `    ${name}: ${domains.join(", ")} on ${place}, dns ${dns}, routing ${routing}, ${keyAlgorithm}${leave}`;
  });
  const foreign = facts.foreignAlias === null ? [] : [`    on place 0 before: ${facts.foreignAlias}`];
  return [
    `seed ${seed}: ${problem}`,
    ...groups,
    ...foreign,
    ...commands.map((command) => `    ${command.id}. ${sentenceOf(command)}`),
    `  again: ${commandLine(seed, level)}`,
  ].join("\n");
}

export const commandLine = (seed: number, level: Plan["level"]): string =>
  `npm run simulate -- --seed ${seed} --runs 1 --level ${level}`;
