/** The part of the arguments that is known before the update: enough to plan with. */
import { NEW_DISTRIBUTION } from "../core/plan";
import { type Bag, containsUnknown, isBag, UNKNOWN } from "./reading";

export interface Knowable {
  inputs: Bag;
  /** What was left out, as the program names it. */
  unknown: string[];
}

export function knowable(inputs: Bag): Knowable {
  const unknown: string[] = [];
  const entries = Object.entries(inputs).flatMap(([name, value]): [string, unknown][] => {
    if (!containsUnknown(value)) return [[name, value]];
    unknown.push(name);
    if (name === "distribution" && isBag(value) && value["id"] === UNKNOWN) return [[name, { id: NEW_DISTRIBUTION }]];
    if (Array.isArray(value)) return [[name, value.filter((element) => !containsUnknown(element))]];
    return [];
  });
  return { inputs: Object.fromEntries(entries), unknown };
}
