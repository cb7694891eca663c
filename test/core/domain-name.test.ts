import assert from "node:assert/strict";
import fc from "fast-check";
import {
  baseName,
  certificateOrder,
  coveredBy,
  covers,
  type DomainName,
  displayName,
  isApex,
  parseDomainName,
  parseDomainNames,
  registrableDomain,
} from "../../provider/core/domain-name";

function nameOf(value: unknown): DomainName {
  const parsed = parseDomainName(value);
  assert.equal(parsed.kind, "ok", `${String(value)}: ${parsed.kind === "bad" ? parsed.rule : ""}`);
  return (parsed as { name: DomainName }).name;
}

function ruleOf(value: unknown): string {
  const parsed = parseDomainName(value);
  assert.equal(parsed.kind, "bad", `${String(value)} was accepted`);
  return (parsed as { rule: string }).rule;
}

describe("a domain name", () => {
  const accepted: [written: string, name: string][] = [
    ["example.com", "example.com"],
    ["WWW.Example.COM", "www.example.com"],
    ["example.com.", "example.com"],
    ["*.Shop.example.com.", "*.shop.example.com"],
    ["Bücher.example", "xn--bcher-kva.example"],
    ["*.bücher.example", "*.xn--bcher-kva.example"],
    ["XN--BCHER-KVA.example", "xn--bcher-kva.example"],
    ["straße.de", "xn--strae-oqa.de"],
    ["例え。テスト。", "xn--r8jz45g.xn--zckzah"],
    ["a.b.c.example.co.uk", "a.b.c.example.co.uk"],
    ["notamazonaws.com", "notamazonaws.com"],
    [`*.${"abcdefghi.".repeat(24)}example.com`, `*.${"abcdefghi.".repeat(24)}example.com`],
    [`${"a".repeat(63)}.com`, `${"a".repeat(63)}.com`],
  ];
  for (const [written, name] of accepted) {
    it(`${written} is ${name}`, () => assert.equal(nameOf(written), name));
  }

  const refused: [value: unknown, rule: RegExp][] = [
    [undefined, /must be a string/],
    [7, /must be a string/],
    ["", /cannot be empty/],
    [" example.com", /no white space; write "example\.com"/],
    ["example.com\n", /no white space/],
    ["https://Example.com:8443/shop", /no scheme; write "example\.com"/],
    ["example.com/shop", /no path; write "example\.com"/],
    ["example.com?x", /no path; write "example\.com"/],
    ["example.com:443", /no port; write "example\.com"/],
    ["me@example.com", /no user; write "example\.com"/],
    ["192.0.2.1", /IP address/],
    ["0x7f.1", /IP address/],
    ["1.2.3.4.5", /IP address/],
    ["[2001:db8::1]", /IP address/],
    ["2001:db8::1", /IP address/],
    [`${"a".repeat(64)}.com`, /at most 63 characters, .* has 64/],
    [`${"abcdefghi.".repeat(25)}example.com`, /at most 253 characters, this has 261/],
    [`*.${"abcdefghi.".repeat(24)}examples.com`, /at most 253 characters, this has 254/],
    ["example..com", /label .* cannot be empty/],
    [".example.com", /label .* cannot be empty/],
    ["example.com..", /label .* cannot be empty/],
    ["-a.example.com", /begin or end with a hyphen/],
    ["a-.example.com", /begin or end with a hyphen/],
    ["ab--cd.example.com", /punycode \("xn--"\) alone/],
    ["xn--zzzzzz99999.example", /"xn--zzzzzz99999" is no valid punycode/],
    ["xn--abc-.example", /"xn--abc-" is no valid punycode/],
    ["_dmarc.example.com", /underscore/],
    ["exa%6Dple.com", /no "%"/],
    ["a,example.com", /no ","/],
    ["\u208a.example.com", /no "\+"/],
    ["example.c", /no top-level domain of one letter/],
    ["a\u2024example.com", /characters that a domain name cannot have/],
    ["*", /whole first label/],
    ["a.*.example.com", /whole first label/],
    ["a*.example.com", /whole first label/],
    ["*.*.example.com", /whole first label/],
    ["com", /top-level domain .* such as "example\.com"/],
    ["localhost", /local name/],
    ["*.com", /such as "\*\.example\.com"/],
    ["co.uk", /public suffix "co\.uk"/],
    ["*.co.uk", /all domains below "co\.uk"; .* such as "\*\.example\.co\.uk"/],
    ["d111111abcdef8.cloudfront.net", /under cloudfront\.net are Amazon's/],
    ["bucket.s3.amazonaws.com", /under amazonaws\.com are Amazon's/],
    ["x.elasticbeanstalk.com", /under elasticbeanstalk\.com are Amazon's/],
  ];
  for (const [value, rule] of refused) {
    it(`${JSON.stringify(value)} is refused: ${rule.source}`, () => assert.match(ruleOf(value), rule));
  }

  it("of a suffix that is no registry's may be a wildcard's base: its owner can have the certificate", () => {
    assert.equal(nameOf("*.github.io"), "*.github.io");
  });

  it("is shown to people in Unicode", () => {
    assert.equal(displayName("xn--bcher-kva.example"), "bücher.example");
    assert.equal(displayName("*.xn--bcher-kva.example"), "*.bücher.example");
    assert.equal(displayName("example.com"), "example.com");
  });
});

const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,6}[a-z0-9])?$/);
const plainName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `${labels.join(".")}.example`);
const anyName = fc.tuple(fc.boolean(), plainName).map(([wildcard, name]) => (wildcard ? `*.${name}` : name));

