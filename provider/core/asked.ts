/** Names that somebody else may have whom the program would be refused for, where it attaches: who is asked for, and what comes of it. */
import { READ_SETTLES_WITHIN } from "./backoff";
import { cause, merged } from "./causes";
import { causesOfOwners, matchesMasked, serviceOf } from "./conflicts";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import { takenHere } from "./lost";
import type { Holder, RecordSetFacts } from "./model";
import { ADDRESS_TYPES } from "./records";
import type { Report } from "./report";
import type { Situation } from "./situation";
import { noteOf, temporaryComment, wishKey } from "./temporary";

type Asked = Pick<
  Situation,
  "desired" | "goal" | "observed" | "distribution" | "own" | "wanted" | "memory" | "now" | "owners"
>;

const holdersIn = ({ observed }: Pick<Asked, "observed">): Holder[] => known(observed.holders) ?? [];

/** A distribution with a certificate of the group is the program's, whichever of its distributions it is. */
export const isOfProgram = ({ certificateArn }: Holder, own: Situation["own"]): boolean =>
  own.some(({ arn }) => arn === certificateArn);

/** Wanted, and on no distribution of the program yet, as far as is known. */
function openDomains(asked: Asked): DomainName[] {
  const { desired, distribution, own } = asked;
  const programs = holdersIn(asked).filter((holder) => isOfProgram(holder, own));
  const there = [distribution, ...programs].flatMap((each) => each?.aliases ?? []);
  return desired.domains.filter((domain) => !there.includes(domain));
}

/** With a certificate of the program there is nothing that could note what is made. */
const isForProgram = ({ goal, desired }: Asked): boolean =>
  goal === "present" && desired.distribution.kind === "program" && desired.certificate === null;

/** The certificate is there to ask with, and something is to be attached. */
export const mayAsk = (asked: Asked): boolean =>
  isForProgram(asked) && asked.wanted?.detail.status === "ISSUED" && openDomains(asked).length > 0;

/** By a distribution of the account that has none of the group's certificates. */
function heldHere(asked: Asked): { domain: DomainName; holder: Holder }[] {
  const others = holdersIn(asked).filter((holder) => !isOfProgram(holder, asked.own));
  return openDomains(asked).flatMap((domain) => {
    const holder = others.find(({ aliases }) => aliases.includes(domain));
    return holder === undefined ? [] : [{ domain, holder }];
  });
}

/** The host name to which DNS leads a domain; alias records of Route 53 show as addresses, but not to who may read the zone. */
export function ledTo(domain: DomainName, { observed }: Pick<Asked, "observed">): string | null {
  const isLeading = ({ name, type }: RecordSetFacts): boolean => name === domain && ADDRESS_TYPES.has(type);
  const alias = (known(observed.recordSets) ?? []).find((set) => isLeading(set) && set.alias !== null)?.alias;
  const lead = known(observed.leads)?.[domain];
  return alias?.dnsName ?? (lead?.kind === "alias" ? lead.target : null);
}

const isCloudFront = (host: string): boolean => host.endsWith(".cloudfront.net");

function isLedToStranger(domain: DomainName, asked: Asked): boolean {
  const target = ledTo(domain, asked);
  const here = [asked.distribution, ...holdersIn(asked)].map((each) => each?.domainName);
  return target !== null && isCloudFront(target) && !here.includes(target);
}

/** Nobody could tell where DNS leads it, which is not the same as nowhere. */
const isUnseen = (domain: DomainName, asked: Asked): boolean =>
  ledTo(domain, asked) === null && known(asked.observed.leads)?.[domain]?.kind === "unknown";

/** An earlier run has asked for what is wanted, and nobody had any of it. To ask with each run what DNS does not tell would cost minutes each time. */
const isNotedFree = ({ wanted, desired }: Asked): boolean =>
  noteOf(wanted?.tags ?? {}).free === wishKey(desired.domains);

/** CloudFront has named who has it. */
const isOwned = (domain: DomainName, { owners }: Pick<Asked, "owners">): boolean =>
  owners.some((owner) => owner.domain === domain);

/** No reason, no distribution that asks. */
function isSuspected(domain: DomainName, asked: Asked): boolean {
  const isElsewhere = (each: string): boolean => !holdersIn(asked).some(({ id }) => matchesMasked(each, id));
  if (asked.desired.moveFrom.some(isElsewhere)) return true;
  if (isUnseen(domain, asked)) return !isNotedFree(asked);
  const target = ledTo(domain, asked);
  return target !== null && (serviceOf(target) !== null || isLedToStranger(domain, asked));
}

/** Whoever has them is not in this account, as far as is known. */
export function suspectedDomains(asked: Asked): DomainName[] {
  if (!mayAsk(asked) || asked.observed.leads === undefined) return [];
  const here = heldHere(asked).map(({ domain }) => domain);
  return openDomains(asked).filter((domain) => !here.includes(domain) && isSuspected(domain, asked));
}

/** Those of which this run has no answer. */
export function untoldDomains(asked: Asked): DomainName[] {
  const told = known(asked.observed.conflicts) ?? {};
  return suspectedDomains(asked).filter((domain) => !(domain in told));
}

