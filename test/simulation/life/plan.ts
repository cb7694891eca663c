/** All that one seed says about a life, before anything of it happens. */
import { seededRandom } from "../../simulator/random";
import { drawCommands, type Numbered } from "./commands";
import { drawProgram, type ProgramFacts } from "./program";
import type { Level } from "./world";

export interface Plan {
  seed: number;
  level: Level;
  facts: ProgramFacts;
  commands: Numbered[];
}

export function planOf(seed: number, level: Level): Plan {
  const random = seededRandom(`life ${seed}`);
  const facts = drawProgram(random, seededRandom(`leave ${seed}`));
  return { seed, level, facts, commands: drawCommands(random, seededRandom(`troubles ${seed}`), facts) };
}
