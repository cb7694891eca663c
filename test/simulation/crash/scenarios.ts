/** Every scenario of the crash test, by its name. */
import type { Scenario } from "./scenario";
import { CHANGES, MOVES } from "./scenarios-change";
import { CREATIONS, DEPARTURES } from "./scenarios-create";
import { RIVALS } from "./scenarios-rivals";
import { SIBLINGS } from "./scenarios-siblings";
import { UNFINISHED } from "./scenarios-unfinished";

export const SCENARIOS: readonly Scenario[] = [
  ...CREATIONS,
  ...DEPARTURES,
  ...CHANGES,
  ...MOVES,
  ...SIBLINGS,
  ...UNFINISHED,
  ...RIVALS,
];

export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is no scenario: ${SCENARIOS.map((each) => each.name).join("; ")}`);
  return found;
}
