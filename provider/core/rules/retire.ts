/** What the group no longer needs goes, once nothing serves with it. */
import { NEVER } from "../backoff";
import { isAlive } from "../choose";
import { refusalOf } from "../memory";
import type { CertificateArn } from "../model";
import { TAG } from "../ownership";
import type { OwnCertificate, Situation } from "../situation";
import { foreignUsers, isDistribution, isListedWith } from "../users";
import { ask } from "./look";
import { type Rule, take } from "./rule";
import { removeValidationOf } from "./validation-records";

/** Own certificates beside the wanted one: failed ones and forgotten ones. */
export function surplus({ own, wanted }: Pick<Situation, "own" | "wanted">): OwnCertificate[] {
  return own.filter(({ arn }) => arn !== wanted?.arn);
}

/** Those that AWS alone holds, and lets go of by itself: due again later. One with a user of its own is for people, see {@link heldByOthers}. */
export function waitingForAws(situation: Situation): CertificateArn[] {
  return surplus(situation)
    .filter((own) => isHeld(own, situation) || isRefused(own, situation))
    .filter((own) => foreignUsers(own, situation).length === 0)
    .map(({ arn }) => arn);
}

/** InUseBy lags: what is attached is in use, and what another distribution has only just let go of. */
const isHeld = ({ arn, detail }: OwnCertificate, situation: Situation): boolean =>
  detail.inUseBy.length > 0 ||
  arn === situation.distribution?.viewerCertificate.id ||
  isListedWith(arn, situation) === true ||
  situation.former.some(
    ({ distribution: { viewerCertificate, deployed } }) => arn === viewerCertificate.id || !deployed,
  );

/** AWS knew of a use that it does not show yet. */
const isRefused = ({ arn }: OwnCertificate, { memory }: Situation): boolean =>
  refusalOf(memory, deletion(arn)) !== undefined;

/** Left over, and nothing holds it any more. */
export const dueNow = (situation: Situation): CertificateArn[] =>
  situation.wanted === undefined
    ? []
    : surplus(situation)
        .filter((own) => !isHeld(own, situation))
        .map(({ arn }) => arn);

/** Left over, and for people: `users` hold it. */
export function heldByOthers(situation: Situation): { arn: CertificateArn; users: string[] }[] {
  const isForPeople = ({ arn }: OwnCertificate): boolean =>
    situation.memory.retiring.some(({ id, dueAt }) => id === arn && dueAt === NEVER);
  return surplus(situation)
    .map((own) => ({ arn: own.arn, users: isForPeople(own) ? own.detail.inUseBy : foreignUsers(own, situation) }))
    .filter(({ users }) => users.length > 0);
}

const deletion = (arn: CertificateArn) => ({ kind: "deleteCertificate", arn }) as const;

/** ACM may not show yet who uses it: CloudFront knows. */
const hasServed = ({ detail: { status } }: OwnCertificate): boolean =>
  !["PENDING_VALIDATION", "VALIDATION_TIMED_OUT", "FAILED"].includes(status);

/** One that AWS still calls "in use" never holds anything up: it is due again later. */
function deleteFree(situation: Situation, candidates: OwnCertificate[]): ReturnType<Rule> {
  if (situation.wanted === undefined) return undefined;
  const free = candidates.filter((own) => !isHeld(own, situation) && !isRefused(own, situation));
  const [first] = free;
  if (first === undefined) return undefined;
  const unknown = free.some(hasServed) ? ask(situation, "holders") : undefined;
  if (unknown !== undefined) return unknown;
  return removeValidationOf(situation, free) ?? take(situation, deletion(first.arn));
}

/** Failed and timed-out ones go as soon as their successor is claimed: each counts against the account's quota. */
export const deadAreDeleted: Rule = (situation) => {
  const { desired, wanted } = situation;
  // The program has been handed one of them, and gets another only when its successor is issued.
  if (desired.distribution.kind === "program" && wanted?.detail.status !== "ISSUED") return undefined;
  return deleteFree(
    situation,
    surplus(situation).filter((own) => !isAlive(own)),
  );
};

export const surplusIsDeleted: Rule = (situation) => {
  const isUnclear = surplus(situation).some((own) => foreignUsers(own, situation).some(isDistribution));
  return (isUnclear ? ask(situation, "holders") : undefined) ?? deleteFree(situation, surplus(situation));
};

/** Certificates of our groups that are gone, which AWS has let go of since. */
export const releasedAreSwept: Rule = (situation) =>
  deleteFree(
    situation,
    situation.kin.filter(({ tags }) => tags[TAG.released] === "yes"),
  );
