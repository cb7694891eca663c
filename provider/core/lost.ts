/** Names that others keep: one reason for each of them. */
import { cause } from "./causes";
import { causesOfOwners, isMoveAllowed, type Owner } from "./conflicts";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import { refusalOf } from "./memory";
import type { Situation } from "./situation";

export function lostCauses(situation: Situation): Cause[] {
  const { contests, owners, desired, distribution } = situation;
  const here = new Map<string, DomainName[]>();
  for (const { domain, holder, isOurs } of contests)
    if (!isOurs) here.set(holder.id, [...(here.get(holder.id) ?? []), domain]);
  const about = { moveFrom: desired.moveFrom, targetDomainName: distribution?.domainName ?? "" };
  return [
    ...[...here].map(([id, domains]) => cause("ALIAS_TAKEN_HERE", { domains, params: { distribution: id } })),
    ...causesOfOwners(owners, about).map((reason) => undisabled(reason, situation)),
  ];
}

/** From another account, and the program says that they may be taken from there. */
export const movableOwners = ({ owners, desired }: Pick<Situation, "owners" | "desired">): Owner[] =>
  owners.filter((owner) => owner.class !== "wildcard" && isMoveAllowed(owner, desired.moveFrom));

/** DNS proves it by now, and CloudFront still says no. */
function undisabled(reason: Cause, { memory, owners, distribution }: Situation): Cause {
  if (reason.code !== "ALIAS_MOVE_NEEDS_PROOF") return reason;
  const refusals = owners
    .filter(({ domain }) => reason.domains.includes(domain))
    .map(({ domain, id }) =>
      refusalOf(memory, { kind: "moveAlias", domain, from: id, fromDomainName: "", to: distribution?.id ?? "" }),
    );
  const isEnabled = refusals.some((refusal) => refusal?.trouble.message.includes("enabled"));
  return isEnabled ? { ...reason, code: "ALIAS_MOVE_NEEDS_DISABLED", records: [] } : reason;
}
