/** What a preview says beforehand: the plan, what is in its way, and what could not be looked at. Reads only. */
import { PLAN_WORDS } from "../core/catalogue-plan";
import type { Cause } from "../core/decision";
import { guidanceOf } from "../core/guidance";
import type { Plan } from "../core/plan";
import { planText } from "../core/plan-text";
import { knowable } from "./knowable";
import type { Left } from "./props";
import type { Bag, Problem } from "./reading";
import { planOf, withEngineLog } from "./run-group";
import type { Process } from "./runner";
import { wantedBeforehand } from "./siblings";
import { readWish } from "./wish";

/** A preview is not kept waiting. */
const LASTS_MS = 10_000;

export interface Preflight {
  /** `undefined`: nothing speaks against it for certain. Nobody looks twice at one resource in one preview. */
  look(inputs: Bag, left: Left | undefined): Promise<Problem | undefined>;
}

export function createPreflight(process: Process): Preflight {
  const said = new Set<string>();
  return {
    look: async (inputs, left) => {
      const { inputs: known, unknown } = knowable(inputs);
      const wish = readWish(known);
      if (wish.kind !== "known" || !wish.value.steering.preflight || said.has(wish.value.resource)) return undefined;
      said.add(wish.value.resource);
      return withEngineLog(process.dependencies, wish.value.resource, async (progress) => {
        const made = await inTime(process, () => {
          const beforehand = wantedBeforehand(inputs, left);
          const siblings = () => [...process.siblings.all(), ...beforehand];
          const incarnation = left?.stored.incarnation ?? "";
          const timeoutMs = wish.value.steering.timeouts.create;
          const job = { wish: wish.value, left, incarnation, goal: "present" as const, timeoutMs, siblings };
          return planOf(process.dependencies, job, { live: () => {}, say: () => {} });
        });
        const problem = typeof made === "string" ? undefined : problemOf(made);
        if (problem === undefined) progress.say("info", typeof made === "string" ? made : planText(made, unknown));
        return problem;
      });
    },
  };
}

/** The plan, or why there is none: that is no reason to stop. */
async function inTime({ dependencies }: Process, plan: () => Promise<Plan>): Promise<Plan | string> {
  const failed = (error: unknown): string => PLAN_WORDS.failed(error instanceof Error ? error.message : String(error));
  return Promise.race([plan().catch(failed), dependencies.clock.sleep(LASTS_MS).then(() => PLAN_WORDS.late)]);
}

/** What no other resource of the same `pulumi up` can mend: the argument is wrong. Everything else may be all right by the time it matters. */
const CERTAIN: { [code: string]: string } = {
  NAMES_TOO_LONG: ".alternativeDomains",
  DISTRIBUTION_IN_OTHER_ACCOUNT: ".distribution",
  DISTRIBUTION_IS_STAGING: ".distribution",
  DISTRIBUTION_IS_MULTI_TENANT: ".distribution",
};

function problemOf({ obstacle }: Plan): Problem | undefined {
  const path = obstacle === null ? undefined : CERTAIN[obstacle.code];
  return obstacle === null || path === undefined ? undefined : { path, got: undefined, rule: ruleOf(obstacle) };
}

function ruleOf(obstacle: Cause): string {
  const { happening, todo } = guidanceOf(obstacle);
  return `${happening} ${todo}`;
}
