/** What the end of a run means to the engine: success, or a failure that keeps all progress. */
import { lostDomains } from "../core/asked";
import type { GuidanceCode } from "../core/guidance";
import type { Desired, Goal } from "../core/model";
import type { Guidance } from "../core/outputs";
import type { Memory } from "../core/remembered";
import type { Report } from "../core/report";
import type { RunResult } from "../reconcile";
import type { Bag } from "./reading";
import type { Broken } from "./run-group";
import type { Wish } from "./wish";

/** Bad arguments, missing permissions and wrong credentials: never reported as success, whatever `ifNotReached` says. */
const ALWAYS_FAIL: ReadonlySet<string> = new Set<GuidanceCode>([
  "CREDENTIALS",
  "FORBIDDEN",
  "WRONG_ACCOUNT",
  "UNREADABLE",
  "DISTRIBUTION_NOT_FOUND",
  "DISTRIBUTION_IN_OTHER_ACCOUNT",
  "DISTRIBUTION_IS_STAGING",
  "DISTRIBUTION_IS_MULTI_TENANT",
  "DISTRIBUTION_HELD",
  "OWNER_MISMATCH",
  "GROUP_RENAMED",
  "GROUP_ID_TAKEN",
  "OWN_CERTIFICATE_ELSEWHERE",
  "OWN_CERTIFICATE_NOT_FOUND",
  "OWN_CERTIFICATE_NOT_ISSUED",
  "OWN_CERTIFICATE_KEY",
  "OWN_CERTIFICATE_LACKS",
]);

/** Nothing could be seen, or not by those who may: what a refresh must not take for news. */
const BLIND: ReadonlySet<string> = new Set<GuidanceCode>(["CREDENTIALS", "FORBIDDEN", "WRONG_ACCOUNT", "UNREADABLE"]);

export function isBlind({ causes }: Report): boolean {
  return causes.some(({ code }) => BLIND.has(code));
}

export function mustFail({ causes }: Report): boolean {
  return causes.some(({ code }) => ALWAYS_FAIL.has(code));
}

/** As far as the program asked for. */
export function isEnough(
  { end, report }: RunResult | Broken,
  { desired, steering: { ifNotReached } }: Pick<Wish, "desired" | "steering">,
): boolean {
  if (end === "broken" || report === null) return false;
  if (handsOutNothing(desired, report)) return false;
  if (end === "timeout" || end === "cancelled" || end === "blocked")
    return ifNotReached === "report" && !mustFail(report);
  return true;
}

/** The program would take every domain off a distribution that may be live. */
const handsOutNothing = ({ distribution }: Desired, report: Report): boolean =>
  distribution.kind === "program" && report.aliases.length === 0 && !areOthers(report);

/** Somebody else has each of them: none is on the program's distribution. */
function areOthers({ domains, causes }: Report): boolean {
  const lost: string[] = lostDomains(causes);
  return domains.length > 0 && domains.every(({ name }) => lost.includes(name));
}

/** Why a run fails that the program asked to report; nothing where it did not, or where the reasons say it. */
export function whyNotReported(report: Report, { desired, steering }: Pick<Wish, "desired" | "steering">): string[] {
  if (steering.ifNotReached !== "report" || mustFail(report) || !handsOutNothing(desired, report)) return [];
  return [
    'ifNotReached: "report" takes effect once a certificate is issued: before, it would hand `aliases: []` to a distribution that may be live.',
  ];
}

/** Nothing in the world is this run's, as far as it can be known: no step was taken. */
export function nothingWasMade(
  { requests, lastWrite, refusals, created, accessControlId }: Memory,
  { causes }: Pick<Report, "causes">,
): boolean {
  // What was found is another stack's.
  if (causes.some(({ code }) => code === "GROUP_ID_TAKEN")) return true;
  const isNothing = requests.length === 0 && lastWrite === null && created === null && accessControlId === null;
  return isNothing && refusals.length === 0;
}

export interface Failure {
  message: string;
  /** One for each thing to know. */
  reasons: string[];
}

export function failureOf(result: RunResult | Broken, desired: Desired, goal: Goal): Failure {
  const { report } = result;
  return { message: HEADLINES[goal](result, desired), reasons: report === null ? [] : reasonsOf(report) };
}

export function textOf({ message, reasons }: Failure): string {
  return [message, ...reasons].join("\n");
}

const HEADLINES: { [goal in Goal]: (result: RunResult | Broken, desired: Desired) => string } = {
  present: headline,
  absent: (result, { name }) => leavingHeadline(result, name),
  requested: requestHeadline,
  unrequested: (result, { name }) => leavingHeadline(result, `The certificate that was requested for ${name}`),
};

const KEPT = "Everything done so far is kept; the next `pulumi up` goes on from here.";

function headline(result: RunResult | Broken, { name, waitFor, distribution }: Desired): string {
  const furthest = distribution.kind === "program" ? "issued" : "attached";
  const goal = waitFor === "auto" ? furthest : waitFor;
  switch (result.end) {
    case "timeout":
      return `${name} did not reach "${goal}" in time. ${KEPT}`;
    case "cancelled":
      return `${name} was cancelled before it reached "${goal}". ${KEPT}`;
    case "broken":
      return messageOf(result.error);
    default:
      return `${name} can't go on by itself.`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function requestHeadline(result: RunResult | Broken, { name }: Desired): string {
  if (result.end === "broken") return messageOf(result.error);
  const how = { timeout: "were not there in time", cancelled: "were cancelled" };
  const what = result.end === "timeout" || result.end === "cancelled" ? how[result.end] : "can't be had";
  return `The validation records of ${name} ${what}. ${KEPT}`;
}

/** The engine keeps nothing of a delete that failed: the state is still that of a living group. */
function leavingHeadline(result: RunResult | Broken, subject: string): string {
  const { end } = result;
  if (end === "broken") return messageOf(result.error);
  const how =
    end === "timeout" ? "is not gone yet" : end === "cancelled" ? "was cancelled on its way off" : "can't be taken off";
  return `${subject} ${how}. Run \`pulumi destroy\` again, or \`pulumi up --refresh\` to bring it back.`;
}

export function reasonsOf({ guidance }: Report): string[] {
  // The headline says that it was cancelled.
  const urgent = guidance.filter(({ severity, code }) => severity !== "info" && code !== "CANCELLED");
  return (urgent.length > 0 ? urgent : guidance.slice(0, 1)).map(sentence);
}

/** All went well, and there is still something to say: what the program does next by itself. */
export function hintsOf({ guidance }: Report): string[] {
  return guidance.filter(({ actor, code }) => actor === "nobody" && !code.startsWith("ATTACHED")).map(sentence);
}

function sentence({ code, happening, todo, next }: Guidance): string {
  return `${code}: ${happening} ${todo} ${next}`;
}

/**
 * A failure of create or update that the engine stores: `properties` become the resource's outputs, and of the words `reasons` alone are shown, as a
 * list (`ErrorResourceInitFailed` of the provider protocol).
 */
export function partialFailure(id: string, properties: Bag, { message, reasons: [first, ...rest] }: Failure): Error {
  const error = new Error(message);
  error.stack = message;
  return Object.assign(error, {
    id,
    properties,
    reasons: [first === undefined ? message : `${message} ${first}`, ...rest],
  });
}
