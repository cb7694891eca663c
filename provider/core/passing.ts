/** Aliases that go from one distribution to another: those that leave, those that stay until a sibling takes them, and those that another one holds. */
import type { DomainName } from "./domain-name";
import { known } from "./known";
import type { DistributionFacts, Holder } from "./model";
import { commentOf } from "./new-distribution";
import { TAG } from "./ownership";
import { type Input, isNamed, namesOf, type OwnCertificate, type Situation, wishedDomains } from "./situation";

export interface Contest {
  domain: DomainName;
  holder: Holder;
  /** The holder is the group's own from before, or a sibling's that does not want the domain. */
  isOurs: boolean;
}

/** Of the aliases that are the group's and that it no longer wants. A crash forgets which names were the group's, and its certificates remember. */
export function passingAliases(
  own: OwnCertificate[],
  distribution: DistributionFacts | null,
  input: Input,
): Pick<Situation, "leaving" | "staying"> {
  const { desired, facts, observed, memory } = input;
  if (desired.distribution.kind === "program") return { leaving: [], staying: [] };
  const ours = new Set<string>([...desired.domains, ...facts.formerly, ...own.flatMap(namesOf)]);
  for (const domain of wishedDomains(input)) ours.delete(domain);
  const here = distribution?.aliases ?? [];
  const there = (known(observed.former) ?? []).flatMap(({ distribution: { id, aliases, viewerCertificate } }) => {
    // Where somebody else has put a certificate of theirs, the rest is theirs too.
    if (!own.some(({ arn }) => arn === viewerCertificate.id) && viewerCertificate.id !== desired.certificate) return [];
    const before = memory.formerPlaces.find((place) => place.id === id)?.before?.aliases ?? [];
    return aliases.filter((alias) => !before.includes(alias));
  });
  const passing = [...new Set([...here, ...there])].filter((alias) => ours.has(alias)) as DomainName[];
  const staying = passing.filter((domain) => facts.siblings.some(({ domains }) => domains.includes(domain)));
  return { staying, leaving: passing.filter((domain) => !staying.includes(domain)) };
}

export function contestsOf(distribution: DistributionFacts | null, input: Input): Contest[] {
  const { desired, observed } = input;
  // Nothing of it is the group's to take: see `asked.ts`.
  if (desired.distribution.kind === "program") return [];
  return (known(observed.holders) ?? []).flatMap((holder) =>
    holder.id === distribution?.id
      ? []
      : desired.domains
          .filter((domain) => holder.aliases.includes(domain) && !distribution?.aliases.includes(domain))
          .map((domain) => ({ domain, holder, isOurs: isOursToTake(domain, holder, input) })),
  );
}

/** Another group's by now: whoever wants it there has said so, and two stacks are not to take it from each other for ever. */
export const givenAway = ({ contests, memory }: Pick<Situation, "contests" | "memory">): Contest[] =>
  contests.filter(({ domain }) => memory.given.includes(domain));

/** What is wanted and not another group's by now. */
export function keptDomains(situation: Pick<Situation, "contests" | "memory" | "desired">): DomainName[] {
  const given = givenAway(situation).map(({ domain }) => domain);
  return situation.desired.domains.filter((domain) => !given.includes(domain));
}

function isOursToTake(domain: DomainName, holder: Holder, { desired, memory, facts }: Input): boolean {
  const { id, tags } = holder;
  if (memory.given.includes(domain)) return false;
  if (isNamed({ id }, desired) || memory.formerPlaces.some((place) => place.id === id)) return true;
  if (isPlaceOfItsGroup(holder) && tags?.[TAG.id] === desired.groupId) return true;
  const sibling = facts.siblings.find(({ distributionIds }) => distributionIds.includes(id));
  if (sibling?.domains.includes(domain)) return false;
  return sibling !== undefined || (isPlaceOfItsGroup(holder) && facts.owners.includes(tags?.[TAG.owner] ?? ""));
}

/** Anybody may put the certificate of a group on a distribution: that makes it no place of the group. One that it is on its way from is. */
const isPlaceOfItsGroup = ({ id, comment, domainName, tags }: Holder): boolean =>
  tags?.[TAG.distribution] === id ||
  comment === commentOf(tags?.[TAG.id] ?? "") ||
  tags?.[TAG.takenFrom]?.split(" ").includes(domainName) === true;
