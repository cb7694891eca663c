/** Domains that CloudFront refuses because somebody else has them: who that is, as far as it tells. */
import { isAboutDns } from "./causes";
import { type Owner, ownersOf } from "./conflicts";
import type { DistributionChange } from "./decision";
import type { DomainName } from "./domain-name";
import { known } from "./known";
import { aliasRefusals } from "./memory";
import type { DistributionFacts, Instant } from "./model";
import type { Memory } from "./remembered";
import type { Input } from "./situation";

/** Of the domains that are not on the distribution; those who have not the very name do not count. */
export function takenDomains(distribution: DistributionFacts | null, { desired, observed }: Input): Owner[] {
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
    return owners.filter((owner) => owner.class !== "wildcard" && isElsewhere(owner));
  });
}

/** What writes would have put on the distribution that were refused because somebody else has one of these. */
const takenWrites = (memory: Memory, distributionId: string): { aliases: string[]; at: Instant }[] =>
  aliasRefusals(memory, distributionId)
    .filter(({ trouble }) => !isAboutDns(trouble))
    .map(({ step, lastAt }) => {
      const change: DistributionChange = JSON.parse(step.slice(step.indexOf("{")));
      return { aliases: change.aliases, at: lastAt };
    });

/** When CloudFront refused a write all of whose aliases seem to be free; `undefined`: every refusal is explained. */
export function unexplainedAt(
  distribution: DistributionFacts | null,
  explained: DomainName[],
  { memory }: Input,
): Instant | undefined {
  if (distribution === null) return undefined;
  const isExplained = (alias: string): boolean => explained.some((domain) => domain === alias);
  const open = takenWrites(memory, distribution.id).filter(({ aliases }) => {
    const added = aliases.filter((alias) => !distribution.aliases.includes(alias));
    return added.length > 0 && !added.some(isExplained);
  });
  return open.length === 0 ? undefined : Math.max(...open.map(({ at }) => at));
}
