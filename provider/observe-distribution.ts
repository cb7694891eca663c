/** Which distribution is the group's: the one that the program names, the one that the group made, or the one to which the program attached. */

import { known } from "./core/known";
import type { DistributionFacts, DistributionSummary, Tags } from "./core/model";
import { accessControlName, commentOf } from "./core/new-distribution";
import { TAG } from "./core/ownership";
import { type Input, situationOf } from "./core/situation";
import type { Ports, Reply } from "./ports";

export function findDistribution(view: Input, ports: Ports): Promise<Reply<DistributionFacts>> {
  const { distribution } = view.desired;
  switch (distribution.kind) {
    case "existing":
      return ports.distributions.get(distribution.id);
    case "created":
      return findCreated(view, ports);
    case "program":
      return findProgramsOwn(view, ports);
  }
}

/** By the id that an earlier run noted, else by its tag: a killed run notes nothing. */
async function findCreated({ desired, memory }: Input, ports: Ports): Promise<Reply<DistributionFacts>> {
  const { distributions } = ports;
  const id = memory.created?.id ?? "";
  const noted: Reply<DistributionFacts> = id === "" ? { kind: "absent" } : await distributions.get(id);
  if (noted.kind !== "absent") return noted;
  const found = await findMade({ desired }, ports, { except: id });
  return found.kind === "ok" ? distributions.get(found.value.id) : found;
}

/** @param except its id is known to lead nowhere */
export async function findMade(
  { desired }: Pick<Input, "desired">,
  { distributions }: Ports,
  { except = "", comment = commentOf(desired.groupId) } = {},
): Promise<Reply<{ id: string; tags: Tags }>> {
  const listed = await distributions.list();
  if (listed.kind !== "ok") return listed;
  for (const candidate of listed.value.filter((each) => each.comment === comment && each.id !== except)) {
    const tags = await distributions.tags(candidate.arn);
    if (tags.kind === "failed") return tags;
    if (tags.kind === "ok" && tags.value[TAG.id] === desired.groupId)
      return { kind: "ok", value: { id: candidate.id, tags: tags.value } };
  }
  return { kind: "absent" };
}

/** One with a certificate of the group and a domain of it; of several the one with most of them. None yet is nothing to worry about. */
async function findProgramsOwn(view: Input, ports: Ports): Promise<Reply<DistributionFacts>> {
  const listed = await ports.distributions.list();
  if (listed.kind !== "ok") return listed;
  const { memory, desired } = view;
  const arns = [desired.certificate, ...memory.requests.map(({ arn }) => arn)];
  const own = situationOf({ ...view, observed: { ...view.observed, distribution: NOWHERE } })?.own ?? [];
  const isOurs = (arn: string | null) =>
    arn !== null && (arns.some((each) => each === arn) || own.some((each) => each.arn === arn));
  const domainsOn = ({ aliases }: DistributionSummary): number =>
    desired.domains.filter((domain) => aliases.includes(domain)).length;
  const attached = listed.value.filter((each) => isOurs(each.certificateArn) && domainsOn(each) > 0);
  const [best] = attached.sort((a, b) => domainsOn(b) - domainsOn(a));
  return best === undefined ? { kind: "absent" } : ports.distributions.get(best.id);
}

const NOWHERE = { kind: "known", value: null, at: 0 } as const;

/** Of a created one; of one that is gone there are none. */
export async function tagsOfDistribution(
  { observed }: Input,
  { distributions }: Ports,
): Promise<Reply<{ [key: string]: string }>> {
  const facts = known(observed.distribution) ?? null;
  return facts === null ? { kind: "absent" } : distributions.tags(facts.arn);
}

export const findAccessControl = ({ desired }: Input, { accessControls }: Ports) =>
  accessControls.find(accessControlName(desired.groupId));
