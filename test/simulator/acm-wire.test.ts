import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import type { WireResponse } from "./contracts";
import { minute } from "./defaults";
import type { Simulator } from "./simulator";

const authorization =
  "AWS4-HMAC-SHA256 Credential=AKIASIMULATOR0000001/20261001/us-east-1/acm/aws4_request, SignedHeaders=host, Signature=0";

function call(simulator: Simulator, operation: string, body: string): Promise<WireResponse> {
  const headers = { authorization, "x-amz-target": `CertificateManager.${operation}` };
  return simulator.call({ method: "POST", path: "/", query: {}, headers, body }, "acm");
}

describe("ACM on the wire", () => {
  it("answers JSON 1.1 with a request id", async () => {
    const { simulator } = acmBench();
    const { status, headers, body } = await call(simulator, "ListCertificates", "{}");
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
    assert.match(headers["x-amzn-requestid"] ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(JSON.parse(body), { CertificateSummaryList: [] });
  });

  it("names an error in header and body", async () => {
    const { simulator } = acmBench();
    const arn = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012";
    const { status, headers, body } = await call(
      simulator,
      "DescribeCertificate",
      JSON.stringify({ CertificateArn: arn }),
    );
    assert.equal(status, 400);
    assert.equal(headers["x-amzn-errortype"], "ResourceNotFoundException");
    assert.deepEqual(JSON.parse(body), {
      __type: "ResourceNotFoundException",
      message: `Could not find certificate ${arn}.`,
    });
  });

  it("gives times in seconds", async () => {
    const { simulator, request, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(minute);
    const { body } = await call(simulator, "DescribeCertificate", JSON.stringify({ CertificateArn: arn }));
    assert.equal(JSON.parse(body).Certificate.CreatedAt, Date.UTC(2026, 9, 1, 9, 30) / 1000 + 0.075);
  });

  it("takes null for a member that is left out", async () => {
    const { simulator } = acmBench();
    const wish = { DomainName: "example.com", ValidationMethod: "DNS", SubjectAlternativeNames: null, Tags: null };
    assert.equal((await call(simulator, "RequestCertificate", JSON.stringify(wish))).status, 200);
  });

  for (const [what, operation, body, code] of [
    ["a body that is not JSON", "ListCertificates", "{", "SerializationException"],
    ["a body that is no object", "ListCertificates", "[]", "SerializationException"],
    ["a number for a text", "DescribeCertificate", '{"CertificateArn": 1}', "SerializationException"],
    [
      "a text for a list",
      "RequestCertificate",
      '{"DomainName":"a.com","SubjectAlternativeNames":"b.com"}',
      "SerializationException",
    ],
    ["a text for a number", "ListCertificates", '{"MaxItems": "1"}', "SerializationException"],
    ["a missing name", "RequestCertificate", "{}", "ValidationException"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const response = await call(acmBench().simulator, operation, body);
      assert.equal(response.status, 400);
      assert.equal(JSON.parse(response.body).__type, code);
    });
  }

  it("fails loudly where an input is not simulated", async () => {
    const { simulator } = acmBench();
    const authority = '{"DomainName":"a.com","CertificateAuthorityArn":"arn:aws:acm-pca:us-east-1:1:x"}';
    assert.equal((await call(simulator, "RequestCertificate", authority)).status, 501);
    const filter = '{"Includes":{"keyUsage":["ANY"]}}';
    assert.match((await call(simulator, "ListCertificates", filter)).body, /no filter Includes\.keyUsage/);
  });
});

describe("what CloudFront sees of a certificate", () => {
  it("is without any lag, and nothing once it is deleted", async () => {
    const { simulator, request, publish, pass } = acmBench();
    const arn = await request(["example.com"], { KeyAlgorithm: "EC_prime256v1" });
    assert.deepEqual(simulator.acm.certificate(arn), {
      account: "111111111111",
      region: "us-east-1",
      status: "PENDING_VALIDATION",
      issuedAt: undefined,
      facts: undefined,
    });
    publish(arn);
    await pass(minute);
    const issued = simulator.acm.certificate(arn);
    assert.equal(issued?.status, "ISSUED");
    assert.equal(issued?.issuedAt, Date.UTC(2026, 9, 1, 9, 30) + 75 + 50_000);
    assert.equal(issued?.facts?.keyAlgorithm, "EC_prime256v1");
    assert.deepEqual(issued?.facts?.names, ["example.com"]);
    await call(simulator, "DeleteCertificate", JSON.stringify({ CertificateArn: arn }));
    assert.equal(simulator.acm.certificate(arn), undefined);
    assert.equal(simulator.acm.certificate("arn:aws:acm:us-east-1:1:certificate/x"), undefined);
  });
});
