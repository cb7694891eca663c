import assert from "node:assert/strict";
import fc from "fast-check";
import { csv } from "../../provider/core/csv";
import { markdownTable } from "../../provider/core/markdown";
import type { DnsRecord } from "../../provider/core/outputs";
import { zoneFile } from "../../provider/core/zone-file";
import { apex, record } from "./records-of-a-group";

describe("records in Markdown", () => {
  it("are a table with names and values as code", () => {
    assert.equal(
      markdownTable([record(), apex({ name: "*.example.com", type: "CNAME", state: "OK", action: "KEEP" })]),
      [
        "| Type | Name | Value | TTL | Now | Do |",
        "| --- | --- | --- | --- | --- | --- |",
        "| CNAME | `_a.example.com` | `_b.acm-validations.aws` | 300 | MISSING | PUBLISH |",
        "| CNAME | `*.example.com` | `d111111abcdef8.cloudfront.net` | 300 | OK | KEEP |",
      ].join("\n"),
    );
  });

  const table: [string, string, string][] = [
    ["a pipe does not end the cell", "a|b", "`a\\|b`"],
    ["a backtick does not end the code", "a`b", "``a`b``"],
    ["nor do several", "a``b`c", "```a``b`c```"],
    ["a backtick at the end stands apart", "a`", "`` a` ``"],
    ["a line end does not end the row", "a\r\n| b", "`a \\| b`"],
    ["no value is empty code", "", "`  `"],
  ];
  for (const [rule, value, cell] of table) {
    it(rule, () => {
      const [, , row] = markdownTable([record({ type: "TXT", value })]).split("\n");
      assert.equal(row, `| TXT | \`_a.example.com\` | ${cell} | 300 | MISSING | PUBLISH |`);
    });
  }

  it("have six cells a row, whatever is in them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, value) => {
        const rows = markdownTable([record({ name, value })]).split(/\r\n|\r|\n/);
        assert.equal(rows.length, 3);
        assert.equal(rows[2]?.split(/(?<!\\)\|/).length, 8);
      }),
    );
  });
});

