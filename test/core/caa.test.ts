import assert from "node:assert/strict";
import fc from "fast-check";
import { AMAZON_ISSUERS, type CaaVerdict, caaRecordOf, caaText, caaVerdict } from "../../provider/core/caa";
import type { CaaLook, CaaRecord } from "../../provider/core/looks";

function recordOf(value: string): CaaRecord {
  const record = caaRecordOf(value);
  assert.ok(record, `${value} was not read`);
  return record;
}

const setOf = (records: readonly string[]): CaaLook => ({
  kind: "set",
  at: "example.com",
  owner: "example.com",
  zone: "example.com",
  records: records.map(recordOf),
});

const verdictOf = (records: readonly string[], domain: string): CaaVerdict => caaVerdict(setOf(records), domain);

/** `yes`, `critical`, or the tag of the record to add. */
function short(verdict: CaaVerdict): string {
  switch (verdict.kind) {
    case "allowed":
      return "yes";
    case "forbidden":
      return verdict.add.replace(/^0 (issue|issuewild) "amazon\.com"$/, "$1");
    default:
      return verdict.kind;
  }
}

describe("CAA, for a name and for a wildcard: Amazon may issue, or which record it lacks,", () => {
  const cases: [rule: string, records: string[], name: string, wildcard: string][] = [
    ["with Amazon alone", ['0 issue "amazon.com"'], "yes", "yes"],
    ["with Amazon by its second name", ['0 issue "amazontrust.com"'], "yes", "yes"],
    ["with Amazon by its third name", ['0 issue "awstrust.com"'], "yes", "yes"],
    ["with Amazon by its fourth name", ['0 issue "amazonaws.com"'], "yes", "yes"],
    ["with another authority", ['0 issue "letsencrypt.org"'], "issue", "issue"],
    ["with another authority and Amazon", ['0 issue "letsencrypt.org"', '0 issue "amazon.com"'], "yes", "yes"],
    ["with two others", ['0 issue "letsencrypt.org"', '0 issue "digicert.com"'], "issue", "issue"],
    ["with nobody", ['0 issue ";"'], "issue", "issue"],
    ["with an empty value", ['0 issue ""'], "issue", "issue"],
    ["with blanks for a value", ['0 issue "  "'], "issue", "issue"],
    ["with nobody, and Amazon", ['0 issue ";"', '0 issue "amazon.com"'], "yes", "yes"],
    ["with nobody by name, but with parameters", ['0 issue "; policy=ev"'], "issue", "issue"],
    ["with reports alone", ['0 iodef "mailto:security@example.com"'], "yes", "yes"],
    ["with reports and another", ['0 iodef "https://example.com/"', '0 issue "letsencrypt.org"'], "issue", "issue"],
    ["with an unknown property", ['0 tbs "unknown"'], "yes", "yes"],
    ["with an unknown property and another", ['0 tbs "unknown"', '0 issue "letsencrypt.org"'], "issue", "issue"],
    ["with mail certificates restricted", ['0 issuemail ";"'], "yes", "yes"],
    ["with mark certificates restricted", ['0 issuevmc "digicert.com"'], "yes", "yes"],
    ["with no wildcards", ['0 issuewild ";"'], "yes", "issuewild"],
    ["with wildcards of another", ['0 issuewild "letsencrypt.org"'], "yes", "issuewild"],
    ["with wildcards of Amazon", ['0 issuewild "amazon.com"'], "yes", "yes"],
    ["with Amazon, but no wildcards", ['0 issue "amazon.com"', '0 issuewild ";"'], "yes", "issuewild"],
    ["with Amazon for wildcards alone", ['0 issue ";"', '0 issuewild "amazon.com"'], "issue", "yes"],
    ["with others for both", ['0 issue "digicert.com"', '0 issuewild "digicert.com"'], "issue", "issuewild"],
    ["with Amazon for wildcards, too", ['0 issuewild ";"', '0 issuewild "amazontrust.com"'], "yes", "yes"],
    ["with the issuer in capitals", ['0 issue "Amazon.COM"'], "yes", "yes"],
    ["with the tag in capitals", ['0 ISSUE "letsencrypt.org"'], "issue", "issue"],
    ["with the wildcard tag in capitals", ['0 IssueWild "letsencrypt.org"'], "yes", "issuewild"],
    ["with blanks around the issuer", ['0 issue " \tamazon.com \t"'], "yes", "yes"],
    ["with a semicolon behind the issuer", ['0 issue "amazon.com;"'], "yes", "yes"],
    ["with a semicolon and blanks", ['0 issue "amazon.com ; "'], "yes", "yes"],
    ["with an account", ['0 issue "amazon.com; accounturi=https://example.com/1?a=b"'], "yes", "yes"],
    ["with ways of validation", ['0 issue "amazon.com;validationmethods=dns-01,http-01"'], "yes", "yes"],
    ["with two parameters", ['0 issue "amazon.com; a-b=1 ;\tc = 2 "'], "yes", "yes"],
    ["with a parameter without value", ['0 issue "amazon.com; a="'], "yes", "yes"],
    ["with a word for a parameter", ['0 issue "amazon.com; nonsense"'], "issue", "issue"],
    ["with a parameter without tag", ['0 issue "amazon.com; =1"'], "issue", "issue"],
    ["with a parameter with a bad tag", ['0 issue "amazon.com; a_b=1"'], "issue", "issue"],
    ["with a parameter whose tag ends in a hyphen", ['0 issue "amazon.com; a-=1"'], "issue", "issue"],
    ["with a blank in a parameter", ['0 issue "amazon.com; a=1 2"'], "issue", "issue"],
    ["with nothing behind a parameter", ['0 issue "amazon.com; a=1;"'], "issue", "issue"],
    ["with nothing between semicolons", ['0 issue "amazon.com;;"'], "issue", "issue"],
    ["with parameters without semicolons", ['0 issue "amazon.com a=1 b=2"'], "issue", "issue"],
    ["with a bad parameter, and Amazon", ['0 issue "amazon.com; x"', '0 issue "awstrust.com"'], "yes", "yes"],
    ["with a bad parameter for wildcards", ['0 issuewild "amazon.com; x"'], "yes", "issuewild"],
    ["with bytes that are no ASCII in a parameter", ['0 issue "amazon.com; a=é"'], "issue", "issue"],
    ["with white space of another kind", ['0 issue "amazon.com\u00a0"'], "issue", "issue"],
    ["with a line end behind the issuer", ['0 issue "amazon.com\n"'], "issue", "issue"],
    ["with a dot behind the issuer", ['0 issue "amazon.com."'], "issue", "issue"],
    ["with a name below Amazon's", ['0 issue "www.amazon.com"'], "issue", "issue"],
    ["with a name that ends like Amazon's", ['0 issue "notamazon.com"'], "issue", "issue"],
    ["with an address for the issuer", ['0 issue "https://amazon.com"'], "issue", "issue"],
    ["with two issuers in one value", ['0 issue "amazon.com, letsencrypt.org"'], "issue", "issue"],
    ["with quotes within the value", ['0 issue "\\"amazon.com\\""'], "issue", "issue"],
    ["with a misspelt tag", ['0 issues "letsencrypt.org"'], "yes", "yes"],
    ["with a critical property that is known", ['128 issue "amazon.com"'], "yes", "yes"],
    ["with a critical restriction", ['128 issue "letsencrypt.org"'], "issue", "issue"],
    ["with a critical restriction of wildcards", ['128 issuewild ";"'], "yes", "issuewild"],
    ["with critical reports", ['128 iodef "mailto:security@example.com"'], "yes", "yes"],
    ["with a critical restriction of mail", ['128 issuemail ";"', '128 issuevmc ";"'], "yes", "yes"],
    ["with a critical property that is not known", ['128 tbs "unknown"'], "critical", "critical"],
    ["with a critical one beside Amazon", ['0 issue "amazon.com"', '128 tbs "x"'], "critical", "critical"],
    ["with a critical one beside others", ['0 issue "letsencrypt.org"', '128 tbs "x"'], "critical", "critical"],
    ["with all flags", ['255 tbs "unknown"'], "critical", "critical"],
    ["with the other flags", ['127 tbs "unknown"'], "yes", "yes"],
    ["with the flag of those who count bits from the wrong end", ['1 tbs "unknown"'], "yes", "yes"],
  ];
  for (const [rule, records, name, wildcard] of cases) {
    it(rule, () => {
      assert.equal(short(verdictOf(records, "www.example.com")), name, "for a name");
      assert.equal(short(verdictOf(records, "*.example.com")), wildcard, "for a wildcard");
    });
  }
});

