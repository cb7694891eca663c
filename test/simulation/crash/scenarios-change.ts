/** Groups that change. */
import { BUCKET, type Group, group, PROGRAM, type Scenario, SERVER, scenario, THERE, up } from "./scenario";

const NAMES = ["example.com", "www.example.com"];
const FEW = up(group(NAMES));
const MORE = up(group([...NAMES, "shop.example.com"]));
const COVERING = up(group(["example.com", "*.example.com"]));
const OTHER_VERSION: Partial<Scenario> = { places: [{ httpVersion: "http2" }, { httpVersion: "http2and3" }] };
const at = (where: Group["where"]) => up(group(NAMES, { where }));

export const CHANGES: Scenario[] = [
  scenario("add a domain", [FEW], MORE),
  scenario("remove a domain", [MORE], FEW),
  scenario("add one domain and remove another", [FEW], up(group(["example.com", "shop.example.com"]))),
  scenario("add a domain under a wildcard", [COVERING], up(group(["example.com", "*.example.com", "www.example.com"]))),
  scenario(
    "add a domain, the program attaches",
    [at(PROGRAM)],
    up(group([...NAMES, "shop.example.com"], { where: PROGRAM })),
  ),
  scenario("another key algorithm", [FEW], up(group(NAMES, { keyAlgorithm: "EC_prime256v1" }))),
  scenario("the certificate is revoked", [FEW], { ...FEW, accident: "revoked", refreshed: true }),
  scenario("another own certificate", [up(group(NAMES, { own: 0 }))], up(group(NAMES, { own: 1 })), {
    own: [NAMES, ["example.com", "*.example.com"]],
  }),
  scenario("--replace", [FEW], { ...FEW, replace: "brand" }),
  scenario(
    "--replace, and never again",
    [FEW],
    { ...FEW, replace: "brand" },
    { afterwards: { ...FEW, refreshed: true } },
  ),
  scenario("--replace, a distribution for a bucket", [at(BUCKET)], { ...at(BUCKET), replace: "brand" }),
  scenario(
    "--replace, a distribution for a server, and never again",
    [at(SERVER)],
    { ...at(SERVER), replace: "brand" },
    {
      afterwards: { ...at(SERVER), refreshed: true },
    },
  ),
];

export const MOVES: Scenario[] = [
  scenario("move, existing to existing", [FEW], at(THERE)),
  scenario("move, existing to existing of another HttpVersion", [FEW], at(THERE), OTHER_VERSION),
  scenario("move, existing to created", [FEW], at(BUCKET)),
  scenario("move, created to existing", [at(BUCKET)], FEW),
  scenario("move, and add a domain", [FEW], up(group([...NAMES, "shop.example.com"], { where: THERE }))),
  scenario("move back before it is over", [FEW, { ...at(THERE), diesAt: "AssociateAlias" }], {
    ...FEW,
    refreshed: true,
  }),
];
