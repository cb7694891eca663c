import assert from "node:assert/strict";
import type { DomainName } from "../../provider/core/domain-name";
import { guidanceOf } from "../../provider/core/guidance";
import type { DnsLook, RecordExam, ServerAnswer } from "../../provider/core/looks";
import { likeness, NOTHING_FOUND, whyNotSeen } from "../../provider/core/record-exam";

const name = "_a1.www.example.com";
const value = "_b2.xyz.acm-validations.aws";
const record = {
  key: "VALIDATION:www.example.com",
  name,
  value,
  zone: "example.com",
  domains: ["www.example.com" as DomainName],
};

const none: ServerAnswer = { kind: "none" };
const unknown: ServerAnswer = { kind: "unknown", code: "ETIMEOUT" };
const values = (...found: string[]): ServerAnswer => ({ kind: "values", values: found });

/** Of the servers ns1, ns2, ... */
const look = (...answers: ServerAnswer[]): DnsLook => ({
  zone: "example.com",
  servers: Object.fromEntries(answers.map((answer, index) => [`ns${index + 1}.provider.net`, answer])),
});
const exam = (found: Partial<RecordExam>): RecordExam => ({ ...NOTHING_FOUND, ...found });

const [ns1, ns2, old1] = ["ns1.provider.net", "ns2.provider.net", "ns1.old.net"];

interface Row {
  says: string;
  look: DnsLook | undefined;
  exam?: Partial<RecordExam>;
  code: string;
  /** What its sentences must name. */
  names?: string[];
}

/** In the order of the explanations. */
const table: Row[] = [
  {
    says: "a resolver that checks DNSSEC refuses the zone",
    look: undefined,
    exam: { dnssecFails: true },
    code: "RECORD_DNSSEC_FAILS",
    names: [name, "DS record"],
  },
  {
    says: "nobody is delegated to",
    look: undefined,
    exam: { delegation: { parent: [], zone: [], resolver: [] } },
    code: "RECORD_ZONE_UNDELEGATED",
    names: ["www.example.com"],
  },
  {
    says: "no server that is delegated to answers for the zone",
    look: undefined,
    exam: { delegation: { parent: [ns1, ns2], zone: [], resolver: [] } },
    code: "RECORD_ZONE_LAME",
    names: [name, ns1, ns2],
  },
  {
    says: "the zone names other servers than its parent",
    look: look(none),
    exam: { delegation: { parent: [ns1], zone: [old1], resolver: [old1] } },
    code: "RECORD_ZONE_ELSEWHERE",
    names: [name, ns1, old1],
  },
  {
    says: "this machine's resolver has a view of its own",
    look: look(none),
    exam: { delegation: { parent: [ns1, ns2], zone: [ns1, ns2], resolver: ["ns.corp.internal"] } },
    code: "RECORD_SPLIT_HORIZON",
    names: [name, ns1, "ns.corp.internal"],
  },
  {
    says: "the zone's name is in the record's twice",
    look: look(none),
    exam: { doubled: `${name}.example.com` },
    code: "RECORD_NAME_DOUBLED",
    names: [name, `${name}.example.com`],
  },
  {
    says: "the name lacks its underscore",
    look: look(none),
    exam: { bare: "a1.www.example.com" },
    code: "RECORD_NAME_BARE",
    names: [name, " a1.www.example.com"],
  },
  {
    says: "the value has quotes",
    look: look(values(`"${value}"`)),
    code: "RECORD_VALUE_QUOTED",
    names: [name, `"${value}"`],
  },
  {
    says: "the value has quotes, and the zone's name behind them",
    look: look(values(`"${value}".example.com`)),
    code: "RECORD_VALUE_QUOTED",
  },
  {
    says: "the value lacks its underscore",
    look: look(values(value.slice(1))),
    code: "RECORD_VALUE_BARE",
    names: [name, ` ${value.slice(1)}`, value, "leave the record as it is"],
  },
  {
    says: "the zone's name is behind the value",
    look: look(values(`${value}.example.com`)),
    code: "RECORD_VALUE_CONTINUED",
    names: [name, `${value}.example.com`],
  },
  {
    says: "another zone's name is behind the value, which lacks its underscore too",
    look: look(values(`${value.slice(1)}.example.net`)),
    code: "RECORD_VALUE_CONTINUED",
  },
  {
    says: "addresses stand in its place",
    look: look(none),
    exam: { beside: ["A", "AAAA"] },
    code: "RECORD_PROXIED",
    names: [name, "A, AAAA", value, "DNS only"],
  },
  {
    says: "records of other types stand in its place",
    look: look(none),
    exam: { beside: ["MX", "TXT"] },
    code: "RECORD_BESIDE",
    names: [name, "MX, TXT", value],
  },
  {
    says: "the value is another one",
    look: look(values("_old.acm-validations.aws"), none),
    code: "RECORD_WRONG",
    names: [name, "_old.acm-validations.aws", value],
  },
  {
    says: "some servers do not have it, or do not say",
    look: look(values(value), none, unknown),
    code: "RECORD_PARTIAL",
    names: [name, "ns2.provider.net, ns3.provider.net"],
  },
  {
    says: "a wrong value on one server is about to go: another has the right one",
    look: look(values(`"${value}"`), values(value)),
    code: "RECORD_PARTIAL",
  },
  {
    says: "something on the way stops DNS",
    look: undefined,
    exam: { blocked: true },
    code: "RECORDS_BLOCKED",
    names: ["www.example.com", "https://"],
  },
  {
    says: "something on the way stops DNS, but a resolver over HTTPS tells",
    look: look(none),
    exam: { blocked: true },
    code: "WAITING_FOR_RECORDS",
  },
  { says: "nobody could be asked", look: undefined, code: "RECORDS_UNSEEN" },
  { says: "no server told", look: look(unknown, unknown), code: "RECORDS_UNSEEN" },
  {
    says: "it is missing, and will be called so for long",
    look: look(none),
    exam: { negativeTtl: 86_400 },
    code: "RECORD_MISSING_CACHED",
    names: [name, "up to a day"],
  },
  { says: "it is missing", look: look(none), exam: { negativeTtl: 3_600 }, code: "WAITING_FOR_RECORDS" },
];

