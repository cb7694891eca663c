import assert from "node:assert/strict";
import fc from "fast-check";
import { createCall } from "../../provider/aws/call";
import type { AwsAction } from "../../provider/aws/errors";
import { createRateLimits, documentedRates, type RateLimits } from "../../provider/aws/rate-limits";
import { virtualClock } from "../simulator/clock";

const rates = { "acm:RequestCertificate": { perSecond: 4, burst: 2 }, route53: { perSecond: 5, burst: 1 } };
const action: AwsAction = "acm:RequestCertificate";

/** When each of `count` calls, all asked for at once, may be sent. */
async function instantsOf(limits: RateLimits, now: () => number, count: number, of = action): Promise<number[]> {
  const instants: number[] = [];
  await Promise.all(Array.from({ length: count }, () => limits.admit(of).then(() => instants.push(now()))));
  return instants;
}

describe("a call", () => {
  it("is sent when it is admitted, and tells the limits whether AWS throttled it", async () => {
    const told: string[] = [];
    const tell = (word: string) => (of: AwsAction) => void told.push(`${word} ${of}`);
    const call = createCall({
      admit: async (of) => tell("admitted")(of),
      throttled: tell("throttled"),
      passed: tell("passed"),
    });
    const failing = (name: string) => async () => {
      told.push("sent");
      throw Object.assign(new Error("why"), { name, $metadata: { httpStatusCode: 400 } });
    };
    await call(action, async () => void told.push("sent"));
    await call("cloudfront:GetDistribution", failing("Throttling"));
    await call("route53:ListHostedZones", failing("InvalidInput"));
    assert.deepEqual(told, [
      "admitted acm:RequestCertificate",
      "sent",
      "passed acm:RequestCertificate",
      "admitted cloudfront:GetDistribution",
      "sent",
      "throttled cloudfront:GetDistribution",
      "admitted route53:ListHostedZones",
      "sent",
    ]);
  });
});

describe("the rate of calls", () => {
  it("lets a burst through, and then one call an interval", async () => {
    const clock = virtualClock(0);
    assert.deepEqual(await instantsOf(createRateLimits(clock, rates), clock.now, 5), [0, 0, 250, 500, 750]);
  });

  it("has its burst again after a pause, and no more than that", async () => {
    const clock = virtualClock(0);
    const limits = createRateLimits(clock, rates);
    await instantsOf(limits, clock.now, 2);
    await clock.sleep(60_000);
    assert.deepEqual(await instantsOf(limits, clock.now, 3), [60_000, 60_000, 60_250]);
  });

  it("lets nobody overtake", async () => {
    const clock = virtualClock(0);
    const limits = createRateLimits(clock, rates);
    const order: number[] = [];
    await Promise.all([0, 1, 2, 3, 4, 5].map((place) => limits.admit(action).then(() => order.push(place))));
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5]);
  });

  it("is halved by a throttle, and comes back call by call", async () => {
    const clock = virtualClock(0);
    const limits = createRateLimits(clock, rates);
    await instantsOf(limits, clock.now, 2);
    limits.throttled(action);
    const slow = await instantsOf(limits, clock.now, 3);
    assert.deepEqual(
      slow.slice(1).map((instant, place) => instant - (slow[place] ?? 0)),
      [500, 500],
    );
    for (let call = 0; call < 8; call += 1) limits.passed(action);
    const [first = 0, second = 0] = (await instantsOf(limits, clock.now, 3)).slice(1);
    assert.equal(second - first, 250);
  });

  it("never stops altogether, however often AWS throttles", async () => {
    const clock = virtualClock(0);
    const limits = createRateLimits(clock, rates);
    for (let time = 0; time < 50; time += 1) limits.throttled(action);
    const instants = await instantsOf(limits, clock.now, 3);
    assert.equal((instants[2] ?? 0) - (instants[1] ?? 0), 4_000);
  });

  it("is one for all actions of Route 53, and one an action of ACM", async () => {
    const clock = virtualClock(0);
    const limits = createRateLimits(clock, documentedRates);
    await instantsOf(limits, clock.now, 5, "route53:ListHostedZones");
    const [route53] = await instantsOf(limits, clock.now, 1, "route53:GetHostedZone");
    assert.equal(route53, 250);
    const start = clock.now();
    await instantsOf(limits, clock.now, 4, "acm:RequestCertificate");
    await instantsOf(limits, clock.now, 4, "acm:AddTagsToCertificate");
    assert.equal(clock.now(), start);
  });

  it("is never more than burst and rate allow, whenever calls come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(400), { minLength: 2, maxLength: 40 }), async (pauses) => {
        const clock = virtualClock(0);
        const limits = createRateLimits(clock, rates);
        const sent: number[] = [];
        const calls: Promise<number>[] = [];
        for (const pause of pauses) {
          await clock.sleep(pause);
          calls.push(limits.admit(action).then(() => sent.push(clock.now())));
        }
        await Promise.all(calls);
        for (const [first, from] of sent.entries()) {
          for (const [last, to] of sent.entries()) {
            if (last >= first) assert.ok(last - first + 1 <= 2 + (4 * (to - from)) / 1000 + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
