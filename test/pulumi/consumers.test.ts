import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { GroupsSummary } from "../../provider/core/groups-summary";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import type { RecordsFormat } from "../../provider/pulumi/format-records";
import { formatRecords } from "../../provider/pulumi/format-records";
import type { RecordLike } from "../../provider/pulumi/record-arguments";
import { cloudflareRecord, route53Records } from "../../provider/pulumi/record-arguments";
import { recordsTable } from "../../provider/pulumi/records-table";
import { summarizeGroups } from "../../provider/pulumi/summarize-groups";
import { exampleState, withDomainGroups } from "../../provider/testing/mocks";
import { apex, record } from "../core/records-of-a-group";

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

/** All values, outputs resolved. */
const settled = <T>(value: T): Promise<unknown> => plain(pulumi.output(value) as pulumi.Output<unknown>);

describe("formatRecords", () => {
  const forms: [RecordsFormat, RegExp][] = [
    ["text", /^TYPE +NAME/],
    ["markdown", /^\| Type/],
    ["zone-file", /^; zone example\.com\n/],
    ["csv", /^zone,host/],
  ];
  for (const [format, begin] of forms) {
    it(`writes ${format}, with every record in it`, () => {
      const text = formatRecords([record(), apex({ action: "REMOVE" })], format);
      assert.match(text, begin);
      assert.match(text, /_b\.acm-validations\.aws/);
      assert.match(text, /d111111abcdef8\.cloudfront\.net/);
    });
  }

  it("writes the table that a run prints", () => {
    assert.equal(formatRecords([record()], "text"), recordsTable([record()]));
  });

  it("refuses another format, and names those that there are", () => {
    assert.throws(() => formatRecords([], "yaml" as RecordsFormat), {
      message: 'formatRecords: the format must be "text", "markdown", "zone-file" or "csv"; got "yaml"',
    });
  });
});

describe("summarizeGroups", () => {
  const attached = { primaryDomain: "a.example", distribution: { id: "E1" } };
  const waiting = { primaryDomain: "b.example", distribution: { id: "E2" } };

  before(() =>
    pulumi.runtime.setMocks(
      withDomainGroups({}, (name, args) =>
        exampleState(args, name === "attached" ? "attached" : "waiting-for-records"),
      ),
    ),
  );

  it("counts groups by status, and lists what waits for a person with its records", async () => {
    const groups = [new DomainGroup("attached", attached), new DomainGroup("waiting", waiting)];
    const summary: GroupsSummary = await plain(summarizeGroups(groups));
    const { actionRequired, ...counts } = summary;
    assert.deepEqual(counts, {
      total: 2,
      settled: 1,
      byStatus: {
        QUEUED: 0,
        ANALYZING: 0,
        REQUESTING_CERTIFICATE: 0,
        AWAITING_CERTIFICATE_ISSUE: 1,
        APPLYING_CERTIFICATE: 0,
        CERTIFICATE_ATTACHED: 1,
        ERROR: 0,
        CANCELLED: 0,
      },
    });
    assert.deepEqual(
      actionRequired.map(({ group, guidance, records }) => [group, guidance.code, records.map(({ key }) => key)]),
      [["waiting", "WAITING_FOR_RECORDS", ["VALIDATION:b.example"]]],
    );
  });

  it("of no groups is all zero", async () => {
    const summary = await plain(summarizeGroups([]));
    assert.deepEqual([summary.total, summary.settled, summary.actionRequired], [0, 0, []]);
    assert.equal(Object.values(summary.byStatus).length, 8);
  });
});

describe("the arguments of other providers' records", () => {
  const validation = record();
  const txt = record({ purpose: "ALIAS_PROOF", type: "TXT", name: "_www.example.com", value: "d1.cloudfront.net" });
  const caa = record({ purpose: "CAA", type: "CAA", name: "example.com", value: '0 issue "amazon.com"' });

  const cloudflare: [string, RecordLike, object][] = [
    [
      "a CNAME is never proxied",
      validation,
      { name: "_a.example.com", type: "CNAME", content: "_b.acm-validations.aws", ttl: 300, proxied: false },
    ],
    [
      "an ALIAS is a CNAME, which Cloudflare flattens",
      apex(),
      { name: "example.com", type: "CNAME", content: "d111111abcdef8.cloudfront.net", ttl: 300, proxied: false },
    ],
    [
      "TXT is quoted",
      txt,
      { name: "_www.example.com", type: "TXT", content: '"d1.cloudfront.net"', ttl: 300, proxied: false },
    ],
    [
      "CAA goes in parts",
      caa,
      {
        name: "example.com",
        type: "CAA",
        data: { flags: 0, tag: "issue", value: "amazon.com" },
        ttl: 300,
        proxied: false,
      },
    ],
  ];
  it("Cloudflare: the parts of CAA are not escaped", async () => {
    const { data } = cloudflareRecord({ ...caa, value: '0 issue "a; b=\\"c\\""' });
    assert.deepEqual(await settled(data), { flags: 0, tag: "issue", value: 'a; b="c"' });
  });

  for (const [rule, given, expected] of cloudflare) {
    it(`Cloudflare: ${rule}`, async () => assert.deepEqual(await settled(cloudflareRecord(given)), expected));
  }

  const alias = [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }];
  const route53: [string, RecordLike, object[]][] = [
    [
      "a CNAME is one record",
      validation,
      [
        {
          suffix: "",
          args: { name: "_a.example.com", type: "CNAME", ttl: 300, records: ["_b.acm-validations.aws"] },
        },
      ],
    ],
    [
      "an ALIAS is an A and an AAAA alias to CloudFront's zone, without a TTL",
      apex(),
      [
        { suffix: "-a", args: { name: "example.com", type: "A", aliases: alias } },
        { suffix: "-aaaa", args: { name: "example.com", type: "AAAA", aliases: alias } },
      ],
    ],
    [
      "TXT is left to the AWS provider to quote",
      txt,
      [{ suffix: "", args: { name: "_www.example.com", type: "TXT", ttl: 300, records: ["d1.cloudfront.net"] } }],
    ],
    [
      "CAA is quoted",
      { ...caa, value: "0 issue amazon.com" },
      [{ suffix: "", args: { name: "example.com", type: "CAA", ttl: 300, records: ['0 issue "amazon.com"'] } }],
    ],
  ];
  for (const [rule, given, expected] of route53) {
    it(`Route 53: ${rule}`, async () => assert.deepEqual(await settled(route53Records(given)), expected));
  }

  it("take names and values that are known later", async () => {
    const later: RecordLike = {
      ...apex(),
      name: pulumi.output("example.com"),
      value: pulumi.output("d1.cloudfront.net"),
    };
    assert.deepEqual(await settled(cloudflareRecord(later).content), "d1.cloudfront.net");
    assert.deepEqual(await settled(route53Records(later)[1]?.args.aliases?.[0]?.name), "d1.cloudfront.net");
  });
});
