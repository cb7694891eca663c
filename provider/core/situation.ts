/** Facts derived once from what is wanted, seen and remembered, so that each rule asks one question. */
import { CERTIFICATE_SHOWS_WITHIN, READ_SETTLES_WITHIN } from "./backoff";
import { coveredBy } from "./domain-name";
import { settledTags } from "./memory";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  Desired,
  DistributionFacts,
  Goal,
  Instant,
  Memory,
  Observation,
  Observed,
  Tags,
} from "./model";
import { TAG } from "./ownership";

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
  /** The certificate that serves, or is to serve, the wish. */
  wanted: OwnCertificate | undefined;
  /** Certificates of groups that are gone. */
  released: OwnCertificate[];
  /** Own certificates that can't, and requests that ACM denies: each changes the next request's token. */
  spent: CertificateArn[];
  /** Tags of the certificate that is attached now, whoever's it is. */
  attachedTags: Tags | null;
}

const known = <T>(observation: Observation<T> | undefined): T | undefined =>
  observation?.kind === "known" ? observation.value : undefined;

/** Only when account, distribution and certificates are known: the rules before see to that. */
export function situationOf(input: Input): Situation | undefined {
  const { observed, memory } = input;
  const account = known(observed.account);
  const distribution = known(observed.distribution);
  const certificates = known(observed.certificates);
  if (account === undefined || distribution === undefined || certificates === undefined) return undefined;
  const ours = certificates.filter(
    (certificate) => isOurs(certificate, input) && !isDeleted(certificate.arn, memory, input.now),
  );
  const own = ours.flatMap((certificate) => ownCertificate(certificate, input));
  const absent = ours.filter((certificate) => known(certificate.detail) === null);
  const hidden = absent.filter(({ arn }) => isNew(arn, memory, input.now)).map(({ arn }) => arn);
  const wanted = chooseWanted(own, distribution, input);
  const attached = certificates.find(({ arn }) => arn === distribution?.viewerCertificate.id);
  return {
    ...input,
    account,
    distribution,
    hidden,
    own,
    wanted,
    spent: [
      ...own.filter((certificate) => !isUsable(certificate, distribution, memory)).map(({ arn }) => arn),
      ...absent.filter(({ arn }) => !hidden.includes(arn)).map(({ arn }) => arn),
    ],
    released: certificates.flatMap((certificate) =>
      ours.includes(certificate) ? [] : releasedCertificate(certificate, input),
    ),
    attachedTags: attached === undefined ? null : (known(attached.tags) ?? null),
  };
}

/** Of a group of ours that is gone: only AWS still held it. */
function releasedCertificate(certificate: Certificate, input: Input): OwnCertificate[] {
  return ownCertificate(certificate, input).filter(
    ({ tags }) => tags[TAG.released] === "yes" && input.facts.owners.includes(tags[TAG.owner] ?? ""),
  );
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

const isRequested = (arn: CertificateArn, memory: Memory): boolean =>
  memory.requests.some((request) => request.arn === arn);

function isNew(arn: CertificateArn, memory: Memory, now: Instant): boolean {
  return memory.requests.some((request) => request.arn === arn && now - request.requestedAt < CERTIFICATE_SHOWS_WITHIN);
}

function ownCertificate({ arn, tags, detail }: Certificate, { memory }: Input): OwnCertificate[] {
  if (detail?.kind !== "known" || detail.value === null) return [];
  return [{ arn, tags: settledTags(memory, arn, known(tags) ?? {}, tags.at), detail: detail.value, seenAt: detail.at }];
}

export const isAlive = ({ detail }: OwnCertificate): boolean =>
  detail.status === "PENDING_VALIDATION" || detail.status === "ISSUED";

/** Whoever else uses it: known by state, or on our distribution. One that is only found by its tags must be free to be taken over. */
function isUsable(own: OwnCertificate, distribution: DistributionFacts | null, memory: Memory): boolean {
  if (!isAlive(own)) return false;
  if (own.arn === distribution?.viewerCertificate.id || isRequested(own.arn, memory)) return true;
  return own.detail.inUseBy.every((user) => user === distribution?.arn);
}

/** Users of a certificate beside the group's distribution, which may be gone already while ACM still names it. */
export function foreignUsers({ detail }: OwnCertificate, { desired }: Pick<Input, "desired">): string[] {
  return detail.inUseBy.filter((user) => !user.endsWith(`:distribution/${desired.distribution.id}`));
}

/** An issued one must cover all; a pending one must list just these names, or it waits for records that nobody publishes. */
function canServe({ status, names }: CertificateDetail, domains: readonly string[]): boolean {
  if (status === "ISSUED") return domains.every((domain) => coveredBy(names, domain));
  return names.length === domains.length && domains.every((domain) => names.includes(domain));
}

function chooseWanted(
  own: OwnCertificate[],
  distribution: DistributionFacts | null,
  input: Input,
): OwnCertificate | undefined {
  const { domains, keyAlgorithm } = input.desired;
  const rank = ({ arn, detail }: OwnCertificate): number =>
    (arn === distribution?.viewerCertificate.id ? 0 : 4) +
    (detail.status === "ISSUED" ? 0 : 2) +
    (detail.names.length === domains.length ? 0 : 1);
  return own
    .filter((certificate) => isUsable(certificate, distribution, input.memory))
    .filter(({ detail }) => detail.keyAlgorithm === keyAlgorithm && canServe(detail, domains))
    .sort((a, b) => rank(a) - rank(b) || a.detail.createdAt - b.detail.createdAt || (a.arn < b.arn ? -1 : 1))[0];
}
