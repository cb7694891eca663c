import assert from "node:assert/strict";
import { ListTagsForCertificateCommand } from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import { minute } from "./defaults";

const GONE = "arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000";

describe("a certificate in the console", () => {
  it("is deleted, and gone for everybody at once", async () => {
    const { simulator, request, describe } = acmBench();
    const arn = await request(["example.com"]);
    const calls = simulator.history.entries().length;
    simulator.acm.deleteDirect(arn);
    assert.equal(simulator.history.entries().length, calls);
    await assert.rejects(describe(arn), { name: "ResourceNotFoundException" });
    assert.throws(() => simulator.acm.deleteDirect(arn), /There is no certificate/);
  });

  it("cannot be deleted while it is in use", async () => {
    const { simulator, issued } = acmBench();
    const arn = await issued(["example.com"]);
    simulator.cloudfront.createDirect({ account: "111111111111", certificateArn: arn });
    assert.throws(() => simulator.acm.deleteDirect(arn), { name: "AwsError", code: "ResourceInUseException" });
    assert.equal(simulator.acm.snapshot().length, 1);
  });

  it("gets and loses tags, which shows after a while", async () => {
    const { simulator, client, request, pass } = acmBench();
    const arn = await request(["example.com"], {
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    });
    const tags = async () => {
      const { Tags = [] } = await client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
      return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    };
    await pass(minute);
    simulator.acm.tagDirect(arn, { a: "3", c: "4" });
    simulator.acm.untagDirect(arn, ["b", "never-there"]);
    assert.deepEqual(await tags(), { a: "1", b: "2" });
    await pass(minute);
    assert.deepEqual(await tags(), { a: "3", c: "4" });
    assert.throws(() => simulator.acm.tagDirect(GONE, { a: "1" }), /There is no certificate/);
    assert.throws(() => simulator.acm.untagDirect(GONE, ["a"]), /There is no certificate/);
  });
});
