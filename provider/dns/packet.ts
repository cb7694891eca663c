/** DNS messages (RFC 1035), as far as they are asked and read here. */
import { type Answer, CHECKING_DISABLED, type DecodedPacket, decode, encode, RECURSION_DESIRED } from "dns-packet";

export type QuestionType = "A" | "AAAA" | "CAA" | "CNAME" | "MX" | "NS" | "SOA" | "TXT";

export interface Question {
  /** Without trailing dot. */
  name: string;
  type: QuestionType;
}

/** One record. Host names in lower case, without trailing dot. */
export interface Entry {
  name: string;
  type: string;
  /** In presentation format. */
  value: string;
  /** In seconds. */
  ttl: number;
}

export interface Message {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, ... */
  rcode: string;
  authoritative: boolean;
  truncated: boolean;
  answers: Entry[];
  authority: Entry[];
}

/** Of answers over UDP: what travels without fragments (DNS Flag Day 2020). */
const udpSize = 1232;

export interface QueryOptions {
  recursive: boolean;
  edns: boolean;
  /** A resolver that checks DNSSEC answers without doing so (RFC 4035, 3.2.2). */
  unchecked?: boolean;
}

export function encodeQuery(question: Question, id: number, options: QueryOptions): Buffer {
  return encode({
    type: "query",
    id,
    flags: (options.recursive ? RECURSION_DESIRED : 0) | (options.unchecked ? CHECKING_DISABLED : 0),
    questions: [{ ...question, class: "IN" }],
    additionals: options.edns ? [optRecord] : [],
  });
}

const optRecord: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: udpSize,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** Throws when the packet is no DNS message. */
export function decodeMessage(packet: Buffer): Message {
  const decoded = decode(packet);
  // One that ends within a record is read past its end, as if the rest were empty. (Bytes that are no number: within a text.)
  if (!(decode.bytes <= packet.length)) throw new RangeError("the message is cut");
  const { flag_aa, flag_tc, answers, authorities } = decoded;
  return {
    rcode: rcodeOf(decoded),
    authoritative: flag_aa,
    truncated: flag_tc,
    answers: (answers ?? []).map(entryOf),
    authority: (authorities ?? []).map(entryOf),
  };
}

const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** Its upper bits stand in the OPT record (RFC 6891, 6.1.3). */
function rcodeOf({ flags = 0, additionals }: DecodedPacket): string {
  const upper = (additionals ?? []).find((record) => record.type === "OPT")?.extendedRcode ?? 0;
  const rcode = upper * 0x10 + (flags & 0xf);
  return rcodes[rcode] ?? `RCODE${rcode}`;
}

const headerSize = 12;
const idSize = 2;
const responseBit = 0x80;

/** Same id and same question: anything else that arrives is somebody else's, or a forgery (RFC 5452, 9.1). */
export function isReplyTo(query: Buffer, packet: Buffer): boolean {
  if (packet.length < headerSize || ((packet[idSize] ?? 0) & responseBit) === 0) return false;
  if (!packet.subarray(0, idSize).equals(query.subarray(0, idSize))) return false;
  const asked = sectionOf(query);
  return asked !== undefined && sectionOf(packet) === asked;
}

/** The question section. Servers repeat it, some in another case; those that cannot read a query repeat none. */
function sectionOf(packet: Buffer): string | undefined {
  try {
    const [question] = decode(packet).questions ?? [];
    return question && `${question.name.toLowerCase()} ${question.type}`;
  } catch {
    return undefined;
  }
}

function entryOf(answer: Answer): Entry {
  const ttl = "ttl" in answer ? (answer.ttl ?? 0) : 0;
  return { name: hostName(answer.name), type: answer.type, value: presentation(answer), ttl };
}

function presentation(answer: Answer): string {
  switch (answer.type) {
    case "A":
    case "AAAA":
      return answer.data.toLowerCase();
    case "CNAME":
    case "NS":
      return hostName(answer.data);
    case "CAA":
      return `${answer.data.flags ?? 0} ${answer.data.tag.toLowerCase()} ${quoted(answer.data.value)}`;
    case "MX":
      return `${answer.data.preference ?? 0} ${hostName(answer.data.exchange)}`;
    case "SOA": {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [hostName(mname), hostName(rname), serial, refresh, retry, expire, minimum].join(" ");
    }
    case "TXT":
      return [answer.data].flat().map(quoted).join(" ");
    default:
      return "";
  }
}

function quoted(text: string | Buffer): string {
  return `"${text.toString().replace(/["\\]/g, "\\$&")}"`;
}

export function hostName(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
