/** A viewer's look at what answers where DNS leads the group's domains. Free of AWS calls. */
import type { EdgeLook } from "./core/looks";
import type { Observed } from "./core/model";
import { ledHere } from "./core/serving";
import { type Input, situationOf } from "./core/situation";
import type { Ports } from "./ports";

/** All at the same time: one that does not answer holds up none of the others. */
export async function lookAtEdges(view: Input, { edges, clock }: Ports): Promise<Observed> {
  const situation = situationOf(view);
  const domains = situation === undefined ? [] : ledHere(situation);
  const looks = await Promise.all(
    domains.map(async (domain): Promise<[string, EdgeLook]> => [domain, await edges.present(domain)]),
  );
  return { edges: { kind: "known", value: Object.fromEntries(looks), at: clock.now() } };
}
