/** What each step makes of a made-up account. */
import type { Outcome, Step } from "../core/decision";
import { deploy, type Taken, take } from "../core/imagine";
import type { Desired, Observed } from "../core/model";
import type { ExampleKind } from "./example-kind";
import { namesFor } from "./made-up";

/** All goes well, and nobody waits for deployments; only what somebody else has, nobody gets. */
export function takeIn(observed: Observed, step: Step, { domains, groupId }: Desired, what: ExampleKind): Taken {
  const [primary] = domains;
  const isAttachment = step.kind === "updateDistribution" && step.change.aliases.some((alias) => alias === primary);
  if (what === "conflict" && isAttachment) return { observed, outcome: CONFLICT };
  const taken = take(observed, step, namesFor(groupId));
  return { ...taken, observed: deploy(taken.observed) };
}

/** CloudFront API reference, UpdateDistribution, CNAMEAlreadyExists. */
const CONFLICT: Outcome = {
  kind: "refused",
  permanent: true,
  trouble: {
    reason: "REFUSED",
    operation: "cloudfront:UpdateDistribution",
    code: "CNAMEAlreadyExists",
    message: "One or more of the CNAMEs you provided are already associated with a different resource.",
    passing: false,
  },
};
