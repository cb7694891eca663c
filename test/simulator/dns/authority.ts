import type { QuestionType, RecordSet, ZoneSpec } from "../dns-contracts";

/** One question to one server: what it holds is seen as of `at`. */
export interface Look {
  server: string;
  at: number;
}

/** What a zone says to one question, before any CNAME is followed. */
export type Step =
  | { kind: "found"; set: RecordSet }
  | { kind: "cname"; set: RecordSet }
  | { kind: "referral"; set: RecordSet }
  | { kind: "negative"; rcode: "NOERROR" | "NXDOMAIN"; soa: RecordSet };

/** A server that does not answer the question. */
export type Failure = { kind: "failure"; rcode: "SERVFAIL" | "REFUSED" | "TIMEOUT" };

/** A zone as its servers answer for it. */
export interface Authority {
  readonly spec: ZoneSpec;
  answer(name: string, type: QuestionType, look: Look): Step;
}

/** What Route 53 puts into a new zone: the NS set for two days, the SOA for 15 minutes. */
const NS_TTL = 172_800;
const SOA_TTL = 900;

export function apexNs(spec: ZoneSpec): RecordSet {
  return { name: spec.name, type: "NS", ttl: NS_TTL, values: spec.nameServers };
}

export function apexSoa(spec: ZoneSpec): RecordSet {
  const primary = spec.nameServers[0] ?? "ns.invalid";
  const value = `${primary} awsdns-hostmaster.amazon.com 1 7200 900 1209600 ${spec.soaMinimum}`;
  return { name: spec.name, type: "SOA", ttl: SOA_TTL, values: [value] };
}

/** RFC 2308 section 5: the SOA of a negative answer carries the lesser of its own TTL and its last field, and caches obey that. */
export function negative(rcode: "NOERROR" | "NXDOMAIN", soa: RecordSet): Step {
  const minimum = Number(soa.values[0]?.split(" ").at(-1));
  return { kind: "negative", rcode, soa: { ...soa, ttl: Math.min(soa.ttl, minimum) } };
}
