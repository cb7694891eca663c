/** What a preview says beforehand: the plan, what is in its way, and what could not be looked at. Reads only. */
import { PLAN_WORDS } from "../core/catalogue-plan";
import type { Cause } from "../core/decision";
import { guidanceOf } from "../core/guidance";
import type { Plan } from "../core/plan";
import { planText } from "../core/plan-text";
import { bagIn, INTERNAL } from "./internal-input";
import { knowable } from "./knowable";
import type { Left } from "./props";
import type { Bag, Problem } from "./reading";
import { planOf, withEngineLog } from "./run-group";
import type { Process } from "./runner";
import { wantedBeforehand } from "./siblings";
import { readWish, type Wish } from "./wish";

/** A preview is not kept waiting: by then a rehearsal has given what it has. */
const LASTS_MS = 10_000;

export interface Preflight {
  /** `undefined`: nothing speaks against it for certain. Nobody looks twice at one resource in one preview. */
  look(inputs: Bag, left: Left | undefined): Promise<Problem | undefined>;
}

export function createPreflight(process: Process): Preflight {
  const said = new Set<string>();
  return {
    look: async (inputs, left) => {
      const resource = bagIn(inputs[INTERNAL])["resource"];
      if (inputs["preflight"] === false || typeof resource !== "string" || said.has(resource)) return undefined;
      const { inputs: known, unknown, decisive } = knowable(inputs, left?.wish.desired.domains ?? []);
      const wish = decisive.length > 0 ? undefined : readWish(known);
      // What is wrong with it, `check` says.
      if (wish !== undefined && wish.kind !== "known") return undefined;
      said.add(resource);
      return withEngineLog(process.dependencies, resource, async (progress) => {
        const made =
          wish === undefined
            ? PLAN_WORDS.undecided(decisive)
            : await inTime(process, () => planBeforehand(process, wish.value, inputs, left));
        const problem = typeof made === "string" ? undefined : problemOf(made, unknown);
        if (problem === undefined) progress.say("info", typeof made === "string" ? made : planText(made, unknown));
        return problem;
      });
    },
  };
}

function planBeforehand(process: Process, wish: Wish, inputs: Bag, left: Left | undefined): Promise<Plan> {
  const beforehand = wantedBeforehand(inputs, left);
  const siblings = () => [...process.siblings.all(), ...beforehand];
  const incarnation = left?.stored.incarnation ?? "";
  const timeoutMs = wish.steering.timeouts.create;
  const job = { wish, left, incarnation, goal: "present" as const, timeoutMs, siblings };
  return planOf(process.dependencies, job, { live: () => {}, say: () => {} });
}

/** The plan, or why there is none: that is no reason to stop. */
async function inTime({ dependencies }: Process, plan: () => Promise<Plan>): Promise<Plan | string> {
  const failed = (error: unknown): string => PLAN_WORDS.failed(error instanceof Error ? error.message : String(error));
  return Promise.race([plan().catch(failed), dependencies.clock.sleep(LASTS_MS).then(() => PLAN_WORDS.late([]))]);
}

/** What no other resource of the same `pulumi up` can mend, unless it makes the argument: that is wrong. Everything else may be all right by the time it matters. */
const CERTAIN: { [code: string]: string } = {
  NAMES_TOO_LONG: "alternativeDomains",
  DISTRIBUTION_IN_OTHER_ACCOUNT: "distribution",
  DISTRIBUTION_IS_STAGING: "distribution",
  DISTRIBUTION_IS_MULTI_TENANT: "distribution",
};

function problemOf({ obstacle }: Plan, unknown: string[]): Problem | undefined {
  const argument = obstacle === null ? undefined : CERTAIN[obstacle.code];
  if (obstacle === null || argument === undefined || unknown.includes(argument)) return undefined;
  return { path: `.${argument}`, got: undefined, rule: ruleOf(obstacle) };
}

function ruleOf(obstacle: Cause): string {
  const { happening, todo } = guidanceOf(obstacle);
  return `${happening} ${todo}`;
}
