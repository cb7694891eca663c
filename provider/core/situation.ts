/** Facts derived once from what is wanted, seen and remembered, so that each rule asks one question. */
import { CERTIFICATE_SHOWS_WITHIN, READ_SETTLES_WITHIN } from "./backoff";
import { chooseWanted, isUsable } from "./choose";
import { matchesMasked, type Owner } from "./conflicts";
import type { DomainName } from "./domain-name";
import { known } from "./known";
import { settledTags } from "./memory";
import { misledOf } from "./misled";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  Desired,
  DistributionFacts,
  Former,
  Goal,
  Instant,
  Observed,
  Tags,
} from "./model";
import { commentOf } from "./new-distribution";
import { coveredOf, TAG } from "./ownership";
import { type Contest, contestsOf, passingAliases } from "./passing";
import type { Memory } from "./remembered";
import { takenDomains, unexplainedAt } from "./taken";

/** Who runs, and how far it may go. */
export interface RunFacts {
  incarnation: string;
  /** Owner tags that are taken for ours: the program's, and the one in state. */
  owners: string[];
  /** The account of earlier runs. */
  accountId: string | null;
  /** Goal absent: the deadline has come; what AWS still holds is released instead of waited for. */
  outOfTime: boolean;
  /** Goal absent: so long AWS has, in milliseconds, to let go of a certificate. */
  letGoFor: number;
  /** Domains that earlier runs had to do with: those that are wanted no more leave. */
  formerly: DomainName[];
  siblings: Sibling[];
  /** Goal absent: who has taken over what it wants. `null`: nobody, as far as is known. */
  successor: Successor | null;
}

/** The resource that took the place of one that is deleted, under the same id. */
export type Successor = Pick<Desired, "domains" | "distribution"> & Pick<RunFacts, "incarnation">;

/** Another group of the same program. */
export interface Sibling {
  groupId: string;
  /** All that it takes over: nothing where the program attaches. */
  domains: DomainName[];
  /** The one it has, and the one it wants. */
  distributionIds: string[];
  /** Domain names of its distributions, as far as they are known. */
  targets: string[];
  /** It is being deleted: what its certificates need, nobody needs any more. */
  isLeaving: boolean;
}

export interface Input {
  desired: Desired;
  goal: Goal;
  observed: Observed;
  memory: Memory;
  facts: RunFacts;
  now: Instant;
}

export interface OwnCertificate {
  arn: CertificateArn;
  tags: Tags;
  detail: CertificateDetail;
  /** When the detail was seen. */
  seenAt: Instant;
}

export interface Situation extends Input {
  account: string;
  /** `null`: known to be gone. */
  distribution: DistributionFacts | null;
  /** Requested, and not shown by ACM yet. */
  hidden: CertificateArn[];
  own: OwnCertificate[];
  /** The certificate that serves, or is to serve, the wish: one of the group's, or the program's own. */
  wanted: OwnCertificate | undefined;
  /** That of the group's certificates, or the program's own, which is on the distribution now. */
  attached: OwnCertificate | undefined;
  /** Certificates of other groups of the same owner, as far as they had to be looked at. */
  kin: OwnCertificate[];
  /** On a distribution of the group, and wanted no more. */
  leaving: DomainName[];
  /** On a distribution of the group, and wanted by a sibling: it takes them over, and until then they stay served. */
  staying: DomainName[];
  /** What the certificate must cover: what is wanted, and what stays for now. */
  served: DomainName[];
  /** Distributions that the group is leaving. */
  former: Former[];
  /** Distributions that the group had, or took a domain from: routing records that lead there are ours to change. */
  formerTargets: string[];
  /** Wanted, and on another distribution of the account. */
  contests: Contest[];
  /** Wanted, and refused by CloudFront because these have them: beyond what `contests` tells. */
  owners: Owner[];
  /** When CloudFront refused names of which nobody is known to have any. */
  unexplainedAt: Instant | undefined;
  /** Wanted, and led to another distribution by DNS, which CloudFront does not take: DNS goes first. */
  misled: DomainName[];
  /** Own certificates that can't, and requests that ACM denies: each changes the next request's token. */
  spent: CertificateArn[];
  /** Tags of the certificate that is attached now, whoever's it is. */
  attachedTags: Tags | null;
}

/** What stays served: what a successor does not want goes with its predecessor. */
export const wishedDomains = ({ goal, desired, facts }: Pick<Input, "goal" | "desired" | "facts">): DomainName[] =>
  (goal === "absent" ? facts.successor?.domains : undefined) ?? desired.domains;

