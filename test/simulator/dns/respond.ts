import { type DecodedPacket, decode, type OptAnswer, type Question } from "dns-packet";
import type { DnsAnswer, DnsWorld, RecordSet } from "../dns-contracts";
import { encodeReply, type Rcode } from "./reply";
import { wholeWorldAnswer } from "./whole-world";
import { questionTypeOf } from "./wire";

/** Who is asked: the recursive resolver, one name server or, where all share one address, what the RD bit of the question wants. */
export type Responder = { kind: "recursive" } | { kind: "server"; nameServer: string } | { kind: "shared" };

export type Transport = "udp" | "tcp";

const HEADER_SIZE = 12;
/** RFC 1035 section 4.2.1. EDNS raises it, and never lowers it (RFC 6891 section 6.2.3). */
const PLAIN_UDP_SIZE = 512;
const TCP_SIZE = 65_535;

/** The packet that answers `packet`; `undefined`: none comes. */
export function respond(dns: DnsWorld, responder: Responder, packet: Buffer, transport: Transport): Buffer | undefined {
  if (packet.length < HEADER_SIZE) return undefined;
  const query = read(packet);
  if (query?.type === "response") return undefined;
  const edns = query?.additionals?.find((record): record is OptAnswer => record.type === "OPT");
  const udpSize = Math.max(PLAIN_UDP_SIZE, edns?.udpPayloadSize ?? 0);
  const common = {
    id: packet.readUInt16BE(0),
    edns: edns !== undefined,
    sizeLimit: transport === "tcp" ? TCP_SIZE : udpSize,
  };

  const question = query?.questions?.[0];
  if (!query || !question) return encodeReply({ ...common, rcode: "FORMERR" });
  const echoed = { ...common, question, recursionDesired: query.flag_rd };
  const refusal = whyNot(query, question);
  if (refusal) return encodeReply({ ...echoed, rcode: refusal });

  const recursive = responder.kind === "recursive" || (responder.kind === "shared" && query.flag_rd);
  const answer = answerTo(dns, responder, recursive, question, query.flag_cd);
  if (answer.rcode === "TIMEOUT") return undefined;
  return encodeReply({
    ...echoed,
    ...answer,
    recursionAvailable: responder.kind !== "server",
    glue: glueFor(dns, answer),
  });
}

function read(packet: Buffer): DecodedPacket | undefined {
  try {
    return decode(packet);
  } catch {
    return undefined;
  }
}

const OPCODE_MASK = 0x7800;

function whyNot(query: DecodedPacket, question: Question): Rcode | undefined {
  if (((query.flags ?? 0) & OPCODE_MASK) !== 0) return "NOTIMP";
  if (query.questions?.length !== 1) return "FORMERR";
  return question.class === "IN" ? undefined : "REFUSED";
}

function answerTo(
  dns: DnsWorld,
  responder: Responder,
  recursive: boolean,
  question: Question,
  unchecked: boolean,
): DnsAnswer {
  const type = questionTypeOf(question.type);
  if (recursive) return dns.resolve(question.name, type, undefined, undefined, unchecked);
  return responder.kind === "server"
    ? dns.query(responder.nameServer, question.name, type)
    : wholeWorldAnswer(dns.query, question.name, type);
}

type Told = Exclude<DnsAnswer, { rcode: "TIMEOUT" }>;

/** The addresses of the servers that a referral names. */
function glueFor(dns: DnsWorld, answer: Told): RecordSet[] {
  const known = new Set(dns.nameServers());
  const referred = answer.authority.filter((set) => set.type === "NS").flatMap((set) => set.values);
  return referred
    .filter((server) => known.has(server))
    .map((server) => ({ name: server, type: "A", ttl: 172_800, values: [dns.addressOf(server)] }));
}
