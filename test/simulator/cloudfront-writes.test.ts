import assert from "node:assert/strict";
import {
  CreateDistributionCommand,
  DeleteDistributionCommand,
  GetDistributionCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { cloudFrontBench, configWith } from "./cloudfront/bench";

describe("creating a distribution", () => {
  it("answers 201 with id, ARN, domain name, ETag and Location in their forms", async () => {
    const { cloudFront } = cloudFrontBench();
    const created = await cloudFront.send(new CreateDistributionCommand({ DistributionConfig: configWith() }));
    assert.equal(created.$metadata.httpStatusCode, 201);
    const id = created.Distribution?.Id ?? "";
    assert.match(id, /^E[A-Z0-9]{13}$/);
    assert.equal(created.Distribution?.ARN, `arn:aws:cloudfront::111111111111:distribution/${id}`);
    assert.match(created.Distribution?.DomainName ?? "", /^d[a-z0-9]{13}\.cloudfront\.net$/);
    assert.match(created.ETag ?? "", /^E[A-Z0-9]{13}$/);
    assert.equal(created.Location, `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`);
    assert.equal(created.Distribution?.Status, "InProgress");
  });

  it("fills in what was left out", async () => {
    const bench = cloudFrontBench();
    const { config } = await bench.config((await bench.create()).id);
    assert.deepEqual(config.Aliases, { Quantity: 0 });
    assert.equal(config.HttpVersion, "http2");
    assert.equal(config.PriceClass, "PriceClass_All");
    assert.equal(config.IsIPV6Enabled, false);
    assert.equal(config.Staging, false);
    assert.deepEqual(config.ViewerCertificate, {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: "vip",
      MinimumProtocolVersion: "TLSv1",
      CertificateSource: "cloudfront",
    });
  });

  it("refuses a caller reference that was used before and names the distribution, even when that is gone", async () => {
    const bench = cloudFrontBench();
    const config = configWith({ Enabled: false });
    const again = () => bench.cloudFront.send(new CreateDistributionCommand({ DistributionConfig: config }));
    const id = (await again()).Distribution?.Id ?? "";
    const refusal = { name: "DistributionAlreadyExists", message: new RegExp(`Already exists: ${id}$`) };
    await assert.rejects(again, refusal);
    await bench.settle();
    await bench.delete(id);
    await assert.rejects(again, refusal);
  });

  it("takes a caller reference that another account has used", async () => {
    const bench = cloudFrontBench();
    const config = configWith();
    await bench.cloudFront.send(new CreateDistributionCommand({ DistributionConfig: config }));
    const { ETag } = await bench.otherCloudFront.send(new CreateDistributionCommand({ DistributionConfig: config }));
    assert.ok(ETag);
  });

  it("gives the first answer again for the same configuration, where the switch says so", async () => {
    const bench = cloudFrontBench({ switches: { callerReferenceReuse: "same-config-returns" } });
    const config = configWith();
    const first = await bench.create(config);
    assert.deepEqual(await bench.create(config), first);
    await assert.rejects(bench.create({ ...config, Comment: "other" }), { name: "DistributionAlreadyExists" });
  });

  it("is refused beyond 500 distributions in the account", async () => {
    const bench = cloudFrontBench();
    for (let count = 0; count < 500; count++) {
      bench.simulator.cloudfront.createDirect({ account: "111111111111" });
    }
    await assert.rejects(bench.create(), { name: "TooManyDistributions" });
  });

  const [origin] = configWith().Origins?.Items ?? [];
  const refused: [string, Parameters<typeof configWith>[0], string, RegExp][] = [
    [
      "a quantity that is not that of the items",
      { Aliases: { Quantity: 2, Items: ["a.example.com"] } },
      "InconsistentQuantities",
      /^The specified quantity of Aliases \(2\) does not match the actual quantity supplied \(1\)\.$/,
    ],
    ["no origin", { Origins: { Quantity: 0, Items: [] } }, "InvalidArgument", /Origins/],
    [
      "a cache behaviour whose origin is not there",
      { Origins: { Quantity: 1, Items: [{ ...origin, Id: "another", DomainName: "a.example.net" }] } },
      "NoSuchOrigin",
      /do not exist/,
    ],
    ["a comment of 129 characters", { Comment: "x".repeat(129) }, "InvalidArgument", /Comment/],
    ["an HTTP version that does not exist", { HttpVersion: "http4" as "http3" }, "InvalidArgument", /HttpVersion/],
    ["no caller reference", { CallerReference: "" }, "InvalidArgument", /CallerReference/],
  ];
  for (const [what, more, name, message] of refused) {
    it(`refuses ${what}`, () => assert.rejects(cloudFrontBench().create(more), { name, message }));
  }
});

describe("updating a distribution", () => {
  it("gives a new ETag each time", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await bench.create();
    const second = await bench.update(id, { Comment: "second" });
    const third = await bench.update(id, { Comment: "third" }, second);
    assert.equal(new Set([etag, second, third]).size, 3);
  });

  it("refuses a stale If-Match with 412, an unknown or missing one with 400", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await bench.create();
    await bench.update(id, { Comment: "second" });
    await assert.rejects(bench.update(id, { Comment: "third" }, etag), {
      name: "PreconditionFailed",
      message: "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    });
    const invalid = {
      name: "InvalidIfMatchVersion",
      message: "The If-Match version is missing or not valid for the resource.",
    };
    await assert.rejects(bench.update(id, {}, "E0000000000000"), invalid);
    const { config } = await bench.config(id);
    await assert.rejects(
      bench.cloudFront.send(new UpdateDistributionCommand({ Id: id, DistributionConfig: config })),
      invalid,
    );
  });

  it("replaces everything: what is left out falls back to its default", async () => {
    const bench = cloudFrontBench();
    const { id } = await bench.create({ IsIPV6Enabled: true });
    await bench.update(id, { IsIPV6Enabled: undefined });
    await bench.settle();
    assert.equal((await bench.config(id)).config.IsIPV6Enabled, false);
  });

  it("cannot change the caller reference", async () => {
    const bench = cloudFrontBench();
    const { id } = await bench.create();
    await assert.rejects(bench.update(id, { CallerReference: "another" }), { name: "IllegalUpdate" });
  });

  it("of a distribution that is not there is NoSuchDistribution, of another account's AccessDenied", async () => {
    const bench = cloudFrontBench();
    const { id } = await bench.create();
    const get = (Id: string) => bench.otherCloudFront.send(new GetDistributionCommand({ Id }));
    await assert.rejects(get("E0000000000000"), { name: "NoSuchDistribution" });
    await assert.rejects(get(id), { name: "AccessDenied" });
  });
});

describe("deleting a distribution", () => {
  it("is refused while it is enabled, and until disabling is Deployed", async () => {
    const bench = cloudFrontBench();
    const { id } = await bench.create();
    await bench.settle();
    await assert.rejects(bench.delete(id), { name: "DistributionNotDisabled" });
    const etag = await bench.update(id, { Enabled: false });
    await assert.rejects(bench.delete(id, etag), { name: "DistributionNotDisabled" });
    await bench.settle();
    await bench.delete(id, etag);
    await assert.rejects(bench.status(id), { name: "NoSuchDistribution" });
  });

  it("needs the current ETag", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await bench.create({ Enabled: false });
    await bench.update(id, { Comment: "second" });
    await bench.settle();
    await assert.rejects(bench.delete(id, etag), { name: "PreconditionFailed" });
    await assert.rejects(bench.cloudFront.send(new DeleteDistributionCommand({ Id: id })), {
      name: "InvalidIfMatchVersion",
    });
  });
});
