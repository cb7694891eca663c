import assert from "node:assert/strict";
import type { Goal } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import { createNarrator } from "../../provider/pulumi/narrator";
import { recordsTable } from "../../provider/pulumi/records-table";
import { report, validationRecord, waiting } from "./fixtures";

function narrated(
  reports: Report[],
  { goal = "present", previous = null }: { goal?: Goal; previous?: Report | null } = {},
) {
  const lines: string[] = [];
  const tables: string[] = [];
  const narrator = createNarrator(
    { live: (line) => lines.push(line), say: (_severity, text) => tables.push(text) },
    goal,
    previous,
  );
  for (const told of reports) narrator.tell(told);
  return { narrator, lines, tables };
}

const requesting = waiting({ reached: "nothing", status: "REQUESTING_CERTIFICATE" });
const routing = validationRecord({
  key: "ROUTING:example.com",
  purpose: "ROUTING",
  action: "PUBLISH_WHEN_ATTACHED",
  state: "UNKNOWN",
});

describe("the live line", () => {
  it("is said once while it is the same", () => {
    assert.equal(narrated([waiting(), waiting()]).lines.length, 1);
  });

  it("counts the validation records that are seen", () => {
    const records = [
      validationRecord({ state: "OK", action: "KEEP" }),
      validationRecord({ key: "VALIDATION:b.example.com" }),
    ];
    const { lines } = narrated([waiting({ dnsRecords: records })]);
    assert.match(lines[0] ?? "", /\(1 of 2 validation records seen\)$/);
  });

  for (const [code, counts] of [
    ["RECORD_MISSING_CACHED", true],
    ["RECORDS_BLOCKED", true],
    ["RECORD_PARTIAL", true],
    ["RECORD_WRONG", false],
  ] as const) {
    it(`${counts ? "counts" : "does not count"} them where it says ${code}`, () => {
      const { lines } = narrated([report([code], { dnsRecords: [validationRecord()] })]);
      assert.equal(/\(0 of 1 validation records seen\)$/.test(lines[0] ?? ""), counts);
    });
  }
});

describe("the table of records", () => {
  it("appears once all records are known, and again only for something new", () => {
    assert.equal(narrated([requesting]).tables.length, 0);
    assert.equal(narrated([requesting, waiting(), requesting, waiting()]).tables.length, 1);
    const due = waiting({ dnsRecords: [{ ...routing, action: "PUBLISH" }] });
    assert.equal(
      narrated([waiting({ dnsRecords: [routing] }), due, waiting({ dnsRecords: [routing] })]).tables.length,
      2,
    );
  });

  it("holds what people publish, and nothing else", () => {
    const ours = validationRecord({ key: "VALIDATION:b.example.com", publishedBy: "domain-group" });
    const kept = validationRecord({ key: "VALIDATION:c.example.com", state: "OK", action: "KEEP" });
    assert.deepEqual(narrated([waiting({ dnsRecords: [ours, kept] })]).tables, []);
  });

  it("is not repeated from the last run while this one goes on, but is when it ends and still waits", () => {
    const { tables, narrator } = narrated([waiting()], { previous: waiting() });
    assert.equal(tables.length, 0);
    narrator.remind(waiting());
    narrator.remind(waiting());
    assert.equal(tables.length, 1);
  });

  it("does not appear on the way out", () => {
    const { tables, narrator } = narrated([waiting()], { goal: "absent" });
    narrator.remind(waiting());
    assert.deepEqual(tables, []);
  });

  it("has aligned columns to copy from", () => {
    assert.equal(
      recordsTable([validationRecord(), routing]),
      [
        "TYPE   NAME            VALUE                   TTL  NOW      DO",
        "CNAME  _a.example.com  _b.acm-validations.aws  300  MISSING  PUBLISH",
        "CNAME  _a.example.com  _b.acm-validations.aws  300  UNKNOWN  PUBLISH_WHEN_ATTACHED",
      ].join("\n"),
    );
  });
});

describe("a report with nothing to do", () => {
  it("shows no table", () => assert.deepEqual(narrated([report()]).tables, []));
});
