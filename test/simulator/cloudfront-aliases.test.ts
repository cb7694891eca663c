import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmCertificate, aliasList, type CloudFrontBench, cloudFrontBench, OTHER_ACCOUNT } from "./cloudfront/bench";
import type { SimulatorOptions } from "./simulator";

const HELD = {
  name: "CNAMEAlreadyExists",
  message: "One or more of the CNAMEs you provided are already associated with a different resource.",
};
const POINTS_ELSEWHERE = {
  name: "CNAMEAlreadyExists",
  message: /incorrectly configured DNS record that points to another CloudFront distribution/,
};

/** With a certificate for `example.com` and all names below it. */
async function covered(options: Partial<SimulatorOptions> = {}) {
  const bench = cloudFrontBench(options);
  const ViewerCertificate = acmCertificate(await bench.certificate(["example.com", "*.example.com"]));
  const wanting = (...aliases: string[]) => ({ Aliases: aliasList(...aliases), ViewerCertificate });
  return { ...bench, wanting };
}

function pointAt(bench: CloudFrontBench, name: string, target: string): void {
  const { dns, world } = bench.simulator;
  dns.setRecord("Z1", name, "CNAME", { name, type: "CNAME", ttl: 60, values: [target] }, world.clock.now());
}

describe("an alias", () => {
  it("has one holder in all accounts, enabled or not", async () => {
    const bench = await covered();
    const { cloudfront } = bench.simulator;
    cloudfront.createDirect({ account: OTHER_ACCOUNT.account, aliases: ["www.example.com"], enabled: false });
    await assert.rejects(bench.create(bench.wanting("www.example.com")), HELD);
  });

  it("may be held outside of all simulated accounts", async () => {
    const bench = await covered();
    bench.simulator.cloudfront.addForeignOwner("www.example.com", "999999999999");
    await assert.rejects(bench.create(bench.wanting("www.example.com")), HELD);
  });

  it("stands beside the wildcard of another distribution", async () => {
    const bench = await covered();
    await bench.create(bench.wanting("*.example.com"));
    await bench.create(bench.wanting("www.example.com"));
  });

  it("is free once no edge serves it for its last holder", async () => {
    const bench = await covered();
    const { id } = await bench.create(bench.wanting("www.example.com"));
    await bench.settle();
    await bench.update(id, bench.wanting());
    await assert.rejects(bench.create(bench.wanting("www.example.com")), HELD);
    await bench.settle();
    await bench.create(bench.wanting("www.example.com"));
  });

  it("is free after its holder is deleted", async () => {
    const bench = await covered();
    const { id } = await bench.create({ ...bench.wanting("www.example.com"), Enabled: false });
    await bench.settle();
    await bench.delete(id);
    await bench.create(bench.wanting("www.example.com"));
  });

  it("stays with its distribution through updates", async () => {
    const bench = await covered();
    const { id, etag } = await bench.create(bench.wanting("www.example.com"));
    await bench.update(id, { ...bench.wanting("www.example.com"), Comment: "second" }, etag);
  });

  const names: [string, string[]][] = [
    ["upper case", ["WWW.example.com"]],
    ["a wildcard that is not a whole label", ["w*.example.com"]],
    ["a wildcard in the middle", ["a.*.example.com"]],
    ["a single label", ["localhost"]],
    ["a name twice", ["www.example.com", "www.example.com"]],
  ];
  for (const [what, aliases] of names) {
    it(`is refused: ${what}`, async () => {
      const bench = await covered();
      await assert.rejects(bench.create(bench.wanting(...aliases)), { name: "InvalidArgument", message: /CNAME/ });
    });
  }

  it("is one of at most 100", async () => {
    const bench = await covered();
    const many = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.example.com`);
    await assert.rejects(bench.create(bench.wanting(...many(101))), { name: "TooManyDistributionCNAMEs" });
    await bench.create(bench.wanting(...many(100)));
  });
});

describe("the live DNS check of a new alias", () => {
  it("refuses a name whose CNAME leads to another distribution", async () => {
    const bench = await covered();
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    pointAt(bench, "www.example.com", other.domainName);
    await assert.rejects(bench.create(bench.wanting("www.example.com")), POINTS_ELSEWHERE);
  });

  it("follows chains and wildcards of DNS", async () => {
    const bench = await covered();
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    pointAt(bench, "*.example.com", "edge.example.com");
    pointAt(bench, "edge.example.com", other.domainName);
    await assert.rejects(bench.create(bench.wanting("www.example.com")), POINTS_ELSEWHERE);
  });

  it("sees through a Route 53 alias", async () => {
    const bench = await covered();
    const { dns, world, cloudfront } = bench.simulator;
    const other = cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    dns.setRecord(
      "Z1",
      "example.com",
      "A",
      { name: "example.com", type: "A", alias: other.domainName },
      world.clock.now(),
    );
    await assert.rejects(bench.create(bench.wanting("example.com")), POINTS_ELSEWHERE);
  });

  it("passes a name that leads to this distribution, to something else, or nowhere", async () => {
    const bench = await covered();
    const { id, domainName, etag } = await bench.create();
    pointAt(bench, "www.example.com", domainName);
    pointAt(bench, "shop.example.com", "elsewhere.example.net");
    await bench.update(id, bench.wanting("www.example.com", "shop.example.com", "new.example.com"), etag);
  });

  it("passes again after DNS is corrected and its cache is over", async () => {
    const bench = await covered();
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    pointAt(bench, "www.example.com", other.domainName);
    const creation = () => bench.create(bench.wanting("www.example.com"));
    await assert.rejects(creation, POINTS_ELSEWHERE);
    pointAt(bench, "www.example.com", "elsewhere.example.net");
    await assert.rejects(creation, POINTS_ELSEWHERE);
    await bench.pass(60_000);
    await creation();
  });

  it("passes a name that leads to a deleted distribution", async () => {
    const bench = await covered();
    const { id, domainName } = await bench.create({ Enabled: false });
    await bench.settle();
    await bench.delete(id);
    pointAt(bench, "www.example.com", domainName);
    await bench.create(bench.wanting("www.example.com"));
  });

  it("does not look at aliases that the distribution has already", async () => {
    const bench = await covered();
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    const { id, etag } = await bench.create(bench.wanting("www.example.com"));
    pointAt(bench, "www.example.com", other.domainName);
    await bench.update(id, { ...bench.wanting("www.example.com"), Comment: "second" }, etag);
  });

  it("is not made where the switch says so", async () => {
    const bench = await covered({ switches: { aliasDnsCheck: false } });
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    pointAt(bench, "www.example.com", other.domainName);
    await bench.create(bench.wanting("www.example.com"));
  });
});
