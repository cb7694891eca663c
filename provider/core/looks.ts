/** What DNS, edges and CloudFront say about names: the nouns of diagnosis. Plain JSON, as the rest of the model. */
import type { DistributionFacts, Instant, Tags } from "./model";

/**
 * What one authoritative server says for a name and type. Of a CNAME: where it leads to a name of ACM's by others, that name stands beside its own
 * value, since ACM follows them; that of a wildcard is none.
 */
export type ServerAnswer = { kind: "values"; values: string[] } | { kind: "none" } | { kind: "unknown"; code: string };

/** Codes of a look-up to which nothing came back, as Node.js and the system call them. EPERM: a packet filter of this machine. */
export const SILENCES: ReadonlySet<string> = new Set([
  "ETIMEOUT",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPERM",
]);

/** What DNS says about one record that the group needs. */
export interface DnsLook {
  /** The zone that answers for the name; `""` while unknown. */
  zone: string;
  servers: { [nameServer: string]: ServerAnswer };
}

/** One CAA record (RFC 8659, 4.1). */
export interface CaaRecord {
  /** The octet as it stands; 128 is the critical flag. */
  flags: number;
  /** Lower case. */
  tag: string;
  /** As published, without the quotes. */
  value: string;
}

/** What the way up from a name found (RFC 8659, 3). */
export type CaaLook =
  /**
   * The set that applies. `at`: where on the way up; `owner`: who has it, another name where `at` is an alias, and a wildcard where that answers for
   * a name that has nothing of its own; `zone` answers for `owner`.
   */
  | { kind: "set"; at: string; owner: string; zone: string; records: CaaRecord[] }
  /** There is none up to the top: every authority may issue. */
  | { kind: "none" }
  /**
   * Nobody could tell whether `at` has a set, so it is not known which one applies. `owner`: the name that was asked about, as above. `asked`: who
   * failed, the name servers of `owner` or a resolver.
   */
  | { kind: "unknown"; at: string; owner: string; asked: "servers" | "resolver"; code: string };

/** Why a record that should be in DNS may not be seen: what was found beside it. */
export interface RecordExam {
  /** The name with the zone's name twice, where the record is: what a form that adds the zone makes of a full name. */
  doubled: string | null;
  /** The name without its leading underscore, where the record is. */
  bare: string | null;
  /** Types of other records at the name, beside which no CNAME can be (RFC 1034, 3.6.2). */
  beside: string[];
  /** Name servers of the zone, where those who should agree do not; `null` where they do, or could not be asked. */
  delegation: Delegation | null;
  /** A resolver that validates refuses the zone, and answers when it is told not to check (RFC 4035, 3.2.2). */
  dnssecFails: boolean;
  /** For so many seconds a resolver may go on saying that there is no such name (RFC 2308, 5); `null`: not told. */
  negativeTtl: number | null;
  /** No authoritative server answered at all, although a resolver did: something on the way stops DNS. */
  blocked: boolean;
}

export interface Delegation {
  /** Those that the parent zone delegates to. */
  parent: string[];
  /** Those that the zone itself names; `[]`: none of the parent's answers for the zone. */
  zone: string[];
  /** Those that this machine's resolver names: others than the world's, where it has a view of its own. */
  resolver: string[];
}

/** What stands at the address to which DNS leads a name, for who asks for that name. */
export type EdgeLook =
  | {
      kind: "certificate";
      /** Subject alternative names, in lower case. */
      names: string[];
      /** Its organization, else its common name. */
      issuer: string;
      notBefore: Instant;
      notAfter: Instant;
      /** The chain leads to an authority that this machine trusts. */
      trusted: boolean;
    }
  /** No handshake at this port. */
  | { kind: "none"; code: string; port: number }
  /** DNS gave no address, or could not be asked. */
  | { kind: "unknown"; code: string };

/** Who in CloudFront has a name, as ListDomainConflicts tells it. */
export interface Conflict {
  domain: string;
  kind: "distribution" | "tenant";
  /** The first half is masked by `*`. */
  id: string;
  /** As `id`. */
  account: string;
}

/** What a name's own DNS says. `ttl`: of the name's own record, in seconds. */
export type Lead =
  /** `target`: the first CloudFront name on the way, else the last name. */
  | { kind: "alias"; target: string; ttl: number }
  | { kind: "addresses"; addresses: string[]; ttl: number }
  | { kind: "nothing" }
  | { kind: "unknown" };

/** Does a DNS wildcard answer for a name that has nothing of its own? */
export type WildcardLook =
  /** `*.example.com`; it stops answering for the name when the name, or one below it, gets a record. */
  { kind: "wildcard"; name: string } | { kind: "none" } | { kind: "unknown"; code: string };

/** What CloudFront and DNS say about a name that it refuses. */
export interface ConflictLook {
  conflicts: Conflict[];
  lead: Lead;
  /** The record that proves to CloudFront that the name may move between accounts; `null`: nobody needs it. */
  proof: DnsLook | null;
}

/** A distribution that only asks who has a name, and goes again. */
export type Temporary =
  | { kind: "there"; distribution: DistributionFacts; tags: Tags }
  /** CloudFront says that it was made by this attempt, and does not show it. `id`: `""` where it does not say which one it is. */
  | { kind: "told"; id: string; attempt: number; since: Instant }
  /** Deleted by this run. */
  | { kind: "gone" };

/** What a distribution answers at its own domain name: an HTTP status. */
export type OriginAnswer = { kind: "status"; status: number } | { kind: "unknown" };

/** Where a domain's traffic goes, by DNS. */
export type TrafficLook = "NOT_POINTING" | "POINTS_ELSEWHERE" | "POINTING" | "UNKNOWN" | PartialTraffic;

/** Some name servers of the zone lead here. `lacking`: those that do not. `rest`: what these do, elsewhere if any does. */
export interface PartialTraffic {
  kind: "partial";
  rest: "NOT_POINTING" | "POINTS_ELSEWHERE";
  lacking: string[];
}

/** Some of those who ask are led there. */
export const leadsSome = (look: TrafficLook | undefined): boolean => look === "POINTING" || typeof look === "object";
