/** Who has a name that the program is to attach, where somebody may: asked by a temporary, disabled distribution, which the certificate tells of. */
import { ANSWERS, askerOf, domainsToAskFor, freeNote, isInVain, isOfProgram, mayAsk, untoldDomains } from "../asked";
import { DISTRIBUTION_SHOWS_WITHIN, nextLook, nextTry, READ_SETTLES_WITHIN } from "../backoff";
import { cause, part } from "../causes";
import type { Next, Step } from "../decision";
import type { DomainName } from "../domain-name";
import type { GuidanceCode } from "../guidance";
import { known } from "../known";
import type { Temporary } from "../looks";
import { refusalOf } from "../memory";
import type { Observation, Trouble } from "../model";
import { requestTags, TAG } from "../ownership";
import type { OwnCertificate, Situation } from "../situation";
import { noteOf, noteTag, temporarySettings } from "../temporary";
import { ask, need } from "./look";
import { isMine, isMyIncarnation } from "./replaced";
import { type Rule, take } from "./rule";

type Wait = Extract<Next, { kind: "wait" }>;

const ASKING = "ASKING_OWNERS" satisfies GuidanceCode;
const GOING = "TEMPORARY_DISTRIBUTION_GOES" satisfies GuidanceCode;

const waitFor = (
  code: typeof ASKING | typeof GOING,
  { desired }: Situation,
  more: Pick<Wait, "what" | "until" | "parts">,
): Wait => ({
  ...more,
  kind: "wait",
  on: "aws",
  cause: cause(code, { domains: desired.domains }),
});

/** Says that a look which fails for a while is one of these. */
const FOR_OWNERS = { asks: "owners" };

/** The program is handed its names only when that is through: no run ends before. */
export const isForOwners = (next: Next): boolean =>
  next.kind === "wait" &&
  (next.cause.code === ASKING || next.cause.code === GOING || next.cause.params["asks"] === FOR_OWNERS.asks);

function forOwners(next: Next | undefined): Next | undefined {
  if (next?.kind !== "wait") return next;
  return { ...next, cause: { ...next.cause, params: { ...next.cause.params, ...FOR_OWNERS } } };
}

/** What is refused for good is nothing that the program waits for: it goes on without an answer. */
function tryTo(situation: Situation, step: Step): Next | undefined {
  const next = take(situation, step);
  if (next.kind === "blocked") return undefined;
  const code = step.kind === "deleteTemporaryDistribution" ? GOING : ASKING;
  return next.kind === "wait" ? { ...next, cause: cause(code, { domains: situation.desired.domains }) } : next;
}

export const ownersAreAsked: Rule = (situation) => {
  if (!mayAsk(situation)) return undefined;
  const { leads, holders } = situation.observed;
  if (leads === undefined) return { kind: "look", parts: [part("leads")] };
  // Which distributions of the account matter follows from where DNS leads.
  if ((holders?.at ?? 0) < leads.at) return { kind: "look", parts: [part("holders")] };
  const unknown = ask(situation, "holders");
  if (unknown !== undefined) return forOwners(unknown);
  const domains = domainsToAskFor(situation);
  if (domains.length === 0) return answersAreNoted(situation);
  return askerOf(situation) === null ? askerIsMade(situation, domains) : answersAreHeard(situation);
};

function answersAreHeard(situation: Situation): Next | undefined {
  const { now, observed } = situation;
  if (observed.conflicts?.kind !== "known") return forOwners(ask(situation, "conflicts"));
  // They have come to be suspected since.
  return waitFor(ASKING, situation, { what: ANSWERS, until: nextTry(now, 1), parts: [part("conflicts")] });
}

/** By the program's own distribution, so that no other has a note to close. */
function answersAreNoted(situation: Situation): Next | undefined {
  const { wanted } = situation;
  const free = freeNote(situation);
  if (wanted === undefined || free === undefined) return undefined;
  const note = noteOf(wanted.tags);
  return note.isOpen || note.free === free ? undefined : tryTo(situation, noting(wanted, { ...note, free }));
}

const noting = ({ arn }: OwnCertificate, note: Parameters<typeof noteTag>[0]): Step => ({
  kind: "tagCertificate",
  arn,
  tags: noteTag(note),
});

