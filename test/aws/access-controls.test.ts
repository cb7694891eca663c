import assert from "node:assert/strict";
import { CloudFrontClient, GetOriginAccessControlConfigCommand } from "@aws-sdk/client-cloudfront";
import { clientConfig } from "../simulator/in-process";
import { createdWorld, known, services } from "./created-world";
import { awsWorld } from "./world";

const prompt = { latencies: { call: 0, distributionReadLag: 0 } };

describe("an origin access control, by the adapter", () => {
  it("is absent before it is made, and found by its name after that", async () => {
    const { accessControls } = awsWorld(prompt);
    assert.deepEqual(await accessControls.find("dg-1"), { kind: "absent" });
    const made = known(await accessControls.create("dg-1"));
    assert.deepEqual(known(await accessControls.find("dg-1")), made);
    assert.deepEqual(await accessControls.find("dg-2"), { kind: "absent" });
  });

  it("signs every request to a bucket", async () => {
    const { accessControls, simulator } = awsWorld(prompt);
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

  it("is the only one of its name: another creation is refused", async () => {
    const { accessControls } = awsWorld(prompt);
    known(await accessControls.create("dg-1"));
    const again = await accessControls.create("dg-1");
    assert.deepEqual(again.kind === "failed" && [again.trouble.reason, again.trouble.code], [
      "REFUSED",
      "OriginAccessControlAlreadyExists",
    ]);
  });

  it("is found when the answer to its creation was lost", async () => {
    const { accessControls, simulator } = awsWorld(prompt);
    assert.deepEqual(await accessControls.find("dg-1"), { kind: "absent" });
    simulator.faults.inject({ kind: "lost", operation: "CreateOriginAccessControl" });
    assert.equal((await accessControls.create("dg-1")).kind, "failed");
    assert.equal((await accessControls.find("dg-1")).kind, "ok");
  });

  it("is found on a later page of the list", async () => {
    const { accessControls, simulator } = awsWorld(prompt);
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
    const { accessControls, simulator } = awsWorld(prompt);
    simulator.accounts.deny("111111111111", "cloudfront:ListOriginAccessControls");
    const reply = await accessControls.find("dg-1");
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.operation], [
      "FORBIDDEN",
      "cloudfront:ListOriginAccessControls",
    ]);
  });
});
