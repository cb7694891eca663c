import type { DnsWorld } from "../dns-contracts";
import { atFreePort } from "../listening";
import { nthAddress } from "./addresses";
import { RESOLVER_ADDRESS, responderAt } from "./in-process";
import { type Answer, type Listener, listen } from "./listener";
import { type Responder, respond } from "./respond";

export interface DnsServers {
  /** The same for the resolver and all name servers. */
  port: number;
  /** The recursive resolver: `127.0.0.1:port`. */
  recursive: string;
  close(): Promise<void>;
}

/**
 * The DNS world on sockets: the recursive resolver on 127.0.0.1, each name server on its own loopback address. On a system without these (macOS) all
 * share 127.0.0.1, where a question with RD=1 goes to the resolver, and one with RD=0 is answered as the name's own servers would.
 *
 * @param port default: a free one
 */
export const startDnsServers = (dns: DnsWorld, port = 0): Promise<DnsServers> =>
  atFreePort(port, () => openDnsServers(dns, port));

async function openDnsServers(dns: DnsWorld, port: number): Promise<DnsServers> {
  let responder: Responder = { kind: "recursive" };
  const resolver = await listen(RESOLVER_ADDRESS, port, (packet, transport) =>
    respond(dns, responder, packet, transport),
  );
  const nameServers = createNameServerPool(dns, resolver.port);
  const close = async (): Promise<void> => void (await Promise.all([resolver.close(), nameServers.close()]));
  try {
    await nameServers.grow();
    dns.onNameServer(() => nameServers.grow().catch((error) => console.error(`DNS: ${error}`)));
  } catch (error) {
    if (codeOf(error) !== "EADDRNOTAVAIL") {
      await close();
      throw error;
    }
    responder = { kind: "shared" };
    dns.shareAddress(RESOLVER_ADDRESS);
  }
  return { port: resolver.port, recursive: `${RESOLVER_ADDRESS}:${resolver.port}`, close };
}

/** Sockets of servers that are still to come, so that a new zone is answered for from its first moment. */
const AHEAD = 16;

function createNameServerPool(dns: DnsWorld, port: number): { grow(): Promise<void>; close(): Promise<void> } {
  const listeners: Promise<Listener>[] = [];
  let closed = false;

  function answerAt(address: string): Answer {
    return (packet, transport) => {
      const responder = responderAt(dns, address);
      return responder && respond(dns, responder, packet, transport);
    };
  }

  return {
    async grow() {
      const before = listeners.length;
      while (!closed && listeners.length < dns.nameServers().length + AHEAD) {
        const address = nthAddress(listeners.length);
        listeners.push(listen(address, port, answerAt(address)));
      }
      await Promise.all(listeners.slice(before));
    },
    async close() {
      closed = true;
      for (const result of await Promise.allSettled(listeners))
        if (result.status === "fulfilled") await result.value.close();
    },
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
