import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { awsRates, createRateLimits, type RatedCall } from "./rate-limits";

const change: RatedCall = {
  service: "route53",
  operation: "ChangeResourceRecordSets",
  isWrite: true,
  account: "111111111111",
  region: "us-east-1",
  body: "",
};

const batch = (action: string, count: number) => `<Action>${action}</Action>`.repeat(count);

function bench() {
  let now = 0;
  const { admit } = createRateLimits(awsRates, () => now);
  return {
    pass: (ms: number) => {
      now += ms;
    },
    admit: (call: Partial<RatedCall>) => admit({ ...change, ...call }),
    /** How many calls are admitted until one is not. */
    burst: (call: Partial<RatedCall>) => {
      let count = 0;
      while (count < 10_000 && admit({ ...change, ...call })) count += 1;
      return count;
    },
  };
}

describe("the rates of Route 53", () => {
  it("are 50 calls of an account at once, and then 10 a second, all operations together", () => {
    const { burst, pass } = bench();
    assert.equal(burst({ operation: "GetChange" }), 50);
    assert.equal(burst({ operation: "ListHostedZones" }), 0);
    pass(1000);
    assert.equal(burst({ operation: "ListHostedZones" }), 10);
    assert.equal(burst({ account: "222222222222" }), 50);
  });

  it("count changes, an UPSERT twice: 1,500 at once, and then 100 a second", () => {
    const { admit, pass } = bench();
    assert.ok(admit({ body: batch("UPSERT", 500) }));
    assert.ok(admit({ body: batch("CREATE", 250) + batch("DELETE", 250) }));
    assert.ok(!admit({ body: batch("UPSERT", 1) }));
    pass(1000);
    assert.ok(!admit({ body: batch("UPSERT", 51) }));
    assert.ok(admit({ body: batch("UPSERT", 50) }));
  });

  it("take no token for a call that is refused", () => {
    const { admit, burst } = bench();
    assert.ok(!admit({ body: batch("UPSERT", 751) }));
    assert.equal(burst({ operation: "GetChange" }), 50);
  });

  it("are 40 and then 2 a second for new zones", () => {
    const { burst, pass } = bench();
    assert.equal(burst({ operation: "CreateHostedZone" }), 40);
    pass(1000);
    assert.equal(burst({ operation: "CreateHostedZone" }), 2);
  });
});

describe("rates of other services", () => {
  it("gain a token in tenths, and no more than the burst", () => {
    const { burst, admit, pass } = bench();
    const describeCertificate = { service: "acm", operation: "DescribeCertificate", isWrite: false } as const;
    assert.equal(burst(describeCertificate), 10);
    for (let step = 1; step <= 10; step += 1) {
      pass(10);
      assert.equal(admit(describeCertificate), step === 10, `after ${step * 10} ms`);
    }
    pass(10_000);
    assert.equal(burst(describeCertificate), 10);
  });

  it("are apart for reads and writes of CloudFront, and for Regions of ACM", () => {
    const { burst } = bench();
    assert.equal(burst({ service: "cloudfront", operation: "UpdateDistribution" }), 20);
    assert.equal(burst({ service: "cloudfront", operation: "GetDistribution", isWrite: false }), 50);
    assert.equal(burst({ service: "acm", operation: "RequestCertificate" }), 5);
    assert.equal(burst({ service: "acm", operation: "RequestCertificate", region: "eu-west-1" }), 5);
  });
});
