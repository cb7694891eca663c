import assert from "node:assert/strict";
import { GetCertificateCommand } from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import { day, minute, second } from "./defaults";

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
