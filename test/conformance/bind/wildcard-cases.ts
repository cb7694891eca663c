/** Wildcards that answer for names, and stop with the first record at a name or below it (RFC 4592). */
import type { WildcardLook } from "../../../provider/core/looks";
import type { Zones } from "./internet";

export interface WildcardCase {
  rule: string;
  zones: Zones;
  name: string;
  found: WildcardLook;
}

const none: WildcardLook = { kind: "none" };
const wildcard = (name: string): WildcardLook => ({ kind: "wildcard", name });

export const WILDCARD_CASES: WildcardCase[] = [
  {
    rule: "a name of no record",
    zones: { "any-name.com": "* A 198.51.100.1" },
    name: "www.any-name.com",
    found: wildcard("*.any-name.com"),
  },
  {
    rule: "an alias for every name",
    zones: { "any-alias.com": "* CNAME lb.any-alias.net.", "any-alias.net": "lb A 198.51.100.1" },
    name: "www.any-alias.com",
    found: wildcard("*.any-alias.com"),
  },
  {
    rule: "a name of several labels",
    zones: { "any-depth.com": "* A 198.51.100.1" },
    name: "a.b.any-depth.com",
    found: wildcard("*.any-depth.com"),
  },
  {
    rule: "a name with a record of its own",
    zones: { "own-record.com": '* A 198.51.100.1\nwww TXT "mine"' },
    name: "www.own-record.com",
    found: none,
  },
  {
    rule: "a name with its validation record",
    zones: { "validated.com": "* A 198.51.100.1\n_a.www CNAME _b.acm-validations.aws." },
    name: "www.validated.com",
    found: none,
  },
  {
    rule: "a name with a wildcard of its own",
    zones: { "own-wildcard.com": "* A 198.51.100.1\n*.shop A 198.51.100.1" },
    name: "shop.own-wildcard.com",
    found: none,
  },
  { rule: "the name of a zone", zones: { "top-name.com": "* A 198.51.100.1" }, name: "top-name.com", found: none },
];
