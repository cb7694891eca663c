import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmCertificate, aliasList, type CloudFrontBench, cloudFrontBench, OTHER_ACCOUNT } from "./cloudfront/bench";
import type { EdgeAnswer } from "./contracts";
import { minute, second } from "./defaults";

const WWW = "www.example.com";

function answers(bench: CloudFrontBench, serverName: string): EdgeAnswer[] {
  const { cloudfront } = bench.simulator;
  return Array.from({ length: cloudfront.edgeCount }, (_, edge) => cloudfront.answer(edge, serverName));
}

/** The certificates that the edges present: ARNs, and "default". */
function presented(bench: CloudFrontBench, serverName: string): string[] {
  return answers(bench, serverName).map((each) => (each.kind === "default" ? "default" : each.certificate.id));
}

async function servingWww(bench: CloudFrontBench) {
  const arn = await bench.certificate([WWW]);
  const created = await bench.create({ Aliases: aliasList(WWW), ViewerCertificate: acmCertificate(arn) });
  await bench.settle();
  return { certificateArn: arn, ...created };
}

describe("the edges", () => {
  it("are four, and present the default certificate for names that nobody claims", () => {
    assert.deepEqual(presented(cloudFrontBench(), WWW), ["default", "default", "default", "default"]);
  });

  it("take a configuration one after the other, between the first and Deployed", async () => {
    const bench = cloudFrontBench({ latencies: { deployFirstEdge: 20 * second, deploy: 5 * minute, call: 0 } });
    const arn = await bench.certificate([WWW]);
    const { id } = await bench.create({ Aliases: aliasList(WWW), ViewerCertificate: acmCertificate(arn) });
    const count = () => presented(bench, WWW).filter((each) => each === arn).length;
    await bench.pass(20 * second - 1);
    assert.equal(count(), 0);
    await bench.pass(1);
    assert.equal(count(), 1);
    await bench.pass(280 * second - 1);
    assert.equal(count(), 3);
    assert.equal(await bench.status(id), "InProgress");
    await bench.pass(1);
    assert.equal(count(), 4);
    assert.equal(await bench.status(id), "Deployed");
  });

  it("differ in the order from one distribution to the next", async () => {
    const bench = cloudFrontBench({ latencies: { deployFirstEdge: 20 * second, deploy: 5 * minute, call: 0 } });
    const ViewerCertificate = acmCertificate(await bench.certificate(["*.example.com"]));
    const names = Array.from({ length: 12 }, (_, index) => `n${index}.example.com`);
    for (const name of names) {
      await bench.create({ Aliases: aliasList(name), ViewerCertificate });
    }
    await bench.pass(20 * second);
    const firsts = names.map((name) => answers(bench, name).findIndex((each) => each.kind === "certificate"));
    assert.ok(!firsts.includes(-1));
    assert.ok(new Set(firsts).size > 1);
  });

  it("apply updates in order, even when a later one travels faster", async () => {
    const bench = cloudFrontBench();
    const { cloudfront, world } = bench.simulator;
    const { id, etag } = await servingWww(bench);
    const etags = [etag, await bench.update(id, { Comment: "slow" })];
    Object.assign(world.latencies, { deploy: second, deployFirstEdge: second });
    etags.push(await bench.update(id, { Comment: "fast" }, etags[1]));
    const served = () => cloudfront.snapshot()[0]?.edges.map((each) => etags.indexOf(each ?? ""));
    await bench.pass(10 * second);
    assert.deepEqual(served(), [0, 0, 0, 0]);
    await bench.pass(5 * minute);
    assert.deepEqual(served(), [2, 2, 2, 2]);
  });

  it("each write starts InProgress again", async () => {
    const bench = cloudFrontBench();
    const { id } = await servingWww(bench);
    assert.equal(await bench.status(id), "Deployed");
    await bench.update(id, { Comment: "second" });
    await bench.pass(bench.simulator.world.latencies.distributionReadLag);
    assert.equal(await bench.status(id), "InProgress");
  });

  it("present the old certificate or the new one during a rotation, nothing else", async () => {
    const bench = cloudFrontBench();
    const { certificateArn, id } = await servingWww(bench);
    const next = await bench.certificate([WWW, "example.com"]);
    await bench.update(id, { ViewerCertificate: acmCertificate(next) });
    const seen = new Set<string>();
    for (let step = 0; step < 31; step++) {
      for (const each of presented(bench, WWW)) seen.add(each);
      await bench.pass(10 * second);
    }
    assert.deepEqual([...seen].sort(), [certificateArn, next].sort());
    assert.deepEqual(new Set(presented(bench, WWW)), new Set([next]));
  });

  it("serve the most specific alias, at any depth", async () => {
    const bench = cloudFrontBench();
    const ViewerCertificate = acmCertificate(await bench.certificate([WWW, "*.example.com"]));
    const wildcard = await bench.create({ Aliases: aliasList("*.example.com"), ViewerCertificate });
    const specific = await bench.create({ Aliases: aliasList(WWW), ViewerCertificate });
    await bench.settle();
    const holder = (name: string) =>
      answers(bench, name).map((each) => each.kind === "certificate" && each.distributionId);
    assert.deepEqual(new Set(holder(WWW)), new Set([specific.id]));
    assert.deepEqual(new Set(holder("WWW.Example.com.")), new Set([specific.id]));
    assert.deepEqual(new Set(holder("a.b.example.com")), new Set([wildcard.id]));
    assert.deepEqual(new Set(holder("example.com")), new Set([false]));
  });

  it("serve nothing for a disabled distribution, even where another one has a fitting wildcard", async () => {
    const bench = cloudFrontBench();
    const ViewerCertificate = acmCertificate(await bench.certificate([WWW, "*.example.com"]));
    await bench.create({ Aliases: aliasList("*.example.com"), ViewerCertificate });
    const { id } = await bench.create({ Aliases: aliasList(WWW), ViewerCertificate });
    await bench.settle();
    await bench.update(id, { Enabled: false });
    await bench.settle();
    assert.deepEqual(new Set(presented(bench, WWW)), new Set(["default"]));
    await bench.delete(id);
    assert.deepEqual(new Set(presented(bench, WWW)), new Set([ViewerCertificate.ACMCertificateArn]));
  });

  it("serve a foreign holder's alias with the holder's own certificate", () => {
    const bench = cloudFrontBench();
    const { id } = bench.simulator.cloudfront.addForeignOwner(WWW, OTHER_ACCOUNT.account);
    for (const answer of answers(bench, WWW)) {
      assert.ok(answer.kind === "certificate");
      assert.equal(answer.distributionId, id);
      assert.deepEqual(answer.certificate.names, [WWW]);
    }
  });
});

