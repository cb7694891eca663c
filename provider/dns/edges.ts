/** The port `Edges`: requests of a viewer's kind, to see what a distribution answers, and what stands where DNS leads a name. */
import { request } from "node:https";
import type { EdgeLook, OriginAnswer } from "../core/looks";
import type { Edges } from "../ports";
import type { DnsOptions } from "./dns";
import { type Handshake, handshake } from "./handshake";
import { createLookups } from "./lookups";
import { findAddresses, hostOf } from "./traffic";

export interface EdgesOptions extends DnsOptions {
  /** Of the edges. Default 443. */
  httpsPort?: number;
  /** Roots in PEM by which certificates are judged. Default: those that Node.js trusts. */
  authorities?: readonly string[] | undefined;
}

/** The longest that one look takes, that for the addresses included. */
const lookMs = 5_000;
/** The second is for when the first can't be reached. */
const mostAddresses = 2;
const unknown: OriginAnswer = { kind: "unknown" };

export function createEdges(options: EdgesOptions): Edges {
  const { clock, httpsPort = 443, authorities } = options;
  const { begin } = createLookups(options);
  return {
    ask: async (hostName) => {
      const lookup = begin(lookMs);
      // Of authoritative servers: a resolver would keep for a quarter of an hour that a distribution made just now has no address yet.
      const found = await findAddresses(lookup, hostName);
      const [address] = found.kind === "addresses" ? found.addresses : [];
      const timeoutMs = lookup.until - clock.now();
      return address === undefined || timeoutMs <= 0 ? unknown : get(hostName, address, httpsPort, timeoutMs);
    },
    present: async (name) => {
      const lookup = begin(lookMs);
      const host = hostOf(name);
      const found = await findAddresses(lookup, host);
      if (found.kind === "none") return { kind: "unknown", code: found.code };
      return firstPresented(found.addresses, { host, port: httpsPort, authorities }, () => lookup.until - clock.now());
    },
  };
}

async function firstPresented(
  addresses: readonly string[],
  how: Omit<Handshake, "address" | "timeoutMs">,
  msLeft: () => number,
): Promise<EdgeLook> {
  const asked = addresses.slice(0, mostAddresses);
  let look: EdgeLook = { kind: "unknown", code: "ETIMEOUT" };
  for (const [tried, address] of asked.entries()) {
    // A first one that says nothing leaves its share to the second.
    const timeoutMs = msLeft() / (asked.length - tried);
    if (timeoutMs <= 0) break;
    look = await handshake({ ...how, address, timeoutMs });
    if (look.kind === "certificate") break;
  }
  return look;
}

function get(hostName: string, address: string, port: number, timeoutMs: number): Promise<OriginAnswer> {
  return new Promise((resolve) => {
    const sent = request({
      host: address,
      port,
      servername: hostName,
      headers: { host: hostName, connection: "close" },
      // Nothing is sent that is secret, and nothing is done by what comes back: a wrong certificate is no reason to know less.
      rejectUnauthorized: false,
      // One of its own: no connection that was kept, and no proxy.
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    sent.on("error", () => resolve(unknown));
    sent.once("response", ({ statusCode }) => {
      resolve(statusCode === undefined ? unknown : { kind: "status", status: statusCode });
      // The page itself is of no use.
      sent.destroy();
    });
    sent.end();
  });
}