/** One more is about to be made. */
function notingNext(wanted: OwnCertificate): Step {
  return noting(wanted, { isOpen: true, attempt: noteOf(wanted.tags).attempt + 1 });
}

const SHOWN = "temporary distribution is shown";

/** The note comes first: what a killed run has made is found by it. */
function askerIsMade(situation: Situation, domains: DomainName[]): Next | undefined {
  const { wanted, observed, now } = situation;
  if (wanted === undefined) return undefined;
  const { isOpen, attempt } = noteOf(wanted.tags);
  if (!isOpen) return tryTo(situation, notingNext(wanted));
  const unknown = ask(situation, "temporary");
  if (unknown !== undefined) return forOwners(unknown);
  const found = known(observed.temporary);
  if (found === undefined || found?.kind === "there") return undefined;
  if (found?.kind === "told" && found.attempt === attempt) {
    if (now - found.since >= READ_SETTLES_WITHIN) return tryTo(situation, notingNext(wanted));
    return waitFor(ASKING, situation, { what: SHOWN, until: nextLook(found.since, now), parts: [part("temporary")] });
  }
  return tryTo(situation, creation(situation, wanted, domains));
}

function creation(situation: Situation, wanted: OwnCertificate, domains: DomainName[]): Step {
  const { desired, facts } = situation;
  const { attempt } = noteOf(wanted.tags);
  const about = { groupId: desired.groupId, certificateArn: wanted.arn, httpVersion: httpVersionOf(situation) };
  const settings = temporarySettings({ ...about, attempt });
  const tags = { ...requestTags(desired), [TAG.incarnation]: facts.incarnation, [TAG.asks]: "yes" };
  return { kind: "createTemporaryDistribution", domains, attempt, settings, tags };
}

/** That of the program's distribution, where it has a certificate of the group already. */
function httpVersionOf({ distribution, observed, own }: Situation): string {
  const other = (known(observed.holders) ?? []).find((holder) => isOfProgram(holder, own));
  return (distribution ?? other)?.httpVersion ?? "http2";
}

// ------------------------------------------------------------------------------------------------------------------- its end

/** It has been asked with, or nobody needs it any more. */
export const temporaryIsLeft: Rule = (situation) => {
  const noted = notedCertificate(situation);
  if (noted === undefined) return undefined;
  // Who leaves must not leave it behind.
  const unknown = (situation.goal === "absent" ? need : ask)(situation, "temporary");
  if (unknown !== undefined) return unknown;
  const found = known(situation.observed.temporary);
  if (found === undefined || isNeeded(situation, found)) return undefined;
  return found?.kind === "there" ? deletion(situation, found) : noteIsTakenBack(situation, noted, found);
};

/** Of several only that which this resource has claimed. */
const notedCertificate = (situation: Situation): OwnCertificate | undefined =>
  situation.own.find((own) => noteOf(own.tags).isOpen && (situation.goal === "present" || isMine(own, situation)));

/** To ask with; what it is there for is known only when all is looked at. */
function isNeeded(situation: Situation, found: Temporary | null): boolean {
  const { observed, wanted } = situation;
  if (!mayAsk(situation)) return false;
  const isOther = found?.kind === "there" && found.distribution.viewerCertificate.id !== wanted?.arn;
  if (isOther) return false;
  const { leads, holders } = observed;
  if (leads === undefined || holders === undefined || holders.at < leads.at) return true;
  if (domainsToAskFor(situation).length === 0) return false;
  const asker = askerOf(situation);
  return asker === null || (found?.kind === "there" && found.distribution.id === asker);
}

const DEPLOYED = "temporary distribution";

/** CloudFront deletes what is disabled, on every edge (CloudFront API reference, DeleteDistribution). */
function deletion(situation: Situation, { distribution, tags }: Extract<Temporary, { kind: "there" }>) {
  const { memory, now, goal } = situation;
  const { id, etag, deployed } = distribution;
  if (!isMyIncarnation(tags[TAG.incarnation], situation) && goal === "absent") return undefined;
  const until = nextLook(memory.waits[DEPLOYED] ?? now, now);
  if (!deployed) return waitFor(GOING, situation, { what: DEPLOYED, until, parts: [part("temporary")] });
  const step: Step = { kind: "deleteTemporaryDistribution", id, etag };
  return goal === "absent" ? take(situation, step) : tryTo(situation, step);
}