describe("the normal form", () => {
  it("does not depend on case or on the trailing dot", () => {
    fc.assert(
      fc.property(anyName, fc.infiniteStream(fc.boolean()), fc.boolean(), (name, upper, dot) => {
        const written = [...name].map((letter) => (upper.next().value ? letter.toUpperCase() : letter)).join("");
        assert.equal(nameOf(dot ? `${written}.` : written), name);
      }),
    );
  });

  it("is its own normal form, also by way of what people see, whatever was written", () => {
    const written = fc.oneof(
      anyName,
      fc.string({ unit: "grapheme" }).map((text) => `${text}.example`),
    );
    fc.assert(
      fc.property(written, (value) => {
        const parsed = parseDomainName(value);
        fc.pre(parsed.kind === "ok");
        if (parsed.kind !== "ok") return;
        assert.equal(nameOf(parsed.name), parsed.name);
        assert.equal(nameOf(displayName(parsed.name)), parsed.name);
        assert.match(
          parsed.name,
          /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the names of a group", () => {
  it("are the primary, then the alternatives in their order, each once", () => {
    assert.deepEqual(parseDomainNames("Example.com", ["www.example.com", "EXAMPLE.com.", "a.example.com"]), {
      kind: "ok",
      names: ["example.com", "www.example.com", "a.example.com"],
    });
  });

  it("are refused all at once, each with its place", () => {
    const parsed = parseDomainNames("", ["www.example.com", "a.*.example.com"]);
    assert.equal(parsed.kind, "bad");
    const problems = parsed.kind === "bad" ? parsed.problems : [];
    assert.deepEqual(
      problems.map(({ index, value }) => ({ index, value })),
      [
        { index: null, value: "" },
        { index: 1, value: "a.*.example.com" },
      ],
    );
  });

  it("are at most 100, duplicates not counted", () => {
    const alternatives = Array.from({ length: 100 }, (_, number) => `n${number}.example.com`);
    assert.equal(parseDomainNames("n0.example.com", alternatives).kind, "ok");
    assert.deepEqual(parseDomainNames("example.com", alternatives), {
      kind: "bad",
      problems: [{ index: null, value: 101, rule: "a certificate of ACM holds at most 100 names" }],
    });
  });
});

describe("cover", () => {
  const cases: [certificateName: string, domain: string, covered: boolean][] = [
    ["example.com", "example.com", true],
    ["example.com", "www.example.com", false],
    ["*.example.com", "www.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "a.b.example.com", false],
    ["*.example.com", "*.example.com", true],
    ["*.example.com", "*.a.example.com", false],
    ["*.example.com", "www.notexample.com", false],
    ["www.example.com", "*.example.com", false],
  ];
  for (const [certificateName, domain, covered] of cases) {
    it(`a certificate for ${certificateName} ${covered ? "covers" : "does not cover"} ${domain}`, () =>
      assert.equal(covers(certificateName, domain), covered));
  }

  it("is the same name, or the same with the first label a wildcard", () => {
    fc.assert(
      fc.property(anyName, anyName, label, (one, other, first) => {
        const defined = (name: string, domain: string): boolean => {
          const [nameLabels, domainLabels] = [name.split("."), domain.split(".")];
          return (
            nameLabels.length === domainLabels.length &&
            nameLabels.every((part, place) => part === domainLabels[place] || (place === 0 && part === "*"))
          );
        };
        for (const domain of [other, one, one.replace("*", first), `${first}.${other}`]) {
          assert.equal(covers(one, domain), defined(one, domain), `${one} over ${domain}`);
          assert.equal(coveredBy([other, one], domain), defined(other, domain) || defined(one, domain));
        }
      }),
    );
  });
});

describe("where a name hangs", () => {
  it("the base of a wildcard is the name below the asterisk", () => {
    assert.equal(baseName("*.example.com"), "example.com");
    assert.equal(baseName("www.example.com"), "www.example.com");
  });

  it("the registrable domain is the one that a registry delegates", () => {
    assert.equal(registrableDomain("a.b.example.co.uk"), "example.co.uk");
    assert.equal(registrableDomain("*.example.com"), "example.com");
    assert.equal(registrableDomain("me.github.io"), "github.io");
    assert.equal(registrableDomain("_1f2e.www.example.com"), "example.com");
    assert.equal(registrableDomain("co.uk"), null);
  });

  it("the apex is the zone's name, and the registrable domain while the zone is not known", () => {
    assert.equal(isApex("example.com", null), true);
    assert.equal(isApex("shop.example.com", null), false);
    assert.equal(isApex("shop.example.com", "shop.example.com"), true);
    assert.equal(isApex("example.com", ""), true);
    assert.equal(isApex("*.example.com", "example.com"), false);
  });
});

describe("the order of a certificate's names", () => {
  const long = `${"a".repeat(60)}.example`;
  const longer = `${"b".repeat(60)}.example`;
  const names = (...written: string[]): DomainName[] => written.map(nameOf);

  it("is sorted behind the primary", () => {
    assert.deepEqual(certificateOrder(names("m.example", "z.example", "a.example")), {
      kind: "ok",
      names: ["m.example", "a.example", "z.example"],
    });
  });

  it("has the first name of at most 64 octets in front when the primary is longer", () => {
    assert.equal(long.length, 68);
    assert.deepEqual(certificateOrder(names(long, "z.example", "m.example")), {
      kind: "ok",
      names: ["m.example", long, "z.example"],
    });
  });

  it("takes a primary of exactly 64 octets", () => {
    const exact = `${"c".repeat(56)}.example`;
    assert.equal(exact.length, 64);
    assert.deepEqual(certificateOrder(names(exact, "a.example")), { kind: "ok", names: [exact, "a.example"] });
  });

  it("does not exist when all are longer", () => {
    assert.deepEqual(certificateOrder(names(long, longer)), { kind: "none" });
  });

  it("does not depend on the order of the alternatives", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyName, { minLength: 2, maxLength: 6 }), ([primary = "", ...others]) => {
        assert.deepEqual(
          certificateOrder(names(primary, ...others)),
          certificateOrder(names(primary, ...others.reverse())),
        );
      }),
    );
  });
});
