/** Who uses a certificate, beside the group. */
import { known } from "./known";
import { distributionIdOf, type Input, type OwnCertificate } from "./situation";

/** Does another distribution have it, by CloudFront's list? `undefined`: nobody has looked. */
export const isListedWith = (arn: string, { observed }: Pick<Input, "observed">): boolean | undefined =>
  known(observed.holders)?.some(({ certificateArn }) => certificateArn === arn);

/** Among the users of a certificate. */
export const isDistribution = (arn: string): boolean => /:distribution\/\w+$/.test(arn);

/**
 * Users of a certificate beside the group's distribution, which may be gone already while ACM still names it. Where the program attaches, every
 * distribution is the program's.
 */
export function foreignUsers(
  { arn, detail }: OwnCertificate,
  input: Pick<Input, "desired" | "memory" | "observed">,
): string[] {
  // What CloudFront's list does not show with it has let go, or is deleted: a killed run may have made it.
  const isLeft = isListedWith(arn, input) === false;
  if (input.desired.distribution.kind === "program") {
    return detail.inUseBy.filter((user) => !isDistribution(user));
  }
  const ids = [distributionIdOf(input), ...input.memory.formerIds];
  return detail.inUseBy.filter(
    (user) => !ids.some((id) => user.endsWith(`:distribution/${id}`)) && !(isLeft && isDistribution(user)),
  );
}
