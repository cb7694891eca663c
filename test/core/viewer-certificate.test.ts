import assert from "node:assert/strict";
import fc from "fast-check";
import { guidanceOf } from "../../provider/core/guidance";
import type { CertificateArn, CertificateDetail } from "../../provider/core/model";
import { type RefusedCertificate, viewerCertificateCause } from "../../provider/core/viewer-certificate";
import { ACCOUNT, arn, detail, NOW } from "./gen";

const UNUSABLE =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
const NONE_ATTACHED =
  "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.";
const NOT_COVERED =
  "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.";
const MESSAGES = [UNUSABLE, NONE_ATTACHED, NOT_COVERED, "something that AWS says some day"];

const elsewhere = (region: string, account: string): CertificateArn =>
  `arn:aws:acm:${region}:${account}:certificate/a` as CertificateArn;

const question = (more: Partial<RefusedCertificate> = {}, message = UNUSABLE): RefusedCertificate => ({
  trouble: { code: "InvalidViewerCertificate", message },
  arn: arn("a"),
  detail: detail({ names: ["example.com", "*.example.com"] }),
  aliases: ["example.com", "www.example.com"],
  now: NOW,
  accountOfDistribution: ACCOUNT,
  ...more,
});

const certificate = (more: Partial<CertificateDetail>): Partial<RefusedCertificate> => ({
  detail: detail({ names: ["example.com", "*.example.com"], ...more }),
});

describe("a certificate that CloudFront refuses", () => {
  const cases: [rule: string, facts: Partial<RefusedCertificate>, code: string, words: RegExp][] = [
    ["is in another region", { arn: elsewhere("eu-west-1", ACCOUNT) }, "VIEWER_CERTIFICATE_REGION", /is in eu-west-1/],
    [
      "is in another account",
      { arn: elsewhere("us-east-1", "999999999999") },
      "VIEWER_CERTIFICATE_ACCOUNT",
      /account 999999999999, and the distribution in 111111111111/,
    ],
    ["has been deleted", { detail: null }, "VIEWER_CERTIFICATE_GONE", /has been deleted/],
    ["is revoked", certificate({ status: "REVOKED" }), "VIEWER_CERTIFICATE_NOT_ISSUED", /it is REVOKED/],
    ["is past its end, whatever its status", certificate({ notAfter: NOW }), "VIEWER_CERTIFICATE_EXPIRED", /expired/],
    [
      "has a key on another curve",
      certificate({ keyAlgorithm: "EC_secp384r1" }),
      "VIEWER_CERTIFICATE_KEY",
      /EC_secp384r1/,
    ],
    [
      "does not cover an alias",
      { aliases: ["example.com", "a.b.example.com", "example.org"] },
      "VIEWER_CERTIFICATE_LACKS",
      /aliases a\.b\.example\.com, example\.org with/,
    ],
  ];
  for (const [rule, facts, code, words] of cases) {
    for (const message of MESSAGES) {
      it(`${rule}, whatever CloudFront says: ${message.slice(0, 40)}`, () => {
        const cause = viewerCertificateCause(question(facts, message));
        assert.equal(cause.code, code);
        assert.match(guidanceOf(cause).happening, words);
      });
    }
  }

  it("is what CloudFront says of its chain, where all else is right", () => {
    const messages = [
      "The certificate that is attached to your distribution has too many certificates in the certificate chain.",
      "The certificate that is attached to your distribution was not issued by a trusted Certificate Authority.",
    ];
    for (const message of messages) {
      assert.equal(viewerCertificateCause(question({}, message)).code, "VIEWER_CERTIFICATE_CHAIN");
    }
  });

  it("may not be known to CloudFront yet, where all is right", () => {
    for (const message of MESSAGES) {
      const cause = viewerCertificateCause(question({}, message));
      const { happening, todo } = guidanceOf(cause);
      assert.equal(cause.code, "CERTIFICATE_REFUSED");
      assert.match(happening, /although its region, account, status, end date, key and names are right/);
      assert.match(todo, /again later/);
    }
  });

  it("is never called right where something is wrong", () => {
    const facts = fc.record({
      arn: fc.constantFrom(arn("a"), elsewhere("eu-west-1", ACCOUNT), elsewhere("us-east-1", "999999999999")),
      status: fc.constantFrom("ISSUED" as const, "EXPIRED" as const, "REVOKED" as const),
      keyAlgorithm: fc.constantFrom("RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"),
      left: fc.integer({ min: -2, max: 2 }),
      alias: fc.constantFrom("example.com", "www.example.com", "a.b.example.com"),
      message: fc.constantFrom(...MESSAGES),
    });
    fc.assert(
      fc.property(facts, ({ arn: found, status, keyAlgorithm, left, alias, message }) => {
        const more = certificate({ status, keyAlgorithm, notAfter: NOW + left });
        const { code } = viewerCertificateCause(question({ ...more, arn: found, aliases: [alias] }, message));
        const isRight =
          found === arn("a") &&
          status === "ISSUED" &&
          /^RSA|prime/.test(keyAlgorithm) &&
          left > 0 &&
          alias !== "a.b.example.com";
        assert.equal(code === "CERTIFICATE_REFUSED", isRight);
      }),
    );
  });
});