/** A request needs nothing but a certificate; where it will be attached is the group's business. */
export const needsDistribution = ({ goal }: Pick<Input, "goal">): boolean => goal === "present" || goal === "absent";

const situations = new WeakMap<Input, { situation: Situation | undefined }>();

/** Only when account, distribution and certificates are known: the rules before see to that. An input is a value: its situation is derived once. */
export function situationOf(input: Input): Situation | undefined {
  const found = situations.get(input) ?? { situation: derive(input) };
  situations.set(input, found);
  return found.situation;
}

function derive(input: Input): Situation | undefined {
  const { observed, memory } = input;
  const account = known(observed.account);
  const distribution = needsDistribution(input) ? known(observed.distribution) : null;
  const certificates = known(observed.certificates);
  if (account === undefined || distribution === undefined || certificates === undefined) return undefined;
  const brought = certificates.filter(({ arn }) => isBrought(arn, input));
  const ours = certificates.filter(
    (certificate) =>
      !brought.includes(certificate) && isOurs(certificate, input) && !isDeleted(certificate.arn, memory, input.now),
  );
  const own = ours.flatMap((certificate) => ownCertificate(certificate, input));
  const absent = ours.filter((certificate) => known(certificate.detail) === null);
  const hidden = absent.filter(({ arn }) => isNew(arn, input)).map(({ arn }) => arn);
  const programs = brought.flatMap((certificate) => ownCertificate(certificate, input));
  const kin = certificates
    .filter((certificate) => !ours.includes(certificate) && !brought.includes(certificate))
    .flatMap((certificate) => ownCertificate(certificate, input))
    .filter(({ tags }) => input.facts.owners.includes(tags[TAG.owner] ?? ""));
  const passing = passingAliases(own, distribution, input);
  const served = [...input.desired.domains, ...passing.staying];
  const wanted =
    input.desired.certificate === null
      ? chooseWanted(own, distribution, served, input)
      : programs.find(({ arn }) => arn === input.desired.certificate);
  const onDistribution = ({ arn }: { arn: CertificateArn }): boolean => arn === distribution?.viewerCertificate.id;
  const attached = certificates.find(onDistribution);
  return {
    ...input,
    account,
    distribution,
    hidden,
    own,
    wanted,
    attached: [...own, ...programs].find(onDistribution),
    spent: [
      ...own.filter((certificate) => !isUsable(certificate, distribution, input)).map(({ arn }) => arn),
      ...absent.filter(({ arn }) => !hidden.includes(arn)).map(({ arn }) => arn),
      // Within the hour its token still leads to it.
      ...memory.requests.filter(({ arn }) => isDeleted(arn, memory, input.now)).map(({ arn }) => arn),
    ],
    ...passing,
    served,
    former: known(observed.former) ?? [],
    formerTargets: [
      ...new Set([
        ...memory.formerTargets,
        ...own.flatMap(({ tags }) => tags[TAG.takenFrom]?.split(" ") ?? []),
        ...input.facts.siblings.flatMap(({ targets }) => targets),
        ...placesBefore(input, kin),
      ]),
    ],
    ...refusedNames(distribution, input),
    kin,
    attachedTags: attached === undefined ? null : (known(attached.tags) ?? null),
  };
}

/** Names that CloudFront does not take, and why. */
function refusedNames(
  distribution: DistributionFacts | null,
  input: Input,
): Pick<Situation, "contests" | "misled" | "owners" | "unexplainedAt"> {
  const contests = contestsOf(distribution, input);
  const told = takenDomains(distribution, input);
  const owners = told.filter(({ domain }) => !contests.some((contest) => contest.domain === domain));
  // Whose name it is decides first: no DNS brings it here.
  const misled = misledOf(distribution, input).filter((domain) => !owners.some((owner) => owner.domain === domain));
  const explained = [...contests, ...owners].map(({ domain }) => domain);
  return { contests, misled, owners, unexplainedAt: unexplainedAt(distribution, [...explained, ...misled], input) };
}

/** Made by the group, or the place of one of its kin, by what their certificates say. */
export const isPlaceOf = (
  { id, comment }: { id: string; comment: string },
  { groupId }: Pick<Desired, "groupId">,
  kin: OwnCertificate[],
): boolean =>
  [groupId, ...kin.map(({ tags }) => tags[TAG.id] ?? "")].some((each) => comment === commentOf(each)) ||
  kin.some(({ tags }) => tags[TAG.distribution] === id);

