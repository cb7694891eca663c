/** What is found around a record that is not in place. */
import type { RecordExam } from "../../../provider/core/looks";
import { RESOLVER, type Zones } from "./internet";

export interface ExamCase {
  rule: string;
  zones: Zones;
  name: string;
  /** Default: the CNAME `validation`. */
  record?: { type: "TXT"; value: string };
  /** Where it differs from `USUAL`. */
  exam: Partial<RecordExam>;
}

export const VALIDATION = "_b.acm-validations.aws";
/** Of a zone in order that has nothing of the record. */
export const USUAL: RecordExam = {
  doubled: null,
  bare: null,
  beside: [],
  delegation: null,
  dnssecFails: false,
  negativeTtl: 60,
  blocked: false,
};

const provider = ["ns1.provider.net", "ns2.provider.net"];

export const EXAM_CASES: ExamCase[] = [
  {
    rule: "nothing",
    zones: { "nothing.com": "www A 192.0.2.1" },
    name: "_a.www.nothing.com",
    exam: {},
  },
  {
    rule: "the zone's name twice",
    zones: { "twice.com": "_a.www.twice.com CNAME _b.acm-validations.aws." },
    name: "_a.www.twice.com",
    exam: { doubled: "_a.www.twice.com.twice.com" },
  },
  {
    rule: "the zone's name twice, and behind the value, too",
    zones: { "both-twice.com": "_a.www.both-twice.com CNAME _b.acm-validations.aws" },
    name: "_a.www.both-twice.com",
    exam: { doubled: "_a.www.both-twice.com.both-twice.com" },
  },
  {
    rule: "the name twice of a zone below",
    zones: {
      "twice-below.com": "",
      "shop.twice-below.com": { on: { "ns1.other.net": "_a.www.shop.twice-below.com CNAME _b.acm-validations.aws." } },
    },
    name: "_a.www.shop.twice-below.com",
    exam: { doubled: "_a.www.shop.twice-below.com.shop.twice-below.com" },
  },
  {
    rule: "the zone's name twice, with a value of somebody else",
    zones: { "twice-other.com": "_a.www.twice-other.com CNAME _c.acm-validations.aws." },
    name: "_a.www.twice-other.com",
    exam: {},
  },
  {
    rule: "no underscore",
    zones: { "no-underscore.com": "a.www CNAME _b.acm-validations.aws." },
    name: "_a.www.no-underscore.com",
    exam: { bare: "a.www.no-underscore.com" },
  },
  {
    rule: "other records at the name",
    zones: { "occupied.com": '_a.www A 192.0.2.1\n_a.www TXT "_b.acm-validations.aws"\n_a.www MX 10 mail' },
    name: "_a.www.occupied.com",
    exam: { beside: ["A", "MX", "TXT"] },
  },
  {
    rule: "records that a wildcard stands for",
    zones: { "wild-beside.com": '*.www A 192.0.2.1\n*.www TXT "x"' },
    name: "_a.www.wild-beside.com",
    exam: {},
  },
  {
    rule: "an alias that a wildcard stands for",
    zones: { "wild-alias-exam.com": "*.www CNAME web\nweb A 192.0.2.1" },
    name: "_a.www.wild-alias-exam.com",
    exam: { negativeTtl: null },
  },
  {
    rule: "an alias in place of a text",
    zones: { "no-text.com": "_www CNAME www" },
    name: "_www.no-text.com",
    record: { type: "TXT", value: '"d111111abcdef8.cloudfront.net"' },
    exam: { beside: ["CNAME"], negativeTtl: null },
  },
  {
    rule: "a text with the zone's name twice",
    zones: { "text-twice.com": '_www.text-twice.com TXT "d111111abcdef8.cloudfront.net"' },
    name: "_www.text-twice.com",
    record: { type: "TXT", value: '"d111111abcdef8.cloudfront.net"' },
    exam: { doubled: "_www.text-twice.com.text-twice.com" },
  },
  {
    rule: "delegated to servers that do not hold the zone",
    zones: { "lame-exam.com": { on: {}, delegatedTo: ["ns1.other.net"] } },
    name: "_a.www.lame-exam.com",
    exam: { delegation: { parent: ["ns1.other.net"], zone: [], resolver: [] }, negativeTtl: null },
  },
  {
    rule: "a zone below, delegated to servers that do not hold it",
    zones: { "lame-below.com": "", "shop.lame-below.com": { on: {}, delegatedTo: ["ns1.other.net"] } },
    name: "_a.www.shop.lame-below.com",
    exam: { delegation: { parent: ["ns1.other.net"], zone: [], resolver: [] }, negativeTtl: null },
  },
  {
    rule: "delegated to servers that do not answer",
    zones: { "dead-exam.com": { on: {}, delegatedTo: ["dead.other.net"] } },
    name: "_a.www.dead-exam.com",
    exam: { delegation: { parent: ["dead.other.net"], zone: [], resolver: [] }, negativeTtl: null },
  },
  {
    rule: "delegated to nobody",
    zones: {},
    name: "_a.www.not-delegated.com",
    exam: { delegation: { parent: [], zone: [], resolver: [] }, negativeTtl: null },
  },
  {
    rule: "the zone's name twice, where the zone names its servers in another way than the parent",
    zones: {
      "white-label.com": {
        on: {
          "ns1.provider.net": "_a.www.white-label.com CNAME _b.acm-validations.aws.",
          "ns2.provider.net": "_a.www.white-label.com CNAME _b.acm-validations.aws.",
        },
        nameServers: ["first.other.net", "second.other.net"],
      },
    },
    name: "_a.www.white-label.com",
    exam: { doubled: "_a.www.white-label.com.white-label.com" },
  },
  {
    rule: "parent and zone name different servers",
    zones: {
      "moved-away.com": {
        on: { "ns1.other.net": "", "ns1.provider.net": "", "ns2.provider.net": "" },
        delegatedTo: ["ns1.other.net"],
        nameServers: provider,
      },
    },
    name: "_a.www.moved-away.com",
    exam: { delegation: { parent: ["ns1.other.net"], zone: provider, resolver: provider } },
  },
  {
    rule: "the parent names one server more than the zone",
    zones: {
      "one-more.com": {
        on: { "ns1.provider.net": "", "ns2.provider.net": "" },
        delegatedTo: [...provider, "ns1.other.net"],
        nameServers: provider,
      },
    },
    name: "_a.www.one-more.com",
    exam: { delegation: { parent: ["ns1.other.net", ...provider], zone: provider, resolver: provider } },
  },
  {
    rule: "the resolver has a view of its own",
    zones: {
      "split.com": {
        on: { "ns1.provider.net": "", "ns2.provider.net": "", [RESOLVER]: "@ NS ns1.other.net." },
        delegatedTo: provider,
      },
    },
    name: "_a.www.split.com",
    exam: { delegation: { parent: provider, zone: provider, resolver: ["ns1.other.net", ...provider] } },
  },
  {
    rule: "a zone that fails DNSSEC",
    zones: { "unsigned.com": { on: { "ns1.provider.net": "" }, seemsSigned: true } },
    name: "_a.www.unsigned.com",
    exam: { dnssecFails: true, negativeTtl: null },
  },
];
