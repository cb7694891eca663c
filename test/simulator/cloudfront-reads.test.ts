import assert from "node:assert/strict";
import {
  CloudFrontServiceException,
  type DistributionSummary,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { acmCertificate, aliasList, type CloudFrontBench, cloudFrontBench } from "./cloudfront/bench";
import { second } from "./defaults";

async function page(bench: CloudFrontBench, input: { MaxItems?: number; Marker?: string } = {}) {
  const { DistributionList } = await bench.cloudFront.send(new ListDistributionsCommand(input));
  assert.ok(DistributionList);
  return { ...DistributionList, ids: (DistributionList.Items ?? []).map(({ Id }) => Id) };
}

describe("reading a distribution", () => {
  it("may show the state before the write for a while, with the old ETag and status", async () => {
    const bench = cloudFrontBench({ latencies: { call: 0, distributionReadLag: 5 * second } });
    const { id, etag } = await bench.create();
    await bench.settle();
    const written = await bench.update(id, { Comment: "second" });
    assert.equal((await bench.config(id)).etag, etag);
    assert.equal(await bench.status(id), "Deployed");
    await assert.rejects(bench.update(id, { Comment: "third" }), { name: "PreconditionFailed" });
    await bench.pass(5 * second);
    assert.equal((await bench.config(id)).etag, written);
    assert.equal(await bench.status(id), "InProgress");
  });

  it("of a new distribution works at once", async () => {
    const bench = cloudFrontBench({ latencies: { call: 0 } });
    const { id, etag } = await bench.create();
    assert.equal((await bench.config(id)).etag, etag);
  });

  it("shows the state of a minute ago when the fault is injected", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await bench.create();
    await bench.settle();
    await bench.update(id, { Comment: "second" });
    await bench.pass(50_000);
    bench.simulator.faults.inject({ kind: "stale" });
    assert.equal((await bench.config(id)).etag, etag);
    await bench.pass(30_000);
    bench.simulator.faults.inject({ kind: "stale" });
    assert.notEqual((await bench.config(id)).etag, etag);
  });
});

describe("listing distributions", () => {
  it("shows summaries with ETag, status, aliases and certificate", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificate(["www.example.com"]);
    const created = await bench.create({
      Aliases: aliasList("www.example.com"),
      ViewerCertificate: acmCertificate(arn),
      Comment: "listed",
    });
    await bench.settle();
    const [summary] = (await page(bench)).Items ?? [];
    const expected: Partial<DistributionSummary> = {
      Id: created.id,
      ARN: created.arn,
      ETag: created.etag,
      Status: "Deployed",
      DomainName: created.domainName,
      Aliases: aliasList("www.example.com"),
      Comment: "listed",
      Enabled: true,
      HttpVersion: "http2",
      Staging: false,
      ConnectionMode: "direct",
    };
    for (const [name, value] of Object.entries(expected)) {
      assert.deepEqual(summary?.[name as keyof DistributionSummary], value, name);
    }
    assert.equal(summary?.ViewerCertificate?.ACMCertificateArn, arn);
  });

  it("goes page by page, from the last id of the page before, and sees one account", async () => {
    const bench = cloudFrontBench();
    const { cloudfront } = bench.simulator;
    const ids = Array.from({ length: 5 }, () => cloudfront.createDirect({ account: "111111111111" }).id);
    cloudfront.createDirect({ account: "222222222222" });
    const first = await page(bench, { MaxItems: 2 });
    assert.deepEqual(first.ids, ids.slice(0, 2));
    assert.equal(first.IsTruncated, true);
    assert.equal(first.NextMarker, ids[1]);
    const last = await page(bench, { MaxItems: 3, Marker: first.NextMarker ?? "" });
    assert.deepEqual(last.ids, ids.slice(2));
    assert.equal(last.IsTruncated, false);
    assert.equal(last.NextMarker, undefined);
  });

  it("gives 100 in a page, and refuses more", async () => {
    const bench = cloudFrontBench();
    for (let count = 0; count < 101; count++) {
      bench.simulator.cloudfront.createDirect({ account: "111111111111" });
    }
    assert.equal((await page(bench)).Quantity, 100);
    await assert.rejects(page(bench, { MaxItems: 101 }), { name: "InvalidArgument" });
    await assert.rejects(page(bench, { Marker: "E0000000000000" }), { name: "InvalidArgument" });
  });

  it("follows creation and deletion late", async () => {
    const bench = cloudFrontBench({ latencies: { call: 0, distributionReadLag: 5 * second } });
    const { id } = await bench.create({ Enabled: false });
    assert.deepEqual((await page(bench)).ids, []);
    await bench.settle();
    await bench.delete(id);
    assert.deepEqual((await page(bench)).ids, [id]);
    await bench.pass(5 * second);
    assert.deepEqual((await page(bench)).ids, []);
  });
});

describe("tags of a distribution", () => {
  const tagsOf = async (bench: CloudFrontBench, Resource: string) => {
    const { Tags } = await bench.cloudFront.send(new ListTagsForResourceCommand({ Resource }));
    return Object.fromEntries((Tags?.Items ?? []).map(({ Key, Value }) => [Key, Value]));
  };

  it("can be given on creation, replaced, added and taken off, and change no ETag", async () => {
    const bench = cloudFrontBench();
    const { id, arn, etag } = await bench.create({}, { a: "1", b: "2" });
    assert.deepEqual(await tagsOf(bench, arn), { a: "1", b: "2" });
    const Items = [
      { Key: "b", Value: "3" },
      { Key: "c", Value: "" },
    ];
    await bench.cloudFront.send(new TagResourceCommand({ Resource: arn, Tags: { Items } }));
    await bench.cloudFront.send(new UntagResourceCommand({ Resource: arn, TagKeys: { Items: ["a"] } }));
    assert.deepEqual(await tagsOf(bench, arn), { b: "3", c: "" });
    assert.equal((await bench.config(id)).etag, etag);
  });

  const refused: [string, string, string][] = [
    ["a key of AWS's own", "aws:x", "InvalidTagging"],
    ["a key of 129 characters", "k".repeat(129), "InvalidTagging"],
  ];
  for (const [what, key, name] of refused) {
    it(`are refused: ${what}`, () => assert.rejects(cloudFrontBench().create({}, { [key]: "" }), { name }));
  }

  it("are at most 50", async () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""]));
    await assert.rejects(cloudFrontBench().create({}, tags), { name: "InvalidTagging" });
  });

  it("of a distribution that is not there are NoSuchResource, of another account's AccessDenied", async () => {
    const bench = cloudFrontBench();
    const code = (arn: string) =>
      tagsOf(bench, arn).then(
        () => "found",
        (error) => (error instanceof CloudFrontServiceException ? error.name : "other"),
      );
    assert.equal(await code("arn:aws:cloudfront::111111111111:distribution/E0000000000000"), "NoSuchResource");
    assert.equal(await code("arn:aws:cloudfront::222222222222:distribution/E0000000000000"), "AccessDenied");
    assert.equal(await code("arn:aws:s3:::bucket"), "InvalidArgument");
  });
});
