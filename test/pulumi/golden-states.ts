/** What releases so far have left in states: the real outputs of runs over the simulator of their time. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "./laptop";

export interface Golden {
  /** `1.0`: version 1, before its first growth. */
  shape: string;
  /** How its records are published, or what else tells it from others of its shape. */
  mode: string;
  state: State;
}

const FOLDER = join(__dirname, "golden");

export function goldenStates(): Golden[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  return files.sort().flatMap((file) => {
    const states: { [mode: string]: State } = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
    const shape = file.replace(/^state-|\.json$/g, "");
    return Object.entries(states).map(([mode, state]) => ({ shape, mode, state }));
  });
}