describe("a CAA verdict", () => {
  it("says which set forbids, and what to add", () => {
    const records = [recordOf('0 issue "letsencrypt.org"'), recordOf('0 iodef "mailto:a@example.org"')];
    const place = { at: "www.example.com", owner: "www.example.org", zone: "example.org" };
    assert.deepEqual(caaVerdict({ kind: "set", ...place, records }, "www.example.com"), {
      kind: "forbidden",
      ...place,
      records: ['0 iodef "mailto:a@example.org"', '0 issue "letsencrypt.org"'],
      add: '0 issue "amazon.com"',
    });
  });

  it("names the critical properties that nobody knows, each once", () => {
    assert.deepEqual(verdictOf(['128 tbs "b"', '128 issue ";"', '128 future "x"', '128 tbs "a"'], "example.com"), {
      kind: "critical",
      at: "example.com",
      owner: "example.com",
      zone: "example.com",
      records: ['128 future "x"', '128 issue ";"', '128 tbs "a"', '128 tbs "b"'],
      tags: ["future", "tbs"],
    });
  });

  it("allows where there is no set at all", () => {
    for (const domain of ["example.com", "*.example.com"])
      assert.deepEqual(caaVerdict({ kind: "none" }, domain), { kind: "allowed" });
  });

  it("is unknown where the look failed, never allowed", () => {
    const look = {
      kind: "unknown",
      at: "example.com",
      owner: "example.com",
      asked: "servers",
      code: "SERVFAIL",
    } as const;
    assert.deepEqual(caaVerdict(look, "www.example.com"), look);
  });
});

