/** Groups of a scenario as the engine gets them. */
import type { Declared } from "../life/engine";
import { type Args, declared } from "../life/program";
import type { Place as Distribution } from "../life/world";
import type { Group } from "./scenario";

/** `own`: the user's certificates, `rivals`: ids of distributions that no group has. */
export function declare(
  stack: string,
  groups: Group[],
  places: Distribution[],
  { own, rivals }: { own: string[]; rivals: string[] },
): Declared[] {
  const args = groups.map(({ where, ...rest }): Args => ({ ...rest, where: isProgram(where) ? NOWHERE : where }));
  return declared({ stack, groups: args }, places).map(({ name, inputs }, index) => {
    const group = groups[index];
    if (group === undefined) throw new Error(`${name} is no group of the scenario`);
    const { distribution, keyAlgorithm, ...others } = inputs;
    const place = group.where.kind === "program" ? {} : { distribution };
    // A certificate of one's own has its key.
    const certificate = group.own === null ? { keyAlgorithm } : { certificate: { arn: own[group.own] } };
    const moveFrom = group.moveFrom.map((each) => rivals[each] ?? "");
    const onConflict = moveFrom.length === 0 ? {} : { onConflict: { moveFrom } };
    return { name, inputs: { ...others, ...place, ...certificate, ...onConflict } };
  });
}

const NOWHERE: Args["where"] = { kind: "existing", place: 0 };

const isProgram = (where: Group["where"]): where is Extract<Group["where"], { kind: "program" }> =>
  where.kind === "program";
