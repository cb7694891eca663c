import assert from "node:assert/strict";
import { FailureReason } from "@aws-sdk/client-acm";
import fc from "fast-check";
import { decide } from "../../provider/core/decide";
import type { DomainName } from "../../provider/core/domain-name";
import { guidanceOf } from "../../provider/core/guidance";
import { issuanceCause } from "../../provider/core/issuance";
import type { CertificateDetail, DomainValidation, Observed } from "../../provider/core/model";
import { domainNames } from "../simulation/world";
import { arn, certificate, DOMAINS, detail, input, known, MINUTE } from "./gen";
import { requested, said } from "./table";

const STATUSES = ["PENDING_VALIDATION", "SUCCESS", "FAILED"] as const;
type Status = DomainValidation["status"];

const dead = (validations: { [name: string]: Status }, more: Partial<CertificateDetail> = {}): CertificateDetail =>
  detail({
    status: "FAILED",
    failureReason: "OTHER",
    names: Object.keys(validations),
    validations: Object.entries(validations).map(([domain, status]) => ({ domain, status, record: null })),
    ...more,
  });

const failedFor = (failureReason: string | null): CertificateDetail =>
  dead({ "example.com": "SUCCESS", "www.example.com": "FAILED" }, { failureReason });

describe("a certificate that ACM does not issue", () => {
  const table: { [reason in FailureReason]: string } = {
    NO_AVAILABLE_CONTACTS: "ISSUANCE_NO_CONTACTS",
    ADDITIONAL_VERIFICATION_REQUIRED: "ISSUANCE_ADDITIONAL_VERIFICATION",
    DOMAIN_NOT_ALLOWED: "ISSUANCE_DOMAIN_NOT_ALLOWED",
    INVALID_PUBLIC_DOMAIN: "ISSUANCE_INVALID_PUBLIC_DOMAIN",
    DOMAIN_VALIDATION_DENIED: "ISSUANCE_DENIED",
    CAA_ERROR: "CAA_FAILED",
    OTHER: "ISSUANCE_OTHER",
    PCA_ACCESS_DENIED: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_INVALID_ARGS: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_INVALID_ARN: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_INVALID_DURATION: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_INVALID_STATE: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_LIMIT_EXCEEDED: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_NAME_CONSTRAINTS_VALIDATION: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_REQUEST_FAILED: "ISSUANCE_PRIVATE_AUTHORITY",
    PCA_RESOURCE_NOT_FOUND: "ISSUANCE_PRIVATE_AUTHORITY",
    SLR_NOT_FOUND: "ISSUANCE_PRIVATE_AUTHORITY",
  };
  for (const reason of Object.values(FailureReason)) {
    it(`for ${reason} has a code of its own, and names the domain`, () => {
      const cause = issuanceCause(failedFor(reason), DOMAINS);
      assert.equal(cause.code, table[reason]);
      const { happening, severity, actor } = guidanceOf(cause);
      assert.deepEqual([severity, actor], ["error", "you"]);
      assert.match(happening, /www\.example\.com/);
      assert.doesNotMatch(happening, /\?/);
    });
  }

  it("for a reason that this release does not know is shown with that reason", () => {
    const cause = issuanceCause(failedFor("FROM_THE_FUTURE"), DOMAINS);
    assert.equal(cause.code, "CERTIFICATE_FAILED");
    assert.match(guidanceOf(cause).happening, /FROM_THE_FUTURE/);
  });

  it("without a reason is shown as failed", () => {
    assert.match(guidanceOf(issuanceCause(failedFor(null), DOMAINS)).happening, /: FAILED\.$/);
  });

  it("whatever its reason, timed out when its status says so", () => {
    const cause = issuanceCause(dead({ "example.com": "FAILED" }, { status: "VALIDATION_TIMED_OUT" }), DOMAINS);
    assert.equal(cause.code, "VALIDATION_TIMED_OUT");
  });
});

describe("the domains that a failure is about", () => {
  const group = domainNames("example.com", "www.example.com", "*.shop.example.com", "a.shop.example.com");
  const cases: [rule: string, validations: { [name: string]: Status }, status: "FAILED" | "VALIDATION_TIMED_OUT"][] = [
    ["www.example.com", { "example.com": "SUCCESS", "www.example.com": "FAILED" }, "FAILED"],
    ["example.com", { "example.com": "FAILED", "www.example.com": "PENDING_VALIDATION" }, "FAILED"],
    [
      "*.shop.example.com a.shop.example.com",
      { "example.com": "SUCCESS", "www.example.com": "SUCCESS", "*.shop.example.com": "FAILED" },
      "FAILED",
    ],
    [
      "*.shop.example.com",
      { "example.com": "SUCCESS", "*.shop.example.com": "FAILED", "a.shop.example.com": "SUCCESS" },
      "FAILED",
    ],
    ["www.example.com", { "example.com": "SUCCESS", "www.example.com": "PENDING_VALIDATION" }, "VALIDATION_TIMED_OUT"],
    [group.join(" "), { "example.com": "SUCCESS", "www.example.com": "PENDING_VALIDATION" }, "FAILED"],
    [group.join(" "), {}, "FAILED"],
  ];
  for (const [expected, validations, status] of cases) {
    it(`are ${expected} of ${JSON.stringify(validations)}, ${status}`, () => {
      assert.equal(issuanceCause(dead(validations, { status }), group).domains.join(" "), expected);
    });
  }

  it("are always some of the group's, and all that are marked as failed", () => {
    const validations = fc.dictionary(fc.constantFrom<string>(...group), fc.constantFrom(...STATUSES));
    const domains = fc.uniqueArray(fc.constantFrom<DomainName>(...group), { minLength: 1 });
    fc.assert(
      fc.property(validations, domains, (found, wanted) => {
        const cause = issuanceCause(dead(found), wanted);
        assert.ok(cause.domains.length > 0 && cause.domains.every((domain) => wanted.includes(domain)));
        assert.ok(wanted.every((domain) => found[domain] !== "FAILED" || cause.domains.includes(domain)));
      }),
    );
  });
});

describe("a failure of this run", () => {
  const failing = (failureReason: string, more: Partial<Observed> = {}) =>
    decide(
      input(
        { certificates: known([certificate("a", { status: "FAILED", failureReason })]), ...more },
        { memory: requested("a", 10 * MINUTE, 5_000) },
      ),
    );

  it("ends it with its reason, and with the command that a new request takes", () => {
    const next = failing("DOMAIN_NOT_ALLOWED");
    assert.ok(next.kind === "blocked");
    assert.equal(next.cause.code, "ISSUANCE_DOMAIN_NOT_ALLOWED");
    assert.deepEqual(guidanceOf(next.cause).commands, [
      `aws acm delete-certificate --region us-east-1 --certificate-arn ${arn("a")}`,
    ]);
  });

  it("for CAA names the set that forbids, where it has been read", () => {
    const set = { kind: "set", at: "example.com", owner: "example.com", zone: "example.com" } as const;
    const look = { ...set, records: [{ flags: 0, tag: "issue", value: "ca.example.net" }] };
    const caa = known({ "example.com": look, "www.example.com": look });
    assert.equal(said(failing("CAA_ERROR", { caa })), "blocked CAA_FORBIDS");
  });

  it("for CAA is no more than that where nothing forbids now", () => {
    assert.equal(said(failing("CAA_ERROR")), "blocked CAA_FAILED");
  });
});