describe("the users of a certificate", () => {
  it("use it from the write that attached it until the last edge has let go", async () => {
    const bench = cloudFrontBench();
    const { cloudfront, world } = bench.simulator;
    const { certificateArn, id } = await servingWww(bench);
    const distributionArn = `arn:aws:cloudfront::111111111111:distribution/${id}`;
    const [usage] = cloudfront.usersOf(certificateArn);
    assert.equal(usage?.distributionArn, distributionArn);
    assert.equal(usage?.until, undefined);
    await bench.update(id, { Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } });
    const [ended] = cloudfront.usersOf(certificateArn);
    assert.ok(ended?.until !== undefined && ended.until > world.clock.now());
    await bench.settle();
    assert.ok(ended.until <= world.clock.now());
  });

  it("end with the distribution", async () => {
    const bench = cloudFrontBench();
    const { certificateArn, id } = await servingWww(bench);
    await bench.update(id, { Enabled: false });
    await bench.settle();
    await bench.delete(id);
    const [usage] = bench.simulator.cloudfront.usersOf(certificateArn);
    assert.ok(usage?.until !== undefined && usage.until <= bench.simulator.world.clock.now());
  });

  it("are two uses when it is taken off and attached again", async () => {
    const bench = cloudFrontBench();
    const { certificateArn, id } = await servingWww(bench);
    await bench.update(id, { Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } });
    await bench.settle();
    await bench.update(id, { ViewerCertificate: acmCertificate(certificateArn) });
    const [first, secondUse] = bench.simulator.cloudfront.usersOf(certificateArn);
    assert.ok(first?.until !== undefined);
    assert.ok(secondUse !== undefined && secondUse.until === undefined && secondUse.since >= first.until);
  });
});

describe("the name of a distribution in DNS", () => {
  it("leads to the edges, over IPv6 only when that is on", async () => {
    const bench = cloudFrontBench();
    const { dns } = bench.simulator;
    const { domainName } = await bench.create();
    const values = (name: string, type: "A" | "AAAA" | "HTTPS") => {
      const answer = dns.resolve(name, type);
      return answer.rcode === "NOERROR" ? answer.answers.flatMap((set) => set.values) : answer.rcode;
    };
    assert.deepEqual(values(domainName, "A"), ["127.0.0.21", "127.0.0.22", "127.0.0.23", "127.0.0.24"]);
    assert.deepEqual(values(domainName, "AAAA"), []);
    assert.deepEqual(values(domainName, "HTTPS"), ['1 . alpn="h2"']);
    const { domainName: dual } = await bench.create({ IsIPV6Enabled: true, HttpVersion: "http1.1" });
    assert.equal(values(dual, "AAAA")[0], "::ffff:7f00:15");
    assert.deepEqual(values(dual, "HTTPS"), []);
    const { domainName: newest } = await bench.create({ HttpVersion: "http2and3" });
    assert.deepEqual(values(newest, "HTTPS"), ['1 . alpn="h3,h2"']);
    assert.deepEqual(dns.resolve(newest, "TXT").rcode, "NOERROR");
    assert.equal(values("d0000000000000.cloudfront.net", "A"), "NXDOMAIN");
  });

  it("has each address once where edges share one", async () => {
    const bench = cloudFrontBench({ edgeAddresses: ["127.0.0.1", "127.0.0.1"] });
    const { cloudfront, dns } = bench.simulator;
    const { domainName } = await bench.create();
    const answer = dns.resolve(domainName, "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(answer.answers[0]?.values, ["127.0.0.1"]);
    assert.equal(cloudfront.edgeCount, 2);
  });

  it("stays while the distribution is disabled, and goes when it is deleted", async () => {
    const bench = cloudFrontBench();
    const { id, domainName } = await bench.create({ Enabled: false });
    await bench.settle();
    assert.equal(bench.simulator.dns.resolve(domainName, "A").rcode, "NOERROR");
    await bench.delete(id);
    await bench.pass(minute);
    assert.equal(bench.simulator.dns.resolve(domainName, "A").rcode, "NXDOMAIN");
    assert.equal(bench.simulator.cloudfront.byDomainName(domainName), undefined);
  });
});
