/**
 * Which alias CloudFront means. It refuses a write as a whole (API reference, UpdateDistribution, CNAMEAlreadyExists); where nobody says whose the name
 * is, halves of the write tell which one it is, and all others are attached.
 */
import type { DistributionChange } from "./decision";
import type { DomainName } from "./domain-name";
import { aliasRefusals } from "./memory";
import type { DistributionFacts } from "./model";
import type { Memory, Refusal } from "./remembered";

/** What a refused write would have put on the distribution, and is not on it. */
export function refusedAliases({ step }: Refusal, { aliases }: Pick<DistributionFacts, "aliases">): DomainName[] {
  if (!step.startsWith("updateDistribution ")) return [];
  const change: DistributionChange = JSON.parse(step.slice(step.indexOf("{")));
  return change.aliases.filter((alias) => !aliases.includes(alias)) as DomainName[];
}

interface Refusals {
  memory: Pick<Memory, "refusals">;
  distribution: Pick<DistributionFacts, "id" | "aliases"> | null;
  contests: { domain: DomainName }[];
  owners: { domain: DomainName }[];
  misled: DomainName[];
}

/** One of each set is refused. Where one of them is known to be somebody's, nothing speaks against the rest of its set. */
function refusedSets({ memory, distribution, contests, owners, misled }: Refusals): DomainName[][] {
  if (distribution === null) return [];
  const explained = [...[...contests, ...owners].map(({ domain }) => domain), ...misled];
  return aliasRefusals(memory, distribution.id)
    .map((refusal) => refusedAliases(refusal, distribution))
    .filter((set) => set.length > 0 && !set.some((domain) => explained.includes(domain)));
}

/** Refused by themselves, in this run. */
export function refusedAlone(situation: Refusals): DomainName[] {
  return [...new Set(refusedSets(situation).flatMap((set) => (set.length === 1 ? set : [])))];
}

/** As many of the names as no refusal speaks against. */
export function unrefused(names: DomainName[], situation: Refusals): DomainName[] {
  const alone = refusedAlone(situation);
  const open = names.filter((name) => !alone.includes(name));
  return halved(open, refusedSets(situation));
}

function halved(names: DomainName[], sets: DomainName[][]): DomainName[] {
  const isRefused = sets.some((set) => set.every((name) => names.includes(name)));
  return isRefused ? halved(names.slice(0, Math.ceil(names.length / 2)), sets) : names;
}
