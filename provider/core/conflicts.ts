/** Who in CloudFront has a name: what its answer means for the group, and which way out there is. */
import { cause } from "./causes";
import type { Cause } from "./decision";
import { type DomainName, isApex } from "./domain-name";
import { shortList } from "./guidance";
import type { Conflict } from "./looks";
import type { DistributionSummary } from "./model";

/**
 * Could the id be the one that is shown as `masked`? CloudFront hides the first half of ids, the asker's own too (developer guide, "Find the source
 * distribution"), and says nowhere how many characters that is. What shows nothing is nobody's.
 */
export function matchesMasked(masked: string, full: string): boolean {
  if (masked.length !== full.length || /^\**$/.test(masked)) return false;
  return masked.split("").every((shown, index) => shown === "*" || shown === full[index]);
}

/**
 * - `mine`: a distribution of this account.
 * - `unlisted`: in this account, but none of its distributions: a tenant of a multi-tenant one, or a distribution made a moment ago.
 * - `service`: in another account, and DNS leads the name to a service of AWS, which has its distributions there.
 * - `otherAccount`: in another account.
 * - `wildcard`: has not the name itself but one that overlaps with it. That refuses nobody: the most specific alias wins (developer guide, "Using wildcards
 *   in alternate domain names").
 */
export type ConflictClass = "mine" | "otherAccount" | "service" | "wildcard" | "unlisted";

export interface Owner {
  /** That was asked for. */
  domain: DomainName;
  class: ConflictClass;
  kind: Conflict["kind"];
  /** As CloudFront shows it, as a rule masked. */
  id: string;
  /** Of a distribution of this account; `null`: not known. */
  full: string | null;
  /** As `id`. */
  account: string;
  /** The name that it has: the domain, or one that overlaps with it. */
  name: string;
  /** Of the class `service`: where DNS leads the domain. */
  service: string | null;
}

/**
 * Who has the very name comes first.
 *
 * @param account the group's, in full
 * @param distributions of that account
 * @param hint the host name to which DNS leads the domain; `null`: not known
 */
export function ownersOf(
  domain: DomainName,
  conflicts: Conflict[],
  account: string,
  distributions: DistributionSummary[],
  hint: string | null = null,
): Owner[] {
  const owners = conflicts.map((conflict): Owner => {
    const { id, kind, domain: name } = conflict;
    const isHere = matchesMasked(conflict.account, account);
    const full = isHere ? fullIdOf(conflict, distributions) : null;
    const service = isHere || name !== domain || hint === null ? null : serviceOf(hint);
    const shown = { domain, kind, id, full, account: conflict.account, name, service };
    return { ...shown, class: classOf(shown, isHere) };
  });
  const hasName = (owner: Owner): boolean => owner.class !== "wildcard";
  return [...owners.filter(hasName), ...owners.filter((owner) => !hasName(owner))];
}

/** Two ids of an account may look alike by their second halves: then the name tells, or nothing does. */
function fullIdOf({ id, kind, domain }: Conflict, distributions: DistributionSummary[]): string | null {
  if (kind === "tenant") return null;
  const alike = distributions.filter((each) => matchesMasked(id, each.id));
  const having = alike.filter(({ aliases }) => aliases.includes(domain));
  const [only, ...others] = having.length > 0 ? having : alike;
  return only === undefined || others.length > 0 ? null : only.id;
}

function classOf({ domain, name, full, service }: Omit<Owner, "class">, isHere: boolean): ConflictClass {
  if (name !== domain) return "wildcard";
  if (isHere) return full === null ? "unlisted" : "mine";
  return service === null ? "otherAccount" : "service";
}

/** Services that have a distribution of their own for a custom domain, by the names that they give to what is behind it. */
const SERVICES: readonly (readonly [target: RegExp, service: string])[] = [
  [/\.amplifyapp\.com$/, "Amplify Hosting"],
  [/\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/, "API Gateway"],
  [/\.appsync-api\.[a-z0-9-]+\.amazonaws\.com$/, "AppSync"],
  [/\.auth(-fips)?\.[a-z0-9-]+\.amazoncognito\.com$/, "Cognito"],
];

/** The service of AWS behind a host name; `null` where that tells nothing, as `*.cloudfront.net`, which all of them have. */
export function serviceOf(target: string): string | null {
  const host = target.toLowerCase().replace(/\.$/, "");
  return SERVICES.find(([pattern]) => pattern.test(host))?.[1] ?? null;
}

