/** One reader for each kind of argument: the rule in words, and the way out where people err in a known way. */
import { isIP } from "node:net";
import { type DomainName, parseDomainName } from "../core/domain-name";
import type { Tags } from "../core/model";
import { MOST_OF_THE_PROGRAM } from "../core/ownership";
import { parseDuration } from "./duration";
import {
  bad,
  gather,
  isBag,
  known,
  listOf,
  objectOf,
  oneOf,
  optional,
  type Reader,
  type Reading,
  reader,
  text,
} from "./reading";

export const domainName: Reader<DomainName> = reader((value) => {
  const parsed = parseDomainName(value);
  return parsed.kind === "ok" ? known(parsed.name) : bad(value, parsed.rule);
});

export const domainNames = optional(
  listOf(domainName, 'must be a list of domain names, such as ["www.example.com"]'),
  [],
);

const LONGEST_WAIT_MS = 168 * 3_600_000;

export const timeout: Reader<number> = reader((value) => {
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  if (ms === undefined) return bad(value, 'must be a duration such as "90s", "60m" or "2h"');
  return ms > LONGEST_WAIT_MS ? bad(value, 'must be at most "168h", a week') : known(ms);
});

export const waitFor = oneOf("auto", "records", "issued", "attached", "serving");

/** CloudFront API reference, ViewerCertificate.MinimumProtocolVersion: those that go with `sni-only`. */
export const minimumProtocolVersion = oneOf(
  "TLSv1",
  "TLSv1_2016",
  "TLSv1.1_2016",
  "TLSv1.2_2018",
  "TLSv1.2_2019",
  "TLSv1.2_2021",
  "TLSv1.2_2025",
  "TLSv1.3_2025",
);

const port: Reader<number> = reader((value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535
    ? known(value)
    : bad(value, "must be a port, 1 to 65535"),
);

export const ports = objectOf(
  { dns: optional(port, 53), https: optional(port, 443) },
  "must be an object: { dns: 53, https: 443 }",
);

const RESOLVER =
  'must be the IP address of a DNS server, with a port where it is not 53, or the https URL of one that speaks DNS over HTTPS: "1.1.1.1", "127.0.0.1:5353", "[::1]:5353", "https://dns.google/dns-query"';

const resolver: Reader<string> = reader((value) => {
  if (typeof value !== "string") return bad(value, RESOLVER);
  if (!value.startsWith("https://") || !URL.canParse(value))
    return isServer(value) ? known(value) : bad(value, RESOLVER);
  const { username, password } = new URL(value);
  if (username === "" && password === "") return known(value);
  return {
    kind: "bad",
    problems: [{ path: "", got: undefined, rule: "must be a URL without user name and password" }],
  };
});

function isServer(value: string): boolean {
  if (isIP(value) !== 0) return true;
  const [, six, four, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(value) ?? [];
  return isIP(six ?? four ?? "") === (six === undefined ? 4 : 6) && port(Number(digits)).kind === "known";
}

export const resolvers = listOf(resolver, 'must be a list of DNS servers, such as ["1.1.1.1"]');

/** The characters of AWS tags (ACM API reference, Tag). */
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

export const tags: Reader<Tags> = reader((value) => {
  if (!isBag(value)) return bad(value, 'must be an object of strings, such as { team: "web" }');
  const entries = Object.entries(value);
  if (entries.length > MOST_OF_THE_PROGRAM)
    return bad(Object.keys(value), `must be at most ${MOST_OF_THE_PROGRAM}, those of aws:defaultTags counted`);
  const read = gather(entries.map(([key, tag]) => [`.${key}`, tagValue(key, tag)] as const));
  return read.kind === "known"
    ? known(Object.fromEntries(entries.map(([key], at) => [key, read.value[at] ?? ""])))
    : read;
});

function tagValue(key: string, value: unknown): Reading<string> {
  if (/^aws:/i.test(key)) return bad(value, 'must have another key: those that begin with "aws:" are AWS\'s');
  if (key.startsWith("domain-group:"))
    return bad(value, 'must have another key: those that begin with "domain-group:" are the group\'s');
  if (!TAG_KEY.test(key)) return bad(value, "must have a key of 1 to 128 letters, digits, spaces and _ . : / = + - @");
  return text(TAG_VALUE, "must be a string of at most 256 letters, digits, spaces and _ . : / = + - @")(value);
}

/** It stands in tags, and the engine takes it as the resource's id. */
export const groupId = text(
  /^[\p{L}\p{N}_.:/=+\-@]{1,256}$/u,
  "must be 1 to 256 letters, digits and _ . : / = + - @ (it is the value of an AWS tag)",
);
