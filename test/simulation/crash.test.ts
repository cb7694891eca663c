import assert from "node:assert/strict";
import type { Desired, Service } from "../../provider/core/model";
import type { Run } from "../../provider/reconcile";
import { createSimulator } from "../simulator/simulator";
import { ownCertificate } from "./story";
import { ACCOUNT, continued, domainNames, type GroupWorld, portsInto, run, wish } from "./world";

const HOUR = 60 * 60 * 1000;

class Killed extends Error {}

/** Dies at the given call: before it is sent, or after its effect, with the answer lost. */
function killedAt(world: GroupWorld, call: number, when: "before" | "after"): { calls: () => number } {
  const { simulator } = world;
  const { call: original } = simulator;
  let count = 0;
  Object.assign(simulator, {
    call: async (...args: Parameters<typeof original>) => {
      count += 1;
      const isLast = count === call;
      if (isLast && when === "before") throw new Killed();
      const answer = await original(...args);
      if (isLast) throw new Killed();
      return answer;
    },
  });
  return { calls: () => count };
}

interface Scenario {
  what: string;
  wish: Partial<Desired>;
  /** Certificates, distributions and origin access controls when all is done. */
  makes: Made;
  /** Left of them, and record types in the zone, when the group is gone. */
  leaves: { made: Made; records: string[] };
  /** What the user does before the group comes. */
  before?: (world: CrashWorld) => Promise<void>;
}

type Made = [certificates: number, distributions: number, accessControls: number];
type CrashWorld = GroupWorld & { desired: Desired; existing: string; zoneId: string };

const NOTHING: Scenario["leaves"] = { made: [0, 0, 0], records: ["NS", "SOA"] };

const BUCKET: Service = {
  type: "spa",
  bucket: "pictures.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};

const SERVER: Service = { type: "api", host: "origin.example.net", settings: {} };

const SCENARIOS: Scenario[] = [
  { what: "on a distribution that exists", wish: {}, makes: [1, 0, 0], leaves: NOTHING },
  {
    what: "with a distribution of its own for a bucket",
    wish: { distribution: { kind: "created", service: BUCKET, domainName: null } },
    makes: [1, 1, 1],
    leaves: NOTHING,
  },
  {
    what: "with a distribution of its own for a server",
    wish: { distribution: { kind: "created", service: SERVER, domainName: null } },
    makes: [1, 1, 0],
    leaves: NOTHING,
  },
  { what: "for the program to attach", wish: { distribution: { kind: "program" } }, makes: [1, 0, 0], leaves: NOTHING },
  {
    what: "with a certificate of the program",
    wish: {},
    makes: [1, 0, 0],
    leaves: { made: [1, 0, 0], records: ["CNAME", "NS", "SOA"] },
    before: async (world) => {
      world.desired.certificate = await ownCertificate(world, "example.com", "*.example.com");
    },
  },
];

async function createWorld({ what, wish: more, before }: Scenario): Promise<CrashWorld> {
  const simulator = createSimulator({ seed: `crash ${what}` });
  const { id: zoneId, nameServers } = simulator.route53.createZone(ACCOUNT, "example.com");
  simulator.dns.delegate("example.com", nameServers);
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT });
  const desired = wish(id, domainNames("example.com", "www.example.com"), more);
  const world = { simulator, ...portsInto(simulator), desired, existing: id, zoneId };
  await before?.(world);
  return world;
}

/** Of the group; the world has one distribution of its own. */
function madeIn({ simulator, existing }: CrashWorld): number[] {
  return [
    simulator.acm.snapshot().length,
    simulator.cloudfront.snapshot().filter(({ id, status }) => id !== existing && status !== "Deleted").length,
    simulator.cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted).length,
  ];
}

/** A process that a signal ends stops in the middle of whatever it does: here, at its next turn. The world goes on without it. */
async function killed(world: CrashWorld, job: Partial<Run>, call: number, when: "before" | "after") {
  const { simulator } = world;
  const { call: real } = simulator;
  const { calls } = killedAt(world, call, when);
  let isDead = false;
  const die = new Promise<"killed">((resolve) => {
    const { call: counted } = simulator;
    Object.assign(simulator, {
      call: async (...args: Parameters<typeof counted>) => {
        if (isDead) return new Promise(() => {});
        try {
          return await counted(...args);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          isDead = true;
          resolve("killed");
          return new Promise(() => {});
        }
      },
    });
  });
  const deadline = world.ports.clock.now() + HOUR;
  const ended = await Promise.race([run(world, world.desired, { deadline, ...job }), die]);
  Object.assign(simulator, { call: real });
  return { ended, calls: calls() };
}

async function undisturbed(scenario: Scenario): Promise<number> {
  const world = await createWorld(scenario);
  const { ended, calls } = await killed(world, {}, 0, "before");
  assert.ok(ended !== "killed" && ended.end === "settled");
  return calls;
}

const NEXT = "fedcba9876543210";

/** The next run, by another process with another incarnation, then the end of the group. */
async function goOn(world: CrashWorld, scenario: Scenario, call: string): Promise<void> {
  const { simulator } = world;
  const next = { ...world, ...portsInto(simulator) };
  const result = await run(next, world.desired, { incarnation: NEXT });
  assert.equal(result.end, "settled", `${call}: ${JSON.stringify(result.report.guidance)}`);
  assert.deepEqual(madeIn(world), scenario.makes, call);
  assert.ok(simulator.history.count("RequestCertificate") <= 2, call);
  await leave(next, scenario, { ...continued(result), incarnation: NEXT }, call);
}

async function leave(world: CrashWorld, { leaves }: Scenario, state: Partial<Run>, call: string): Promise<void> {
  const { simulator, ports, desired } = world;
  const end = { goal: "absent", deadline: ports.clock.now() + HOUR, letGoFor: HOUR } as const;
  const gone = await run(world, desired, { ...state, ...end });
  assert.equal(gone.end, "settled", `${call}: ${JSON.stringify(gone.report.guidance)}`);
  assert.deepEqual(madeIn(world), leaves.made, call);
  const records = simulator.route53.snapshot().flatMap((zone) => zone.records.map(({ type }) => type));
  assert.deepEqual(records.sort(), leaves.records, `${call}: records`);
}

describe("a creation that is killed", function () {
  this.timeout(120_000);
  for (const scenario of SCENARIOS) {
    for (const when of ["before", "after"] as const) {
      it(`${when} any AWS call, ${scenario.what}, is finished by the next run with nothing left over`, async () => {
        const points = await undisturbed(scenario);
        for (let call = 1; call <= points; call++) {
          const world = await createWorld(scenario);
          const first = await killed(world, {}, call, when);
          assert.ok(first.ended === "killed", `call ${call} of ${points}, made ${first.calls}`);
          await goOn(world, scenario, `call ${call} of ${points}`);
        }
      });
    }
  }
});

describe("a departure that is killed", function () {
  this.timeout(120_000);
  for (const scenario of SCENARIOS) {
    it(`after any AWS call, ${scenario.what}, is finished by the next one`, async () => {
      for (let call = 1; ; call++) {
        const world = await createWorld(scenario);
        const result = await run(world, world.desired);
        assert.equal(result.end, "settled");
        const end = { ...continued(result), goal: "absent", letGoFor: HOUR } as const;
        const { ended } = await killed(world, end, call, "after");
        // The engine keeps the state of a resource whose delete did not end.
        if (ended !== "killed") break;
        await leave({ ...world, ...portsInto(world.simulator) }, scenario, continued(result), `call ${call}`);
      }
    });
  }
});
