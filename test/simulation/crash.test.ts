import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import { createSimulator } from "../simulator/simulator";
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

function createWorld(seed: string): GroupWorld & { desired: Desired } {
  const simulator = createSimulator({ seed });
  const { nameServers } = simulator.route53.createZone(ACCOUNT, "example.com");
  simulator.dns.delegate("example.com", nameServers);
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT });
  const desired = wish(id, domainNames("example.com", "www.example.com"));
  return { simulator, ...portsInto(simulator), desired };
}

/** A process that a signal ends stops in the middle of whatever it does: here, at its next turn. */
async function runUntilKilled(world: GroupWorld & { desired: Desired }, call: number, when: "before" | "after") {
  const { calls } = killedAt(world, call, when);
  let killed = false;
  const die = new Promise<"killed">((resolve) => {
    const { call: counted } = world.simulator;
    Object.assign(world.simulator, {
      call: async (...args: Parameters<typeof counted>) => {
        if (killed) return new Promise(() => {});
        try {
          return await counted(...args);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          killed = true;
          resolve("killed");
          return new Promise(() => {});
        }
      },
    });
  });
  const ended = await Promise.race([run(world, world.desired), die]);
  return { ended, calls: calls() };
}

async function undisturbed(): Promise<number> {
  const world = createWorld("crash");
  const { ended, calls } = await runUntilKilled(world, 0, "before");
  assert.ok(ended !== "killed" && ended.end === "settled");
  return calls;
}

describe("a creation that is killed", () => {
  for (const when of ["before", "after"] as const) {
    it(`${when} any AWS call is finished by the next run, with one certificate and nothing left over`, async () => {
      const points = await undisturbed();
      for (let call = 1; call <= points; call++) {
        const world = createWorld("crash");
        const { simulator } = world;
        const real = simulator.call;
        const first = await runUntilKilled(world, call, when);
        assert.ok(first.ended === "killed", `call ${call} of ${points}, made ${first.calls}`);
        Object.assign(simulator, { call: real });
        const next = { ...world, ...portsInto(simulator) };
        const result = await run(next, world.desired, { incarnation: "fedcba9876543210" });
        assert.equal(result.end, "settled", `call ${call}: ${JSON.stringify(result.report.guidance)}`);
        assert.equal(simulator.acm.snapshot().length, 1, `call ${call}: certificates`);
        assert.equal(simulator.history.count("RequestCertificate") <= 2, true);
        const gone = await run(next, world.desired, {
          ...continued(result),
          incarnation: "fedcba9876543210",
          goal: "absent",
          deadline: world.ports.clock.now() + HOUR,
          letGoFor: HOUR,
        });
        assert.equal(gone.end, "settled", `call ${call}: ${JSON.stringify(gone.report.guidance)}`);
        assert.deepEqual(simulator.acm.snapshot(), [], `call ${call}`);
        const records = simulator.route53.snapshot().flatMap((zone) => zone.records.map(({ type }) => type));
        assert.deepEqual(records, ["NS", "SOA"], `call ${call}: records`);
      }
    });
  }
});
