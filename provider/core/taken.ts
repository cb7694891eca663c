/** Domains that CloudFront refuses because somebody else has them: who that is, as far as it tells. */
import { isAboutDns } from "./causes";
import { causesOfOwners, type Owner, ownersOf } from "./conflicts";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import { known } from "./known";
import { aliasRefusals } from "./memory";
import type { DistributionFacts, Instant } from "./model";
import { refusedAliases } from "./sift";
import type { Input, Situation } from "./situation";

/** Of the domains that are not on the distribution; those who have not the very name do not count. */
export const takenDomains = (distribution: DistributionFacts | null, input: Input): Owner[] =>
  holdersOf(distribution, input).filter((owner) => !isOverlap(owner));

/** More of them would tell nothing new: a wildcard may overlap with what every distribution of an account has. */
const MOST_OVERLAPS = 3;

/** Who has what overlaps with them, beside those who are said to have one of them. That refuses nobody a name: it is said, and nothing else comes of it. */
export function overlapCauses(situation: Situation): Cause[] {
  const { distribution, observed, own } = situation;
  const holders = holdersOf(distribution, situation);
  const programs = (known(observed.holders) ?? []).filter(({ certificateArn }) =>
    own.some(({ arn }) => arn === certificateArn),
  );
  const isSaid = ({ id, account }: Owner): boolean =>
    holders.some((owner) => !isOverlap(owner) && owner.id === id && owner.account === account);
  const isOurs = ({ full }: Owner): boolean => programs.some(({ id }) => id === full);
  const others = holders.filter((owner) => isOverlap(owner) && !isSaid(owner) && !isOurs(owner));
  return causesOfOwners(others, { moveFrom: [], targetDomainName: "" }).slice(0, MOST_OVERLAPS);
}

const isOverlap = ({ class: of }: Owner): boolean => of === "wildcard";

function holdersOf(distribution: DistributionFacts | null, { desired, observed }: Input): Owner[] {
  const looks = known(observed.conflicts) ?? {};
  const account = known(observed.account);
  // Where the program attaches, there may be none yet.
  const isOpen = distribution !== null || desired.distribution.kind === "program";
  if (!isOpen || account === undefined) return [];
  return desired.domains.flatMap((domain) => {
    const look = looks[domain];
    if (look === undefined || distribution?.aliases.includes(domain)) return [];
    const hint = look.lead.kind === "alias" ? look.lead.target : null;
    const owners = ownersOf(domain, look.conflicts, account, known(observed.holders) ?? [], hint);
    const isElsewhere = ({ full }: Owner): boolean => distribution === null || full !== distribution.id;
    return owners.filter(isElsewhere);
  });
}

/** When CloudFront refused a write all of whose aliases seem to be free; `undefined`: every refusal is explained. */
export function unexplainedAt(
  distribution: DistributionFacts | null,
  explained: DomainName[],
  { memory }: Input,
): Instant | undefined {
  if (distribution === null) return undefined;
  const open = aliasRefusals(memory, distribution.id).filter((refusal) => {
    const added = refusedAliases(refusal, distribution);
    return !isAboutDns(refusal.trouble) && added.length > 0 && !added.some((alias) => explained.includes(alias));
  });
  return open.length === 0 ? undefined : Math.max(...open.map(({ lastAt }) => lastAt));
}
