import assert from "node:assert/strict";
import { GetCertificateCommand } from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { type AcmBench, acmBench } from "./acm/bench";
import { day, hour, minute, second } from "./defaults";

describe("what happens to a certificate from outside", () => {
  it("a pending request can fail for a reason, and stays so", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    simulator.acm.failCertificate(arn, "ADDITIONAL_VERIFICATION_REQUIRED");
    publish(arn);
    await pass(day);
    const detail = await describe(arn);
    assert.equal(detail.Status, "FAILED");
    assert.equal(detail.FailureReason, "ADDITIONAL_VERIFICATION_REQUIRED");
  });

  it("an issued one expires by itself after 198 days, or at once", async () => {
    const { simulator, issued, describe, pass } = acmBench();
    const first = await issued(["example.com"]);
    const second = await issued(["www.example.com"]);
    simulator.acm.expire(second);
    assert.equal((await describe(first)).Status, "ISSUED");
    assert.equal((await describe(second)).Status, "EXPIRED");
    await pass(198 * day);
    assert.equal((await describe(first)).Status, "EXPIRED");
  });

  it("an issued one can be revoked", async () => {
    const { simulator, issued, describe } = acmBench();
    const arn = await issued(["example.com"]);
    simulator.acm.revoke(arn);
    const detail = await describe(arn);
    assert.equal(detail.Status, "REVOKED");
    assert.ok(detail.RevokedAt instanceof Date);
  });

  it("only an issued certificate can expire or be revoked, and only one that exists can fail", async () => {
    const { simulator, request } = acmBench();
    const arn = await request(["example.com"]);
    assert.throws(() => simulator.acm.expire(arn), RangeError);
    assert.throws(() => simulator.acm.revoke(arn), RangeError);
    assert.throws(() => simulator.acm.failCertificate(`${arn}x`, "OTHER"), RangeError);
  });
});

describe("the renewal of a certificate", () => {
  const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188";
  const recordsOf = ({ simulator }: AcmBench, arn: string) =>
    simulator.acm.snapshot().find((certificate) => certificate.arn === arn)?.records ?? [];

  /** An hour before its renewal is to begin. */
  async function used(bench: AcmBench, names = ["example.com"]): Promise<string> {
    const arn = await bench.issued(names);
    bench.simulator.acm.setForeignUser(arn, BALANCER);
    await passTo(bench, arn, 45 * day + hour);
    return arn;
  }

  async function passTo({ describe, pass, simulator }: AcmBench, arn: string, beforeEnd: number): Promise<void> {
    const { NotAfter } = await describe(arn);
    await pass((NotAfter?.getTime() ?? 0) - beforeEnd - simulator.world.clock.now());
  }

  function unpublish({ simulator }: AcmBench, name = ""): void {
    simulator.dns.setRecord("Z1", name, "CNAME", null, simulator.world.clock.now());
  }

  const told = async ({ describe }: AcmBench, arn: string) => {
    const { RenewalSummary, Status } = await describe(arn);
    return [Status, RenewalSummary?.RenewalStatus, RenewalSummary?.RenewalStatusReason];
  };

  it("begins 45 days before its end, and gives the same ARN another end", async () => {
    const bench = acmBench({ latencies: { renewal: hour } });
    const arn = await used(bench);
    const before = await bench.describe(arn);
    assert.equal(before.RenewalSummary, undefined);
    await bench.pass(hour + minute);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "PENDING_AUTO_RENEWAL", undefined]);
    await bench.pass(hour);
    const after = await bench.describe(arn);
    assert.equal(after.RenewalSummary?.RenewalStatus, "SUCCESS");
    assert.ok(after.RenewalSummary?.UpdatedAt instanceof Date);
    assert.equal((after.NotAfter?.getTime() ?? 0) - (before.NotAfter?.getTime() ?? 0), (198 - 45) * day);
    assert.notEqual(after.Serial, before.Serial);
    await bench.pass(198 * day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "SUCCESS", undefined], "and so on");
  });

  it("waits for the record that is gone, names its domain, and goes on when it is back", async () => {
    const bench = acmBench();
    const arn = await used(bench, ["example.com", "www.example.com"]);
    unpublish(bench, recordsOf(bench, arn)[1]?.name);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "PENDING_VALIDATION", undefined]);
    const options = (await bench.describe(arn)).RenewalSummary?.DomainValidationOptions ?? [];
    assert.deepEqual(
      options.map(({ DomainName, ValidationStatus }) => [DomainName, ValidationStatus]),
      [
        ["example.com", "SUCCESS"],
        ["www.example.com", "PENDING_VALIDATION"],
      ],
    );
    bench.publish(arn);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "SUCCESS", undefined]);
  });

  it("fails with the certificate's end where nobody puts the record back", async () => {
    const bench = acmBench();
    const arn = await used(bench);
    unpublish(bench, recordsOf(bench, arn)[0]?.name);
    await bench.pass(46 * day);
    assert.deepEqual(await told(bench, arn), ["EXPIRED", "FAILED", undefined]);
  });

  it("fails where CAA forbids it, and goes on when CAA allows it again", async () => {
    const bench = acmBench();
    const arn = await used(bench);
    bench.caa("example.com", ['0 issue "letsencrypt.org"']);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "FAILED", "CAA_ERROR"]);
    bench.caa("example.com", ['0 issue "amazon.com"']);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "SUCCESS", undefined]);
  });

  it("begins only when something uses it", async () => {
    const bench = acmBench();
    const arn = await used(bench);
    bench.simulator.acm.setForeignUser(arn, BALANCER, false);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", undefined, undefined]);
    bench.simulator.acm.setForeignUser(arn, BALANCER);
    await bench.pass(day);
    assert.deepEqual(await told(bench, arn), ["ISSUED", "SUCCESS", undefined]);
  });
});

describe("GetCertificate", () => {
  const ca = {
    rootPem: "root",
    issue: async ({ serial }: { serial: string }) => ({
      certificatePem: `certificate ${serial}`,
      chainPem: "chain",
      keyPem: "key",
    }),
  };

  it("gives certificate and chain once it is issued", async () => {
    const { client, simulator, request, publish, pass } = acmBench({ ca });
    const arn = await request(["example.com"]);
    await pass(10 * second);
    const get = () => client.send(new GetCertificateCommand({ CertificateArn: arn }));
    await assert.rejects(get(), { name: "RequestInProgressException" });
    publish(arn);
    await pass(10 * minute);
    const { Certificate, CertificateChain } = await get();
    assert.equal(Certificate, `certificate ${simulator.acm.certificate(arn)?.facts?.serial}`);
    assert.equal(CertificateChain, "chain");
  });
});
