import assert from "node:assert/strict";
import { isExpiring } from "../../provider/core/expiry";
import type { CertificateDetail } from "../../provider/core/model";
import { detail, NOW } from "./gen";

const DAY = 24 * 60 * 60 * 1000;

describe("a certificate near its end", () => {
  const left = (days: number, more: Partial<CertificateDetail> = {}) => detail({ notAfter: NOW + days * DAY, ...more });
  const cases: [string, CertificateDetail, boolean][] = [
    ["a new one is not expiring", left(198), false],
    ["one that ACM is about to renew is not expiring", left(44), false],
    ["one whose renewal still has time is not expiring", left(14), false],
    ["one that ACM should have renewed long ago is expiring", left(13), true],
    ["one of a minute more is expiring", left(1 / 1440), true],
    ["a pending one has no end yet", left(198, { status: "PENDING_VALIDATION", notAfter: null }), false],
    ["one that is over is expired, not expiring", left(-1, { status: "EXPIRED" }), false],
    ["nor is a revoked one expiring", left(3, { status: "REVOKED" }), false],
  ];
  for (const [rule, certificate, expected] of cases) {
    it(rule, () => assert.equal(isExpiring(certificate, NOW), expected));
  }
});
