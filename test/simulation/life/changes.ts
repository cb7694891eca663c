/** What a user changes in the program. Plain data, fitted to the program as it is then: what does not fit changes nothing. */
import { isDeepStrictEqual } from "node:util";
import { coveredBy } from "../../../provider/core/domain-name";
import type { Args, ProgramFacts, Where } from "./program";
import { zoneOf } from "./program";

export type Change =
  | { kind: "add"; group: number; label: string }
  | { kind: "remove"; group: number; index: number }
  | { kind: "replace"; group: number; labels: string[] }
  | { kind: "key"; group: number }
  | { kind: "protocol"; group: number; version: string | null }
  | { kind: "tags"; group: number; tags: Args["tags"] }
  | { kind: "move"; group: number; where: Where }
  | { kind: "give"; group: number; to: number; index: number }
  | { kind: "merge"; group: number; into: number }
  | { kind: "split"; group: number; where: Where }
  | { kind: "swap"; group: number; with: number }
  | { kind: "drop"; group: number };

/** `bound`: groups that the user leaves alone now, by their names. */
export function changed(groups: Args[], change: Change, facts: ProgramFacts, bound: ReadonlySet<string>): Args[] {
  const args = groups[change.group % groups.length];
  if (args === undefined) return groups;
  const next = candidate(groups, args, change, facts);
  const isTouched = (one: Args): boolean => !next.some((other) => isDeepStrictEqual(one, other));
  if (groups.some((each) => bound.has(each.name) && isTouched(each))) return groups;
  return isFitting(next, facts) ? next : groups;
}

function candidate(groups: Args[], args: Args, change: Change, facts: ProgramFacts): Args[] {
  const other = (index: number): Args => groups[index % groups.length] ?? args;
  const one = (change: Partial<Args>): Args[] => replaced(groups, { ...args, ...change });
  switch (change.kind) {
    case "add":
      return one({ domains: [...new Set([...args.domains, change.label + zoneOf(args)])] });
    case "remove":
      return one({ domains: without(args.domains, nameAt(args, change.index)) });
    case "replace":
      return one({ domains: change.labels.map((label) => label + zoneOf(args)) });
    case "key":
      return one({ keyAlgorithm: args.keyAlgorithm === "RSA_2048" ? "EC_prime256v1" : "RSA_2048" });
    case "protocol":
      return one({ minimumProtocolVersion: change.version });
    case "tags":
      return one({ tags: change.tags });
    case "move":
      return one({ where: fitted(change.where, groups, facts) });
    case "give":
      return passed(groups, args, other(change.to), [nameAt(args, change.index)]);
    case "merge":
      return passed(groups, args, other(change.into), args.domains);
    case "split":
      return split(groups, args, fitted(change.where, groups, facts));
    case "swap": {
      const [mine, theirs] = [nameAt(args, 0), nameAt(other(change.with), 0)];
      return passed(passed(groups, args, other(change.with), [mine], true), other(change.with), args, [theirs], true);
    }
    case "drop":
      return groups.filter((each) => each !== args);
  }
}

const nameAt = ({ domains }: Args, index: number): string => domains[index % domains.length] ?? "";
const without = (domains: string[], ...names: string[]): string[] => domains.filter((each) => !names.includes(each));
const replaced = (groups: Args[], args: Args): Args[] => groups.map((each) => (each.name === args.name ? args : each));

/** A group without names is none, but for a moment in the middle of a swap. Only between groups that write records alike: else nobody takes old ones off. */
function passed(groups: Args[], from: Args, to: Args, names: string[], evenEmpty = false): Args[] {
  if (from.name === to.name || from.dns !== to.dns || from.routing !== to.routing) return groups;
  return groups
    .map((each) => {
      if (each.name === from.name) return { ...each, domains: without(each.domains, ...names) };
      return each.name === to.name ? { ...each, domains: [...each.domains, ...names] } : each;
    })
    .filter(({ domains }) => domains.length > 0 || evenEmpty);
}

/** Who publishes stays as it is for a group's whole life, and a name may still be that of a group on its way off. */
const NEW_NAMES: { [dns in Args["dns"]]: string[] } = { route53: ["news", "wiki"], external: ["help", "mail"] };

function split(groups: Args[], args: Args, where: Where): Args[] {
  const name = NEW_NAMES[args.dns].find((free) => !groups.some((each) => each.name === free));
  const half = Math.floor(args.domains.length / 2);
  if (name === undefined || half === 0) return groups;
  return [
    ...replaced(groups, { ...args, domains: args.domains.slice(0, half) }),
    { ...args, name, domains: args.domains.slice(half), where },
  ];
}

/** On a place that is free, where it is to be one that exists. */
function fitted(where: Where, groups: Args[], { places }: ProgramFacts): Where {
  if (where.kind === "created") return where;
  const taken = groups.flatMap(({ where: each }) => (each.kind === "existing" ? [each.place] : []));
  const free = Array.from({ length: places }, (_, place) => place).filter((place) => !taken.includes(place));
  return { kind: "existing", place: free[where.place % free.length] ?? where.place };
}

function isFitting(groups: Args[], { foreignAlias }: ProgramFacts): boolean {
  const names = groups.flatMap(({ domains }) => domains);
  const places = groups.flatMap(({ where }) => (where.kind === "existing" ? [where.place] : []));
  if (groups.length === 0 || new Set(names).size < names.length || new Set(places).size < places.length) return false;
  return groups.every(({ domains, where }) => {
    if (domains.length === 0 || domains.length > MOST_NAMES) return false;
    const hasForeign = foreignAlias !== null && where.kind === "existing" && where.place === 0;
    return !hasForeign || coveredBy(domains, foreignAlias);
  });
}

/** The quota of a new account (ACM user guide, "Quotas"). */
const MOST_NAMES = 10;
