import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import { emptyMemory, remember } from "../../provider/core/memory";
import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { ROUTE53 } from "../simulation/world";
import {
  ACCOUNT,
  aliasRecord,
  arn,
  attached,
  certificate,
  DOMAINS,
  detail,
  distribution,
  external,
  GROUP,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
  plainRecord,
  TARGET,
  unknown,
} from "./gen";

/** What a decision says, in one line. */
function said(next: Next): string {
  switch (next.kind) {
    case "step":
      return next.step.kind;
    case "look":
      return `look ${next.parts.map(({ part }) => part).join(" ")}`;
    case "wait":
      return `wait ${next.cause.code} ${next.on}`;
    case "blocked":
      return `blocked ${next.cause.code}`;
    default:
      return next.kind;
  }
}

const ROUTE53_TAKE_OVER = { ...ROUTE53, routing: "takeOver" as const };
const validationRecords = DOMAINS.map((name) => plainRecord(`_1.${name}`, "CNAME", `_2.${name}.acm-validations.aws`));
const routingRecords = DOMAINS.flatMap((name) => ["A", "AAAA", "HTTPS"].map((type) => aliasRecord(name, type)));
const everything = known([...validationRecords, ...routingRecords]);
const pending = { status: "PENDING_VALIDATION", issuedAt: null, notAfter: null } as const;
const requested = (id: string, ago: number, pendingAgo: number | null = null): Input["memory"] => ({
  ...emptyMemory(NOW - MINUTE),
  requests: [{ arn: arn(id), requestedAt: NOW - ago, pendingAt: pendingAgo === null ? null : NOW - pendingAgo }],
});

interface Case {
  rule: string;
  input: Input;
  says: string;
}

const table = (title: string, cases: Case[]): void => {
  describe(title, () => {
    for (const entry of cases) {
      it(entry.rule, () => assert.equal(said(decide(entry.input)), entry.says));
    }
  });
};

const blank = (observed: Input["observed"]): Input => ({ ...input(), observed });

table("looking", [
  { rule: "the account is looked at first", input: blank({}), says: "look account" },
  {
    rule: "what another account says about the rest is not asked for",
    input: blank({ account: known("222222222222") }),
    says: "blocked WRONG_ACCOUNT",
  },
  { rule: "then distribution and zones", input: blank({ account: known(ACCOUNT) }), says: "look distribution zones" },
  {
    rule: "zones are nobody's business when somebody else publishes",
    input: { ...blank({ account: known(ACCOUNT) }), desired: external() },
    says: "look distribution",
  },
  {
    rule: "a part that could not be seen for now is waited for",
    input: input({ certificates: unknown() }),
    says: "wait COULD_NOT_ASK aws",
  },
  {
    rule: "a part that may not be seen ends the run",
    input: input({ distribution: unknown({ reason: "FORBIDDEN", code: "AccessDenied", passing: false }) }),
    says: "blocked FORBIDDEN",
  },
  {
    rule: "expired credentials end the run",
    input: input({ account: unknown({ reason: "CREDENTIALS", code: "ExpiredToken", passing: false }) }),
    says: "blocked CREDENTIALS",
  },
  {
    rule: "an answer that does not parse ends the run",
    input: input({ certificates: unknown({ reason: "UNREADABLE", code: "SyntaxError", passing: false }) }),
    says: "blocked UNREADABLE",
  },
  {
    rule: "one certificate whose tags could not be read makes the picture unknown",
    input: input({ certificates: known([{ arn: arn("a"), tags: unknown() }]) }),
    says: "wait COULD_NOT_ASK aws",
  },
]);

