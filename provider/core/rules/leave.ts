/** Goal absent: everything that this incarnation made goes again, and nothing else. */
import { nextLook, nextTry, READ_SETTLES_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import type { Next, Step } from "../decision";
import type { DomainName } from "../domain-name";
import { isDoubtfulRequest, refusalOf } from "../memory";
import type { Desired, DistributionChange, DistributionFacts, Instant } from "../model";
import { beforeOfTags, DEFAULT_VIEWER_CERTIFICATE, isGroupTag, TAG } from "../ownership";
import type { Before } from "../remembered";
import { foreignUsers, isBrought, type OwnCertificate, type Situation } from "../situation";
import { isMyDistribution } from "./create";
import { areSame } from "./release";
import { removeRoutingOf } from "./routing-records";
import { PASSING_REFUSALS, type Rule, take } from "./rule";
import { removeValidationOf } from "./validation-records";

/** A certificate carries the incarnation that claimed it last; one that nobody has claimed was left by a run that died before it could. */
export function isMine({ tags }: OwnCertificate, { facts }: Situation): boolean {
  const incarnation = tags[TAG.incarnation];
  return incarnation === undefined || incarnation === facts.incarnation;
}

/** What was requested and is not shown yet, or may have been: nothing made is left behind. */
export const requestsAreShown: Rule = ({ hidden, memory, now, desired }) => {
  if (hidden.length === 0 && !memory.refusals.some((refusal) => isDoubtfulRequest(refusal, now))) return undefined;
  return waitForThings("shown", now, desired);
};

function waitForThings(what: string, now: Instant, desired: Desired): Next {
  const reason = cause("DETACHING", { domains: desired.domains });
  const parts = [
    part("certificates"),
    ...(desired.distribution.kind === "created"
      ? [part("distribution"), part("distributionTags"), part("accessControl")]
      : []),
  ];
  return { kind: "wait", what, until: nextTry(now, 2), parts, on: "aws", cause: reason };
}

const mine = (situation: Situation): OwnCertificate[] => situation.own.filter((own) => isMine(own, situation));

/**
 * A distribution that the group made decides alone: who has it serves the domains. On one that exists, with a certificate of the program, nothing tells
 * whose turn it is: the process knows (see `pulumi/living.ts`).
 */
function somethingIsMine(situation: Situation): boolean {
  const { desired, distribution } = situation;
  if (desired.distribution.kind === "created" && distribution !== null) return isMyDistribution(situation);
  return mine(situation).length > 0 || desired.certificate !== null;
}

/** A replacement has the same id: `create` claimed everything before this `delete` of its predecessor. */
export const successorOwnsAll: Rule = (situation) => {
  const { own, memory, facts, now, desired, distribution } = situation;
  const made = desired.distribution.kind === "created" && distribution !== null ? [distribution] : [];
  const strangers = [
    ...own.filter((certificate) => !isMine(certificate, situation)),
    ...made.filter(() => !isMyDistribution(situation)),
  ].map(({ arn }): string => arn);
  // Our own claim of a moment ago may not be readable yet.
  const isClaiming = memory.tagWrites.some(
    ({ arn, tags, at }) =>
      strangers.includes(arn) && tags[TAG.incarnation] === facts.incarnation && now - at < READ_SETTLES_WITHIN,
  );
  if (isClaiming) return waitForThings("claim", now, desired);
  return strangers.length === 0 || somethingIsMine(situation) ? undefined : { kind: "superseded" };
};

/** Mine, and off the distribution: what stays attached has been given up. */
const going = (situation: Situation): OwnCertificate[] =>
  mine(situation).filter(({ arn }) => arn !== attachedMine(situation)?.arn);

/** Where the program attaches, it is the program that takes it off. */
function attachedMine(situation: Situation): OwnCertificate | undefined {
  const { attached, desired } = situation;
  if (attached === undefined || desired.distribution.kind === "program") return undefined;
  return isBrought(attached.arn, situation) || isMine(attached, situation) ? attached : undefined;
}

/**
 * Traffic leaves before the alias does. Only records that lead here, and none that was there before; none at all of an alias that the distribution
 * serves with somebody else's certificate now.
 */
export const routingIsRemoved: Rule = (situation) => {
  const { distribution } = situation;
  if (!somethingIsMine(situation)) return undefined;
  const kept = beforeOf(situation).aliases;
  const isAttached = attachedMine(situation) !== undefined;
  const free = goingDomains(situation).filter(
    (domain) => !kept.includes(domain) && (isAttached || !distribution?.aliases.includes(domain)),
  );
  return removeRoutingOf(situation, free);
};

/** What is wanted, and what was on its way off already when all is to go. */
const goingDomains = ({ desired, leaving }: Situation): DomainName[] => [...desired.domains, ...leaving];

function beforeOf(situation: Situation): Before {
  const attached = attachedMine(situation) ?? mine(situation)[0];
  const noted = attached === undefined ? null : beforeOfTags(attached.detail.names, attached.tags);
  return noted ?? situation.memory.before ?? { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE };
}

/** What was there before comes back as far as it still can; else the default certificate; else the certificate stays with the aliases that need it. */
export const distributionIsLeft: Rule = (situation) => {
  const { desired, distribution } = situation;
  if (distribution === null || desired.distribution.kind === "created") return undefined;
  if (attachedMine(situation) === undefined) return undefined;
  const { id, etag, config } = distribution;
  const ways = waysToLeave(situation, distribution).map(
    (change) => ({ kind: "updateDistribution", id, etag, config, change }) as const,
  );
  const open = ways.find((step) => !isClosed(situation, step)) ?? ways.at(-1);
  if (open === undefined || isInPlace(distribution, open.change)) return undefined;
  return take(situation, open);
};

/** Refused for good, or the certificate from before is of no use any more: a deployment in progress closes nothing. */
function isClosed({ memory }: Situation, step: Step): boolean {
  const refusal = refusalOf(memory, step);
  if (refusal === undefined || !refusal.permanent) return false;
  return refusal.trouble.code === "InvalidViewerCertificate" || !PASSING_REFUSALS.has(refusal.trouble.code);
}

function waysToLeave(situation: Situation, { aliases, viewerCertificate }: DistributionFacts): DistributionChange[] {
  const before = beforeOf(situation);
  const domains = goingDomains(situation);
  const stay = aliases.filter((alias) => !domains.some((domain) => domain === alias) || before.aliases.includes(alias));
  const restored = { aliases: stay, viewerCertificate: before.viewerCertificate };
  const bare = { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE };
  const kept = { aliases: stay, viewerCertificate };
  if (stay.length === 0) return before.viewerCertificate.source === "default" ? [bare] : [restored, bare];
  return before.viewerCertificate.source === "default" ? [kept] : [restored, kept];
}

const isInPlace = (distribution: DistributionFacts, change: DistributionChange): boolean =>
  distribution.viewerCertificate.id === change.viewerCertificate.id && areSame(distribution.aliases, change.aliases);

/** Aliases that were not the group's need the certificate: it is the distribution's now, and no longer ours. */
export const remainingCertificateIsGivenUp: Rule = (situation) => {
  const attached = attachedMine(situation);
  if (attached === undefined || isBrought(attached.arn, situation)) return undefined;
  const keys = Object.keys(attached.tags).filter(isGroupTag);
  return keys.length === 0 ? undefined : take(situation, { kind: "untagCertificate", arn: attached.arn, keys });
};

export const validationIsRemoved: Rule = (situation) => removeValidationOf(situation, going(situation));

/** AWS lets go of a certificate up to half an hour after the last distribution did: wait a while, then leave it to a later run. */
export const certificatesAreDeleted: Rule = (situation) => {
  const { memory, now, facts, desired } = situation;
  const left = going(situation).find(({ tags }) => tags[TAG.released] !== "yes");
  if (left === undefined) return undefined;
  const since = memory.waits["release"] ?? now;
  const foreign = foreignUsers(left, situation).length > 0;
  if (facts.outOfTime || now - since >= facts.letGoFor || foreign) {
    return take(situation, { kind: "tagCertificate", arn: left.arn, tags: { [TAG.released]: "yes" } });
  }
  const deletion = { kind: "deleteCertificate", arn: left.arn } as const;
  const refusal = refusalOf(memory, deletion);
  // InUseBy lags both ways: AWS's own refusal tells what it does not show yet, and so does a distribution of the program.
  const isAttached = left.arn === situation.attached?.arn;
  const isHeld = isAttached || left.detail.inUseBy.length > 0 || refusal?.trouble.code === "ResourceInUseException";
  const isDue = refusal !== undefined && now >= nextLook(since, refusal.lastAt);
  if (!isHeld) return take(situation, deletion);
  if (isDue && !isAttached && left.detail.inUseBy.length === 0) return { kind: "step", step: deletion };
  const reason = cause("RELEASING", { domains: desired.domains });
  const parts = [{ part: "certificate", arn: left.arn } as const, ...(isAttached ? [part("distribution")] : [])];
  return { kind: "wait", what: "release", until: nextLook(since, now), parts, on: "aws", cause: reason };
};

/** Requested for the records alone, and no group came. One without our id may be a group's whose tags somebody stripped: it stays. */
export const unclaimedAreDeleted: Rule = (situation) => {
  const unclaimed = situation.own.find(
    ({ tags, detail }) =>
      tags[TAG.id] === situation.desired.groupId && tags[TAG.incarnation] === undefined && detail.inUseBy.length === 0,
  );
  return unclaimed === undefined ? undefined : take(situation, { kind: "deleteCertificate", arn: unclaimed.arn });
};