describe("records in CSV", () => {
  it("have a header line, and every line ends with CRLF", () => {
    assert.equal(
      csv([record()]),
      "zone,host,type,name,value,ttl,state,action,publishedBy,purpose,domains,key\r\n" +
        "example.com,_a,CNAME,_a.example.com,_b.acm-validations.aws,300,MISSING,PUBLISH,you,VALIDATION,example.com *.example.com,VALIDATION:example.com\r\n",
    );
  });

  const table: [string, string, string][] = [
    ["a comma is quoted", "a,b", '"a,b"'],
    ["a quote is doubled", '0 issue "amazon.com"', '"0 issue ""amazon.com"""'],
    ["a line end is quoted", "a\nb", '"a\nb"'],
    ["a formula becomes text", '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ["so does what begins with plus", "+1", "'+1"],
    ["so does what begins with minus", "-1", "'-1"],
    ["so does what begins with an at sign", "@SUM(1)", "'@SUM(1)"],
    ["so does what begins with a tab", "\t=1", "'\t=1"],
    ["the name of an ACM record stays as it is", "_b.acm-validations.aws", "_b.acm-validations.aws"],
  ];
  for (const [rule, value, expected] of table) {
    it(rule, () => {
      const [, line] = csv([record({ value })]).split("\r\n");
      assert.ok(line?.startsWith(`example.com,_a,CNAME,_a.example.com,${expected},300,`), line);
    });
  }

  it("the host @ stays what a DNS form wants", () => {
    assert.match(csv([apex()]), /^example\.com,@,ALIAS,/m);
  });

  it("can be read back", () => {
    const text = fc.string({ unit: "binary" }).filter((value) => !/^[=+\-@\t\r\n]/.test(value));
    fc.assert(
      fc.property(text, text, (name, value) => {
        const [, row] = rowsOf(csv([record({ name, value })]));
        assert.deepEqual([row?.[3], row?.[4]], [name, value]);
      }),
    );
  });
});

describe("records in a zone file", () => {
  const lines = (...records: DnsRecord[]): string[] => zoneFile(records).trimEnd().split("\n");

  it("are lines with absolute names, one zone after the other", () => {
    const other = record({ name: "_c.example.org", zone: "example.org", action: "KEEP", state: "OK" });
    assert.equal(
      zoneFile([other, record()]),
      [
        "; zone example.com",
        "_a.example.com. 300 IN CNAME _b.acm-validations.aws.",
        "",
        "; zone example.org",
        "_c.example.org. 300 IN CNAME _b.acm-validations.aws.",
        "",
      ].join("\n"),
    );
  });

  it("are nothing when there are none", () => assert.equal(zoneFile([]), ""));

  const table: [string, Partial<DnsRecord>, string[]][] = [
    [
      "one that must wait for the certificate is a comment",
      { action: "PUBLISH_WHEN_ATTACHED" },
      ["; not yet, but once its certificate is attached: _a.example.com. 300 IN CNAME _b.acm-validations.aws."],
    ],
    [
      "one that has to go is a comment",
      { action: "REMOVE" },
      ["; remove: _a.example.com. 300 IN CNAME _b.acm-validations.aws."],
    ],
    [
      "one that is wrong says that it takes a place",
      { action: "CORRECT", state: "WRONG" },
      ["; in place of what stands at this name now:", "_a.example.com. 300 IN CNAME _b.acm-validations.aws."],
    ],
    [
      "a CAA value is quoted",
      { type: "CAA", name: "example.com", value: "0 issue amazon.com" },
      ['example.com. 300 IN CAA 0 issue "amazon.com"'],
    ],
    [
      "a CAA value that is quoted stays so",
      { type: "CAA", name: "example.com", value: '128 issuewild "amazon.com; policy=ev"' },
      ['example.com. 300 IN CAA 128 issuewild "amazon.com; policy=ev"'],
    ],
    [
      "a CAA value keeps what is escaped in it",
      { type: "CAA", name: "example.com", value: '0 issue "a\\\\b; c=\\"d\\""' },
      ['example.com. 300 IN CAA 0 issue "a\\\\b; c=\\"d\\""'],
    ],
    [
      "a CAA value is never split",
      { type: "CAA", name: "example.com", value: `0 issue "${"x".repeat(256)}"` },
      [`example.com. 300 IN CAA 0 issue "${"x".repeat(256)}"`],
    ],
    [
      "TXT is quoted, and its quotes and backslashes are escaped",
      { type: "TXT", value: 'say "hi" \\ ;' },
      ['_a.example.com. 300 IN TXT "say \\"hi\\" \\\\ ;"'],
    ],
    [
      "TXT that is not ASCII goes octet by octet",
      { type: "TXT", value: "é\n" },
      ['_a.example.com. 300 IN TXT "\\195\\169\\010"'],
    ],
    [
      "long TXT is split after 255 octets",
      { type: "TXT", value: "x".repeat(256) },
      [`_a.example.com. 300 IN TXT "${"x".repeat(255)}" "x"`],
    ],
    ["empty TXT is an empty string", { type: "TXT", value: "" }, ['_a.example.com. 300 IN TXT ""']],
    ["a wildcard stays a wildcard", { name: "*.example.com" }, ["*.example.com. 300 IN CNAME _b.acm-validations.aws."]],
    [
      "an ALIAS below the apex is a CNAME",
      { type: "ALIAS", name: "www.example.com", host: "www", value: "d1.cloudfront.net" },
      ["www.example.com. 300 IN CNAME d1.cloudfront.net."],
    ],
    [
      "a name that is none cannot leave its line",
      { name: "a b.example.com\n@ IN NS evil" },
      ["a\\032b.example.com\\010\\064\\032IN\\032NS\\032evil. 300 IN CNAME _b.acm-validations.aws."],
    ],
  ];
  for (const [rule, overrides, expected] of table) {
    it(rule, () => assert.deepEqual(lines(record(overrides)), ["; zone example.com", ...expected]));
  }

  it("an ALIAS at the apex is a comment that says what to do", () => {
    const [, ...rest] = lines(apex());
    assert.deepEqual(rest, [
      "; publish: example.com. leads to d111111abcdef8.cloudfront.net. as ALIAS, ANAME or flattened CNAME, by your DNS provider's name for it; " +
        "BIND has none: move the zone's apex to a provider that has, or redirect it to a name below",
    ]);
  });

  it("an ALIAS whose zone is not known yet may be at the apex", () => {
    const [head, line] = lines(apex({ zone: "", host: "example.com", action: "PUBLISH_WHEN_ATTACHED" }));
    assert.equal(head, "; zone not known yet");
    assert.match(line ?? "", /^; not yet, but once its certificate is attached: example\.com\. leads to/);
  });

  it("a comment stays one line", () => {
    const rest = lines(apex({ zone: "example.com\r\n@ IN NS evil." }));
    assert.equal(
      rest.every((line) => line.startsWith("; ")),
      true,
    );
  });

  it("a CAA value that is none is an error that names it", () => {
    const none = ["amazon.com", "0 issue", "256 issue amazon.com", '0 issue "a" "b"', ""];
    const unpublishable = ['0 issue "a\n@ IN NS evil."', '0 issue "a\\012b"', '0 issue "é"', '0 is;sue "a"'];
    for (const value of [...none, ...unpublishable]) {
      assert.throws(() => zoneFile([record({ type: "CAA", value })]), {
        name: "RangeError",
        message: `a CAA record must read like 0 issue "amazon.com"; got ${JSON.stringify(value)}`,
      });
    }
  });

  it("TXT reads back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (value) => {
        const [, line = ""] = lines(record({ type: "TXT", value }));
        assert.equal(textOf(line.slice("_a.example.com. 300 IN TXT ".length)), value);
      }),
    );
  });
});

/** A reader of RFC 4180. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows;
}

/** A reader of character strings (RFC 1035, 5.1). */
function textOf(strings: string): string {
  const octets = [...strings.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([, inside = ""]) => {
    const read = [...inside.matchAll(/\\(\d{3})|\\(.)|(.)/g)];
    assert.ok(read.length <= 255);
    return read.map(([, code, quoted, plain]) =>
      code === undefined ? (quoted ?? plain ?? "").charCodeAt(0) : Number(code),
    );
  });
  return Buffer.from(octets).toString("utf8");
}