describe("why a record is not seen", () => {
  for (const { says, code, names = [], ...seen } of table) {
    it(`${code}: ${says}`, () => {
      const cause = whyNotSeen(record, seen.look, seen.exam && exam(seen.exam));
      assert.deepEqual([cause.code, cause.domains, cause.records], [code, record.domains, [record.key]]);
      const { happening, todo, next } = guidanceOf(cause);
      const text = ` ${happening} ${todo} ${next}`;
      for (const each of names) assert.ok(text.includes(each), `${each} is not in: ${text}`);
      assert.ok(!text.includes("?"), text);
    });
  }

  it("is what comes first in this order, where two things are so", () => {
    const ordered = table.filter((row) => row.exam !== undefined && row.code !== "WAITING_FOR_RECORDS");
    for (const [place, first] of ordered.entries()) {
      for (const second of ordered.slice(place + 1)) {
        const found = exam({ ...second.exam, ...first.exam });
        assert.equal(whyNotSeen(record, first.look, found).code, first.code, `${first.says}, and ${second.says}`);
      }
    }
  });

  it("is no delegation where parent and zone have a server in common: all records are on that", () => {
    const delegation = { parent: [ns1], zone: [ns1, ns2], resolver: [ns1, ns2] };
    assert.equal(whyNotSeen(record, look(none), exam({ delegation })).code, "WAITING_FOR_RECORDS");
  });

  it("is no view of its own where the resolver did not answer", () => {
    const delegation = { parent: [ns1], zone: [ns1, ns2], resolver: [] };
    assert.equal(whyNotSeen(record, look(none), exam({ delegation })).code, "WAITING_FOR_RECORDS");
  });

  it("has the parameters that other parts give RECORD_WRONG", () => {
    const { params } = whyNotSeen(record, look(values("b.example.com", "a.example.com")), undefined);
    assert.deepEqual(params, { name, value, found: "a.example.com, b.example.com" });
  });
});

describe("the likeness of a value with the wanted one", () => {
  const rows: [found: string, wanted: string, expected: string][] = [
    [value, value, "same"],
    [`"${value}"`, value, "quoted"],
    [value.slice(1), value, "bare"],
    [`${value}.example.com`, value, "continued"],
    [`${value}2`, value, "other"],
    [`_${value}`, value, "other"],
    ['"\\"proof\\""', '"proof"', "quoted"],
    ['"proof"', '"proof"', "same"],
    ['"proof.example.com"', '"proof"', "continued"],
    ['"proofs"', '"proof"', "other"],
    ["", value, "other"],
  ];
  for (const [found, wanted, expected] of rows) {
    it(`is ${expected}: ${found} for ${wanted}`, () => assert.equal(likeness(found, wanted), expected));
  }
});