const anyValue = fc.oneof(
  fc.constantFrom(...AMAZON_ISSUERS, " Amazon.com ", "amazon.com; a=b", "amazon.com; x", "letsencrypt.org", ";", ""),
  fc.string(),
);
const anyRecord = fc
  .record({
    flags: fc.constantFrom(0, 1, 127, 128, 255),
    tag: fc.constantFrom("issue", "issue", "issuewild", "issuewild", "iodef", "issuemail", "issuevmc", "tbs"),
    value: anyValue,
  })
  .map(caaText);
const anySet = fc.array(anyRecord, { minLength: 1, maxLength: 6 });
const anyDomain = fc.constantFrom("example.com", "*.example.com", "www.example.com");

describe("whatever a CAA set says", () => {
  it("the record to add makes Amazon allowed", () => {
    fc.assert(
      fc.property(anySet, anyDomain, (records, domain) => {
        const verdict = verdictOf(records, domain);
        fc.pre(verdict.kind === "forbidden");
        assert.equal(verdictOf([...records, verdict.add], domain).kind, "allowed");
      }),
    );
  });

  it("the record to add for a name never takes a wildcard away, nor the other way round", () => {
    fc.assert(
      fc.property(anySet, anyDomain, anyDomain, (records, domain, other) => {
        const verdict = verdictOf(records, domain);
        fc.pre(verdict.kind === "forbidden" && verdictOf(records, other).kind === "allowed");
        assert.equal(verdictOf([...records, verdict.add], other).kind, "allowed");
      }),
    );
  });

  it("its order says nothing", () => {
    const shuffled = anySet.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(shuffled, anyDomain, ([records, others], domain) =>
        assert.deepEqual(verdictOf(others, domain), verdictOf(records, domain)),
      ),
    );
  });

  it("reports change nothing", () => {
    fc.assert(
      fc.property(anySet, anyDomain, fc.string(), fc.constantFrom(0, 128), (records, domain, value, flags) => {
        const more = [...records, caaText({ flags, tag: "iodef", value })];
        assert.equal(short(verdictOf(more, domain)), short(verdictOf(records, domain)));
      }),
    );
  });
});

describe("a CAA record as text", () => {
  const read: [written: string, record: CaaRecord][] = [
    ['0 issue "amazon.com"', { flags: 0, tag: "issue", value: "amazon.com" }],
    ['128 IssueWild ";"', { flags: 128, tag: "issuewild", value: ";" }],
    ['0 issue ""', { flags: 0, tag: "issue", value: "" }],
    ["0 issue amazon.com", { flags: 0, tag: "issue", value: "amazon.com" }],
    [' 0\tissue  "amazon.com" ', { flags: 0, tag: "issue", value: "amazon.com" }],
    ['0 issue "amazon.com; a=b"', { flags: 0, tag: "issue", value: "amazon.com; a=b" }],
    ['0 tbs "a\\"b\\\\c"', { flags: 0, tag: "tbs", value: 'a"b\\c' }],
    ['0 tbs "a\\040b\\\\040"', { flags: 0, tag: "tbs", value: "a b\\040" }],
    ['255 not-a_tag "x"', { flags: 255, tag: "not-a_tag", value: "x" }],
  ];
  for (const [written, record] of read) {
    it(`is read: ${written}`, () => assert.deepEqual(caaRecordOf(written), record));
  }

  for (const written of [
    "",
    "issue",
    "0 issue",
    '0 "amazon.com"',
    'issue "amazon.com"',
    '256 issue "amazon.com"',
    '-1 issue "amazon.com"',
    '0 issue "amazon.com',
    '0 issue amazon.com"',
    '0 issue "amazon.com" "x"',
    '0 issue "a"b"',
    '0 issue "amazon.com\\"',
    "0 issue amazon.com; a=b",
    '0 is sue "amazon.com"',
  ]) {
    it(`is none: ${written}`, () => assert.equal(caaRecordOf(written), undefined));
  }

  it("has one form", () => {
    assert.equal(caaText(recordOf('0  ISSUE  "amazon.com" ')), '0 issue "amazon.com"');
    assert.equal(caaText(recordOf("0 issue amazon.com")), '0 issue "amazon.com"');
  });

  it("is read as it was written, whatever the value", () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.constantFrom("issue", "tbs", "x1"),
        fc.string({ unit: "binary-ascii" }),
        (flags, tag, value) => assert.deepEqual(caaRecordOf(caaText({ flags, tag, value })), { flags, tag, value }),
      ),
    );
  });
});
