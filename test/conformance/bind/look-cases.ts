/** What `look` makes of records, by server. */
import { UNREADABLE, type Zones } from "./internet";

export interface LookCase {
  rule: string;
  zones: Zones;
  name: string;
  type: "CNAME" | "CAA" | "TXT";
  /** `zone`, and the values by server, or why there are none; else what came instead of a look. */
  found: { zone: string; servers: { [server: string]: string[] | string } } | string;
}

const both = (of: string[] | string) => ({ "ns1.provider.net": of, "ns2.provider.net": of });
const record = "_a.www CNAME _b.acm-validations.aws.";
const value = "_b.acm-validations.aws";

export const LOOK_CASES: LookCase[] = [
  {
    rule: "a record that is there",
    zones: { "there.com": record },
    name: "_a.www.there.com",
    type: "CNAME",
    found: { zone: "there.com", servers: both([value]) },
  },
  {
    rule: "a record that is missing",
    zones: { "missing.com": "www A 192.0.2.1" },
    name: "_a.www.missing.com",
    type: "CNAME",
    found: { zone: "missing.com", servers: both("none") },
  },
  {
    rule: "a record of another type",
    zones: { "other-type.com": '_a.www TXT "_b.acm-validations.aws"' },
    name: "_a.www.other-type.com",
    type: "CNAME",
    found: { zone: "other-type.com", servers: both("none") },
  },
  {
    rule: "a wrong value",
    zones: { "wrong.com": "_a.www CNAME _b.acm-validations.aws.wrong.com." },
    name: "_a.www.wrong.com",
    type: "CNAME",
    found: { zone: "wrong.com", servers: both(["_b.acm-validations.aws.wrong.com"]) },
  },
  {
    rule: "an alias whose target the same server has: the target's records are not the name's",
    zones: { "followed.com": 'txt CNAME other\nother TXT "x"' },
    name: "txt.followed.com",
    type: "TXT",
    found: { zone: "followed.com", servers: both("none") },
  },
  {
    rule: "capitals in name and value",
    zones: { "capital-record.com": "_A.WWW CNAME _B.ACM-Validations.AWS." },
    name: "_a.www.capital-record.com",
    type: "CNAME",
    found: { zone: "capital-record.com", servers: both([value]) },
  },
  {
    rule: "a record on one server of two",
    zones: { "one-of-two.com": { on: { "ns1.provider.net": record, "ns2.provider.net": "" } } },
    name: "_a.www.one-of-two.com",
    type: "CNAME",
    found: { zone: "one-of-two.com", servers: { "ns1.provider.net": [value], "ns2.provider.net": "none" } },
  },
  {
    rule: "two servers with two values",
    zones: {
      "two-values.com": {
        on: { "ns1.provider.net": record, "ns2.provider.net": "_a.www CNAME _c.acm-validations.aws." },
      },
    },
    name: "_a.www.two-values.com",
    type: "CNAME",
    found: {
      zone: "two-values.com",
      servers: { "ns1.provider.net": [value], "ns2.provider.net": ["_c.acm-validations.aws"] },
    },
  },
  {
    rule: "one server of two does not hold the zone",
    zones: {
      "one-lame.com": { on: { "ns1.provider.net": record }, delegatedTo: ["ns1.provider.net", "ns1.other.net"] },
    },
    name: "_a.www.one-lame.com",
    type: "CNAME",
    found: { zone: "one-lame.com", servers: { "ns1.provider.net": [value], "ns1.other.net": "REFUSED" } },
  },
  {
    rule: "one server of two fails for the zone",
    zones: { "one-fails.com": { on: { "ns1.provider.net": UNREADABLE, "ns2.provider.net": record } } },
    name: "_a.www.one-fails.com",
    type: "CNAME",
    found: { zone: "one-fails.com", servers: { "ns1.provider.net": "SERVFAIL", "ns2.provider.net": [value] } },
  },
  {
    rule: "one server of two does not answer, and the third has no address",
    zones: {
      "one-dead.com": {
        on: { "ns1.provider.net": record },
        delegatedTo: ["ns1.provider.net", "dead.other.net", "nowhere.other.net"],
      },
    },
    name: "_a.www.one-dead.com",
    type: "CNAME",
    found: {
      zone: "one-dead.com",
      servers: { "ns1.provider.net": [value], "dead.other.net": "ECONNREFUSED", "nowhere.other.net": "ENOTFOUND" },
    },
  },
  {
    rule: "a zone below, on servers of somebody else, has the record",
    zones: { "parent.com": "", "shop.parent.com": { on: { "ns1.other.net": record } } },
    name: "_a.www.shop.parent.com",
    type: "CNAME",
    found: { zone: "shop.parent.com", servers: { "ns1.other.net": [value] } },
  },
  {
    rule: "a record in the zone above the one that answers",
    zones: {
      "too-high.com": "_a.www.shop CNAME _b.acm-validations.aws.",
      "shop.too-high.com": { on: { "ns1.other.net": "" } },
    },
    name: "_a.www.shop.too-high.com",
    type: "CNAME",
    found: { zone: "shop.too-high.com", servers: { "ns1.other.net": "none" } },
  },
  {
    rule: "a wildcard alias in place of the record",
    zones: { "wild-alias.com": "*.www CNAME web.wild-alias.com." },
    name: "_a.www.wild-alias.com",
    type: "CNAME",
    found: { zone: "wild-alias.com", servers: both("none") },
  },
  {
    rule: "a wrong alias beside a wildcard",
    zones: { "wild-beside-alias.com": "*.www CNAME web\n_a.www CNAME typo" },
    name: "_a.www.wild-beside-alias.com",
    type: "CNAME",
    found: { zone: "wild-beside-alias.com", servers: both(["typo.wild-beside-alias.com"]) },
  },
  {
    rule: "a wildcard alias that is the record",
    zones: { "wild-record.com": "*.www CNAME _b.acm-validations.aws." },
    name: "_a.www.wild-record.com",
    type: "CNAME",
    found: { zone: "wild-record.com", servers: both([value]) },
  },
  {
    rule: "aliases that lead to the record's value in the same zone",
    zones: { "led-here.com": "_a.www CNAME first\nfirst CNAME second\nsecond CNAME _b.acm-validations.aws." },
    name: "_a.www.led-here.com",
    type: "CNAME",
    found: { zone: "led-here.com", servers: both([value, "first.led-here.com"]) },
  },
  {
    rule: "aliases that lead to the record's value through a zone of somebody else",
    zones: {
      "led-there.com": "_a.www CNAME proof.led-there.net.",
      "led-there.net": { on: { "ns1.other.net": "proof CNAME _b.acm-validations.aws." } },
    },
    name: "_a.www.led-there.com",
    type: "CNAME",
    found: { zone: "led-there.com", servers: both([value, "proof.led-there.net"]) },
  },
  {
    rule: "an alias that leads into a zone whose servers do not hold it",
    zones: {
      "led-to-lame.com": "_a.www CNAME proof.led-to-lame.net.",
      "led-to-lame.net": { on: {}, delegatedTo: ["ns1.other.net"] },
    },
    name: "_a.www.led-to-lame.com",
    type: "CNAME",
    found: { zone: "led-to-lame.com", servers: both("SERVFAIL") },
  },
  {
    rule: "a DNAME above the record",
    zones: { "led-away.com": "www DNAME www.led-away.net.", "led-away.net": record },
    name: "_a.www.led-away.com",
    type: "CNAME",
    found: { zone: "led-away.com", servers: both(["_a.www.led-away.net", value]) },
  },
  {
    rule: "the record of a wildcard's certificate, at its base",
    zones: { "of-wildcard.com": "_a CNAME _b.acm-validations.aws." },
    name: "_a.of-wildcard.com",
    type: "CNAME",
    found: { zone: "of-wildcard.com", servers: both([value]) },
  },
  {
    rule: "texts with quotes and backslashes, in several strings",
    zones: { "texts.com": '_cf TXT "d111.cloudfront.net"\n_cf TXT "a" "b"\n_cf TXT "\\"q\\" \\\\"' },
    name: "_cf.texts.com",
    type: "TXT",
    found: { zone: "texts.com", servers: both(['"\\"q\\" \\\\"', '"a" "b"', '"d111.cloudfront.net"']) },
  },
  {
    rule: "more texts than fit into a packet",
    zones: {
      "many-texts.com": texts()
        .map((text) => `@ TXT ${text}`)
        .join("\n"),
    },
    name: "many-texts.com",
    type: "TXT",
    found: { zone: "many-texts.com", servers: both(texts()) },
  },
  {
    rule: "a domain that nobody has registered",
    zones: {},
    name: "_a.www.nobody-has-this.com",
    type: "CNAME",
    found: "absent",
  },
  {
    rule: "a domain whose servers do not hold it",
    zones: { "all-lame.com": { on: {}, delegatedTo: ["ns1.other.net"] } },
    name: "_a.www.all-lame.com",
    type: "CNAME",
    found: "SERVFAIL",
  },
  {
    rule: "a zone below whose servers do not hold it",
    zones: { "holds.com": "", "shop.holds.com": { on: {}, delegatedTo: ["ns1.other.net"] } },
    name: "_a.www.shop.holds.com",
    type: "CNAME",
    found: "REFUSED",
  },
];

function texts(): string[] {
  return Array.from({ length: 20 }, (_, n) => `"${String(n).padStart(2, "0")} ${"x".repeat(100)}"`);
}
