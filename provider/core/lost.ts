/** Names that others keep: one reason for each of them. */
import { cause, merged } from "./causes";
import { causesOfOwners, isMoveAllowed, isOfThisAccount, type Owner, proofValue } from "./conflicts";
import type { Cause } from "./decision";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import { refusalOf } from "./memory";
import { TAG } from "./ownership";
import { type Contest, givenAway } from "./passing";
import type { Situation } from "./situation";

export function lostCauses(situation: Situation): Cause[] {
  const { contests, owners, desired, distribution } = situation;
  // The program attaches: see `asked.ts`.
  if (desired.distribution.kind === "program") return [];
  const given = givenAway(situation);
  const here = takenHere(contests.filter((contest) => !contest.isOurs && !given.includes(contest)));
  const about = { moveFrom: desired.moveFrom, targetDomainName: distribution?.domainName ?? "" };
  return [...here, ...causesOfOwners(owners, about).flatMap((reason) => unproven(reason, situation) ?? [])];
}

/** By a distribution of the account, which is not asked to give them. */
export const takenHere = (held: Pick<Contest, "domain" | "holder">[]): Cause[] =>
  merged(
    held.map(({ domain, holder: { id } }) =>
      cause("ALIAS_TAKEN_HERE", { domains: [domain], params: { distribution: id } }),
    ),
  );

/** Names that went to other groups: nothing to repair, and no error. */
export const givenCauses = (situation: Situation): Cause[] =>
  merged(
    givenAway(situation).map(({ domain, holder: { id, tags } }) => {
      const params = { group: tags?.[TAG.id] ?? "", owner: tags?.[TAG.owner] ?? "", distribution: id };
      return cause("ALIAS_GIVEN_AWAY", { domains: [domain], params });
    }),
  );

/** From another account, and the program says that they may be taken from there. */
export const movableOwners = ({ owners, desired }: Pick<Situation, "owners" | "desired">): Owner[] =>
  // Only the program writes its distribution.
  desired.distribution.kind === "program" ? [] : owners.filter((owner) => isMoveAllowed(owner, desired.moveFrom));

/** DNS tells CloudFront that the name is to come here, as far as anybody could be asked. */
export function isProven(
  owner: Owner,
  { observed, distribution }: Pick<Situation, "observed" | "distribution">,
): boolean {
  if (isOfThisAccount(owner)) return true;
  const { servers = {} } = known(observed.conflicts)?.[owner.domain]?.proof ?? {};
  const told = Object.values(servers).filter((answer) => answer.kind !== "unknown");
  const value = proofValue(distribution?.domainName ?? "");
  return told.length > 0 && told.every((answer) => answer.kind === "values" && answer.values.includes(value));
}

/** Where DNS proves it by now, CloudFront may still say no; `undefined`: it is asked next. */
function unproven(reason: Cause, situation: Situation): Cause | undefined {
  const { memory, distribution, owners } = situation;
  if (reason.code !== "ALIAS_MOVE_NEEDS_PROOF") return reason;
  const held = owners.filter(({ domain }) => reason.domains.includes(domain));
  const refusals = held.map(({ domain, id }) =>
    refusalOf(memory, { kind: "moveAlias", domain, from: id, fromDomainName: "", to: distribution?.id ?? "" }),
  );
  if (refusals.some((refusal) => refusal?.trouble.message.includes("enabled")))
    return { ...reason, code: "ALIAS_MOVE_NEEDS_DISABLED" satisfies GuidanceCode, records: [] };
  return held.every((owner) => isProven(owner, situation)) ? undefined : reason;
}
