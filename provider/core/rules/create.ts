/** A distribution that the group makes, before the certificate: its ARN is what a bucket policy needs. And its end. */
import { DISTRIBUTION_SHOWS_WITHIN, nextTry } from "../backoff";
import { cause, part } from "../causes";
import { known } from "../known";
import type { Json, Tags } from "../model";
import {
  accessControlName,
  callerReference,
  changeable,
  commentOf,
  distributionSettings,
  hasAccessControl,
} from "../new-distribution";
import { holds, layOver, withoutRetired } from "../overlay";
import { DEFAULT_VIEWER_CERTIFICATE, missingTags, requestTags, TAG } from "../ownership";
import { comesFromExisting } from "../places";
import { distributionTags, type Situation } from "../situation";
import { ask, need } from "./look";
import { isMine, isMyIncarnation } from "./replaced";
import { type Rule, take } from "./rule";

const needsAccessControl = ({ desired }: Pick<Situation, "desired">): boolean => hasAccessControl(desired.distribution);

/** The origin access control first: the distribution names it. */
export const distributionIsCreated: Rule = (situation) => {
  const { desired, distribution, memory, now } = situation;
  if (desired.distribution.kind !== "created" || distribution !== null) return undefined;
  const { created } = memory;
  // AWS told of it a moment ago, and a read may not show it yet.
  if (created !== null && now - created.at < DISTRIBUTION_SHOWS_WITHIN) {
    const reason = cause("CREATING_DISTRIBUTION", { domains: desired.domains });
    return {
      kind: "wait",
      what: "creation",
      until: nextTry(now, 2),
      parts: [part("distribution")],
      on: "aws",
      cause: reason,
    };
  }
  const found = wantedSettings(situation);
  if (!("settings" in found)) return found.next;
  const { settings } = found;
  const attempt = nextAttempt(situation);
  return take(situation, { kind: "createDistribution", attempt, settings, tags: requestTags(desired) });
};

const nextAttempt = ({ memory }: Situation): number => (memory.created?.attempt ?? 0) + 1;

/** What the distribution should be; what must happen before that can be said. */
function wantedSettings(situation: Situation): { settings: Json } | { next: ReturnType<Rule> } {
  const { desired, observed } = situation;
  if (desired.distribution.kind !== "created") return { next: undefined };
  const about = {
    callerReference: callerReference(desired.groupId, nextAttempt(situation)),
    comment: commentOf(desired.groupId),
  };
  if (!needsAccessControl(situation)) {
    return { settings: distributionSettings(desired.distribution.service, { ...about, accessControlId: null }) };
  }
  const unknown = need(situation, "accessControl");
  if (unknown !== undefined) return { next: unknown };
  const found = known(observed.accessControl) ?? null;
  if (found === null) {
    return { next: take(situation, { kind: "createAccessControl", name: accessControlName(desired.groupId) }) };
  }
  const { id, etag, intact } = found;
  const name = accessControlName(desired.groupId);
  if (!intact) return { next: take(situation, { kind: "mendAccessControl", id, etag, name }) };
  return { settings: distributionSettings(desired.distribution.service, { ...about, accessControlId: id }) };
}

/** It says whose it is, and which resource may delete it: put back, too, when somebody strips the tags. */
export const distributionIsClaimed: Rule = (situation) => {
  const { desired, distribution, facts, memory } = situation;
  if (desired.distribution.kind !== "created" || distribution === null) return undefined;
  const { arn } = distribution;
  const present = distributionTags(situation);
  const wanted: Tags = { ...requestTags(desired), [TAG.incarnation]: facts.incarnation };
  const missing = missingTags(wanted, present);
  if (Object.keys(missing).length > 0) return take(situation, { kind: "tagDistribution", arn, tags: missing });
  const keys = memory.tagKeys.filter((key) => key in present && !(key in desired.tags));
  return keys.length === 0 ? undefined : take(situation, { kind: "untagDistribution", arn, keys });
};

