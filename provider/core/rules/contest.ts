/** Wanted domains that another distribution of the account has: they come over without a gap where they are ours to take. */
import { nextLook } from "../backoff";
import { cause, part } from "../causes";
import { coveredBy, type DomainName } from "../domain-name";
import { lostCauses } from "../lost";
import { aliasRefusals, hadAliases } from "../memory";
import type { Instant } from "../model";
import { TAG } from "../ownership";
import type { Contest } from "../passing";
import { unrefused } from "../sift";
import type { Situation } from "../situation";
import { ask, need } from "./look";
import { blocked, type Rule, take } from "./rule";

/** All distributions of the account are looked at only where there is a reason to. */
export const contestIsKnown: Rule = (situation) => {
  const since = contestedSince(situation);
  if (since === undefined) return undefined;
  const { holders } = situation.observed;
  if (holders !== undefined && holders.at < since) return { kind: "look", parts: [part("holders")] };
  // Of a name that is only refused, CloudFront tells as well.
  return (isOnlyRefused(situation) ? ask : need)(situation, "holders");
};

const isOnlyRefused = (situation: Situation): boolean =>
  situation.memory.formerPlaces.length === 0 && lostNames(situation).length === 0;

/** On the distribution before, and not any more. */
function lostNames({ desired, distribution, memory }: Situation): DomainName[] {
  const had = hadAliases(memory);
  return desired.domains.filter((domain) => had.includes(domain) && distribution?.aliases.includes(domain) === false);
}

/** The group comes from another distribution, has lost a name, or CloudFront has said in this run that somebody has one of the names. */
function contestedSince(situation: Situation): Instant | undefined {
  const { desired, distribution, memory } = situation;
  if (desired.distribution.kind === "program" || distribution === null) return undefined;
  if (desired.domains.every((domain) => distribution.aliases.includes(domain))) return undefined;
  const refusedAt = aliasRefusals(memory, distribution.id);
  if (refusedAt.length === 0 && isOnlyRefused(situation)) return undefined;
  return Math.max(0, ...refusedAt.map(({ lastAt }) => lastAt));
}

/** What another distribution has, or is led to by DNS, can't come along with the certificate. */
export function uncontested(situation: Situation): DomainName[] {
  const { desired, contests, misled, owners, distribution } = situation;
  const later = new Set<DomainName>([...contests, ...owners].map(({ domain }) => domain).concat(misled));
  const free = desired.domains.filter((domain) => !later.has(domain));
  const isHere = (domain: DomainName): boolean => distribution?.aliases.includes(domain) === true;
  // The certificate alone, first: CloudFront tells who has a name only to who has a certificate for it.
  const coming = isToBeAsked(situation)
    ? []
    : unrefused(
        free.filter((domain) => !isHere(domain)),
        situation,
      );
  return free.filter((domain) => isHere(domain) || coming.includes(domain));
}

/** CloudFront says that somebody has one of the names, and nobody in the account does. */
export const isToBeAsked = (situation: Situation): boolean => isOutdated(situation) || isUnanswered(situation);

function isOutdated({ unexplainedAt, observed }: Situation): boolean {
  return unexplainedAt !== undefined && (observed.conflicts?.at ?? 0) < unexplainedAt;
}

/** Who may not ask goes on without; who could not be heard is asked again. */
function isUnanswered({ unexplainedAt, observed: { conflicts } }: Situation): boolean {
  return unexplainedAt !== undefined && conflicts?.kind === "unknown" && conflicts.trouble.passing;
}

/** The certificate is on, and who has which name can be asked. */
export const ownersAreKnown: Rule = (situation) => {
  if (isOutdated(situation)) return { kind: "look", parts: [part("conflicts")] };
  return situation.unexplainedAt === undefined ? undefined : ask(situation, "conflicts");
};

/** A run that is killed between a move and its routing record leaves the record leading there: the certificate remembers that it is ours. */
const originIsNoted: Rule = (situation) => {
  const { attached, desired } = situation;
  const origin = nextToMove(situation)?.holder.domainName;
  if (attached === undefined || origin === undefined || desired.certificate !== null) return undefined;
  const noted = attached.tags[TAG.takenFrom]?.split(" ") ?? [];
  if (noted.includes(origin)) return undefined;
  // The newest ones: 256 characters are the most that a tag holds.
  const takenFrom = [...noted, origin].slice(-8).join(" ");
  return take(situation, { kind: "tagCertificate", arn: attached.arn, tags: { [TAG.takenFrom]: takenFrom } });
};

/** One call each, atomic on the side of CloudFront (developer guide, "Moving an alternate domain name"): the certificate that covers it is here already. */
const aliasIsMoved: Rule = (situation) => {
  const { distribution } = situation;
  const next = nextToMove(situation);
  if (distribution === null || next === undefined) return undefined;
  const { id: from, domainName: fromDomainName } = next.holder;
  return take(situation, { kind: "moveAlias", domain: next.domain, from, fromDomainName, to: distribution.id });
};

export const aliasesAreMoved: Rule = (situation) => originIsNoted(situation) ?? aliasIsMoved(situation);

function nextToMove({ contests, distribution, attached }: Situation): Contest | undefined {
  if (distribution === null || attached?.detail.status !== "ISSUED") return undefined;
  return contests.find(({ isOurs, domain }) => isOurs && coveredBy(attached.detail.names, domain));
}

/** The others are attached by now. */
export const contestIsLost: Rule = (situation) => {
  // The program attaches the others.
  if (situation.desired.distribution.kind === "program") return undefined;
  const [first] = lostCauses(situation);
  return first === undefined ? undefined : blocked(first);
};

/** No group waits for another: the sibling takes them when its turn comes, and the next run narrows the certificate. */
export const stayingIsTaken: Rule = ({ staying, now, memory }) =>
  staying.length === 0
    ? undefined
    : {
        kind: "wait",
        what: "sibling",
        until: nextLook(memory.waits["sibling"] ?? now, now),
        parts: [part("distribution")],
        on: "sibling",
        cause: cause("LEFT_TO_SIBLING", { domains: staying }),
      };
