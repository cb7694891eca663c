/** What happens to the groups, one change after the other. Each phase is what the program says from then on. */
import type { Group } from "./program";

export interface Scene {
  name: string;
  groups: Group[];
  /** What {@link UNGROUPED} still has of its names. */
  others: string[];
  /** Aliases move as a tool would move them that knows no better, in one `up`, and what becomes of the groups is no matter. */
  isBroken?: boolean;
}

const BRAND: Group = {
  name: "brand",
  hosts: ["example.com", "www.example.com"],
  at: 0,
  keyAlgorithm: "RSA_2048",
};
const SHOP: Group = {
  name: "shop",
  hosts: ["shop.example.com", "pay.example.com"],
  at: 1,
  keyAlgorithm: "RSA_2048",
};
const EXTENDED: Group = { ...BRAND, hosts: [...BRAND.hosts, "blog.example.com", "*.app.example.com"] };

const other = { RSA_2048: "EC_prime256v1", EC_prime256v1: "RSA_2048" } as const;

/** Distributions that the story needs, for groups. */
export const PLACES = 4;

/** One more, which no group has, with two names. */
export const UNGROUPED = PLACES;
export const TAKEN = "news.example.com";
export const KEPT = "old.example.com";
const BOTH = [TAKEN, KEPT];

/** Of each round. */
export const LAST_SCENE = "shrink";

/** From the second time on it begins with a split: the merged group gives away what it took. */
export function* story(): Generator<Scene, never> {
  let keyAlgorithm: Group["keyAlgorithm"] = "RSA_2048";
  for (let round = 1; ; round += 1) {
    // A place that the group is not leaving just now.
    const [first, second] = round % 2 === 1 ? [0, 2] : [2, 0];
    const brand = { ...EXTENDED, keyAlgorithm, at: first };
    const shop = { ...SHOP, keyAlgorithm };
    const others = round === 1 ? BOTH : [KEPT];
    yield {
      name: round === 1 ? "create two groups" : "split one into two",
      groups: [{ ...brand, hosts: BRAND.hosts }, shop],
      others,
    };
    yield { name: "extend", groups: [brand, shop], others };
    keyAlgorithm = other[keyAlgorithm];
    const rotated = { ...brand, keyAlgorithm };
    yield { name: "rotate", groups: [rotated, { ...shop, keyAlgorithm }], others };
    const moved = { ...rotated, at: second };
    yield { name: "move to a distribution that is there", groups: [moved, { ...shop, keyAlgorithm }], others };
    const created: Group = { ...shop, keyAlgorithm, at: "created" };
    yield { name: "move to one that the group makes", groups: [moved, created], others };
    const hosts = round === 1 ? [...moved.hosts, TAKEN] : moved.hosts;
    const taking = { ...moved, hosts, moveFrom: UNGROUPED };
    if (round === 1) yield { name: "take a name over", groups: [taking, created], others: [KEPT] };
    yield { name: "merge two groups", groups: [{ ...taking, hosts: [...hosts, ...shop.hosts] }], others: [KEPT] };
    yield { name: LAST_SCENE, groups: [{ ...moved, hosts: [...BRAND.hosts, ...shop.hosts] }], others: [KEPT] };
  }
}

const MERGED: Group = {
  ...BRAND,
  keyAlgorithm: "EC_prime256v1",
  hosts: [...BRAND.hosts, ...SHOP.hosts, TAKEN],
  moveFrom: UNGROUPED,
};

/** As much as fits into a test. */
export const SHORT_STORY: Scene[] = [
  { name: "create two groups", groups: [BRAND, SHOP], others: BOTH },
  {
    name: "rotate one, move the other",
    groups: [
      { ...MERGED, hosts: BRAND.hosts },
      { ...SHOP, at: 2 },
    ],
    others: BOTH,
  },
  { name: "merge two groups, and take a name over", groups: [MERGED], others: [KEPT] },
  { name: "move without care", groups: [{ ...MERGED, at: 3 }], others: [KEPT], isBroken: true },
];
