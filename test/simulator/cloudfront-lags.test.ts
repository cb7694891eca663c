import assert from "node:assert/strict";
import { CreateOriginAccessControlCommand, DeleteOriginAccessControlCommand } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { type CloudFrontBench, cloudFrontBench } from "./cloudfront/bench";
import { accessControl, accessControlConfig, bucketOrigin, originList } from "./cloudfront/origin-bench";
import { second } from "./defaults";

/** Tries every second. How often it was refused, with `code`. */
async function secondsUntil(bench: CloudFrontBench, code: string, attempt: () => Promise<unknown>): Promise<number> {
  for (let seconds = 0; ; seconds++) {
    try {
      await attempt();
      return seconds;
    } catch (error) {
      assert.equal(error instanceof Error && error.name, code);
      await bench.pass(second);
    }
  }
}

const namingIn = (bench: CloudFrontBench, id: string, Enabled: boolean) =>
  bench.create({ Enabled, Origins: originList(bucketOrigin(id)) });

/** By the seed: how long a client has to wait. */
const waits: { [what: string]: (bench: CloudFrontBench) => Promise<number> } = {
  "a distribution that is disabled and Deployed cannot be deleted": async (bench) => {
    const { id } = await bench.create({ Enabled: false });
    while ((await bench.status(id)) !== "Deployed") await bench.pass(second);
    return secondsUntil(bench, "DistributionNotDisabled", () => bench.delete(id));
  },
  "a new origin access control cannot be named": async (bench) => {
    const command = new CreateOriginAccessControlCommand({ OriginAccessControlConfig: accessControlConfig() });
    const { OriginAccessControl } = await bench.cloudFront.send(command);
    const { Id = "" } = OriginAccessControl ?? {};
    return secondsUntil(bench, "InvalidOriginAccessControl", () => namingIn(bench, Id, true));
  },
  "an origin access control is in use after its last distribution is gone": async (bench) => {
    const { id: Id, etag: IfMatch } = await accessControl(bench);
    const { id } = await namingIn(bench, Id, false);
    await bench.settle();
    await bench.delete(id);
    const remove = () => bench.cloudFront.send(new DeleteOriginAccessControlCommand({ Id, IfMatch }));
    return secondsUntil(bench, "OriginAccessControlInUse", remove);
  },
};

describe("what CloudFront needs for itself", () => {
  const longest = 20 * second;
  const latencies = {
    call: 0,
    deploy: 5 * second,
    deletableAfterDeployed: longest,
    accessControlVisible: longest,
    accessControlReleased: longest,
  };
  for (const [what, wait] of Object.entries(waits)) {
    const measured = (seed: number) => wait(cloudFrontBench({ seed, latencies }));

    it(`${what} for a while that only the seed knows`, async () => {
      const seconds = await Promise.all([1, 2, 3, 4, 5].map(measured));
      assert.ok(new Set(seconds).size > 2, `${seconds}`);
      assert.ok(Math.max(...seconds) <= longest / second);
      assert.equal(await measured(3), seconds[2]);
    });

    it(`${what} for no time at all where the latency is 0`, async () => {
      const none = { deletableAfterDeployed: 0, accessControlVisible: 0, accessControlReleased: 0 };
      assert.equal(await wait(cloudFrontBench({ latencies: { ...latencies, ...none } })), 0);
    });
  }
});
