/** Groups that come, and groups that go. */
import { BUCKET, destroy, group, PROGRAM, type Scenario, SERVER, type Stage, scenario, up } from "./scenario";

const NAMES = ["example.com", "www.example.com"];
const THEIRS = ["www.customer.net", "shop.customer.net"];

const HERE = up(group(NAMES));
const BUCKETS = up(group(NAMES, { where: BUCKET }));
const SERVERS = up(group(NAMES, { where: SERVER }));
const ATTACHED = up(group(NAMES, { where: PROGRAM }));
const ELSEWHERE = up(group(THEIRS, { dns: "external" }));
const ELSEWHERE_MADE = up(group(THEIRS, { dns: "external", where: SERVER }));
const OWN = { own: [["example.com", "*.example.com"]] };
const BROUGHT = up(group(NAMES, { own: 0 }));
const COVERING = up(group(["*.example.com", "example.com"]));

export const CREATIONS: Scenario[] = [
  scenario("create, Route 53, existing distribution", [], HERE),
  scenario("create, Route 53, a distribution for a bucket", [], BUCKETS),
  scenario("create, Route 53, a distribution for a server", [], SERVERS),
  scenario("create, Route 53, the program attaches", [], ATTACHED),
  scenario("create, external, existing distribution", [], ELSEWHERE),
  scenario("create, external, existing distribution, the records are published", [ELSEWHERE], ELSEWHERE),
  scenario("create, external, a distribution for a server", [], ELSEWHERE_MADE),
  scenario(
    "create, external, a distribution for a server, the records are published",
    [ELSEWHERE_MADE],
    ELSEWHERE_MADE,
  ),
  scenario("create, an own certificate", [], BROUGHT, OWN),
  scenario("create, beside a foreign alias", [], COVERING, { foreignAlias: "legacy.example.com" }),
];

const gone = (what: string, last: Stage, more: Partial<Scenario> = {}): Scenario =>
  scenario(`destroy, ${what}`, [last], destroy(last), more);

export const DEPARTURES: Scenario[] = [
  gone("existing distribution", HERE),
  gone("a distribution for a bucket", BUCKETS),
  gone("a distribution for a server", SERVERS),
  gone("the program attaches", ATTACHED),
  gone("an own certificate", BROUGHT, OWN),
  gone("beside a foreign alias", COVERING, { foreignAlias: "legacy.example.com" }),
  scenario("destroy, thought better of", [HERE], destroy(HERE), {
    afterwards: { ...HERE, refreshed: true },
  }),
  scenario("destroy, a distribution for a server, thought better of", [SERVERS], destroy(SERVERS), {
    afterwards: { ...SERVERS, refreshed: true },
  }),
];
