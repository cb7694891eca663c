/** A plan as lines for a preview. */
import { movesLine, PLAN_LINES, PLAN_SOURCES, PLAN_WAITS, PLAN_WORDS } from "./catalogue-plan";
import { cause } from "./causes";
import type { Step } from "./decision";
import { DEFAULT_NAMES_QUOTA, displayName } from "./domain-name";
import { type GuidanceCode, guidanceOf, shortList } from "./guidance";
import type { Part } from "./model";
import type { Guidance } from "./outputs";
import type { Before, Plan, PlanItem } from "./plan";

export function planText(plan: Plan, unknown: string[]): string {
  const { items, end, guidance, unchecked, unlisted, pending = [] } = plan;
  const later = retiring(items);
  const numbered = numberedFrom(1, linesOf(items.filter((item) => !later.includes(item))).filter(isNews));
  const [first] = guidance;
  const worth = [...warningsOf(items, guidance), ...guidance].filter(isWorthSaying);
  return [
    PLAN_WORDS.title,
    ...(numbered.length === 0 && end === "reached" ? [`  ${PLAN_WORDS.nothing}`] : numbered),
    ...(end === "reached" && first?.severity === "info" ? [`  ${PLAN_WORDS.end(first.happening)}`] : []),
    ...(end === "stops" ? [`  ${PLAN_WORDS.stops}`] : []),
    ...(end === "open" ? [`  ${PLAN_WORDS.open}`] : []),
    ...(end === "late" ? [`  ${PLAN_WORDS.late(sourcesOf(pending))}`] : []),
    ...(unlisted === undefined ? [] : [`  ${PLAN_WORDS.unlisted(unlisted)}`]),
    ...worth.map((each) => `  ${sentence(each)}`),
    ...(later.length === 0 ? [] : [`  ${PLAN_WORDS.later}`, ...numberedFrom(1 + numbered.length, linesOf(later))]),
    ...(unknown.length === 0 ? [] : [`  ${PLAN_WORDS.unknown(unknown)}`]),
    ...(unchecked.length === 0 ? [] : [`  ${PLAN_WORDS.unchecked(unchecked)}`]),
  ].join("\n");
}

/** That nobody could be asked is no news of the group, but all that a preview can tell of it. */
const isWorthSaying = ({ severity, code }: Guidance): boolean =>
  severity !== "info" || code === ("CAA_UNASKED" satisfies GuidanceCode);

const sourcesOf = (parts: Part["part"][]): string[] => [...new Set(parts.map((part) => PLAN_SOURCES[part]))].sort();

/** Steps of no interest to a person may stand between two waits for one thing. */
const isNews = (line: string, index: number, lines: string[]): boolean => line !== lines[index - 1];

const numberedFrom = (first: number, lines: string[]): string[] =>
  lines.map((line, index) => `  ${first + index}. ${line}`);

/** At the end of a plan: what AWS holds for a while after it has served, and the records that go with it. */
function retiring(items: PlanItem[]): PlanItem[] {
  const tail = items.slice(items.findLastIndex((item) => !isCleanUp(item)) + 1);
  const served = new Set(items.flatMap((item) => (item.kind === "step" ? [item.before.certificate] : [])));
  const isHeld = (item: PlanItem): boolean =>
    item.kind === "step" && item.step.kind === "deleteCertificate" && served.has(item.step.arn);
  return tail.some(isHeld) ? tail : [];
}

const isCleanUp = (item: PlanItem): boolean =>
  item.kind === "step" &&
  (item.step.kind === "deleteCertificate" ||
    (item.step.kind === "writeRecords" &&
      item.step.purpose === "VALIDATION" &&
      item.step.changes.every(({ action }) => action === "DELETE")));

/** Of what is over by the end: what no look can tell before it is asked for, and what people are waited for. */
const warningsOf = (items: PlanItem[], end: Guidance[]): Guidance[] =>
  items
    .flatMap((item) => {
      if (item.kind === "wait") return [guidanceOf(item.cause)].filter(({ actor }) => actor === "you");
      const { step } = item;
      const isMuch = step.kind === "requestCertificate" && step.names.length > DEFAULT_NAMES_QUOTA;
      return isMuch ? [guidanceOf(cause("MANY_NAMES", { domains: step.names }))] : [];
    })
    .filter(({ code }) => end.every((each) => each.code !== code));

const sentence = ({ code, happening, todo }: Guidance): string => `${code}: ${happening} ${todo}`;

type Move = Extract<Step, { kind: "moveAlias" }>;

const moveIn = (item: PlanItem): Move[] => (item.kind === "step" && item.step.kind === "moveAlias" ? [item.step] : []);

/** Each alias moves by a call of its own: those that go the same way are one line, where the first of them stands. */
function linesOf(items: PlanItem[]): string[] {
  const moves = items.flatMap(moveIn);
  return items.flatMap((item) => {
    const [move] = moveIn(item);
    if (move === undefined) return lineOf(item);
    const along = moves.filter(({ from, to }) => from === move.from && to === move.to);
    const domains = along.map(({ domain }) => domain);
    return along[0] === move ? [movesLine(domains, move.from, move.to)] : [];
  });
}

function lineOf(item: PlanItem): string[] {
  if (item.kind === "step") {
    const line = stepLine(item.step, item.before);
    return line === null ? [] : [line];
  }
  const { happening, todo } = guidanceOf(item.cause);
  const { code, domains } = item.cause;
  const wait = PLAN_WAITS[code]?.(shortList(domains.map(displayName))) ?? happening;
  const line = item.on === "you" ? PLAN_WORDS.you(todo) : wait;
  return [item.returns ? `${line} ${PLAN_WORDS.returns}` : line];
}

/** Each kind has its own line; the compiler can't see that step and line are of one kind. */
function stepLine<K extends Step["kind"]>(step: Extract<Step, { kind: K }>, before: Before): string | null {
  const line: (step: Extract<Step, { kind: K }>, before: Before) => string | null = PLAN_LINES[step.kind as K];
  return line(step, before);
}
