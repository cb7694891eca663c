/**
 * Which group of the program has which identity, which distribution and which names. Each `check` files what its group wants; a second one that wants the same is told
 * who has it. One for each plugin process, so one for each preview and each update.
 */
import type { DomainName } from "../core/domain-name";
import type { Problem } from "./reading";

export interface Claim {
  /** The resource's URN: a group that is checked twice is still one. */
  resource: string;
  name: string;
  /** `undefined`: not known yet. */
  groupId: string | undefined;
  /** `undefined`: not known yet, or none that exists already. */
  distribution: string | undefined;
  domains: DomainName[];
}

export type Claims = (claim: Claim) => Problem[];

export function createClaims(): Claims {
  const claims = new Map<string, Claim>();
  return (claim) => {
    const others = [...claims.values()].filter(({ resource }) => resource !== claim.resource);
    claims.set(claim.resource, claim);
    return [
      ...identityConflicts(claim, others),
      ...distributionConflicts(claim, others),
      ...nameConflicts(claim, others),
    ];
  };
}

/** In components of different kinds, resources may have one name; or somebody copied a `groupId`. Each would take what the other makes for its own. */
function identityConflicts({ groupId }: Claim, others: Claim[]): Problem[] {
  if (groupId === undefined || !others.some((other) => other.groupId === groupId)) return [];
  const rule =
    "another group of this program has this identity, by which AWS's tags tell what belongs to whom: give one of the two a name, or a `groupId`, of its own";
  return [{ path: ".groupId", got: JSON.stringify(groupId), rule }];
}

function distributionConflicts({ distribution }: Claim, others: Claim[]): Problem[] {
  if (distribution === undefined) return [];
  const holder = others.find((other) => other.distribution === distribution);
  if (holder === undefined) return [];
  const rule = `the group "${holder.name}" has this distribution; it has one certificate, so it belongs to one group: put all names into one`;
  return [{ path: ".distribution.id", got: JSON.stringify(distribution), rule }];
}

function nameConflicts({ domains }: Claim, others: Claim[]): Problem[] {
  return domains.flatMap((domain, index) => {
    const holder = others.find((other) => other.domains.includes(domain));
    if (holder === undefined) return [];
    const rule = `the group "${holder.name}" of this program has this name too; CloudFront gives it to one distribution: take it out of one of them`;
    return [{ path: index === 0 ? ".primaryDomain" : ".alternativeDomains", got: JSON.stringify(domain), rule }];
  });
}
