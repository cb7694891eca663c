import assert from "node:assert/strict";
import { certificateDetail, certificateSummary } from "../../provider/aws/certificate-detail";

const CertificateArn = "arn:aws:acm:us-east-1:111111111111:certificate/vpn";

describe("a certificate of somebody's that has no name at all", () => {
  it("is listed without names, and keeps nobody from the others", () => {
    assert.deepEqual(certificateSummary({ CertificateArn, Status: "ISSUED" }), {
      arn: CertificateArn,
      names: [],
      status: "ISSUED",
      inUse: false,
    });
  });

  it("is described without names", () => {
    const CreatedAt = new Date(Date.UTC(2026, 0, 1));
    const detail = certificateDetail({ CertificateArn, Status: "ISSUED", KeyAlgorithm: "RSA_2048", CreatedAt });
    assert.deepEqual(detail.names, []);
  });
});
