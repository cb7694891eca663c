/** Goal absent: everything that this incarnation made goes again, and nothing else. */
import { nextLook, nextTry, READ_SETTLES_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import type { DomainName } from "../domain-name";
import { isDoubtfulRequest, refusalOf } from "../memory";
import type { Desired, Instant } from "../model";
import { beforeAt, isGroupTag, requestTags, TAG } from "../ownership";
import type { Before } from "../remembered";
import { isBrought, type OwnCertificate, type Situation } from "../situation";
import { foreignUsers } from "../users";
import { formerAccessControlIsDeleted, isMyDistribution } from "./create";
import * as former from "./former";
import { domainsLedTo, stillLedTo } from "./led";
import { ask } from "./look";
import { isMine, isSuccessors, isTakenOver } from "./replaced";
import { NOTHING_BEFORE, stepToLeave } from "./restore";
import { removeRoutingOf } from "./routing-records";
import { blocked, type Rule, take } from "./rule";
import { removeOrphansOf, removeValidationOf } from "./validation-records";

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

/** With a certificate of the program, nothing tells whose turn it is: the process knows (see `pulumi/living.ts`). */
function somethingIsMine(situation: Situation): boolean {
  const { desired } = situation;
  if (isMyDistribution(situation)) return true;
  if (isStrangersDistribution(situation)) return going(situation).length > 0;
  return mine(situation).length > 0 || attachedMine(situation) !== undefined || desired.certificate !== null;
}

/** Its certificate is gone, and no other group has come: what leads here still does so because of this group. */
function isDeserted({ own, memory, attachedTags }: Situation): boolean {
  return own.length === 0 && memory.lastWrite !== null && attachedTags?.[TAG.id] === undefined;
}

/** A replacement has the same id: `create` claimed everything before this `delete` of its predecessor. */
function strangersOf(situation: Situation): string[] {
  const { own, desired, distribution } = situation;
  const made = desired.distribution.kind === "created" && distribution !== null ? [distribution] : [];
  return [
    ...own.filter((certificate) => !isMine(certificate, situation)),
    ...made.filter(() => !isMyDistribution(situation)),
  ].map(({ arn }) => arn);
}

/** Our own claim of a moment ago may not be readable yet. */
export const claimsAreShown: Rule = (situation) => {
  const { memory, facts, now, desired } = situation;
  const strangers = strangersOf(situation);
  const isClaiming = memory.tagWrites.some(
    ({ arn, tags, at }) =>
      strangers.includes(arn) && tags[TAG.incarnation] === facts.incarnation && now - at < READ_SETTLES_WITHIN,
  );
  return isClaiming ? waitForThings("claim", now, desired) : undefined;
};

/** Its distributions of before go first, and records of certificates that are gone: no successor knows of them. */
export const successorOwnsAll: Rule = (situation) => {
  if (strangersOf(situation).length === 0 || somethingIsMine(situation)) return undefined;
  return (
    former.formerIsLeft(situation) ??
    former.formerIsDeleted(situation) ??
    formerAccessControlIsDeleted(situation) ??
    removeOrphansOf(situation) ?? { kind: "superseded" }
  );
};

/** Mine, and off the distribution: what stays attached has been given up, or serves for whoever has it now. The program takes its own off. */
function going(situation: Situation): OwnCertificate[] {
  const kept = situation.desired.distribution.kind === "program" ? undefined : situation.attached;
  return mine(situation).filter(({ arn }) => arn !== kept?.arn);
}

/** Made by the group, and claimed by somebody of whom this process was not told. */
const isStrangersDistribution = (situation: Situation): boolean =>
  situation.desired.distribution.kind === "created" &&
  situation.distribution !== null &&
  situation.facts.successor === null &&
  !isMyDistribution(situation);

/** Where the program attaches, it is the program that takes it off. */
function attachedMine(situation: Situation): OwnCertificate | undefined {
  const { attached, desired, distribution } = situation;
  if (attached === undefined || distribution === null || desired.distribution.kind === "program") return undefined;
  if (desired.distribution.kind === "created" && !isMyDistribution(situation)) return undefined;
  return isTakenOver(distribution.id, attached, situation) ? undefined : attached;
}

/**
 * Traffic leaves before the alias does. Only records that lead here, and none that was there before; none at all of an alias that the distribution
 * serves with somebody else's certificate now.
 */
export const routingIsRemoved: Rule = (situation) => {
  const { distribution, memory, facts } = situation;
  if (!somethingIsMine(situation) && !isDeserted(situation)) return undefined;
  const kept = [beforeOf(situation), ...memory.formerPlaces.map(({ before }) => before ?? NOTHING_BEFORE)].flatMap(
    ({ aliases }) => aliases,
  );
  const isAttached = attachedMine(situation) !== undefined;
  const free = goingDomains(situation).filter(
    (domain) =>
      !kept.includes(domain) && !isAwaited(domain, facts) && (isAttached || !distribution?.aliases.includes(domain)),
  );
  return removeRoutingOf(situation, free);
};

/** What is wanted, and what was on its way off already when all is to go. */
const goingDomains = ({ desired, leaving, staying }: Situation): DomainName[] => [
  ...desired.domains,
  ...leaving,
  ...staying,
];

function beforeOf(situation: Situation): Before {
  const attached = attachedMine(situation) ?? mine(situation)[0];
  const noted =
    attached === undefined ? null : beforeAt(situation.distribution?.id ?? null, attached.detail.names, attached.tags);
  return noted ?? situation.memory.before ?? NOTHING_BEFORE;
}

/** What was there before comes back as far as it still can. */
export const distributionIsLeft: Rule = (situation) => {
  const { desired, distribution } = situation;
  if (distribution === null || desired.distribution.kind === "created") return undefined;
  if (attachedMine(situation) === undefined) return undefined;
  const step = stepToLeave("updateDistribution", distribution, beforeOf(situation), goingDomains(situation), situation);
  return step === undefined ? undefined : take(situation, step);
};

/** A sibling takes a name over from where it is served: nothing goes before it has. */
export const siblingsHaveTaken: Rule = (situation) => {
  const { desired, distribution, facts } = situation;
  if (desired.distribution.kind === "program" || !somethingIsMine(situation)) return undefined;
  const there = [distribution, ...situation.former.map((each) => each.distribution)];
  const here = there.flatMap((each) => (each === null || isSuccessors(each.id, situation) ? [] : each.aliases));
  const awaited = goingDomains(situation).filter((domain) => here.includes(domain) && isAwaited(domain, facts));
  if (awaited.length === 0) return undefined;
  return strippedAreTagged(situation) ?? blocked(cause("SIBLING_COMES_FIRST", { domains: awaited }));
};

/** The sibling reads in the tags of the certificate there that the name is to be had: where somebody took them off, only this group can tell. */
function strippedAreTagged(situation: Situation): ReturnType<Rule> {
  const { own, desired, facts } = situation;
  const stripped = own.find(({ tags }) => tags[TAG.id] === undefined);
  if (stripped === undefined) return undefined;
  const tags = { ...requestTags(desired), [TAG.incarnation]: facts.incarnation };
  return take(situation, { kind: "tagCertificate", arn: stripped.arn, tags });
}

/** The name of a distribution that is deleted leads nowhere: what a sibling serves by now must not be led there any more. */
export const siblingsAreLedTo: Rule = (situation) => {
  const { desired, distribution, facts } = situation;
  if (distribution === null || !isMyDistribution(situation)) return undefined;
  const given = desired.domains.filter((domain) => isAwaited(domain, facts));
  if (given.length === 0) return undefined;
  const led = domainsLedTo(situation, given, distribution.domainName, "traffic");
  if (!Array.isArray(led)) return led;
  return led.length === 0 ? undefined : stillLedTo(led, distribution.domainName);
};

const isAwaited = (domain: DomainName, { siblings, successor }: Situation["facts"]): boolean =>
  [...siblings, ...(successor === null ? [] : [successor])].some(({ domains }) => domains.includes(domain));

/** Aliases that were not the group's need the certificate: it is the distribution's now, and no longer ours. */
export const remainingCertificateIsGivenUp: Rule = (situation) => {
  const attached = attachedMine(situation);
  if (attached === undefined || isBrought(attached.arn, situation) || !isMine(attached, situation)) return undefined;
  const keys = Object.keys(attached.tags).filter(isGroupTag);
  if (keys.length === 0) return undefined;
  return waitForReads(situation) ?? take(situation, { kind: "untagCertificate", arn: attached.arn, keys });
};

/** What a killed run did last may not be readable yet, and tell that what looks like somebody else's is the group's own. */
function waitForReads({ memory, observed, facts, desired, now }: Situation): Next | undefined {
  const readableAt = memory.runStartedAt + READ_SETTLES_WITHIN;
  if (facts.outOfTime || (observed.certificates?.at ?? 0) >= readableAt) return undefined;
  const settling = cause("RELEASING", { domains: desired.domains });
  const until = Math.max(readableAt, nextTry(now, 2));
  return { kind: "wait", what: "reads", until, parts: [part("certificates")], on: "aws", cause: settling };
}

export const validationIsRemoved: Rule = (situation) =>
  removeValidationOf(situation, going(situation)) ?? removeOrphansOf(situation);

/** AWS lets go of a certificate up to half an hour after the last distribution did: wait a while, then leave it to a later run. */
export const certificatesAreDeleted: Rule = (situation) => {
  const { memory, now, facts, desired } = situation;
  const left = going(situation).find(({ tags }) => tags[TAG.released] !== "yes");
  if (left === undefined) return undefined;
  const since = memory.waits["release"] ?? now;
  const foreign = foreignUsers(left, situation).length > 0;
  const unclear = foreign ? (waitForReads(situation) ?? ask(situation, "holders")) : undefined;
  if (unclear !== undefined) return unclear;
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

/**
 * Requested for the records alone, and no group came. One without our id may be a group's whose tags somebody stripped: it stays. So does one of another
 * owner, which stands in nobody's way: after a rename of the stack its group has requested it.
 */
export const unclaimedAreDeleted: Rule = (situation) => {
  const { own, desired, facts } = situation;
  const unclaimed = own.find(
    ({ tags, detail }) =>
      tags[TAG.id] === desired.groupId &&
      facts.owners.includes(tags[TAG.owner] ?? "") &&
      tags[TAG.incarnation] === undefined &&
      detail.inUseBy.length === 0,
  );
  return unclaimed === undefined ? undefined : take(situation, { kind: "deleteCertificate", arn: unclaimed.arn });
};