/** Those among them for which it may still get one. */
export function domainsToAskFor(asked: Asked): DomainName[] {
  const { conflicts } = asked.observed;
  // Who may not ask goes on without.
  if (conflicts?.kind === "unknown" && !conflicts.trouble.passing) return [];
  if (isInVain(asked)) return [];
  const { unheard = {} } = conflicts ?? {};
  return untoldDomains(asked).filter((domain) => !(domain in unheard));
}

/** What the note is to say after the answers of this run; `undefined`: they change nothing about it. */
export function freeNote(asked: Asked): string | undefined {
  const suspected = suspectedDomains(asked);
  if (asked.observed.conflicts?.kind !== "known" || suspected.length === 0) return undefined;
  const isFree = (domain: DomainName): boolean => !isLedToStranger(domain, asked) && !isOwned(domain, asked);
  if (untoldDomains(asked).length > 0 || !suspected.every(isFree)) return "";
  return suspected.some((domain) => isUnseen(domain, asked)) ? wishKey(asked.desired.domains) : undefined;
}

/** Among the waits: CloudFront does not know who asks. */
export const ANSWERS = "answers";

export const isInVain = ({ memory, now }: Pick<Asked, "memory" | "now">): boolean =>
  now - (memory.waits[ANSWERS] ?? now) >= READ_SETTLES_WITHIN;

/** A distribution that has the certificate, and may ask: the program's before one that only asks. */
export function askerOf(asked: Pick<Asked, "distribution" | "wanted" | "observed" | "desired">): string | null {
  const { distribution, wanted, observed, desired } = asked;
  if (wanted === undefined) return null;
  if (distribution?.viewerCertificate.id === wanted.arn) return distribution.id;
  const comment = temporaryComment(desired.groupId);
  const having = holdersIn(asked).find((each) => each.certificateArn === wanted.arn && each.comment !== comment);
  const temporary = known(observed.temporary) ?? null;
  if (having !== undefined) return having.id;
  const isUsable = temporary?.kind === "there" && temporary.distribution.viewerCertificate.id === wanted.arn;
  return isUsable ? temporary.distribution.id : null;
}

/** Says that the program attaches, for the words: it goes on without these names. */
const BY_PROGRAM = { attaches: "program" };

const isLoss = ({ params }: Cause): boolean => params["attaches"] === BY_PROGRAM.attaches;

/** What the program is to do without for now. */
export const lostDomains = (causes: Cause[]): DomainName[] => [
  ...new Set(causes.filter(isLoss).flatMap(({ domains }) => domains)),
];

/** Names that the program would be refused for. */
export function lossesOf(situation: Asked, previous: Report | null): Cause[] {
  if (!isForProgram(situation)) return [];
  const kept = keptLosses(situation, previous);
  if (!mayAsk(situation)) return kept;
  const { distribution, owners } = situation;
  const told = causesOfOwners(owners, { moveFrom: [], targetDomainName: distribution?.domainName ?? "" });
  // Until one of them has the certificate, any distribution of the account may be the program's.
  const here = distribution === null ? [] : heldHere(situation);
  const causes = [...takenHere(here), ...told, ...ledElsewhere(situation)].map((reason) => ({
    ...reason,
    params: { ...reason.params, ...BY_PROGRAM },
  }));
  return [...causes, ...kept];
}

const LED_ELSEWHERE = "ALIAS_LED_ELSEWHERE" satisfies GuidanceCode;

/** Nobody has the name, and CloudFront refuses it all the same while DNS leads it to another distribution. */
function ledElsewhere(situation: Asked): Cause[] {
  const answered = known(situation.observed.conflicts) ?? {};
  const free = suspectedDomains(situation).filter((domain) => domain in answered && !isOwned(domain, situation));
  return merged(
    free
      .filter((domain) => isLedToStranger(domain, situation))
      .map((domain) => cause(LED_ELSEWHERE, { domains: [domain], params: { found: ledTo(domain, situation) ?? "" } })),
  );
}

/** What is not asked yet, or by a refresh, which changes nothing, keeps its last known owner; and its last known way, what DNS does not tell now. */
function keptLosses(situation: Asked, previous: Report | null): Cause[] {
  const isSeen = mayAsk(situation) && situation.observed.leads !== undefined;
  const open = isSeen ? domainsToAskFor(situation) : openDomains(situation);
  const unseen = openDomains(situation).filter((domain) => isUnseen(domain, situation) && !isOwned(domain, situation));
  return (previous?.causes ?? []).filter(isLoss).flatMap((loss) => {
    const kept = loss.code === LED_ELSEWHERE ? [...open, ...unseen] : open;
    const domains = loss.domains.filter((domain) => kept.includes(domain));
    return domains.length === 0 ? [] : [{ ...loss, domains }];
  });
}

/** Told, and handed out: it may be the program's own distribution that has them. */
export function heldCauses(situation: Asked): Cause[] {
  if (!mayAsk(situation) || situation.distribution !== null) return [];
  const held = heldHere(situation);
  return merged(
    held.map(({ domain, holder }) =>
      cause("ALIAS_HELD_HERE", { domains: [domain], params: { distribution: holder.id } }),
    ),
  );
}
