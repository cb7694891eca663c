/** Where names lead: to the distribution `ours`, or not. */
import type { TrafficLook } from "../../../provider/core/looks";
import type { Zones } from "./internet";

export interface TrafficCase {
  rule: string;
  zones: Zones;
  name: string;
  traffic: TrafficLook;
}

export const OURS = "d111111abcdef8.cloudfront.net";

export const TRAFFIC_CASES: TrafficCase[] = [
  {
    rule: "an alias",
    zones: {
      "cloudfront.net": {
        on: {
          "ns1.other.net": "d111111abcdef8 A 192.0.2.21\nd111111abcdef8 A 192.0.2.22\nd222222abcdef8 A 192.0.2.21",
        },
      },
      "direct.com": `www CNAME ${OURS}.`,
    },
    name: "www.direct.com",
    traffic: "POINTING",
  },
  {
    rule: "aliases over zones and providers",
    zones: {
      "far.com": "www CNAME cdn\ncdn CNAME cdn.far.net.",
      "far.net": { on: { "ns1.other.net": `cdn CNAME D111111ABCDEF8.CloudFront.NET.` } },
    },
    name: "www.far.com",
    traffic: "POINTING",
  },
  {
    rule: "below a DNAME",
    zones: { "renamed.com": "old DNAME new.renamed.net.", "renamed.net": `www.new CNAME ${OURS}.` },
    name: "www.old.renamed.com",
    traffic: "POINTING",
  },
  {
    rule: "a wildcard alias, asked by its wildcard",
    zones: { "every.com": `* CNAME ${OURS}.\nwww A 192.0.2.1` },
    name: "*.every.com",
    traffic: "POINTING",
  },
  {
    rule: "a name that a wildcard alias does not answer for",
    zones: { "every-but.com": `* CNAME ${OURS}.\nwww TXT "x"` },
    name: "www.every-but.com",
    traffic: "NOT_POINTING",
  },
  {
    rule: "addresses of the distribution at the zone's top",
    zones: { "flattened.com": "@ A 192.0.2.22" },
    name: "flattened.com",
    traffic: "POINTING",
  },
  {
    rule: "other addresses at the zone's top",
    zones: { "own-address.com": "@ A 198.51.100.1" },
    name: "own-address.com",
    traffic: "UNKNOWN",
  },
  {
    rule: "another distribution with the same address",
    zones: { "other-one.com": "www CNAME d222222abcdef8.cloudfront.net." },
    name: "www.other-one.com",
    traffic: "POINTS_ELSEWHERE",
  },
  {
    rule: "a server of somebody else",
    zones: { "hosted.com": "www CNAME www.hosted.net.", "hosted.net": "www A 198.51.100.1" },
    name: "www.hosted.com",
    traffic: "POINTS_ELSEWHERE",
  },
  {
    rule: "an alias to a name that does not exist",
    zones: { "to-nothing.com": "www CNAME no.such.to-nothing.net.", "to-nothing.net": "" },
    name: "www.to-nothing.com",
    traffic: "POINTS_ELSEWHERE",
  },
  {
    rule: "an alias that the second server lacks",
    zones: { "first-only.com": { on: { "ns1.provider.net": `www CNAME ${OURS}.`, "ns2.provider.net": "" } } },
    name: "www.first-only.com",
    traffic: { kind: "partial", rest: "NOT_POINTING", lacking: ["ns2.provider.net"] },
  },
  {
    rule: "an alias that leads elsewhere on the first server",
    zones: {
      "second-only.com": {
        on: {
          "ns1.provider.net": "www CNAME d222222abcdef8.cloudfront.net.",
          "ns2.provider.net": `www CNAME ${OURS}.`,
        },
      },
    },
    name: "www.second-only.com",
    traffic: { kind: "partial", rest: "POINTS_ELSEWHERE", lacking: ["ns1.provider.net"] },
  },
  {
    rule: "no record",
    zones: { "silent.com": 'www TXT "x"' },
    name: "www.silent.com",
    traffic: "NOT_POINTING",
  },
  {
    rule: "aliases in a circle",
    zones: { "round.com": "a CNAME b\nb CNAME a" },
    name: "a.round.com",
    traffic: "UNKNOWN",
  },
  {
    rule: "an alias to a zone that nobody can read",
    zones: {
      "into-dark.com": "www CNAME www.into-dark.net.",
      "into-dark.net": { on: {}, delegatedTo: ["dead.other.net"] },
    },
    name: "www.into-dark.com",
    traffic: "UNKNOWN",
  },
];
