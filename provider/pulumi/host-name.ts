/** The host name of an origin: what CloudFront can ask (CloudFront API reference, Origin.DomainName). */
import { domainToASCII } from "node:url";

export type ParsedHost = { kind: "ok"; host: string } | { kind: "bad"; rule: string };

/** From what people write: any case, Unicode or A-labels, with or without a trailing dot. `rule` completes "got <value>: ...". */
export function parseHostName(written: string): ParsedHost {
  const broken = RULES.find(({ pattern }) => pattern.test(written));
  if (broken !== undefined) return { kind: "bad", rule: `${broken.rule}${hint(written)}` };
  const host = domainToASCII(written).replace(/\.$/, "");
  return HOST.test(host) && host.length <= LONGEST ? { kind: "ok", host } : { kind: "bad", rule: SHAPE };
}

const SHAPE = 'must be a host name, such as "origin.example.net"';

const RULES = [
  { pattern: /^[a-z][a-z0-9+.-]*:\/\//i, rule: "must be a host name without a scheme" },
  { pattern: /[/?#\\@]/, rule: "must be a host name without a path: that goes into settings, as OriginPath" },
  {
    pattern: /^\[.*\]|:.*:|^\d+(\.\d+){3}(:\d+)?$/,
    rule: "must be a host name: CloudFront takes no IP address for an origin",
  },
  { pattern: /:\d*$/, rule: "must be a host name without a port: that goes into settings, as HTTPSPort" },
  { pattern: /_/, rule: "must be a host name without an underscore (RFC 1123, 2.1)" },
  { pattern: /^\*/, rule: "must be one host name: an origin has no wildcard" },
  { pattern: /^[^.]+\.?$/, rule: "must be a full host name with a dot in it, which the world can resolve" },
];

/** At least two labels of letters, digits and inner hyphens; the last one is no number. */
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const LONGEST = 253;

/** What would be left of a URL. */
function hint(written: string): string {
  const [authority = ""] = written.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split(/[/?#\\]/);
  const host = authority.replace(/^.*@/, "").replace(/:\d*$/, "").toLowerCase();
  return host !== written && parseHostName(host).kind === "ok" ? `; write "${host}"` : "";
}
