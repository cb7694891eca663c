/** The port `Edges`: a request of a viewer's kind, to see what a distribution answers. */
import { request } from "node:https";
import type { OriginAnswer } from "../core/model";
import type { Edges } from "../ports";
import { createAsk } from "./ask";
import type { DnsOptions } from "./dns";
import { createResolver } from "./resolver";
import { addressesOf } from "./traffic";
import { findZone } from "./zone-finder";

export interface EdgesOptions extends DnsOptions {
  /** Of the edges. Default 443. */
  httpsPort?: number;
}

/** The longest that one request takes, the look for the address included. */
const askMs = 5_000;
const unknown: OriginAnswer = { kind: "unknown" };

export function createEdges({ transport, clock, resolvers, port = 53, httpsPort = 443 }: EdgesOptions): Edges {
  const resolver = createResolver(createAsk(transport, clock), clock, resolvers, port);
  return {
    ask: async (hostName) => {
      const until = clock.now() + askMs;
      const zoneOf = (name: string) => findZone(resolver, name, until);
      // Of authoritative servers: a resolver would keep for a quarter of an hour that a distribution made just now has no address yet.
      const found = await addressesOf({ resolver, zoneOf, until }, hostName);
      const [address] = found.kind === "addresses" ? found.addresses : [];
      const timeoutMs = until - clock.now();
      return address === undefined || timeoutMs <= 0 ? unknown : get(hostName, address, httpsPort, timeoutMs);
    },
  };
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
