import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { before, describe, it } from "mocha";
import { createCertificateAuthority } from "./ca";
import type { CertificateAuthority, CertificateFacts } from "./contracts";

const facts: CertificateFacts = {
  id: "arn:aws:acm:us-east-1:111111111111:certificate/1",
  serial: "0f:a1:b2:c3",
  names: ["example.com", "*.example.com", "www.example.org"],
  keyAlgorithm: "EC_prime256v1",
  notBefore: Date.UTC(2026, 9, 1, 12, 30, 15),
  notAfter: Date.UTC(2027, 3, 17, 23, 59, 59),
};
let ca: CertificateAuthority;

before(async () => {
  ca = await createCertificateAuthority();
});

describe("a certificate of the simulated CA", () => {
  it("is signed by the root and says what it was asked to", async () => {
    const { certificatePem } = await ca.issue(facts);
    const certificate = new X509Certificate(certificatePem);
    const root = new X509Certificate(ca.rootPem);
    assert.ok(certificate.verify(root.publicKey) && certificate.checkIssued(root));
    assert.equal(certificate.serialNumber, "0FA1B2C3");
    assert.equal(certificate.subject, "CN=example.com");
    assert.equal(certificate.subjectAltName, "DNS:example.com, DNS:*.example.com, DNS:www.example.org");
    assert.equal(Date.parse(certificate.validFrom), facts.notBefore);
    assert.equal(Date.parse(certificate.validTo), facts.notAfter);
    assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.1"], "serverAuth alone");
    assert.equal(certificate.ca, false);
    assert.equal(root.ca, true);
    assert.equal(certificate.checkHost("a.example.com"), "*.example.com");
    assert.equal(certificate.checkHost("a.b.example.com"), undefined);
  });

  for (const keyAlgorithm of ["RSA_2048", "EC_prime256v1", "EC_secp384r1"] as const) {
    it(`has the key that belongs to it: ${keyAlgorithm}`, async () => {
      const { certificatePem, keyPem } = await ca.issue({ ...facts, id: keyAlgorithm, keyAlgorithm });
      const certificate = new X509Certificate(certificatePem);
      assert.ok(certificate.checkPrivateKey(createPrivateKey(keyPem)));
      const details = certificate.publicKey.asymmetricKeyDetails;
      const expected = { RSA_2048: 2048, EC_prime256v1: "prime256v1", EC_secp384r1: "secp384r1" }[keyAlgorithm];
      assert.equal(details?.modulusLength ?? details?.namedCurve, expected);
    });
  }

  it("is the same for the same facts, and another one after a renewal", async () => {
    const [first, again] = await Promise.all([ca.issue(facts), ca.issue(facts)]);
    assert.equal(first, again);
    const renewed = await ca.issue({ ...facts, serial: "ff:00" });
    assert.notEqual(renewed.certificatePem, first.certificatePem);
    assert.equal(new X509Certificate(renewed.certificatePem).serialNumber, "FF00");
  });

  it("can lie beyond 2049, where the form of the time changes", async () => {
    const notAfter = Date.UTC(2050, 0, 1);
    const { certificatePem } = await ca.issue({ ...facts, id: "late", notAfter });
    assert.equal(Date.parse(new X509Certificate(certificatePem).validTo), notAfter);
  });
});
