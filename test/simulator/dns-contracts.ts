/** What the simulated DNS owes the services that publish in it and look names up. Times as in contracts.ts. */

/** What the simulated name servers hold. */
export const RECORD_TYPES = ["A", "AAAA", "CNAME", "TXT", "NS", "SOA", "CAA", "MX", "HTTPS", "PTR", "SRV"] as const;

export type RecordType = (typeof RECORD_TYPES)[number];

/** What can be asked. `"OTHER"` stands for every type that no zone holds: such a question is answered with NODATA. */
export type QuestionType = RecordType | "OTHER";

/** One record set. Values are in presentation format (`0 issue "amazon.com"`, `"text"`), host names without trailing dot, lower case. */
export interface RecordSet {
  name: string;
  type: RecordType;
  ttl: number;
  values: string[];
  /** In answers to an alias (see {@link AliasSet}): the target. CloudFront knows its own addresses; on the wire it does not show. */
  aliasOf?: string;
}

/** Route 53 alias: the server answers with the target's own addresses, TTL 60. */
export interface AliasSet {
  name: string;
  type: RecordType;
  alias: string;
}

export type ZoneRecord = RecordSet | AliasSet;

/** When a change is seen: everywhere at one instant, or per name server (host name -> instant; a server left out never sees it). Not before now. */
export type Effective = number | { [nameServer: string]: number };

export interface ZoneSpec {
  id: string;
  /** Without trailing dot. */
  name: string;
  /** Host names of the servers that hold it. The DNS layer gives each its address. */
  nameServers: string[];
  /** Private zones are held but answer nobody. */
  private: boolean;
  /** Negative-cache time in seconds (SOA minimum). */
  soaMinimum: number;
}

export type DnsAnswer =
  | {
      rcode: "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED";
      /** The CNAME chain and the records, in order. */
      answers: RecordSet[];
      /** SOA for negative answers, NS for referrals. */
      authority: RecordSet[];
      authoritative: boolean;
    }
  | { rcode: "TIMEOUT" };

/** A zone as it is now. */
export interface ZoneView extends ZoneSpec {
  /** The servers that a client is referred to for the zone's name; `[]`: nobody delegates to it. */
  delegation: string[];
  /** Each with the servers that hold it: of one name and type there may be several while a change spreads. */
  records: (ZoneRecord & { servers: string[] })[];
}

/** All zones of the simulated internet, over all accounts and outside of AWS. */
export interface DnsWorld {
  addZone(zone: ZoneSpec): void;
  removeZone(zoneId: string): void;
  zones(): ZoneView[];
  /** The parent (registry) delegates `name` to these servers from now on; `[]` takes the delegation away. */
  delegate(name: string, nameServers: string[]): void;
  delegationOf(name: string): string[];
  /** Puts or (`null`) removes the record set `name`+`type` of a zone, seen from `effective` on. */
  setRecord(zoneId: string, name: string, type: RecordType, record: ZoneRecord | null, effective: Effective): void;
  /** A zone whose answers are computed: `cloudfront.net`, `acm-validations.aws`. Given a full name; `undefined` = no such name. */
  addComputedZone(name: string, answer: (name: string, type: RecordType, now: number) => RecordSet[] | undefined): void;
  /**
   * `fault` makes one server, all servers of a zone (by the zone's name) or a resolver (`"public"`) answer SERVFAIL, REFUSED or not at all; `null` heals it.
   * `type`: of servers and zones, to questions of this type alone.
   */
  setServerFault(nameServer: string, fault: "SERVFAIL" | "REFUSED" | "TIMEOUT" | null, type?: QuestionType): void;
  /** The zone's DNSSEC signatures are wrong: its servers answer as ever, and resolvers, which all validate, refuse (RFC 4035, section 5.5). */
  setBogus(zone: string, isBogus: boolean): void;
  /** What this authoritative server says, or said at a past instant. */
  query(nameServer: string, name: string, type: QuestionType, at?: number): DnsAnswer;
  /**
   * The recursive view: follows delegation and CNAMEs, caches positive answers by TTL and negative ones by the SOA (RFC 2308). Each `resolver` (any
   * name; default `"public"`, the one on the socket) has its own cache, made of its own earlier look-ups alone. So one that looks at past instants
   * (each once, in the order of time) gets the same answers however late it looks. `unchecked`: told not to check DNSSEC (RFC 4035, section 3.2.2).
   */
  resolve(name: string, type: QuestionType, at?: number, resolver?: string, unchecked?: boolean): DnsAnswer;
  /** The longest time in milliseconds that resolvers keep an answer, whatever the zone says; `Infinity` by default. */
  readonly cacheLimits: { positive: number; negative: number };
  /** The address of a server: stable, one for each host name. */
  addressOf(nameServer: string): string;
  /** The reverse of `addressOf`. */
  serverAt(address: string): string | undefined;
  nameServers(): string[];
  /** From now on every server has this address: for systems with a single loopback address. */
  shareAddress(address: string): void;
  /** Called for every name server from now on, as it appears. */
  onNameServer(listener: (nameServer: string) => void): void;
}