/** What the program changed since, and what somebody else did to what it says. The rest is left as it is. */
export const distributionIsConfigured: Rule = (situation) => {
  const { distribution, memory } = situation;
  if (situation.desired.distribution.kind !== "created" || distribution === null) return undefined;
  const found = wantedSettings(situation);
  if (!("settings" in found)) return found.next;
  const wanted = changeable(found.settings);
  const before = memory.created?.settings ?? null;
  const kept = before === null ? distribution.settings : withoutRetired(distribution.settings, before, wanted);
  if (holds(distribution.settings, wanted) && isSame(kept, distribution.settings)) return undefined;
  // Written already, and CloudFront spells it in its own way.
  if (isSame(before, wanted) && memory.lastWrite?.etag === distribution.etag) return undefined;
  const { id, etag } = distribution;
  return take(situation, { kind: "configureDistribution", id, etag, settings: layOver(kept, wanted), wanted });
};

/** Whatever the order of their members: the engine sorts those of a state. */
const isSame = (one: Json | null, other: Json): boolean => one !== null && holds(one, other) && holds(other, one);

/** Does the bucket let it in? Free of AWS calls. */
export const originIsSeen: Rule = (situation) => {
  const { observed, distribution } = situation;
  if (!needsAccessControl(situation) || distribution?.enabled !== true) return undefined;
  return observed.origin === undefined ? { kind: "look", parts: [part("origin")] } : undefined;
};

// ------------------------------------------------------------------------------------------------------------------ goal absent

export function isMyDistribution(situation: Situation): boolean {
  const { desired, distribution } = situation;
  if (desired.distribution.kind !== "created" || distribution === null) return false;
  return isMyIncarnation(distributionTags(situation)[TAG.incarnation], situation);
}

/** CloudFront deletes what is disabled, on every edge (CloudFront API reference, DeleteDistribution). Domains and certificate go in the same write. */
export const distributionIsDisabled: Rule = (situation) => {
  const { distribution } = situation;
  if (distribution === null || !isMyDistribution(situation)) return undefined;
  const { id, etag, config, enabled, aliases, viewerCertificate } = distribution;
  if (!enabled && aliases.length === 0 && viewerCertificate.source === "default") return undefined;
  const change = { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE, enabled: false };
  return take(situation, { kind: "updateDistribution", id, etag, config, change });
};

export const distributionIsDeleted: Rule = (situation) => {
  const { distribution } = situation;
  if (distribution === null || !isMyDistribution(situation)) return undefined;
  return take(situation, { kind: "deleteDistribution", id: distribution.id, etag: distribution.etag });
};

/** Its name is the group's alone; it stays as long as a successor's distribution is there. */
export const accessControlIsDeleted: Rule = (situation) => {
  const { desired, distribution } = situation;
  if (desired.distribution.kind !== "created" || distribution !== null) return undefined;
  if (!needsAccessControl(situation) && !mayHaveAccessControl(situation)) return undefined;
  return deleteAccessControl(situation);
};

/**
 * The state knows one, or a certificate says that the group was on its way to a distribution of its own: a run that was killed then made the access
 * control first, and its program may have said something else since.
 */
function mayHaveAccessControl(situation: Situation): boolean {
  const { desired, memory, own } = situation;
  if (memory.accessControlId !== null) return true;
  const isOpen = desired.distribution.kind !== "created" || comesFromExisting(memory);
  return isOpen && own.some((each) => each.tags[TAG.makes] === "yes" && isMine(each, situation));
}

/** Of a distribution that the group made and has left for one that exists, or that has another origin now. */
export const formerAccessControlIsDeleted: Rule = (situation) => {
  const { desired, memory, facts, goal } = situation;
  const place = facts.successor?.distribution ?? desired.distribution;
  // Who is replaced by somebody unknown leaves that to them.
  const isUnclear = goal === "absent" && facts.successor === null;
  const isNeeded = isUnclear ? place.kind === "created" : hasAccessControl(place);
  if (isNeeded || !mayHaveAccessControl(situation)) return undefined;
  return memory.formerPlaces.some(({ created }) => created !== null) ? undefined : deleteAccessControl(situation);
};

function deleteAccessControl(situation: Situation): ReturnType<Rule> {
  const { observed, memory } = situation;
  // Who only may have made one, and may not look, has not made one: a group of a web server needs no such permission.
  const look = memory.accessControlId === null ? ask : need;
  const unknown = look(situation, "accessControl");
  if (unknown !== undefined) return unknown;
  const found = known(observed.accessControl) ?? null;
  if (found === null) return undefined;
  return take(situation, { kind: "deleteAccessControl", id: found.id, etag: found.etag });
}
