import assert from "node:assert/strict";
import {
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
} from "@aws-sdk/client-acm";
import { CloudFrontClient, GetDistributionConfigCommand, UpdateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { type AcmBench, acmBench } from "./acm/bench";
import { hour, minute, second } from "./defaults";
import { clientConfig } from "./in-process";

describe("tags of a certificate", () => {
  async function tagged(): Promise<AcmBench & { arn: string; tags(): Promise<{ [key: string]: string | undefined }> }> {
    const bench = acmBench();
    const arn = await bench.request(["example.com"], { Tags: [{ Key: "a", Value: "1" }, { Key: "b" }] });
    await bench.pass(minute);
    const tags = async () => {
      const { Tags } = await bench.client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
      return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    };
    return { ...bench, arn, tags };
  }

  it("come with the request", async () => {
    const { tags } = await tagged();
    assert.deepEqual(await tags(), { a: "1", b: undefined });
  });

  it("follow a write only after a while", async () => {
    const { client, arn, tags, pass } = await tagged();
    await client.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key: "a", Value: "2" }] }));
    assert.deepEqual(await tags(), { a: "1", b: undefined });
    await pass(10 * second);
    assert.deepEqual(await tags(), { b: undefined, a: "2" });
  });

  it("go when key and given value match", async () => {
    const { client, arn, tags, pass } = await tagged();
    const remove = (Key: string, Value?: string) =>
      client.send(
        new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags: [{ Key, ...(Value ? { Value } : {}) }] }),
      );
    await remove("a", "other");
    await remove("b");
    await pass(10 * second);
    assert.deepEqual(await tags(), { a: "1" });
    await remove("a");
    await pass(10 * second);
    assert.deepEqual(await tags(), {});
  });

  it("are at most 50, and none starts with aws:", async () => {
    const { client, arn } = await tagged();
    const add = (keys: string[]) =>
      client.send(
        new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: keys.map((Key) => ({ Key, Value: "x" })) }),
      );
    await add(Array.from({ length: 48 }, (_, index) => `key${index}`));
    await assert.rejects(add(["one-more"]), { name: "TooManyTagsException" });
    await add(["key0"]);
    await assert.rejects(add(["aws:x"]), { name: "InvalidTagException" });
  });
});

describe("a certificate in use", () => {
  async function attached(): Promise<
    AcmBench & { arn: string; users(): Promise<string[] | undefined>; remove(): Promise<unknown> }
  > {
    const bench = acmBench();
    const arn = await bench.issued(["example.com"]);
    return {
      ...bench,
      arn,
      users: async () => (await bench.describe(arn)).InUseBy,
      remove: () => bench.client.send(new DeleteCertificateCommand({ CertificateArn: arn })),
    };
  }

  it("by a distribution shows late, and cannot be deleted from the start", async () => {
    const { simulator, arn, users, remove, pass } = await attached();
    const distribution = simulator.cloudfront.createDirect({ account: "111111111111", certificateArn: arn });
    assert.deepEqual(await users(), []);
    await assert.rejects(remove(), {
      name: "ResourceInUseException",
      message: `Certificate ${arn} in account 111111111111 is in use.`,
    });
    await pass(25 * minute);
    assert.deepEqual(await users(), [distribution.arn]);
  });

  it("by a distribution that let it go stays in use until that shows", async () => {
    const { simulator, arn, users, remove, pass } = await attached();
    const cloudfront = new CloudFrontClient(clientConfig(simulator));
    const { id, arn: user } = simulator.cloudfront.createDirect({ account: "111111111111", certificateArn: arn });
    await pass(hour);
    const { DistributionConfig, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
    if (DistributionConfig === undefined || ETag === undefined) assert.fail("There is a distribution.");
    const config = { ...DistributionConfig, ViewerCertificate: { CloudFrontDefaultCertificate: true } };
    await cloudfront.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: config }));
    await pass(24 * minute);
    assert.deepEqual(await users(), [user]);
    await assert.rejects(remove(), { name: "ResourceInUseException" });
    await pass(hour);
    assert.deepEqual(await users(), []);
    await remove();
  });

  it("is eligible for renewal", async () => {
    const { simulator, arn, describe, pass } = await attached();
    assert.equal((await describe(arn)).RenewalEligibility, "INELIGIBLE");
    simulator.cloudfront.createDirect({ account: "111111111111", certificateArn: arn });
    await pass(hour);
    assert.equal((await describe(arn)).RenewalEligibility, "ELIGIBLE");
  });

  it("by something else cannot be deleted until that ends", async () => {
    const { simulator, arn, users, remove, describe } = await attached();
    const balancer = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/b";
    simulator.acm.setForeignUser(arn, balancer);
    assert.deepEqual(await users(), [balancer]);
    await assert.rejects(remove(), { name: "ResourceInUseException" });
    simulator.acm.setForeignUser(arn, balancer, false);
    await remove();
    await assert.rejects(describe(arn), { name: "ResourceNotFoundException" });
  });
});