/** The program says that it may lose names to the group. */
export const isNamed = ({ id }: { id: string }, { moveFrom }: Pick<Desired, "moveFrom">): boolean =>
  moveFrom.some((each) => matchesMasked(each, id));

/** Domain names of other distributions that the group or its kin had or made, as far as they were looked for. */
const placesBefore = ({ observed, desired }: Input, kin: OwnCertificate[]): string[] => [
  ...(known(observed.former) ?? []).map(({ distribution }) => distribution.domainName),
  ...(known(observed.holders) ?? [])
    .filter((holder) => isPlaceOf(holder, desired, kin) || isNamed(holder, desired))
    .map(({ domainName }) => domainName),
];

/** The program's own: the one that it wants, and the one before that a run attached. */
export function isBrought(arn: string, { desired, memory }: Pick<Input, "desired" | "memory">): boolean {
  if (desired.certificate === null || arn === desired.certificate) return arn === desired.certificate;
  return arn === memory.lastWrite?.certificateArn && !memory.requests.some((request) => request.arn === arn);
}

/** Lists, tags and details follow a deletion some seconds later. */
function isDeleted(arn: CertificateArn, { deletions }: Memory, now: Instant): boolean {
  return deletions.some((deletion) => deletion.arn === arn && now - deletion.at < READ_SETTLES_WITHIN);
}

function isOurs(certificate: Certificate, { desired, memory }: Input): boolean {
  const { arn, tags } = certificate;
  const id = settledTags(memory, arn, known(tags) ?? {}, tags.at)[TAG.id];
  return id === desired.groupId || (id === undefined && isRequested(certificate.arn, memory));
}

export const isRequested = (arn: CertificateArn, memory: Memory): boolean =>
  memory.requests.some((request) => request.arn === arn);

/** Requested, and perhaps not shown yet. To whom only the records mattered, one that was seen and is gone was its group's to delete. */
function isNew(arn: CertificateArn, { memory, now, goal }: Input): boolean {
  return memory.requests.some(
    (request) =>
      request.arn === arn &&
      now - request.requestedAt < CERTIFICATE_SHOWS_WITHIN &&
      (goal !== "unrequested" || request.pendingAt === null),
  );
}

function ownCertificate({ arn, tags, detail }: Certificate, { memory }: Input): OwnCertificate[] {
  if (detail?.kind !== "known" || detail.value === null) return [];
  return [{ arn, tags: settledTags(memory, arn, known(tags) ?? {}, tags.at), detail: detail.value, seenAt: detail.at }];
}

/** On its way to a distribution of its own, says its certificate; the program, or the state, names another one. */
export function mayHaveMade(input: Input): boolean {
  const { desired, memory, facts } = input;
  if (desired.distribution.kind === "created" || memory.formerPlaces.some(({ created }) => created !== null))
    return false;
  // A successor's is the successor's.
  if (facts.successor?.distribution.kind === "created") return false;
  return situationOf(input)?.own.some(({ tags }) => tags[TAG.makes] === "yes") ?? false;
}

/** All that a certificate was for: what it lists, and what its wildcards cover. */
export const namesOf = ({ detail, tags }: OwnCertificate): string[] => [...detail.names, ...coveredOf(tags)];

/** All that the group has to do with: what is wanted, what was, and what its certificates name. */
export function concerned(input: Input): DomainName[] {
  const { own = [], kin = [] } = situationOf(input) ?? {};
  const released = kin.filter(({ tags }) => tags[TAG.released] === "yes");
  const named = [...own, ...released].flatMap(namesOf);
  return [...new Set([...input.desired.domains, ...input.facts.formerly, ...(named as DomainName[])])];
}

/** Of a created distribution. */
export function distributionTags({ observed, memory }: Pick<Input, "observed" | "memory">): Tags {
  const distribution = known(observed.distribution);
  const { distributionTags: tags } = observed;
  if (distribution === undefined || distribution === null || tags === undefined) return {};
  return settledTags(memory, distribution.arn, known(tags) ?? {}, tags.at);
}

/** Of the group's distribution, as far as it is known; it may be gone by now. */
export function distributionIdOf({ desired, memory, observed }: Pick<Input, "desired" | "memory" | "observed">) {
  if (desired.distribution.kind === "existing") return desired.distribution.id;
  return known(observed.distribution)?.id ?? memory.created?.id ?? null;
}

/** Where routing records lead; `null`: not known, or the program's business. */
export function targetOf({ desired, observed }: Pick<Input, "desired" | "observed">): string | null {
  const { distribution } = desired;
  if (distribution.kind === "program") return null;
  return known(observed.distribution)?.domainName ?? distribution.domainName;
}
