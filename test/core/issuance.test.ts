import assert from "node:assert/strict";
import { FailureReason } from "@aws-sdk/client-acm";
import fc from "fast-check";
import { decide } from "../../provider/core/decide";
import type { DomainName } from "../../provider/core/domain-name";
import { guidanceOf } from "../../provider/core/guidance";
import { issuanceCause } from "../../provider/core/issuance";
import type { CaaLook } from "../../provider/core/looks";
import type { CertificateDetail, DomainValidation, Observed } from "../../provider/core/model";
import { domainNames, ROUTE53, wish } from "../simulation/world";
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

  for (const code of ["SERVFAIL", "ETIMEOUT"]) {
    it(`for CAA that can't be read (${code}) does not say that nothing forbids`, () => {
      const next = failing("CAA_ERROR", { caa: known({ ...unread(code), "www.example.com": { kind: "none" } }) });
      assert.ok(next.kind === "blocked");
      const { code: said, happening, todo, commands } = guidanceOf(next.cause);
      assert.equal(said, "CAA_FAILED_UNSEEN");
      assert.doesNotMatch(happening + todo, /No CAA record forbids it now|\?/);
      assert.deepEqual(commands, [DELETION]);
    });
  }

  it("without a reason gives the certificate by which AWS Support finds it, and the way out", () => {
    const next = failing("OTHER");
    assert.ok(next.kind === "blocked");
    const { todo, commands } = guidanceOf(next.cause);
    assert.ok(todo.includes(`ask AWS Support about ${arn("a")}`), todo);
    assert.match(todo, /delete the failed certificate; that is not needed where a name was corrected or taken out\.$/);
    assert.deepEqual(commands, [DELETION]);
  });
});

const DELETION = `aws acm delete-certificate --region us-east-1 --certificate-arn ${arn("a")}`;
const unread = (code: string): { [name: string]: CaaLook } => ({
  "example.com": { kind: "unknown", at: "example.com", owner: "example.com", asked: "servers", code },
});
/** Of which only the first name is to blame. */
const marked = (names: string[]): DomainValidation[] =>
  names.map((domain, index) => ({ domain, status: index === 0 ? "FAILED" : "SUCCESS", record: null }));
const allMarked = (names: string[]): DomainValidation[] =>
  names.map((domain) => ({ domain, status: "FAILED", record: null }));

interface Later {
  rule: string;
  failureReason: string;
  validations?: DomainValidation[];
  /** What the group wants by now. */
  wanted?: string[];
  caa?: { [name: string]: CaaLook };
  says: string;
}

describe("a failure of an earlier run", () => {
  const [apex, www, more] = ["example.com", "www.example.com", "new.example.com"];
  const NOT_ALLOWED = "blocked ISSUANCE_DOMAIN_NOT_ALLOWED";
  const unseen = "blocked CAA_FAILED_UNSEEN";
  const cases: Later[] = [
    { rule: "without a reason stands", failureReason: "OTHER", says: "blocked ISSUANCE_OTHER" },
    {
      rule: "without a reason is over when a name was corrected",
      failureReason: "OTHER",
      wanted: [apex, more],
      says: "requestCertificate",
    },
    {
      rule: "that marks a name stands while that is wanted, whatever is added",
      failureReason: "DOMAIN_NOT_ALLOWED",
      validations: marked([apex, www]),
      wanted: [apex, www, more],
      says: NOT_ALLOWED,
    },
    {
      rule: "that marks a name stands while that is wanted, whatever else is taken out",
      failureReason: "DOMAIN_NOT_ALLOWED",
      validations: marked([apex, www]),
      wanted: [apex],
      says: NOT_ALLOWED,
    },
    {
      rule: "that marks a name is over when that is taken out",
      failureReason: "DOMAIN_NOT_ALLOWED",
      validations: marked([apex, www]),
      wanted: [www],
      says: "requestCertificate",
    },
    {
      rule: "that marks all names stands while all of them are wanted",
      failureReason: "DOMAIN_NOT_ALLOWED",
      validations: allMarked([apex, www]),
      wanted: [apex, www, more],
      says: NOT_ALLOWED,
    },
    {
      rule: "that marks all names may be over when one of them is taken out",
      failureReason: "DOMAIN_NOT_ALLOWED",
      validations: allMarked([apex, www]),
      wanted: [www],
      says: "requestCertificate",
    },
    {
      rule: "for CAA stands while CAA can't be read",
      failureReason: "CAA_ERROR",
      caa: unread("SERVFAIL"),
      says: unseen,
    },
    {
      rule: "for CAA stands while CAA can't be asked",
      failureReason: "CAA_ERROR",
      caa: unread("ETIMEOUT"),
      says: unseen,
    },
    {
      rule: "for CAA stands so whatever is added",
      failureReason: "CAA_ERROR",
      wanted: [apex, www, more],
      caa: unread("SERVFAIL"),
      says: unseen,
    },
    { rule: "for CAA is over when CAA is read and allows it", failureReason: "CAA_ERROR", says: "requestCertificate" },
    {
      rule: "for CAA of names that are read is over, whatever another name's CAA is",
      failureReason: "CAA_ERROR",
      wanted: [apex, www, more],
      caa: { [more]: { kind: "unknown", at: more, owner: more, asked: "servers", code: "SERVFAIL" } },
      says: "requestCertificate",
    },
    {
      rule: "for CAA that can't be read of a name is over when that is taken out",
      failureReason: "CAA_ERROR",
      wanted: [www],
      caa: unread("SERVFAIL"),
      says: "requestCertificate",
    },
  ];
  for (const { rule, failureReason, validations, wanted = DOMAINS, caa, says } of cases) {
    it(rule, () => {
      const failed = certificate("a", { status: "FAILED", failureReason, ...(validations && { validations }) });
      const looks = Object.fromEntries(wanted.map((name): [string, CaaLook] => [name, { kind: "none" }]));
      const view = input(
        { certificates: known([failed]), caa: known({ ...looks, ...caa }) },
        { desired: wish("E1", domainNames(...wanted), { dns: ROUTE53 }) },
      );
      assert.equal(said(decide({ ...view, observed: { ...view.observed, zones: zonesOf(wanted) } })), says);
    });
  }

  it("is no failure of the next certificate: a first request goes ahead whatever our look at CAA says", () => {
    assert.equal(
      said(decide(input({ caa: known({ ...unread("SERVFAIL"), [www]: { kind: "none" } }) }))),
      "requestCertificate",
    );
  });
});

const zonesOf = (names: string[]) =>
  known(Object.fromEntries(names.map((name) => [name, { kind: "found", zoneId: "Z1", zone: "example.com" } as const])));
