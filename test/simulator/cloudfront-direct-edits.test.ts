import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmCertificate, aliasList } from "./cloudfront/bench";
import type { DirectEdit } from "./cloudfront/direct-edit";
import { type MovesBench, movesBench, WWW } from "./cloudfront/moves-bench";
import { element } from "./codec/xml";

async function edited(edit: DirectEdit) {
  const bench = await movesBench();
  const { id } = await bench.having(WWW);
  await bench.settle();
  const before = await bench.config(id);
  const etag = bench.simulator.cloudfront.editDirect(id, edit);
  await bench.settle();
  const after = await bench.config(id);
  assert.equal(after.etag, etag);
  assert.notEqual(before.etag, etag);
  return { before: before.config, after: after.config };
}

async function takenAlias(bench: MovesBench): Promise<DirectEdit> {
  await bench.having(WWW);
  return { aliases: [WWW] };
}

const edits: [string, DirectEdit, object][] = [
  ["aliases", { aliases: [WWW, "shop.example.com"] }, { Aliases: aliasList(WWW, "shop.example.com") }],
  ["Enabled", { enabled: false }, { Enabled: false }],
  ["Comment", { comment: "by hand" }, { Comment: "by hand" }],
  ["HttpVersion", { httpVersion: "http2and3" }, { HttpVersion: "http2and3" }],
  ["IPv6", { ipv6: true }, { IsIPV6Enabled: true }],
  ["any other member", { more: [element("PriceClass", "PriceClass_100")] }, { PriceClass: "PriceClass_100" }],
];

describe("an edit in the console", () => {
  for (const [what, edit, changed] of edits) {
    it(`changes ${what} alone, and gives a new ETag`, async () => {
      const { before, after } = await edited(edit);
      assert.deepEqual(after, { ...before, ...changed });
    });
  }

  it("changes the domain name of the first origin alone", async () => {
    const { before, after } = await edited({ originDomainName: "elsewhere.example.net" });
    const [origin] = before.Origins?.Items ?? [];
    assert.deepEqual(after, {
      ...before,
      Origins: { Quantity: 1, Items: [{ ...origin, DomainName: "elsewhere.example.net" }] },
    });
  });

  it("changes the minimum protocol version alone", async () => {
    const { before, after } = await edited({ minimumProtocolVersion: "TLSv1.2_2019" });
    const ViewerCertificate = { ...before.ViewerCertificate, MinimumProtocolVersion: "TLSv1.2_2019" };
    assert.deepEqual(after, { ...before, ViewerCertificate });
  });

  it("changes the certificate, from the default one and back", async () => {
    const bench = await movesBench();
    const { id } = await bench.create();
    const arn = await bench.certificate([WWW]);
    const { cloudfront } = bench.simulator;
    const certificateNow = async () => (await bench.config(id)).config.ViewerCertificate;
    cloudfront.editDirect(id, { certificateArn: arn });
    await bench.settle();
    const { ACMCertificateArn, SSLSupportMethod, MinimumProtocolVersion } = (await certificateNow()) ?? {};
    assert.deepEqual({ ACMCertificateArn, SSLSupportMethod, MinimumProtocolVersion }, acmCertificate(arn));
    cloudfront.editDirect(id, { certificateArn: null });
    await bench.settle();
    assert.equal((await certificateNow())?.CloudFrontDefaultCertificate, true);
  });

  it("propagates like a write, and makes the ETag that was read stale", async () => {
    const bench = await movesBench();
    const { id, etag } = await bench.having(WWW);
    await bench.settle();
    const { config } = await bench.config(id);
    bench.simulator.cloudfront.editDirect(id, { aliases: [] });
    await assert.rejects(bench.replace(id, config, etag), { name: "PreconditionFailed" });
    await bench.pass(bench.simulator.world.latencies.distributionReadLag);
    assert.equal(await bench.status(id), "InProgress");
    const served = () => bench.simulator.cloudfront.answer(0, WWW).kind;
    assert.equal(served(), "certificate");
    await bench.settle();
    assert.equal(served(), "default");
  });

  it("is no call", async () => {
    const bench = await movesBench();
    const { id } = await bench.having(WWW);
    const calls = bench.simulator.history.entries().length;
    bench.simulator.cloudfront.editDirect(id, { enabled: false });
    assert.equal(bench.simulator.history.entries().length, calls);
  });

  const refusals: [string, (bench: MovesBench) => Promise<DirectEdit>, string][] = [
    ["an alias that another has", takenAlias, "CNAMEAlreadyExists"],
    ["the default certificate beside aliases", async () => ({ certificateArn: null }), "InvalidViewerCertificate"],
    ["an alias that is not covered", async () => ({ aliases: ["a.b.example.com"] }), "InvalidViewerCertificate"],
    ["an origin that is no host", async () => ({ originDomainName: "no host" }), "InvalidArgument"],
  ];
  for (const [what, edit, name] of refusals) {
    it(`is refused what a call is refused: ${what}`, async () => {
      const bench = await movesBench();
      const { id } = await bench.having("other.example.com");
      const wanted = await edit(bench);
      const { cloudfront } = bench.simulator;
      const before = cloudfront.snapshot();
      assert.throws(() => cloudfront.editDirect(id, wanted), { name: "AwsError", code: name });
      assert.deepEqual(cloudfront.snapshot(), before);
    });
  }

  it("disables the distribution of an account that nobody simulates", async () => {
    const { cloudfront } = (await movesBench()).simulator;
    const { id } = cloudfront.addForeignOwner(WWW, "999999999999");
    cloudfront.editDirect(id, { enabled: false });
    assert.equal(cloudfront.snapshot()[0]?.enabled, false);
  });

  it("needs a distribution that is there, and a certificate whose protocol version can be chosen", async () => {
    const bench = await movesBench();
    const { cloudfront } = bench.simulator;
    const { id } = await bench.create();
    assert.throws(() => cloudfront.editDirect("E0000000000000", {}), /There is no distribution E0000000000000/);
    assert.throws(() => cloudfront.editDirect(id, { minimumProtocolVersion: "TLSv1" }), RangeError);
  });
});

describe("tags in the console", () => {
  it("are added, replaced and taken off a distribution, without a new version", async () => {
    const bench = await movesBench();
    const { cloudfront } = bench.simulator;
    const { id, arn, etag } = await bench.create({}, { a: "1", b: "2" });
    cloudfront.tagDirect(arn, { a: "3", c: "4" });
    cloudfront.untagDirect(arn, ["b", "never-there"]);
    const found = cloudfront.snapshot().find((each) => each.id === id);
    assert.deepEqual([found?.tags, found?.etag], [{ a: "3", c: "4" }, etag]);
    assert.throws(() => cloudfront.untagDirect(`${arn}0`, ["a"]), /There is no distribution/);
  });
});
