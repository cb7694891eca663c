/** One question to one server, as far as it can be answered. */
import { randomInt } from "node:crypto";
import type { Instant } from "../core/model";
import type { Clock } from "../ports";
import { type HttpsExchange, httpsExchange } from "./https-transport";
import { decodeMessage, encodeQuery, isReplyTo, type Message, type QueryOptions, type Question } from "./packet";
import { createSlots } from "./slots";
import { type DnsTransport, failure, type Protocol } from "./transport";

/** `url`: over HTTPS. */
export type Server = { address: string; port: number } | { url: string };

export type Told = { kind: "message"; message: Message } | { kind: "failure"; code: string };

/** `until`: nothing is waited for after it. `once`: silence is taken for the answer at the first try. */
type How = Omit<QueryOptions, "edns"> & { until: Instant; once?: boolean };

export type Ask = (server: Server, question: Question, how: How) => Promise<Told>;

const tryMs = 2_000;
/** Packets on their way at once. */
const most = 32;

export function createAsk(transport: DnsTransport, clock: Clock, overHttps: HttpsExchange = httpsExchange): Ask {
  const slots = createSlots(most);
  const sender =
    (server: Server, until: Instant): Send =>
    async (packet, protocol) => {
      // Of now: the question may have waited for others, and the way by TCP comes after that by UDP.
      const timeoutMs = Math.min(tryMs, until - clock.now());
      if (timeoutMs <= 0) throw failure("ETIMEOUT", "the time is over");
      return "url" in server
        ? overHttps(server.url, packet, timeoutMs)
        : transport.exchange(server.address, server.port, packet, protocol, timeoutMs);
    };
  return async (server, question, { until, once = false, ...how }) => {
    let last: Told = { kind: "failure", code: "ETIMEOUT" };
    // Over HTTPS always the same, so that equal questions are equal requests (RFC 8484, 4.1).
    const id = "url" in server ? () => 0 : () => randomInt(0x10000);
    // Again without EDNS: some servers and what stands before them do not answer queries that have it (RFC 6891, 6.2.2).
    for (const edns of once ? [true] : [true, false]) {
      if (clock.now() >= until) return last;
      const packet = () => encodeQuery(question, id(), { ...how, edns });
      last = await slots(() => exchange(sender(server, until), packet));
      if (last.kind === "message" && !rejectsEdns(last.message)) return last;
    }
    return last;
  };
}

function rejectsEdns({ rcode }: Message): boolean {
  return rcode === "FORMERR" || rcode === "NOTIMP";
}

/** Resolves with what comes back. */
type Send = (packet: Buffer, protocol: Protocol) => Promise<Buffer>;

async function exchange(send: Send, write: () => Buffer): Promise<Told> {
  try {
    const packet = write();
    const read = async (protocol: Protocol): Promise<Message> => replyIn(await send(packet, protocol), packet);
    const message = await read("udp");
    const whole = message.truncated ? await read("tcp") : message;
    // What is still cut may lack the very record that matters.
    return whole.truncated ? { kind: "failure", code: "EBADRESP" } : { kind: "message", message: whole };
  } catch (error) {
    return { kind: "failure", code: codeOf(error) };
  }
}

/** `EBADRESP` is what Node.js calls a reply that cannot be read. */
function replyIn(packet: Buffer, query: Buffer): Message {
  try {
    if (isReplyTo(query, packet)) return decodeMessage(packet);
  } catch {
    // Whatever is wrong with it.
  }
  throw failure("EBADRESP", "not an answer to the question");
}

function codeOf(error: unknown): string {
  return error instanceof Object && "code" in error && typeof error.code === "string" ? error.code : "EBADRESP";
}
