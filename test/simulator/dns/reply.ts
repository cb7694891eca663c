import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import type { RecordSet } from "../dns-contracts";
import { toRecords } from "./wire";

const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

export type Rcode = keyof typeof RCODES;

export interface Reply {
  id: number;
  rcode: Rcode;
  /** Octets that the other side takes. */
  sizeLimit: number;
  /** Whether the question came with EDNS: then the answer has it too (RFC 6891 section 6.1.1). */
  edns: boolean;
  question?: Question;
  recursionDesired?: boolean;
  recursionAvailable?: boolean;
  authoritative?: boolean;
  answers?: RecordSet[];
  authority?: RecordSet[];
  glue?: RecordSet[];
}

/** What answers say that this side takes (DNS Flag Day 2020). */
const OUR_UDP_SIZE = 1232;

/** Whole if it fits; else without the glue, which nobody asked for; else empty with the TC bit, so that the other side comes again over TCP. */
export function encodeReply(reply: Reply): Buffer {
  const whole = encode(toPacket(reply));
  if (whole.length <= reply.sizeLimit) return whole;
  const withoutGlue = encode(toPacket({ ...reply, glue: [] }));
  if (withoutGlue.length <= reply.sizeLimit) return withoutGlue;
  const { flags = 0, ...rest } = toPacket({ ...reply, answers: [], authority: [], glue: [] });
  return encode({ ...rest, flags: flags | TRUNCATED_RESPONSE });
}

function toPacket(reply: Reply): Packet {
  return {
    type: "response",
    id: reply.id,
    flags: flagsOf(reply),
    questions: reply.question ? [reply.question] : [],
    answers: (reply.answers ?? []).flatMap(toRecords),
    authorities: (reply.authority ?? []).flatMap(toRecords),
    additionals: [...(reply.glue ?? []).flatMap(toRecords), ...(reply.edns ? [OPT] : [])],
  };
}

const OPT: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: OUR_UDP_SIZE,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function flagsOf(reply: Reply): number {
  const authoritative = reply.authoritative ? AUTHORITATIVE_ANSWER : 0;
  const desired = reply.recursionDesired ? RECURSION_DESIRED : 0;
  const available = reply.recursionAvailable ? RECURSION_AVAILABLE : 0;
  return authoritative | desired | available | RCODES[reply.rcode];
}
