/** Where the set is found that applies (RFC 8659, 3). */
import type { CaaVerdict } from "../../../provider/core/caa";
import { ROOT_SERVER, UNREADABLE, type Zones } from "./internet";

export interface CaaCase {
  rule: string;
  zones: Zones;
  domain: string;
  verdict: CaaVerdict["kind"];
  /** Who has the set that applies; the error code where that is unknown; else `none`. */
  by: string;
}

const nobody = '@ CAA 0 issue ";"';
const amazon = '@ CAA 0 issue "amazon.com"';

export const CAA_CLIMBS: CaaCase[] = [
  {
    rule: "a name that does not exist has what is above",
    zones: { "missing-name.com": nobody },
    domain: "no.such.missing-name.com",
    verdict: "forbidden",
    by: "missing-name.com",
  },
  {
    rule: "a name with other records has what is above",
    zones: { "other-types.com": `${nobody}\nwww A 192.0.2.1\nwww TXT "x"` },
    domain: "www.other-types.com",
    verdict: "forbidden",
    by: "other-types.com",
  },
  {
    rule: "a name that is there for those below it alone has what is above",
    zones: { "between.com": `${nobody}\na.b.c CAA 0 issue "amazon.com"` },
    domain: "b.c.between.com",
    verdict: "forbidden",
    by: "between.com",
  },
  {
    rule: "the nearest set allows",
    zones: { "nearest-allows.com": `${nobody}\nwww CAA 0 issue "amazon.com"` },
    domain: "www.nearest-allows.com",
    verdict: "allowed",
    by: "www.nearest-allows.com",
  },
  {
    rule: "the nearest set forbids",
    zones: { "nearest-forbids.com": `${amazon}\nwww CAA 0 issue ";"` },
    domain: "www.nearest-forbids.com",
    verdict: "forbidden",
    by: "www.nearest-forbids.com",
  },
  {
    rule: "the nearest set is not joined with those above",
    zones: { "not-joined.com": `${nobody}\nwww CAA 0 iodef "mailto:a@example.com"` },
    domain: "www.not-joined.com",
    verdict: "allowed",
    by: "www.not-joined.com",
  },
  {
    rule: "a set on the way up",
    zones: { "on-the-way.com": `${amazon}\nb.c CAA 0 issue ";"` },
    domain: "www.a.b.c.on-the-way.com",
    verdict: "forbidden",
    by: "b.c.on-the-way.com",
  },
  {
    rule: "a set beside the way up says nothing",
    zones: { "beside.com": 'other CAA 0 issue ";"' },
    domain: "www.beside.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a wildcard begins at its base",
    zones: { "at-base.com": 'www CAA 0 issue ";"' },
    domain: "*.www.at-base.com",
    verdict: "forbidden",
    by: "www.at-base.com",
  },
  {
    rule: "a wildcard record answers for names that do not exist",
    zones: { "synthesized.com": '* CAA 0 issue ";"' },
    domain: "www.synthesized.com",
    verdict: "forbidden",
    by: "*.synthesized.com",
  },
  {
    rule: "a name with the very set of the wildcard record beside it has its own",
    zones: { "own-set.com": '* CAA 0 issue ";"\nwww CAA 0 issue ";"' },
    domain: "www.own-set.com",
    verdict: "forbidden",
    by: "www.own-set.com",
  },
  {
    rule: "a wildcard record says nothing of its base, where the wildcard's certificate is asked about",
    zones: { "not-base.com": '* CAA 0 issue ";"' },
    domain: "*.not-base.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a wildcard record says nothing of names that exist",
    zones: { "exists.com": '* CAA 0 issue ";"\nwww A 192.0.2.1' },
    domain: "www.exists.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a zone below without a set has that of the zone above, on other servers",
    zones: { "cut.com": nobody, "shop.cut.com": { on: { "ns1.other.net": "www A 192.0.2.1" } } },
    domain: "www.shop.cut.com",
    verdict: "forbidden",
    by: "cut.com",
  },
  {
    rule: "a zone below without a set has that of the zone above, on the same servers",
    zones: { "same.com": nobody, "shop.same.com": "www A 192.0.2.1" },
    domain: "www.shop.same.com",
    verdict: "forbidden",
    by: "same.com",
  },
  {
    rule: "the set of a zone below goes first",
    zones: { "above.com": nobody, "shop.above.com": { on: { "ns1.other.net": amazon } } },
    domain: "www.shop.above.com",
    verdict: "allowed",
    by: "shop.above.com",
  },
  {
    rule: "what the zone above has at the cut and below does not count",
    zones: {
      "hidden.com": 'www.shop CAA 0 issue ";"',
      "shop.hidden.com": { on: { "ns1.other.net": "www A 192.0.2.1" } },
    },
    domain: "www.shop.hidden.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a zone of somebody else between two of the same servers",
    zones: {
      "nested.com": amazon,
      "b.nested.com": { on: { "ns1.other.net": nobody } },
      "a.b.nested.com": "www A 192.0.2.1",
    },
    domain: "www.a.b.nested.com",
    verdict: "forbidden",
    by: "b.nested.com",
  },
  {
    rule: "the top-level domain has a set",
    zones: { org: { on: { [ROOT_SERVER]: nobody } }, "bare.org": "" },
    domain: "www.bare.org",
    verdict: "forbidden",
    by: "org",
  },
  {
    rule: "a set of one's own goes before that of the top-level domain",
    zones: { "own.org": amazon },
    domain: "www.own.org",
    verdict: "allowed",
    by: "own.org",
  },
  {
    rule: "a public suffix of two labels has a set",
    zones: { uk: { on: { [ROOT_SERVER]: "" } }, "co.uk": { on: { [ROOT_SERVER]: nobody } }, "bare.co.uk": "" },
    domain: "www.bare.co.uk",
    verdict: "forbidden",
    by: "co.uk",
  },
  {
    rule: "a domain that nobody has registered",
    zones: {},
    domain: "www.never-registered.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "one server of two does not answer: the other speaks",
    zones: {
      "half-dead.com": { on: { "ns1.provider.net": nobody }, delegatedTo: ["dead.other.net", "ns1.provider.net"] },
    },
    domain: "www.half-dead.com",
    verdict: "forbidden",
    by: "half-dead.com",
  },
  {
    rule: "one server of two does not hold the zone: the other speaks",
    zones: {
      "half-lame.com": { on: { "ns2.provider.net": amazon }, delegatedTo: ["ns1.other.net", "ns2.provider.net"] },
    },
    domain: "half-lame.com",
    verdict: "allowed",
    by: "half-lame.com",
  },
  {
    rule: "one server of two fails: the other speaks",
    zones: { "half-broken.com": { on: { "ns1.provider.net": UNREADABLE, "ns2.provider.net": nobody } } },
    domain: "half-broken.com",
    verdict: "forbidden",
    by: "half-broken.com",
  },
  {
    rule: "servers that disagree: the stricter one counts",
    zones: { "differ.com": { on: { "ns1.provider.net": amazon, "ns2.provider.net": nobody } } },
    domain: "differ.com",
    verdict: "forbidden",
    by: "differ.com",
  },
  {
    rule: "a set on one server of two: what is above counts as well",
    zones: {
      "spreading.com": {
        on: { "ns1.provider.net": `${nobody}\nwww CAA 0 issue "amazon.com"`, "ns2.provider.net": nobody },
      },
    },
    domain: "www.spreading.com",
    verdict: "forbidden",
    by: "spreading.com",
  },
  {
    rule: "every server fails",
    zones: { "broken.com": UNREADABLE },
    domain: "www.broken.com",
    verdict: "unknown",
    by: "SERVFAIL",
  },
  {
    rule: "no server holds the zone",
    zones: { "lame.com": { on: {}, delegatedTo: ["ns1.other.net"] } },
    domain: "www.lame.com",
    verdict: "unknown",
    by: "SERVFAIL",
  },
  {
    rule: "a zone below that does not answer is not one without a set",
    zones: { "open.com": amazon, "shop.open.com": { on: {}, delegatedTo: ["dead.other.net"] } },
    domain: "www.shop.open.com",
    verdict: "unknown",
    by: "ECONNREFUSED",
  },
];
