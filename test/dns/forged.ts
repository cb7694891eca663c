import { type DecodedPacket, decode, encode, type Packet } from "dns-packet";
import type { DnsTransport } from "../../provider/dns/transport";

interface Asked {
  address: string;
  query: DecodedPacket;
  /** `example.com NS`. */
  question: string;
  timeoutMs: number;
}

/** What comes back instead of the simulator's answer: a packet, an error, or (`undefined`) that answer after all. */
export type Forge = (
  asked: Asked,
) => Packet | Buffer | Error | undefined | Promise<Packet | Buffer | Error | undefined>;

/** A transport on which somebody else answers. */
export function forged(transport: DnsTransport, forge: Forge): DnsTransport {
  return {
    exchange: async (address, port, packet, protocol, timeoutMs) => {
      const query = decode(packet);
      const [asked] = query.questions ?? [];
      const answer = await forge({ address, query, question: `${asked?.name} ${asked?.type}`, timeoutMs });
      if (answer === undefined) return transport.exchange(address, port, packet, protocol, timeoutMs);
      if (answer instanceof Error) throw answer;
      return Buffer.isBuffer(answer) ? answer : reply(query, answer);
    },
  };
}

/** The reply to a query, as far as `more` does not say otherwise. */
export function reply({ id = 0, questions = [] }: DecodedPacket, more: Packet): Buffer {
  return encode({ type: "response", id, questions, ...more });
}

export const silence = (): Error => Object.assign(new Error("no answer"), { code: "ETIMEOUT" });
