/**
 * The six hooks of where a group's routing records lead: the domain name of its distribution, remembered. Whenever the group changes, its outputs are
 * unknown in the preview, and every routing record of the program would seem to change; a distribution keeps its domain name for life. Nothing is done in
 * AWS.
 */

import { hookError } from "./hook-error";
import type { Hooks } from "./hook-set";
import { bagIn, INTERNAL, PROVIDER } from "./internal-input";
import { type Bag, UNKNOWN } from "./reading";

export const targetHooks: Hooks = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),
  diff: async (_id, olds, { target }) => ({ changes: isKnown(target) && target !== olds["value"] }),
  create: async (inputs) => ({ id: `${nameOf(inputs)}/ROUTING`, outs: outputsOf(inputs, undefined) }),
  update: async (_id, olds, news) => ({ outs: outputsOf(news, olds["value"]) }),
  read: async (id, props) => ({ id, props }),
  delete: async () => {},
};

const isKnown = (target: unknown): boolean => target !== undefined && target !== null && target !== UNKNOWN;

const nameOf = (inputs: Bag): string => String(bagIn(inputs[INTERNAL])["name"]);

/** `before`: a group that has lost sight of its distribution for now keeps its records. */
function outputsOf(inputs: Bag, before: unknown): Bag {
  const value = isKnown(inputs["target"]) ? inputs["target"] : before;
  if (value === undefined) {
    throw hookError(
      `${nameOf(inputs)} has no distribution yet, so its routing records would lead nowhere: its guidance says why, and the next \`pulumi up\` goes on from here.`,
    );
  }
  return { target: value, value, [INTERNAL]: inputs[INTERNAL], [PROVIDER]: inputs[PROVIDER] };
}
