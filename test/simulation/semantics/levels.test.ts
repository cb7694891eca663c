import assert from "node:assert/strict";
import type { Desired } from "../../../provider/core/model";
import type { RunResult } from "../../../provider/reconcile";
import { faultKinds } from "../../simulator/faults";
import { seededRandom } from "../../simulator/random";
import { createSimulator, type Simulator } from "../../simulator/simulator";
import { randomLatencies } from "../creation";
import { ACCOUNT, continued, domainNames, type GroupWorld, portsInto, ROUTE53, run, wish } from "../world";
import { semanticsInto } from "./ports";

const HOUR = 60 * 60 * 1000;
const BUCKET = "pictures.s3.eu-west-1.amazonaws.com";

type Into = (simulator: Simulator) => Omit<GroupWorld, "simulator">;

interface Life {
  what: string;
  wish: Partial<Desired>;
  /** The wish changes to these. */
  next: Partial<Desired>;
  faults: boolean;
}

const created: Desired["distribution"] = {
  kind: "created",
  service: { type: "spa", bucket: BUCKET, defaultRootObject: "index.html", settings: { Comment: "<a> & b" } },
  domainName: null,
};

const LIVES: Life[] = [
  {
    what: "on a distribution that exists",
    wish: {},
    next: { domains: domainNames("example.com", "shop.example.com") },
    faults: false,
  },
  {
    what: "with a distribution of its own",
    wish: { distribution: created },
    next: { tags: { team: "a" } },
    faults: false,
  },
  {
    what: "for the program to attach",
    wish: { distribution: { kind: "program" } },
    next: { keyAlgorithm: "EC_prime256v1" },
    faults: false,
  },
  {
    what: "with answers lost, refused and late",
    wish: { distribution: created, dns: { ...ROUTE53, routing: "takeOver" } },
    next: { domains: domainNames("www.example.com") },
    faults: true,
  },
];

/** A whole life, and every call of it in the order of time. */
async function live(into: Into, { what, wish: wanted, next, faults }: Life, seed: number) {
  const simulator = createSimulator({ seed: `${what} ${seed}`, latencies: randomLatencies(seededRandom(seed)) });
  const { id: zoneId, nameServers } = simulator.route53.createZone(ACCOUNT, "example.com");
  simulator.dns.delegate("example.com", nameServers);
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT });
  if (faults) disturb(simulator, seed);
  const names = domainNames("example.com", "*.example.com", "www.example.com");
  const first = wish(id, names, wanted);
  const world = { simulator, ...into(simulator) };
  const results: RunResult[] = [];
  for (const [desired, goal] of [
    [first, "present"],
    [{ ...first, ...next }, "present"],
    [{ ...first, ...next }, "absent"],
  ] as const) {
    const last = results.at(-1);
    const deadline = simulator.world.clock.now() + 4 * HOUR;
    const state = last === undefined ? {} : continued(last);
    results.push(await run(world, desired, { ...state, goal, deadline, letGoFor: HOUR }));
    await simulator.world.clock.sleep(HOUR);
  }
  return { zoneId, calls: callsOf(simulator), results: results.map(withoutConfig), said: world.said };
}

/** The next calls of each kind fail in some way. */
function disturb({ faults }: Simulator, seed: number): void {
  const random = seededRandom(`faults ${seed}`);
  for (const operation of [
    "RequestCertificate",
    "UpdateDistribution",
    "CreateDistributionWithTags",
    "ChangeResourceRecordSets",
    "AddTagsToCertificate",
    "DescribeCertificate",
    "ListCertificates",
  ]) {
    const kind = faultKinds[random.below(faultKinds.length)];
    if (kind !== undefined) faults.inject({ kind, operation, count: 1 + random.below(2) });
  }
}

/** Calls that are sent at one instant reach AWS in any order. */
const callsOf = ({ history }: Simulator) =>
  history
    .entries()
    .map(({ time, service, operation, account, status, code }) =>
      [time, service, operation, account, status, code ?? ""].join(" "),
    )
    .sort();

const withoutConfig = ({ end, report, memory, accountId }: RunResult) => ({ end, report, memory, accountId });

describe("the same life on the simulator's semantics and through the AWS SDK", function () {
  this.timeout(60_000);
  for (const life of LIVES) {
    it(`has the same calls at the same times, ${life.what}`, async () => {
      for (let seed = 1; seed <= 5; seed++) {
        const sdk = await live(portsInto, life, seed);
        const semantics = await live(semanticsInto, life, seed);
        assert.deepEqual(semantics, sdk, `seed ${seed}`);
        assert.ok(sdk.calls.length > 30, `${sdk.calls.length} calls`);
      }
    });
  }
});