table("what may not be", [
  {
    rule: "a distribution that is not there",
    input: input({ distribution: known(null) }),
    says: "blocked DISTRIBUTION_NOT_FOUND",
  },
  {
    rule: "a distribution of another account",
    input: input({ distribution: known(distribution({ accountId: "222222222222" })) }),
    says: "blocked DISTRIBUTION_IN_OTHER_ACCOUNT",
  },
  {
    rule: "a staging distribution",
    input: input({ distribution: known(distribution({ staging: true })) }),
    says: "blocked DISTRIBUTION_IS_STAGING",
  },
  {
    rule: "a tenant-only distribution",
    input: input({ distribution: known(distribution({ tenantOnly: true })) }),
    says: "blocked DISTRIBUTION_IS_MULTI_TENANT",
  },
  {
    rule: "a distribution that has another group's certificate",
    input: input({
      distribution: known(attached("theirs")),
      certificates: known([{ arn: arn("theirs"), tags: known({ [TAG.id]: "org/other/stack/site" }) }]),
    }),
    says: "blocked DISTRIBUTION_HELD",
  },
  {
    rule: "a certificate with our id and another owner",
    input: input({ certificates: known([certificate("a", {}, ownTags({ [TAG.owner]: "org/project/other" }))]) }),
    says: "blocked OWNER_MISMATCH",
  },
  {
    rule: "a foreign alias that the new certificate would not cover",
    input: input({ distribution: known(distribution({ aliases: ["legacy.example.net"] })) }),
    says: "blocked FOREIGN_ALIASES_UNCOVERED",
  },
  { rule: "a domain without a zone", input: input({ zones: known({}) }), says: "blocked ZONE_MISSING" },
  {
    rule: "a domain whose only zone is private",
    input: input({ zones: known({ "example.com": { kind: "privateOnly", zoneIds: ["Z9"] } }) }),
    says: "blocked ZONE_PRIVATE_ONLY",
  },
  {
    rule: "a zone that nobody is sent to",
    input: input({
      zones: known({
        "example.com": {
          kind: "notDelegated",
          zoneId: "Z1",
          zone: "example.com",
          zoneServers: ["a"],
          delegatedTo: ["b"],
        },
      }),
    }),
    says: "blocked ZONE_NOT_DELEGATED",
  },
  {
    rule: "several zones of one name",
    input: input({
      zones: known({ "example.com": { kind: "ambiguous", zone: "example.com", zoneIds: ["Z1", "Z2"] } }),
    }),
    says: "blocked ZONE_AMBIGUOUS",
  },
]);

table("a certificate", [
  { rule: "is requested where there is none", input: input(), says: "requestCertificate" },
  {
    rule: "is adopted when an earlier run left one",
    input: input({
      certificates: known([certificate("a", pending, { [TAG.id]: GROUP, [TAG.owner]: "org/project/stack" })]),
    }),
    says: "tagCertificate",
  },
  {
    rule: "is not taken over from something else that uses it",
    input: input({ certificates: known([certificate("a", { inUseBy: ["arn:aws:elasticloadbalancing:x"] })]) }),
    says: "requestCertificate",
  },
  {
    rule: "that ACM does not show yet is waited for",
    input: input(
      { certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) },
      { memory: requested("a", 5_000) },
    ),
    says: "wait CERTIFICATE_REQUESTED aws",
  },
  {
    rule: "that ACM denies after a minute is requested anew",
    input: input(
      { certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) },
      { memory: requested("a", 61_000) },
    ),
    says: "requestCertificate",
  },
  {
    rule: "without all its records is waited for",
    input: input({
      certificates: known([
        certificate("a", {
          ...pending,
          validations: [{ domain: "example.com", status: "PENDING_VALIDATION", record: null }],
        }),
      ]),
    }),
    says: "wait CERTIFICATE_REQUESTED aws",
  },
  {
    rule: "has its validation records written",
    input: input({ certificates: known([certificate("a", pending, ownTags({ [TAG.createdRecords]: "11" }))]) }),
    says: "writeRecords",
  },
  {
    rule: "whose records are in place is waited for",
    input: input({ certificates: known([certificate("a", pending)]), recordSets: known(validationRecords) }),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "that failed before this run is requested anew",
    input: input(
      { certificates: known([certificate("a", { status: "FAILED", failureReason: "CAA_ERROR" })]) },
      { memory: requested("a", 10 * MINUTE, 5 * MINUTE) },
    ),
    says: "requestCertificate",
  },
  {
    rule: "that failed in this run is not",
    input: input(
      { certificates: known([certificate("a", { status: "FAILED", failureReason: "CAA_ERROR" })]) },
      { memory: requested("a", 10 * MINUTE, 5_000) },
    ),
    says: "blocked CAA_FORBIDS",
  },
  {
    rule: "that timed out in this run is not",
    input: input(
      { certificates: known([certificate("a", { status: "VALIDATION_TIMED_OUT" })]) },
      { memory: requested("a", 30_000) },
    ),
    says: "blocked VALIDATION_TIMED_OUT",
  },
]);

