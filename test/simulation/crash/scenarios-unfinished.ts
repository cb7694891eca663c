/** Commands while another one is unfinished: its process died. */
import { destroy, type Group, group, type Scenario, SERVER, type Stage, scenario, THERE, up } from "./scenario";

const NAMES = ["example.com", "www.example.com"];
const FEW = up(group(NAMES));
const MORE = up(group([...NAMES, "shop.example.com"]));
const at = (where: Group["where"], domains = NAMES) => up(group(domains, { where }));
const ROTATED = up(group(NAMES, { keyAlgorithm: "EC_prime256v1" }));
const after = (diesAt: string, stage: Stage): Stage => ({ ...stage, diesAt });
const theirs = (...labels: string[]) =>
  up(
    group(
      labels.map((label) => `${label}.customer.net`),
      { dns: "external" },
    ),
  );

export const UNFINISHED: Scenario[] = [
  scenario(
    "add a domain while an added one waits for people",
    [theirs("www"), theirs("www"), theirs("www", "shop")],
    theirs("www", "shop", "m"),
  ),
  scenario(
    "add a domain while another is added",
    [FEW, after("RequestCertificate", MORE)],
    up(group([...NAMES, "shop.example.com", "m.example.com"])),
  ),
  scenario("take an addition back", [FEW, after("AddTagsToCertificate", MORE)], { ...FEW, refreshed: true }),
  scenario(
    "remove a domain in the middle of a move",
    [FEW, after("AssociateAlias", at(THERE))],
    at(THERE, ["example.com"]),
  ),
  scenario(
    "add a domain in the middle of a move",
    [FEW, after("AssociateAlias", at(THERE))],
    at(THERE, [...NAMES, "shop.example.com"]),
  ),
  scenario("destroy in the middle of a rotation", [FEW, after("RequestCertificate", ROTATED)], destroy(FEW)),
  scenario("destroy in the middle of a rotation, attached", [FEW, after("UpdateDistribution", ROTATED)], destroy(FEW)),
  scenario("destroy in the middle of a move", [FEW, after("AssociateAlias", at(THERE))], destroy(FEW)),
  scenario(
    "destroy in the middle of a move to a created distribution",
    [FEW, after("AssociateAlias", at(SERVER))],
    destroy(FEW),
  ),
  scenario("destroy in the middle of a creation", [after("RequestCertificate", FEW), FEW], destroy(FEW)),
  scenario(
    "another key algorithm in the middle of an addition",
    [FEW, after("RequestCertificate", MORE)],
    up(group([...NAMES, "shop.example.com"], { keyAlgorithm: "EC_prime256v1" })),
  ),
];
