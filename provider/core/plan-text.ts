/** A plan as lines for a preview. */
import { PLAN_LINES, PLAN_WORDS } from "./catalogue-plan";
import type { Step } from "./decision";
import { guidanceOf } from "./guidance";
import type { Guidance } from "./outputs";
import type { Before, Plan, PlanItem } from "./plan";

export function planText({ items, end, guidance, unchecked }: Plan, unknown: string[]): string {
  const lines = items.flatMap(lineOf);
  const numbered = lines.map((line, index) => `  ${index + 1}. ${line}`);
  const [first] = guidance;
  const worth = guidance.filter(({ severity }) => severity !== "info");
  return [
    PLAN_WORDS.title,
    ...(numbered.length === 0 && end === "reached" ? [`  ${PLAN_WORDS.nothing}`] : numbered),
    ...(end === "reached" && first !== undefined && worth.length === 0 ? [`  ${PLAN_WORDS.end(first.happening)}`] : []),
    ...(end === "stops" ? [`  ${PLAN_WORDS.stops}`] : []),
    ...(end === "open" ? [`  ${PLAN_WORDS.open}`] : []),
    ...worth.map((each) => `  ${sentence(each)}`),
    ...(unknown.length === 0 ? [] : [`  ${PLAN_WORDS.unknown(unknown)}`]),
    ...(unchecked.length === 0 ? [] : [`  ${PLAN_WORDS.unchecked(unchecked)}`]),
  ].join("\n");
}

const sentence = ({ code, happening, todo }: Guidance): string => `${code}: ${happening} ${todo}`;

function lineOf(item: PlanItem): string[] {
  if (item.kind === "step") {
    const line = stepLine(item.step, item.before);
    return line === null ? [] : [line];
  }
  const { happening, todo } = guidanceOf(item.cause);
  const line = item.on === "you" ? PLAN_WORDS.you(todo) : happening;
  return [item.returns ? `${line} ${PLAN_WORDS.returns}` : line];
}

/** Each kind has its own line; the compiler can't see that step and line are of one kind. */
function stepLine<K extends Step["kind"]>(step: Extract<Step, { kind: K }>, before: Before): string | null {
  const line: (step: Extract<Step, { kind: K }>, before: Before) => string | null = PLAN_LINES[step.kind as K];
  return line(step, before);
}