const externalPending = (answer: "none" | "values" | "unknown", value = ""): Input =>
  input(
    {
      certificates: known([certificate("a", pending)]),
      dns: known(
        Object.fromEntries(
          DOMAINS.map((domain) => [
            `VALIDATION:${domain}`,
            {
              zone: "example.com",
              servers: {
                ns:
                  answer === "values"
                    ? { kind: answer, values: [value || `_2.${domain}.acm-validations.aws`] }
                    : answer === "none"
                      ? { kind: answer }
                      : { kind: answer, code: "ETIMEOUT" },
              },
            },
          ]),
        ),
      ),
    },
    { desired: external() },
  );

table("records that a person publishes", [
  {
    rule: "are looked at in DNS",
    input: input({ certificates: known([certificate("a", pending)]) }, { desired: external() }),
    says: "look dns",
  },
  {
    rule: "are waited for by a person while they are missing",
    input: externalPending("none"),
    says: "wait WAITING_FOR_RECORDS you",
  },
  {
    rule: "are waited for by a person while they are wrong",
    input: externalPending("values", "else"),
    says: "wait WAITING_FOR_RECORDS you",
  },
  {
    rule: "that could not be asked for are not called missing",
    input: externalPending("unknown"),
    says: "wait RECORDS_UNSEEN you",
  },
  {
    rule: "that are there leave the wait to ACM",
    input: externalPending("values"),
    says: "wait WAITING_FOR_ISSUE aws",
  },
]);

const issued = known([certificate("a")]);

table("attaching", [
  {
    rule: "notes what the distribution had before the first write",
    input: input({
      certificates: known([certificate("a", {}, { ...ownTags(), [TAG.beforeCertificate]: "acm x y z" })]),
      recordSets: everything,
    }),
    says: "tagCertificate",
  },
  {
    rule: "writes certificate and aliases at once",
    input: input({ certificates: issued, recordSets: everything }),
    says: "updateDistribution",
  },
  {
    rule: "waits until every edge has it",
    input: input({
      certificates: issued,
      recordSets: everything,
      distribution: known(attached("a", { deployed: false })),
    }),
    says: "wait DEPLOYING aws",
  },
  {
    rule: "does not believe a read that shows the state before our write",
    input: input(
      { certificates: issued, recordSets: everything },
      {
        memory: {
          ...emptyMemory(NOW),
          lastWrite: { etag: "ETAG2", previousEtag: "ETAG1", at: NOW - 1000, certificateArn: arn("a"), aliases: [] },
        },
      },
    ),
    says: "wait DEPLOYING aws",
  },
  {
    rule: "moves DNS only when every edge serves",
    input: input({ certificates: issued, recordSets: known(validationRecords), distribution: known(attached("a")) }),
    says: "writeRecords",
  },
  {
    rule: "leaves a foreign routing record alone",
    input: input({
      certificates: issued,
      recordSets: known([...validationRecords, ...DOMAINS.map((name) => plainRecord(name, "A", "192.0.2.1"))]),
      distribution: known(attached("a")),
    }),
    says: "settled",
  },
  {
    rule: "is settled when all is in place",
    input: input({ certificates: issued, recordSets: everything, distribution: known(attached("a")) }),
    says: "settled",
  },
  {
    rule: "deletes what failed before, once its successor serves",
    input: input({
      certificates: known([certificate("a"), certificate("b", { status: "FAILED" })]),
      recordSets: everything,
      distribution: known(attached("a")),
    }),
    says: "deleteCertificate",
  },
  {
    rule: "is not held up by an old certificate that is still in use",
    input: input({
      certificates: known([certificate("a"), certificate("b", { status: "EXPIRED", inUseBy: ["x"] })]),
      recordSets: everything,
      distribution: known(attached("a")),
    }),
    says: "settled",
  },
]);

