/** Which certificate serves the wish: one of the group's that can, the attached one before others. */
import { certificateNames, coveredBy, type DomainName } from "./domain-name";
import { isExpiring } from "./expiry";
import { known } from "./known";
import { isRefusedHere } from "./memory";
import type { CertificateDetail, DistributionFacts, Goal } from "./model";
import { type Input, isRequested, type OwnCertificate } from "./situation";
import { foreignUsers } from "./users";

export const isAlive = ({ detail }: OwnCertificate): boolean =>
  detail.status === "PENDING_VALIDATION" || detail.status === "ISSUED";

/** Whoever else uses it: known by state, or on our distribution. One that is only found by its tags must be free to be taken over. */
export function isUsable(own: OwnCertificate, distribution: DistributionFacts | null, input: Input): boolean {
  const { goal, memory, now } = input;
  if (!isAlive(own) || isExpiring(own.detail, now)) return false;
  if (clashes(own, distribution, input) || clashesElsewhere(own, distribution, input)) return false;
  // Its validation records are those of any certificate of the account.
  if (goal === "requested" || own.arn === distribution?.viewerCertificate.id || isRequested(own.arn, memory))
    return true;
  return foreignUsers(own, input).length === 0;
}

/** All distributions of a certificate must have the same HttpVersion (CloudFront developer guide, "Requirements for using SSL/TLS certificates"). */
export function clashes(
  { arn }: Pick<OwnCertificate, "arn">,
  distribution: DistributionFacts | null,
  { observed }: Pick<Input, "observed">,
): boolean {
  const { httpVersion } = distribution ?? {};
  const users = (known(observed.former) ?? []).filter(({ distribution: facts }) => facts.viewerCertificate.id === arn);
  return httpVersion !== undefined && users.some(({ distribution: facts }) => facts.httpVersion !== httpVersion);
}

/** The same with a user that nobody remembers: CloudFront's list or, in the end, its refusal tells. */
function clashesElsewhere(own: OwnCertificate, distribution: DistributionFacts | null, input: Input): boolean {
  if (distribution === null || own.arn === distribution.viewerCertificate.id) return false;
  const holders = (known(input.observed.holders) ?? []).filter(({ certificateArn }) => certificateArn === own.arn);
  if (holders.some(({ httpVersion }) => httpVersion !== distribution.httpVersion)) return true;
  return foreignUsers(own, input).length > 0 && isRefusedHere(input.memory, distribution.id, own.arn);
}

/**
 * It covers all domains and lists no other name: one that does names what has left, and waits for records that nobody publishes. Whoever asks for the
 * records needs one that lists what a new one would: a wildcard covers a name and has no record for it.
 */
function canServe({ names }: CertificateDetail, domains: readonly DomainName[], goal: Goal): boolean {
  if (goal === "requested") return certificateNames(domains).every((name) => names.includes(name));
  const isOne = (name: string): boolean => domains.some((domain) => domain === name);
  return names.every(isOne) && domains.every((domain) => coveredBy(names, domain));
}

export function chooseWanted(
  own: OwnCertificate[],
  distribution: DistributionFacts | null,
  served: DomainName[],
  input: Input,
): OwnCertificate | undefined {
  const { keyAlgorithm } = input.desired;
  const rank = ({ arn, detail }: OwnCertificate): number =>
    (arn === distribution?.viewerCertificate.id ? 0 : 2) + (detail.status === "ISSUED" ? 0 : 1);
  return own
    .filter((certificate) => isUsable(certificate, distribution, input))
    .filter(({ detail }) => detail.keyAlgorithm === keyAlgorithm && canServe(detail, served, input.goal))
    .sort((a, b) => rank(a) - rank(b) || a.detail.createdAt - b.detail.createdAt || (a.arn < b.arn ? -1 : 1))[0];
}
