/** DNS messages (RFC 1035), as far as they are asked and read here. */
import { type Answer, decode, encode, RECURSION_DESIRED } from "dns-packet";

export type QuestionType = "A" | "AAAA" | "CAA" | "CNAME" | "NS" | "SOA" | "TXT";

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

export function encodeQuery(question: Question, id: number, options: { recursive: boolean; edns: boolean }): Buffer {
  return encode({
    type: "query",
    id,
    flags: options.recursive ? RECURSION_DESIRED : 0,
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
  const { flags = 0, flag_aa, flag_tc, answers, authorities } = decode(packet);
  return {
    rcode: rcodes[flags & 0xf] ?? `RCODE${flags & 0xf}`,
    authoritative: flag_aa,
    truncated: flag_tc,
    answers: (answers ?? []).map(entryOf),
    authority: (authorities ?? []).map(entryOf),
  };
}

const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

const headerSize = 12;
const idSize = 2;
const responseBit = 0x80;

/** Same id and same question: anything else that arrives is somebody else's, or a forgery (RFC 5452, 9.1). */
export function isReplyTo(query: Buffer, packet: Buffer): boolean {
  if (packet.length < headerSize || ((packet[idSize] ?? 0) & responseBit) === 0) return false;
  if (!packet.subarray(0, idSize).equals(query.subarray(0, idSize))) return false;
  return sectionOf(packet) === sectionOf(query);
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
  return { name: hostName(answer.name), type: answer.type, value: presentation(answer) };
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