const leaving = (observed: Input["observed"], more: Partial<Input> = {}): Input =>
  input(observed, { goal: "absent", ...more });

table("leaving", [
  { rule: "is done when nothing is left", input: leaving({}), says: "settled" },
  {
    rule: "takes the routing records first",
    input: leaving({ certificates: issued, recordSets: everything, distribution: known(attached("a")) }),
    says: "writeRecords",
  },
  {
    rule: "then certificate and aliases",
    input: leaving({ certificates: issued, recordSets: known(validationRecords), distribution: known(attached("a")) }),
    says: "updateDistribution",
  },
  {
    rule: "waits until every edge has let go",
    input: leaving({ certificates: issued, distribution: known(distribution({ deployed: false })) }),
    says: "wait DETACHING aws",
  },
  {
    rule: "keeps a validation record that it did not make",
    input: leaving({ certificates: issued, recordSets: known(validationRecords) }),
    says: "deleteCertificate",
  },
  {
    rule: "takes the validation records that it made",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.createdRecords]: "11" }))]),
      recordSets: known(validationRecords),
    }),
    says: "writeRecords",
  },
  {
    rule: "keeps those that another certificate needs",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.createdRecords]: "11" }))]),
      recordSets: known(validationRecords),
      neighbours: known([{ arn: arn("other"), names: ["*.example.com", "www.example.com"] }]),
    }),
    says: "deleteCertificate",
  },
  {
    rule: "waits for a certificate that AWS still calls in use",
    input: leaving({ certificates: known([certificate("a", { inUseBy: [distribution().arn] })]) }),
    says: "wait RELEASING aws",
  },
  {
    rule: "releases it when the time is over",
    input: leaving(
      { certificates: known([certificate("a", { inUseBy: [distribution().arn] })]) },
      { facts: { ...input().facts, outOfTime: true } },
    ),
    says: "tagCertificate",
  },
  {
    rule: "does nothing when a successor has claimed everything",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.incarnation]: "another" }))]),
      distribution: known(attached("a")),
    }),
    says: "superseded",
  },
  {
    rule: "with another account's key changes nothing",
    input: leaving({ account: known("222222222222") }),
    says: "blocked WRONG_ACCOUNT",
  },
  {
    rule: "does not take a distribution that could not be asked for as gone",
    input: leaving({ distribution: unknown({ reason: "FORBIDDEN", passing: false }) }),
    says: "blocked FORBIDDEN",
  },
]);

describe("a refused step", () => {
  const attaching = input({ certificates: issued, recordSets: everything });
  const refused = (code: string, ago: number): Input => {
    const next = decide(attaching);
    assert.ok(next.kind === "step");
    const outcome = { kind: "refused", permanent: true, trouble: { ...trouble403, code } } as const;
    return { ...attaching, memory: remember(attaching.memory, next.step, outcome, NOW - ago) };
  };
  const trouble403 = {
    reason: "REFUSED",
    operation: "cloudfront:UpdateDistribution",
    message: "",
    passing: false,
  } as const;

  it("ends the run when its refusal is final", () => {
    assert.equal(said(decide(refused("CNAMEAlreadyExists", 1000))), "blocked ALIAS_TAKEN");
  });
  it("is waited for when CloudFront does not know the certificate yet", () => {
    assert.equal(said(decide(refused("InvalidViewerCertificate", 1000))), "wait CERTIFICATE_REFUSED aws");
  });
  it("is tried again when the wait is over", () => {
    assert.equal(said(decide(refused("InvalidViewerCertificate", 2000))), "updateDistribution");
  });
});

