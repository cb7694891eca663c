/** One question to one server, as far as it can be answered. */
import { randomInt } from "node:crypto";
import type { Instant } from "../core/model";
import type { Clock } from "../ports";
import { decodeMessage, encodeQuery, isReplyTo, type Message, type Question } from "./packet";
import { createSlots } from "./slots";
import type { DnsTransport, Protocol } from "./transport";

export interface Server {
  address: string;
  port: number;
}

export type Told = { kind: "message"; message: Message } | { kind: "failure"; code: string };

/** `until`: no new try after it. */
export type Ask = (server: Server, question: Question, how: { recursive: boolean; until: Instant }) => Promise<Told>;

const tryMs = 2_000;
/** Packets on their way at once. */
const most = 32;

export function createAsk(transport: DnsTransport, clock: Clock): Ask {
  const slots = createSlots(most);
  return async (server, question, { recursive, until }) => {
    let last: Told = { kind: "failure", code: "ETIMEOUT" };
    // Again without EDNS: some servers and what stands before them do not answer queries that have it (RFC 6891, 6.2.2).
    for (const edns of [true, false]) {
      const timeoutMs = Math.min(tryMs, until - clock.now());
      if (timeoutMs <= 0) return last;
      last = await slots(() => exchange(transport, server, question, { recursive, edns, timeoutMs }));
      if (last.kind === "message" && !rejectsEdns(last.message)) return last;
    }
    return last;
  };
}

function rejectsEdns({ rcode }: Message): boolean {
  return rcode === "FORMERR" || rcode === "NOTIMP";
}

async function exchange(
  transport: DnsTransport,
  { address, port }: Server,
  question: Question,
  how: { recursive: boolean; edns: boolean; timeoutMs: number },
): Promise<Told> {
  try {
    const packet = encodeQuery(question, randomInt(0x10000), how);
    const send = async (protocol: Protocol): Promise<Message> => {
      const answer = await transport.exchange(address, port, packet, protocol, how.timeoutMs);
      if (!isReplyTo(packet, answer)) throw new Error("not an answer to the question");
      return decodeMessage(answer);
    };
    const message = await send("udp");
    return { kind: "message", message: message.truncated ? await send("tcp") : message };
  } catch (error) {
    return { kind: "failure", code: codeOf(error) };
  }
}

/** Errors without a code are about what came back: `EBADRESP` is what Node.js calls a reply that cannot be read. */
function codeOf(error: unknown): string {
  return error instanceof Object && "code" in error && typeof error.code === "string" ? error.code : "EBADRESP";
}
