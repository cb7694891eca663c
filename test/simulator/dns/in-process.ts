import type { DnsWorld } from "../dns-contracts";
import { type Responder, respond, type Transport } from "./respond";

/** Where the recursive resolver is. */
export const RESOLVER_ADDRESS = "127.0.0.1";

/**
 * The packets of the servers without their sockets, for virtual time.
 *
 * @param address with or without port: {@link RESOLVER_ADDRESS} or that of a name server
 * @throws an error with the code `ETIMEOUT` at once where on a socket no answer would come
 */
export async function exchange(
  dns: DnsWorld,
  address: string,
  packet: Buffer,
  transport: Transport = "udp",
): Promise<Buffer> {
  const responder = responderAt(dns, address.replace(/:\d+$/, ""));
  const answer = responder && respond(dns, responder, packet, transport);
  if (answer) return answer;
  throw Object.assign(new Error(`no answer from ${address}`), { code: "ETIMEOUT" });
}

export function responderAt(dns: DnsWorld, address: string): Responder | undefined {
  if (address === RESOLVER_ADDRESS) return { kind: "recursive" };
  const nameServer = dns.serverAt(address);
  return nameServer === undefined ? undefined : { kind: "server", nameServer };
}