/** How the program may name a distribution that is to lose a name: in full, or as CloudFront shows those of other accounts, if it shows enough. */
export const NAMEABLE_ID = /^\**[A-Z0-9]{5,25}$/;

/**
 * May the name be taken from this owner? Who only overlaps has nothing to take, and AssociateAlias moves names of standard distributions alone
 * (CloudFront API reference).
 *
 * @param moveFrom ids in full, or as CloudFront shows them
 */
export function isMoveAllowed({ class: of, kind, id, full }: Owner, moveFrom: string[]): boolean {
  if (of === "wildcard" || kind === "tenant") return false;
  return moveFrom.some((each) => (full === null ? matchesMasked(id, each) : matchesMasked(each, full)));
}

/** Within an account nothing needs a proof. */
export const isOfThisAccount = ({ class: of }: Owner): boolean => of === "mine" || of === "unlisted";

/** The key of the record of {@link proofName}. */
export const proofKey = (domain: DomainName): string => `ALIAS_PROOF:${domain}`;

/**
 * Where a TXT record with the target's domain name proves to CloudFront that the name may move between accounts (developer guide, "Move an alternate
 * domain name"). The guide has no form for wildcards; this one is told in the field.
 */
export function proofName(domain: DomainName): string {
  return isApex(domain, null) ? `_.${domain}` : `_${domain}`;
}

/** What CloudFront wants to see there, in presentation format: the domain name of the target. */
export const proofValue = (domainName: string): string => `"${domainName}"`;

/** Where a name is to go, and from whom it may be taken. */
interface Destination {
  moveFrom: string[];
  targetDomainName: string;
}

/** One for each holder that stands in the way, or has what overlaps. */
export function causesOfOwners(owners: Owner[], about: Destination): Cause[] {
  return byHolder(owners).flatMap((held) => causeOfHolder(held, about) ?? []);
}

/** What one holder has that concerns the group. */
type Held = [Owner, ...Owner[]];

function byHolder(owners: Owner[]): Held[] {
  const groups = new Map<string, Held>();
  for (const owner of owners) {
    const key = JSON.stringify([owner.class, owner.kind, shownId(owner), owner.account, owner.service]);
    const others = groups.get(key);
    groups.set(key, others === undefined ? [owner] : [...others, owner]);
  }
  return [...groups.values()];
}

const shownId = ({ full, id }: Owner): string => full ?? id;
const distinct = <T>(values: T[]): T[] => [...new Set(values)];

/** `undefined`: the name can be taken as things are. */
function causeOfHolder(held: Held, about: Destination): Cause | undefined {
  const [owner] = held;
  const domains = distinct(held.map(({ domain }) => domain));
  const params = { distribution: shownId(owner) };
  const isAllowed = isMoveAllowed(owner, about.moveFrom);
  switch (owner.class) {
    case "mine":
      return isAllowed ? undefined : cause("ALIAS_TAKEN_HERE", { domains, params });
    case "unlisted":
      if (isAllowed) return undefined;
      return cause("ALIAS_TAKEN_BY_TENANT", {
        domains,
        params: { ...params, holder: holderOf(owner) },
      });
    case "otherAccount":
    case "service":
      return causeOfStranger(owner, domains, isAllowed, about.targetDomainName);
    case "wildcard":
      return cause("WILDCARD_OVERLAP", {
        domains,
        params: { ...params, names: shortList(distinct(held.map(({ name }) => name))) },
      });
  }
}

/** For the words: which ways there are to get a name from there. `hidden`: a distribution whose id nobody could name. */
function holderOf({ kind, id }: Owner): "tenant" | "hidden" | "distribution" {
  if (kind === "tenant") return "tenant";
  return NAMEABLE_ID.test(id) ? "distribution" : "hidden";
}

function causeOfStranger(owner: Owner, domains: DomainName[], isAllowed: boolean, target: string): Cause {
  const whose = { distribution: owner.id, account: owner.account };
  const proof = { proof: domains.map(proofName).join(", "), target };
  if (isAllowed) {
    return cause("ALIAS_MOVE_NEEDS_PROOF", { domains, params: { ...whose, ...proof }, records: domains.map(proofKey) });
  }
  if (owner.service !== null) {
    return cause("ALIAS_TAKEN_BY_SERVICE", { domains, params: { ...whose, service: owner.service } });
  }
  return cause("ALIAS_TAKEN_ELSEWHERE", { domains, params: { ...whose, holder: holderOf(owner), ...proof } });
}
