/** Sets behind aliases: a look-up follows them, and the way up goes on from the name itself (RFC 8659, 3). */
import type { CaaCase } from "./caa-climbs";
import { ROOT_SERVER, UNREADABLE } from "./internet";

const nobody = '@ CAA 0 issue ";"';
const amazon = '@ CAA 0 issue "amazon.com"';
const chain = [1, 2, 3, 4, 5, 6, 7].map((n) => `a${n} CNAME a${n + 1}`).join("\n");

export const CAA_ALIASES: CaaCase[] = [
  {
    rule: "the target's set forbids, in another zone",
    zones: {
      "target-forbids.com": `${amazon}\nwww CNAME www.target-forbids.net.`,
      "target-forbids.net": 'www CAA 0 issue ";"',
    },
    domain: "www.target-forbids.com",
    verdict: "forbidden",
    by: "www.target-forbids.net",
  },
  {
    rule: "the target's set allows, in another zone",
    zones: {
      "target-allows.com": `${nobody}\nwww CNAME www.target-allows.net.`,
      "target-allows.net": 'www CAA 0 issue "amazon.com"',
    },
    domain: "www.target-allows.com",
    verdict: "allowed",
    by: "www.target-allows.net",
  },
  {
    rule: "the target's set, on servers of somebody else",
    zones: {
      "elsewhere.com": `${amazon}\nwww CNAME www.elsewhere.net.`,
      "elsewhere.net": { on: { "ns1.other.net": 'www CAA 0 issue ";"' } },
    },
    domain: "www.elsewhere.com",
    verdict: "forbidden",
    by: "www.elsewhere.net",
  },
  {
    rule: "the target's set, in the same zone",
    zones: { "same-zone.com": `${amazon}\nwww CNAME web\nweb CAA 0 issue ";"` },
    domain: "www.same-zone.com",
    verdict: "forbidden",
    by: "web.same-zone.com",
  },
  {
    rule: "a target without a set: the name's own parent forbids",
    zones: {
      "own-parent.com": `${nobody}\nwww CNAME www.own-parent.net.`,
      "own-parent.net": `${amazon}\nwww A 192.0.2.1`,
    },
    domain: "www.own-parent.com",
    verdict: "forbidden",
    by: "own-parent.com",
  },
  {
    rule: "a target without a set: the target's parent says nothing",
    zones: { "no-parent.com": "www CNAME www.no-parent.net.", "no-parent.net": `${nobody}\nwww A 192.0.2.1` },
    domain: "www.no-parent.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a target without a set: the target's top-level domain says nothing",
    zones: {
      info: { on: { [ROOT_SERVER]: nobody } },
      "no-top.info": "www A 192.0.2.1",
      "no-top.com": "www CNAME www.no-top.info.",
    },
    domain: "www.no-top.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a target that does not exist: the name's own parent forbids",
    zones: { "dangling.com": `${nobody}\nwww CNAME no.such.dangling.net.`, "dangling.net": amazon },
    domain: "www.dangling.com",
    verdict: "forbidden",
    by: "dangling.com",
  },
  {
    rule: "a target in a domain that nobody has registered",
    zones: { "expired.com": `${nobody}\nwww CNAME www.expired-target.net.` },
    domain: "www.expired.com",
    verdict: "forbidden",
    by: "expired.com",
  },
  {
    rule: "a chain of aliases over three zones and two providers",
    zones: {
      "chain.com": `${amazon}\nwww CNAME a.chain1.net.`,
      "chain1.net": { on: { "ns1.other.net": "a CNAME b\nb CNAME c.chain2.net." } },
      "chain2.net": "c CNAME d.chain3.net.",
      "chain3.net": { on: { "ns1.other.net": 'd CAA 0 issue ";"' } },
    },
    domain: "www.chain.com",
    verdict: "forbidden",
    by: "d.chain3.net",
  },
  {
    rule: "as many aliases as resolvers follow",
    zones: { "long-chain.com": `www CNAME a1\n${chain}\na8 CAA 0 issue ";"` },
    domain: "www.long-chain.com",
    verdict: "forbidden",
    by: "a8.long-chain.com",
  },
  {
    rule: "an old copy of the target's zone, beside the alias, says nothing",
    zones: {
      "old-copy.com": "www CNAME www.old-copy.net.",
      "old-copy.net": {
        on: {
          "ns1.provider.net": 'www CAA 0 issue "amazon.com"',
          "ns2.provider.net": 'www CAA 0 issue "amazon.com"',
          "ns1.other.net": 'www CAA 0 issue ";"',
        },
        delegatedTo: ["ns1.other.net"],
      },
    },
    domain: "www.old-copy.com",
    verdict: "forbidden",
    by: "www.old-copy.net",
  },
  {
    rule: "a set beside an alias on the chain's way says nothing",
    zones: { "midway.com": "www CNAME a.midway.net.", "midway.net": `${nobody}\na CNAME b\nb A 192.0.2.1` },
    domain: "www.midway.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "an alias on the way up",
    zones: { "up.com": `${amazon}\nwww CNAME www.up.net.`, "up.net": 'www CAA 0 issue ";"' },
    domain: "a.b.www.up.com",
    verdict: "forbidden",
    by: "www.up.net",
  },
  {
    rule: "a wildcard whose base is an alias",
    zones: {
      "base.com": "www CNAME www.base.net.",
      "base.net": 'www CAA 0 issue "amazon.com"\nwww CAA 0 issuewild ";"',
    },
    domain: "*.www.base.com",
    verdict: "forbidden",
    by: "www.base.net",
  },
  {
    rule: "a wildcard alias answers for names that do not exist",
    zones: { "any.com": "* CNAME www.any.net.", "any.net": 'www CAA 0 issue ";"' },
    domain: "www.any.com",
    verdict: "forbidden",
    by: "www.any.net",
  },
  {
    rule: "a wildcard alias says nothing of its base, where the wildcard's certificate is asked about",
    zones: { "any-base.com": "* CNAME www.any-base.net.", "any-base.net": 'www CAA 0 issue ";"' },
    domain: "*.any-base.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "an alias to a wildcard record",
    zones: { "to-any.com": "www CNAME shop.to-any.net.", "to-any.net": '* CAA 0 issue ";"' },
    domain: "www.to-any.com",
    verdict: "forbidden",
    by: "*.to-any.net",
  },
  {
    rule: "a target in capitals",
    zones: { "capital.com": "www CNAME WWW.Capital.NET.", "capital.net": 'www CAA 0 issue ";"' },
    domain: "www.capital.com",
    verdict: "forbidden",
    by: "www.capital.net",
  },
  {
    rule: "an alias to a public suffix",
    zones: { biz: { on: { [ROOT_SERVER]: nobody } }, "to-suffix.com": "www CNAME biz." },
    domain: "www.to-suffix.com",
    verdict: "forbidden",
    by: "biz",
  },
  {
    rule: "below a DNAME: the set at the same place of the other tree",
    zones: { "moved.com": `${amazon}\nold DNAME new.moved.net.`, "moved.net": 'www.new CAA 0 issue ";"' },
    domain: "www.old.moved.com",
    verdict: "forbidden",
    by: "www.new.moved.net",
  },
  {
    rule: "below a DNAME, without a set there: each name on the way up is led there, too",
    zones: { "deep.com": `${amazon}\nold DNAME new.deep.net.`, "deep.net": 'b.new CAA 0 issue ";"' },
    domain: "a.b.old.deep.com",
    verdict: "forbidden",
    by: "b.new.deep.net",
  },
  {
    rule: "below a DNAME, without a set there: the DNAME's own set, which its owner may have",
    zones: {
      "owner.com": `${amazon}\nold DNAME new.owner.net.\nold CAA 0 issue ";"`,
      "owner.net": "www.new A 192.0.2.1",
    },
    domain: "www.old.owner.com",
    verdict: "forbidden",
    by: "old.owner.com",
  },
  {
    rule: "the owner of a DNAME is not led away itself",
    zones: { "stays.com": "old DNAME new.stays.net.", "stays.net": 'new CAA 0 issue ";"' },
    domain: "old.stays.com",
    verdict: "allowed",
    by: "none",
  },
  {
    rule: "a DNAME at a zone's top",
    zones: { "whole.com": "@ DNAME whole.net.", "whole.net": 'www CAA 0 issue ";"' },
    domain: "www.whole.com",
    verdict: "forbidden",
    by: "www.whole.net",
  },
  {
    rule: "aliases in a circle",
    zones: { "circle.com": `${amazon}\nwww CNAME a.circle.net.`, "circle.net": "a CNAME www.circle.com." },
    domain: "www.circle.com",
    verdict: "unknown",
    by: "ELOOP",
  },
  {
    rule: "a target whose servers fail",
    zones: { "to-broken.com": `${amazon}\nwww CNAME www.to-broken.net.`, "to-broken.net": UNREADABLE },
    domain: "www.to-broken.com",
    verdict: "unknown",
    by: "SERVFAIL",
  },
  {
    rule: "a target whose servers do not answer",
    zones: {
      "to-dead.com": `${amazon}\nwww CNAME www.to-dead.net.`,
      "to-dead.net": { on: {}, delegatedTo: ["dead.other.net"] },
    },
    domain: "www.to-dead.com",
    verdict: "unknown",
    by: "SERVFAIL",
  },
];