function noteIsTakenBack(situation: Situation, noted: OwnCertificate, found: Temporary | null): Next | undefined {
  const { goal, facts, observed, wanted } = situation;
  const { what, until } = lastLook(situation, found);
  // Who leaves ends in time; who stays leaves the note to the next run.
  const mayEnd = goal === "absent" && facts.outOfTime;
  if ((observed.temporary?.at ?? 0) < until && !mayEnd)
    return waitFor(GOING, situation, { what, until, parts: [part("temporary")] });
  if (goal !== "present") return undefined;
  const free = (noted.arn === wanted?.arn ? freeNote(situation) : undefined) ?? "";
  return tryTo(situation, noting(noted, { isOpen: false, attempt: noteOf(noted.tags).attempt, free }));
}

const OTHERS = "other temporary distributions";

/**
 * A read may not show yet what a killed run has made, or this one, which was waiting for its deployment; and where one is gone, it may show another,
 * which had been made before and did not show.
 */
function lastLook({ memory: { waits, runStartedAt }, now }: Situation, found: Temporary | null) {
  const goneAt = waits[OTHERS] ?? (found?.kind === "gone" ? now : undefined);
  if (goneAt !== undefined) return { what: OTHERS, until: goneAt + DISTRIBUTION_SHOWS_WITHIN };
  const madeAt = Math.max(runStartedAt, waits[DEPLOYED] ?? 0, found?.kind === "told" ? found.since : 0);
  return { what: SHOWN, until: madeAt + READ_SETTLES_WITHIN };
}

// --------------------------------------------------------------------------------------------------------- what goes on without

/** Of which names nobody could be asked who has them, and why. */
export function whyUnasked(situation: Situation): { domain: DomainName; trouble: Trouble }[] {
  const { unheard = {} } = situation.observed.conflicts ?? {};
  const common = whyNoneIsHeard(situation);
  return untoldDomains(situation).flatMap((domain) => {
    const trouble = unheard[domain] ?? common;
    return trouble === undefined ? [] : [{ domain, trouble }];
  });
}

function whyNoneIsHeard(situation: Situation): Trouble | undefined {
  const { conflicts, temporary } = situation.observed;
  if (isFinal(conflicts)) return conflicts.trouble;
  if (isInVain(situation)) return NO_ANSWER;
  const { wanted } = situation;
  const domains = domainsToAskFor(situation);
  if (wanted === undefined || domains.length === 0) return undefined;
  if (isFinal(temporary)) return temporary.trouble;
  return troubleOf(situation, creation(situation, wanted, domains)) ?? troubleOf(situation, notingNext(wanted));
}

const NO_ANSWER: Trouble = {
  reason: "UNAVAILABLE",
  operation: "cloudfront:ListDomainConflicts",
  code: "NoAnswer",
  message: "no answer in time",
  passing: false,
};

const isFinal = <T>(seen: Observation<T> | undefined): seen is Extract<Observation<T>, { kind: "unknown" }> =>
  seen?.kind === "unknown" && !seen.trouble.passing;

/** What was asked with and can't be deleted. */
export function whyLeft(situation: Situation): { id: string; trouble: Trouble } | undefined {
  const found = known(situation.observed.temporary) ?? null;
  if (found?.kind !== "there") return undefined;
  const { id, etag } = found.distribution;
  const trouble = troubleOf(situation, { kind: "deleteTemporaryDistribution", id, etag });
  return trouble === undefined ? undefined : { id, trouble };
}

const troubleOf = (situation: Situation, step: Step): Trouble | undefined =>
  take(situation, step).kind === "blocked" ? refusalOf(situation.memory, step)?.trouble : undefined;

/** The next run asks again, or deletes what asked. */
export const isUnanswered = (situation: Situation): boolean =>
  whyUnasked(situation).length > 0 || whyLeft(situation) !== undefined;
