/** Distributions that the group has been on: each is left as it was found, or deleted where the group made it, once all is served by the new one. */
import { nextLook } from "../backoff";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import type { CertificateArn, Former } from "../model";
import { DEFAULT_VIEWER_CERTIFICATE, TAG } from "../ownership";
import type { FormerPlace } from "../remembered";
import { isBrought, type Situation } from "../situation";
import { domainsLedTo, stillLedTo } from "./led";
import { isMyIncarnation, isTakenOver } from "./replaced";
import { NOTHING_BEFORE, stepToLeave } from "./restore";
import { type Rule, take } from "./rule";

/** The group's certificate is still on it; somebody else's has ended our business there. */
export const formerIsLeft: Rule = (situation) => {
  for (const { place, former } of formerPlaces(situation)) {
    const next = place.created === null ? restore(situation, place, former) : takeOff(situation, former);
    if (next !== undefined) return next;
  }
  return undefined;
};

function formerPlaces({ memory, former }: Situation): { place: FormerPlace; former: Former }[] {
  return memory.formerPlaces.flatMap((place) => {
    const found = former.find(({ distribution }) => distribution.id === place.id);
    return found === undefined ? [] : [{ place, former: found }];
  });
}

function restore(situation: Situation, { before }: FormerPlace, { distribution }: Former): Next | undefined {
  const { own, desired, leaving } = situation;
  const { source, id } = distribution.viewerCertificate;
  const ours = own.find(({ arn }) => arn === id);
  const isBroughtHere = source === "acm" && isBrought(id as CertificateArn, situation);
  if ((ours === undefined && !isBroughtHere) || isTakenOver(distribution.id, ours, situation)) return undefined;
  if (isAwaited(situation, distribution.aliases)) return undefined;
  const going = [...desired.domains, ...leaving, ...(ours?.detail.names ?? [])];
  const step = stepToLeave("leaveDistribution", distribution, before ?? NOTHING_BEFORE, going, situation);
  return step === undefined ? undefined : take(situation, step);
}

/** What a sibling or this group is still to take over is served from here until then. */
function isAwaited({ staying, contests, goal, facts }: Situation, aliases: string[]): boolean {
  const ours = goal === "present" ? contests.map(({ domain }) => domain) : (facts.successor?.domains ?? []);
  const awaited: string[] = [...staying, ...ours];
  return aliases.some((alias) => awaited.includes(alias));
}

/** CloudFront deletes only what is disabled. Its domain name goes on resolving until then. */
function takeOff(situation: Situation, former: Former): Next | undefined {
  const { id, etag, config, enabled, aliases, viewerCertificate } = former.distribution;
  if (!isMineToDelete(situation, former)) return undefined;
  if (isAwaited(situation, aliases)) return undefined;
  if (!enabled && aliases.length === 0 && viewerCertificate.source === "default") return undefined;
  const change = { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE, enabled: false };
  return take(situation, { kind: "leaveDistribution", id, etag, config, change });
}

/** Its tags say so, the group's and this incarnation's; where somebody took them off, the memory of who made it does. */
function isMineToDelete(situation: Situation, { tags }: Former): boolean {
  const { groupId } = situation.desired;
  return (tags[TAG.id] ?? groupId) === groupId && isMyIncarnation(tags[TAG.incarnation], situation);
}

/** Made by the group, and its time is over. */
export const formerIsDeleted: Rule = (situation) => {
  const made = formerPlaces(situation).filter(
    ({ place, former }) => place.created !== null && isMineToDelete(situation, former),
  );
  for (const { former } of made) {
    const next = deletion(situation, former);
    if (next !== undefined) return next;
  }
  return undefined;
};

function deletion(situation: Situation, { distribution }: Former): Next | undefined {
  const { id, etag, deployed, enabled } = distribution;
  if (enabled) return undefined;
  // A domain that DNS still leads there would be lost with it: then a later run looks again.
  const { goal, desired, facts } = situation;
  const wanted = goal === "present" ? desired.domains : (facts.successor?.domains ?? []);
  const led = wanted.length === 0 ? [] : domainsLedTo(situation, wanted, distribution.domainName, "formerTraffic");
  if (!Array.isArray(led)) return led;
  if (led.length > 0) return goal === "present" ? undefined : stillLedTo(led, distribution.domainName);
  if (!deployed) return waitForFormer(situation, `former ${id}`);
  return take(situation, { kind: "deleteFormerDistribution", id, etag });
}

function waitForFormer({ memory, now, desired }: Situation, what: string): Next {
  const reason = cause("DELETING_DISTRIBUTION", { domains: desired.domains });
  const until = nextLook(memory.waits[what] ?? now, now);
  return { kind: "wait", what, until, parts: [part("former")], on: "aws", cause: reason };
}
