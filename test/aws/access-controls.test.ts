import assert from "node:assert/strict";
import {
  CloudFrontClient,
  GetOriginAccessControlConfigCommand,
  type OriginAccessControlConfig,
  UpdateOriginAccessControlCommand,
} from "@aws-sdk/client-cloudfront";
import type { AccessControl } from "../../provider/core/model";
import { clientConfig } from "../simulator/in-process";
import type { Simulator } from "../simulator/simulator";
import { createdWorld, known, prompt, services } from "./created-world";
import { awsWorld } from "./world";

/** Somebody else writes it. The new ETag. */
async function change(
  simulator: Simulator,
  { id, etag }: AccessControl,
  more: Partial<OriginAccessControlConfig>,
): Promise<string> {
  const config = { Name: "dg-1", SigningProtocol: "sigv4", SigningBehavior: "always", ...more } as const;
  const OriginAccessControlConfig = { OriginAccessControlOriginType: "s3", ...config } as const;
  const command = new UpdateOriginAccessControlCommand({ Id: id, IfMatch: etag, OriginAccessControlConfig });
  return (await new CloudFrontClient(clientConfig(simulator)).send(command)).ETag ?? "";
}

describe("an origin access control, by the adapter", () => {
  it("is absent before it is made, and found by its name after that", async () => {
    const { accessControls } = awsWorld({ latencies: prompt });
    assert.deepEqual(await accessControls.find("dg-1"), { kind: "absent" });
    const made = known(await accessControls.create("dg-1"));
    assert.deepEqual(known(await accessControls.find("dg-1")), made);
    assert.deepEqual(await accessControls.find("dg-2"), { kind: "absent" });
  });

  it("signs every request to a bucket", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    const { id } = known(await accessControls.create("dg-1"));
    const client = new CloudFrontClient(clientConfig(simulator));
    const answer = await client.send(new GetOriginAccessControlConfigCommand({ Id: id }));
    assert.deepEqual(answer.OriginAccessControlConfig, {
      Name: "dg-1",
      Description: "",
      SigningProtocol: "sigv4",
      SigningBehavior: "always",
      OriginAccessControlOriginType: "s3",
    });
  });

  it("is intact as long as it signs every request to a bucket, whatever its description", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    let control = known(await accessControls.create("dg-1"));
    assert.equal(control.intact, true);
    const changes: [Partial<OriginAccessControlConfig>, boolean][] = [
      [{ Description: "for pictures" }, true],
      [{ SigningBehavior: "never" }, false],
      [{ SigningBehavior: "no-override" }, false],
      [{ OriginAccessControlOriginType: "lambda" }, false],
      [{}, true],
    ];
    for (const [more, intact] of changes) {
      const etag = await change(simulator, control, more);
      control = known(await accessControls.find("dg-1"));
      assert.deepEqual([control.intact, control.etag], [intact, etag], JSON.stringify(more));
    }
  });

  it("is mended in one call, under the version that was seen", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    const made = known(await accessControls.create("dg-1"));
    const etag = await change(simulator, made, { SigningBehavior: "never" });
    const stale = await accessControls.mend(made.id, made.etag, "dg-1");
    assert.deepEqual(stale.kind === "failed" && [stale.trouble.operation, stale.trouble.code], [
      "cloudfront:UpdateOriginAccessControl",
      "PreconditionFailed",
    ]);
    const before = simulator.history.entries().length;
    const mended = known(await accessControls.mend(made.id, etag, "dg-1"));
    assert.equal(simulator.history.entries().length, before + 1);
    assert.equal(mended.intact, true);
    assert.deepEqual(known(await accessControls.find("dg-1")), mended);
  });

  it("is absent when it is gone before it is mended", async () => {
    const { accessControls } = awsWorld({ latencies: prompt });
    const { id, etag } = known(await accessControls.create("dg-1"));
    known(await accessControls.delete(id, etag));
    assert.deepEqual(await accessControls.mend(id, etag, "dg-1"), { kind: "absent" });
  });

  it("is the only one of its name: another creation is refused", async () => {
    const { accessControls } = awsWorld({ latencies: prompt });
    known(await accessControls.create("dg-1"));
    const again = await accessControls.create("dg-1");
    assert.deepEqual(again.kind === "failed" && [again.trouble.reason, again.trouble.code], [
      "REFUSED",
      "OriginAccessControlAlreadyExists",
    ]);
  });

  it("is found when the answer to its creation was lost", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    assert.deepEqual(await accessControls.find("dg-1"), { kind: "absent" });
    simulator.faults.inject({ kind: "lost", operation: "CreateOriginAccessControl" });
    assert.equal((await accessControls.create("dg-1")).kind, "failed");
    assert.equal((await accessControls.find("dg-1")).kind, "ok");
  });

  it("is found on a later page of the list", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    simulator.cloudfront.quotas.originAccessControls = 200;
    for (let index = 0; index < 100; index += 1) known(await accessControls.create(`other-${index}`));
    const made = known(await accessControls.create("dg-1"));
    assert.deepEqual(known(await accessControls.find("dg-1")), made);
  });

  it("goes once no distribution uses it", async () => {
    const { accessControls, control, create, distributions, settle } = await createdWorld();
    const { id, etag } = await create({ ...services.static, settings: { Enabled: false } });
    const inUse = await accessControls.delete(control.id, control.etag);
    assert.deepEqual(inUse.kind === "failed" && [inUse.trouble.reason, inUse.trouble.code], [
      "REFUSED",
      "OriginAccessControlInUse",
    ]);
    await settle();
    known(await distributions.delete(id, etag));
    assert.deepEqual(await accessControls.delete(control.id, control.etag), { kind: "ok", value: null });
    assert.deepEqual(await accessControls.delete(control.id, control.etag), { kind: "absent" });
  });

  it("names the permission that is missing", async () => {
    const { accessControls, simulator } = awsWorld({ latencies: prompt });
    simulator.accounts.deny("111111111111", "cloudfront:ListOriginAccessControls");
    const reply = await accessControls.find("dg-1");
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.operation], [
      "FORBIDDEN",
      "cloudfront:ListOriginAccessControls",
    ]);
  });
});
