/** What must survive every crash stands in the certificate's tags before the first thing depends on it. One call for all of it. */

import { READ_SETTLES_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import { coveredBy } from "../domain-name";
import { known } from "../known";
import { namesMade } from "../memory";
import type { Certificate, DistributionFacts, Tags } from "../model";
import {
  beforeAt,
  beforeTags,
  coveredTags,
  createdBy,
  DEFAULT_VIEWER_CERTIFICATE,
  encodeChoice,
  missingTags,
  recordNames,
  requestTags,
  TAG,
} from "../ownership";
import { comesFromExisting } from "../places";
import { isSameCname } from "../records";
import type { Before } from "../remembered";
import { namesOf, type OwnCertificate, type Situation } from "../situation";
import { need } from "./look";
import { isNeededBy, neighboursOf } from "./neighbours";
import { type Rule, take } from "./rule";

/** Every certificate says whose it is: put back, too, when somebody strips the tags. */
export const certificateIsClaimed: Rule = (situation) => {
  const { wanted, desired, facts } = situation;
  if (wanted === undefined || desired.certificate !== null) return undefined;
  const unknown = desired.dns.kind === "route53" ? need(situation, "recordSets") : undefined;
  if (unknown !== undefined) return unknown;
  const whose = leftBehind(situation, wanted).length > 0 ? need(situation, "neighbours") : undefined;
  if (whose !== undefined) return whose;
  const tags: Tags = {
    ...requestTags(desired),
    [TAG.incarnation]: facts.incarnation,
    ...(wanted.tags[TAG.released] === "yes" ? { [TAG.released]: "no" } : {}),
    ...createdRecords(situation, wanted),
    ...hasMade(situation, wanted),
    ...before(situation, wanted),
    ...covered(situation, wanted),
  };
  const missing = missingTags(tags, wanted.tags);
  return Object.keys(missing).length === 0
    ? undefined
    : take(situation, { kind: "tagCertificate", arn: wanted.arn, tags: missing });
};

/**
 * An alias that is wanted, is on the distribution and that no tag explains was there before the group wanted it; unless a run that was killed has put it
 * there, whose tags are just not readable yet.
 */
export const aliasesAreExplained: Rule = ({ desired, distribution, own, facts, memory, observed, now }) => {
  const attached = own.find(({ arn }) => arn === distribution?.viewerCertificate.id);
  if (attached === undefined || desired.distribution.kind !== "existing") return undefined;
  const told: string[] = [...namesOf(attached), ...facts.formerly];
  const isUntold = desired.domains.some((domain) => distribution?.aliases.includes(domain) && !told.includes(domain));
  const until = memory.runStartedAt + READ_SETTLES_WITHIN;
  if (!isUntold || (observed.certificates?.at ?? 0) >= until) return undefined;
  if (now >= until) return { kind: "look", parts: [part("certificates")] };
  const reason = cause("TAGGING", { domains: desired.domains });
  return { kind: "wait", what: "claim", until, parts: [part("certificates")], on: "aws", cause: reason };
};

/** After a rename of the stack: what AWS, or somebody, still holds is the renamed one's too, whose state forgets the name before. */
export const oldOwnersAreRenamed: Rule = (situation) => {
  const { own, wanted, desired } = situation;
  const tags = { [TAG.owner]: desired.owner };
  const old = own.find(
    (each) => each.arn !== wanted?.arn && TAG.owner in each.tags && each.tags[TAG.owner] !== desired.owner,
  );
  return old === undefined ? undefined : take(situation, { kind: "tagCertificate", arn: old.arn, tags });
};

/** What a certificate does not list: a run that is killed leaves it on the distribution, and nothing else tells that it is the group's. */
export function coveredIsNoted(situation: Situation, own: OwnCertificate): ReturnType<Rule> {
  const missing = missingTags(covered(situation, own), own.tags);
  return Object.keys(missing).length === 0
    ? undefined
    : take(situation, { kind: "tagCertificate", arn: own.arn, tags: missing });
}

function covered(situation: Situation, own: OwnCertificate): Tags {
  const { desired, leaving, distribution } = situation;
  const { names } = own.detail;
  if (desired.distribution.kind === "program") return {};
  const domains = [...desired.domains, ...leaving].filter((each) => !names.includes(each) && coveredBy(names, each));
  const isTheirs = distribution !== null && desired.distribution.kind === "existing";
  const had = isTheirs ? beforeOf(situation, distribution).aliases : [];
  return coveredTags(domains, had, own.tags, Object.keys(desired.tags).length);
}

/** Where a group that moves makes its new distribution, a crash must not lose it: before that, its certificate says so. */
export const makingIsNoted: Rule = (situation) => {
  const { desired, distribution, memory, own, wanted } = situation;
  if (desired.distribution.kind !== "created" || distribution !== null || !comesFromExisting(memory)) return undefined;
  const first = wanted ?? own[0];
  if (first === undefined || first.tags[TAG.makes] === "yes") return undefined;
  return take(situation, { kind: "tagCertificate", arn: first.arn, tags: { [TAG.makes]: "yes" } });
};

/** What it made is gone again, with the access control that came before it; until then a certificate hands it on to the next. */
function hasMade({ desired, memory, observed, own }: Situation, wanted: OwnCertificate): Tags {
  const isHandedOn = !(TAG.makes in wanted.tags) && own.some(({ tags }) => tags[TAG.makes] === "yes");
  const isStillLeft =
    memory.formerPlaces.some(({ created }) => created !== null) || known(observed.accessControl) !== null;
  const isOver = desired.distribution.kind !== "created" && !isStillLeft && wanted.tags[TAG.makes] === "yes";
  if (isHandedOn) return { [TAG.makes]: "yes" };
  return isOver ? { [TAG.makes]: "no" } : {};
}

/** A tag that the program no longer wants goes, if it was the program's. */
export const oldTagsAreRemoved: Rule = (situation) => {
  const { wanted, desired, memory } = situation;
  if (wanted === undefined || desired.certificate !== null) return undefined;
  const keys = memory.tagKeys.filter((key) => key in wanted.tags && !(key in desired.tags));
  return keys.length === 0 ? undefined : take(situation, { kind: "untagCertificate", arn: wanted.arn, keys });
};

/**
 * Which validation records the group makes: only those may go when the group goes. No tag where there is nothing to make: what an earlier, killed run
 * noted may just not be readable yet.
 */
function createdRecords(situation: Situation, wanted: OwnCertificate): Tags {
  if (situation.desired.dns.kind !== "route53") return {};
  const names = recordNames(wanted.detail);
  const noted = createdBy(wanted);
  const found = isToBeNoted(situation, wanted) ? newlyCreated(situation, wanted) : [];
  // A domain that came from a sibling brings its record along, and an apex shares that of its wildcard.
  const shared = situation.kin.flatMap(createdBy);
  const created = names.filter((name) => [...noted, ...found, ...shared].includes(name));
  return created.length === noted.length ? {} : { [TAG.createdRecords]: encodeChoice(names, created) };
}

function newlyCreated(situation: Situation, wanted: OwnCertificate): string[] {
  const { own, memory } = situation;
  const noted = [...namesMade(memory), ...own.flatMap(createdBy)];
  const others = neighboursOf(situation).filter(({ arn }) => !own.some((certificate) => certificate.arn === arn));
  const left = leftBehind(situation, wanted).filter((name) => !isNeededBy(others, name));
  // One with another value proves nothing: it is written over.
  const there = recordsThere(situation, wanted);
  return recordNames(wanted.detail).filter(
    (name) => noted.includes(name) || left.includes(name) || !there.includes(name),
  );
}

/** What a sibling noted a moment before could not be read: else nobody would take off the record that both need. */
export const kinIsSeen: Rule = ({ wanted, desired, observed, facts, now }) => {
  if (wanted === undefined || desired.dns.kind !== "route53" || desired.certificate !== null) return undefined;
  if (createdBy(wanted).length === recordNames(wanted.detail).length) return undefined;
  const isUnclear = ({ tags }: Certificate): boolean => {
    const told = known(tags) ?? {};
    const isKin = facts.owners.includes(told[TAG.owner] ?? "") && told[TAG.id] !== desired.groupId;
    return isKin && !(TAG.createdRecords in told) && now - tags.at >= READ_SETTLES_WITHIN;
  };
  return known(observed.certificates)?.some(isUnclear) === true
    ? { kind: "look", parts: [part("certificates")] }
    : undefined;
};

const isToBeNoted = ({ desired }: Situation, { tags }: OwnCertificate): boolean =>
  desired.dns.kind === "route53" && !(TAG.createdRecords in tags);

/** There already, and perhaps noted by nobody: where no other certificate needs them, a killed run of ours wrote them. */
function leftBehind(situation: Situation, wanted: OwnCertificate): string[] {
  return isToBeNoted(situation, wanted) ? recordsThere(situation, wanted) : [];
}

function recordsThere({ observed }: Situation, wanted: OwnCertificate): string[] {
  const sets = known(observed.recordSets) ?? [];
  return wanted.detail.validations.flatMap(({ record }) =>
    record !== null && sets.some((set) => isSameCname(set, record)) ? [record.name] : [],
  );
}

/** What the distribution had before the group came; noted anew while it is not attached yet, since somebody may edit it meanwhile. */
function before(situation: Situation, wanted: OwnCertificate): Tags {
  const { desired, distribution, memory } = situation;
  // One that the group makes had nothing before, and the program's own is the program's to restore.
  if (distribution === null || desired.distribution.kind !== "existing") return {};
  if (distribution.viewerCertificate.id === wanted.arn) {
    // Somebody has stripped them.
    const isHere = (wanted.tags[TAG.distribution] ?? distribution.id) === distribution.id;
    if ((TAG.beforeCertificate in wanted.tags && isHere) || memory.before === null) return {};
    return beforeTags(distribution.id, wanted.detail.names, memory.before);
  }
  const isNoted = TAG.beforeCertificate in wanted.tags && wanted.tags[TAG.distribution] === distribution.id;
  if (isNoted && memory.lastWrite?.certificateArn === wanted.arn) return {};
  return beforeTags(distribution.id, wanted.detail.names, beforeOf(situation, distribution));
}

/** A rotation hands on what the first certificate noted. */
function beforeOf({ own, memory, desired, facts }: Situation, distribution: DistributionFacts): Before {
  const { aliases, viewerCertificate } = distribution;
  const attached = own.find(({ arn }) => arn === viewerCertificate.id);
  if (attached === undefined) return { aliases, viewerCertificate };
  const noted = beforeAt(distribution.id, attached.detail.names, attached.tags) ?? memory.before;
  // What our own certificate serves already was not there before; where nothing is noted, nor what is wanted.
  const ours: string[] = [...namesOf(attached), ...facts.formerly, ...(noted === null ? desired.domains : [])];
  const others = aliases.filter((alias) => !ours.includes(alias));
  return {
    aliases: [...new Set([...(noted?.aliases ?? []), ...others])],
    viewerCertificate: noted?.viewerCertificate ?? DEFAULT_VIEWER_CERTIFICATE,
  };
}