describe("what is written to a distribution", () => {
  it("keeps foreign aliases that are covered, and the security policy of a custom certificate", () => {
    const before = {
      source: "acm",
      id: "arn:other",
      minimumProtocolVersion: "TLSv1.2_2019",
      sslSupportMethod: "vip",
    } as const;
    const aliases = ["img.example.com"];
    const names = [...DOMAINS, "*.example.com"];
    const next = decide(
      input({
        distribution: known(distribution({ aliases, viewerCertificate: before })),
        certificates: known([
          certificate(
            "a",
            detail({ names }),
            ownTags({ [TAG.beforeCertificate]: "acm arn:other TLSv1.2_2019 vip", [TAG.beforeAliases]: "000" }),
          ),
        ]),
        recordSets: everything,
      }),
    );
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution", JSON.stringify(next));
    assert.deepEqual(next.step.change, {
      aliases: ["img.example.com", ...DOMAINS],
      viewerCertificate: {
        source: "acm",
        id: arn("a"),
        minimumProtocolVersion: "TLSv1.2_2019",
        sslSupportMethod: "vip",
      },
    });
  });

  it("restores what was there before when the group leaves", () => {
    const tags = ownTags({
      [TAG.beforeCertificate]: "acm arn:earlier TLSv1.2_2019 sni-only",
      [TAG.beforeAliases]: "01",
    });
    const next = decide(
      leaving({
        certificates: known([certificate("a", {}, tags)]),
        recordSets: known([]),
        distribution: known(attached("a")),
      }),
    );
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution");
    assert.deepEqual(next.step.change, {
      aliases: ["www.example.com"],
      viewerCertificate: {
        source: "acm",
        id: "arn:earlier",
        minimumProtocolVersion: "TLSv1.2_2019",
        sslSupportMethod: "sni-only",
      },
    });
  });

  it("keeps the certificate, and gives it up, when foreign aliases need it", () => {
    const aliases = [...DOMAINS, "img.example.com"];
    const observed = { certificates: issued, recordSets: known([]), distribution: known(attached("a", { aliases })) };
    const next = decide(leaving(observed));
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution");
    assert.deepEqual(next.step.change.aliases, ["img.example.com"]);
    assert.equal(next.step.change.viewerCertificate.id, arn("a"));
    const after = decide(
      leaving({ ...observed, distribution: known(attached("a", { aliases: ["img.example.com"] })) }),
    );
    assert.equal(said(after), "untagCertificate");
    const given = {
      ...observed,
      certificates: known([certificate("a", {}, {})]),
      distribution: known(attached("a", { aliases: ["img.example.com"] })),
    };
    assert.equal(said(decide(leaving(given, { memory: requested("a", MINUTE) }))), "settled");
  });

  it("replaces a CNAME by aliases in one batch under takeOver", () => {
    const desired = { ...input().desired, dns: { ...ROUTE53_TAKE_OVER } };
    const old = plainRecord("www.example.com", "CNAME", "old.example.net");
    const recordSets = known([
      ...validationRecords,
      old,
      ...["A", "AAAA", "HTTPS"].map((type) => aliasRecord("example.com", type)),
    ]);
    const next = decide(input({ certificates: issued, recordSets, distribution: known(attached("a")) }, { desired }));
    assert.ok(next.kind === "step" && next.step.kind === "writeRecords");
    assert.deepEqual(
      next.step.changes.map(
        ({ action, record }) => `${action} ${record.name} ${record.type} ${record.alias?.dnsName ?? record.values[0]}`,
      ),
      [
        "DELETE www.example.com CNAME old.example.net",
        `CREATE www.example.com A ${TARGET}`,
        `CREATE www.example.com AAAA ${TARGET}`,
        `CREATE www.example.com HTTPS ${TARGET}`,
      ],
    );
    const memory = remember(input().memory, next.step, { kind: "done", result: { kind: "none" } }, NOW);
    assert.deepEqual(memory.replacedRecords, [old]);
  });
});
