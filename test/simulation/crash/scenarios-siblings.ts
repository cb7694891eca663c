/** Groups of one program that hand names to each other. */
import { type Group, group, type Scenario, SERVER, type Stage, scenario, THERE, up } from "./scenario";

const brand = (domains: string[], more: Partial<Group> = {}) => group(domains, { name: "brand", ...more });
const shop = (domains: string[], more: Partial<Group> = {}) => group(domains, { name: "shop", where: THERE, ...more });
const BRAND = ["example.com", "www.example.com"];
const SHOP = ["shop.example.com"];
const APART = up([brand(BRAND), shop(SHOP)]);
const GIVEN = up([brand(["example.com"]), shop([...SHOP, "www.example.com"])]);
const inOrder = (stage: Stage, ...names: string[]): Stage => ({
  ...stage,
  inOrder: true,
  groups: names.flatMap((name) => stage.groups.filter((each) => each.name === name)),
});

export const SIBLINGS: Scenario[] = [
  scenario("give a domain to a sibling", [APART], GIVEN),
  scenario("give a domain to a sibling, giver first", [APART], inOrder(GIVEN, "brand", "shop")),
  scenario("give a domain to a sibling, taker first", [APART], inOrder(GIVEN, "shop", "brand")),
  scenario("merge two groups", [APART], up([brand([...BRAND, ...SHOP])])),
  scenario("split a group", [up([brand([...BRAND, ...SHOP])])], APART),
  scenario("swap two domains", [APART], up([brand(["example.com", "shop.example.com"]), shop(["www.example.com"])])),
  scenario(
    "give a domain to a sibling with a distribution of its own",
    [up([brand(BRAND), shop(SHOP, { where: SERVER })])],
    up([brand(["example.com"]), shop([...SHOP, "www.example.com"], { where: SERVER })]),
  ),
];
