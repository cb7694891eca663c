/** What happens to the groups, one change after the other. Each phase is what the program says from then on. */
import type { Group } from "./program";

export interface Scene {
  name: string;
  groups: Group[];
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

/** Distributions that the story needs. */
export const PLACES = 4;

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
    yield {
      name: round === 1 ? "create two groups" : "split one into two",
      groups: [{ ...brand, hosts: BRAND.hosts }, shop],
    };
    yield { name: "extend", groups: [brand, shop] };
    keyAlgorithm = other[keyAlgorithm];
    const rotated = { ...brand, keyAlgorithm };
    yield { name: "rotate", groups: [rotated, { ...shop, keyAlgorithm }] };
    const moved = { ...rotated, at: second };
    yield { name: "move to a distribution that is there", groups: [moved, { ...shop, keyAlgorithm }] };
    yield { name: "move to one that the group makes", groups: [moved, { ...shop, keyAlgorithm, at: "created" }] };
    yield { name: "merge two groups", groups: [{ ...moved, hosts: [...moved.hosts, ...shop.hosts] }] };
    yield { name: LAST_SCENE, groups: [{ ...moved, hosts: [...BRAND.hosts, ...shop.hosts] }] };
  }
}

const MERGED: Group = { ...BRAND, keyAlgorithm: "EC_prime256v1", hosts: [...BRAND.hosts, ...SHOP.hosts] };

/** As much as fits into a test. */
export const SHORT_STORY: Scene[] = [
  { name: "create two groups", groups: [BRAND, SHOP] },
  {
    name: "rotate one, move the other",
    groups: [
      { ...MERGED, hosts: BRAND.hosts },
      { ...SHOP, at: 2 },
    ],
  },
  { name: "merge two groups", groups: [MERGED] },
  { name: "move without care", groups: [{ ...MERGED, at: 3 }], isBroken: true },
];
