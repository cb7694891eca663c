import assert from "node:assert/strict";
import { type Change, ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { describe, it } from "mocha";
import { alias, plain, route53Bench } from "./route53/bench";
import type { SimulatorOptions } from "./simulator";

describe("an alias to CloudFront", () => {
  function withDistribution(options: Partial<SimulatorOptions> = {}) {
    const bench = route53Bench(options);
    const aliases = ["example.com", "*.shop.example.com"];
    const { domainName } = bench.simulator.cloudfront.addForeignOwner("other.example.com", "111111111111");
    const own = bench.simulator.cloudfront.createDirect({
      account: "111111111111",
      aliases,
      certificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/1",
    });
    return { ...bench, other: domainName, target: own.domainName };
  }

  it("is kept without TTL, with the target's name in wire form", async () => {
    const bench = withDistribution();
    await bench.change(
      alias("CREATE", "A", "example.com", bench.target.toUpperCase()),
      alias("CREATE", "AAAA", "example.com", bench.target),
      alias("CREATE", "HTTPS", "example.com", bench.target),
    );
    const [set] = await bench.list();
    assert.deepEqual(set, {
      Name: "example.com.",
      Type: "A",
      AliasTarget: { HostedZoneId: "Z2FDTNDATAQYW2", DNSName: `${bench.target}.`, EvaluateTargetHealth: false },
    });
  });

  it("may stand at a name that a wildcard alias of the distribution covers", async () => {
    const bench = withDistribution();
    await bench.change(alias("CREATE", "A", "a.b.shop.example.com", bench.target));
    await bench.change(alias("CREATE", "A", "*.shop.example.com", bench.target));
  });

  it("needs the name among the aliases of the distribution, unless the switch says otherwise", async () => {
    const lacking = (options: Partial<SimulatorOptions> = {}) => {
      const bench = withDistribution(options);
      return bench.change(alias("CREATE", "A", "example.com", bench.other));
    };
    await assert.rejects(lacking, { name: "InvalidChangeBatch", message: /but that target was not found\]$/ });
    await lacking({ switches: { route53AliasNeedsCloudFrontAlias: false } });
  });

  const missing = "d0000000000000.cloudfront.net";
  const refused: [string, (target: string) => Change, RegExp][] = [
    [
      "a distribution that does not exist",
      () => alias("CREATE", "A", "example.com", missing),
      /^\[Tried to create an alias that targets d0000000000000\.cloudfront\.net\., type A in zone Z2FDTNDATAQYW2, but that target was not found\]$/,
    ],
    [
      "a name outside of cloudfront.net",
      () => alias("CREATE", "A", "example.com", "www.example.net"),
      /but the alias target name does not lie within the target zone\]$/,
    ],
    [
      "another zone id",
      (target) => alias("CREATE", "A", "example.com", target, { zone: "Z3RFFRIM2A3IF5" }),
      /but the alias target name does not lie within the target zone\]$/,
    ],
    [
      "the evaluation of its health",
      (target) => alias("CREATE", "A", "example.com", target, { health: true }),
      /EvaluateTargetHealth/,
    ],
    ["another type than A, AAAA and HTTPS", (target) => alias("CREATE", "MX", "example.com", target), /was not found/],
  ];
  for (const [what, change, message] of refused) {
    it(`is refused: ${what}`, () => {
      const bench = withDistribution();
      return assert.rejects(bench.change(change(bench.target)), { name: "InvalidChangeBatch", message });
    });
  }

  it("cannot stand in a private zone", async () => {
    const bench = withDistribution();
    const { id } = bench.simulator.route53.createZone("111111111111", "example.com", { private: true });
    const ChangeBatch = { Changes: [alias("CREATE", "A", "example.com", bench.target)] };
    await assert.rejects(bench.client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: id, ChangeBatch })), {
      name: "InvalidChangeBatch",
    });
  });
});

describe("an alias within the zone", () => {
  it("needs a target of its type there, which may come in the same batch", async () => {
    const bench = route53Bench();
    const inZone = alias("CREATE", "A", "x.example.com", "y.example.com", { zone: bench.zoneId });
    await assert.rejects(bench.change(inZone), { message: /but that target was not found\]$/ });
    await bench.change(inZone, plain("CREATE", "A", "y.example.com", ["192.0.2.1"]));
  });
});
