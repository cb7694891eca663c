import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { SecureContext, TLSSocket } from "node:tls";
import type { CertificateAuthority, CloudFrontView } from "../contracts";
import { closeServer, listen } from "../listening";
import { type Contexts, createContexts, DEFAULT_CERTIFICATE } from "./contexts";

export type ServedView = Pick<CloudFrontView, "answer" | "byDomainName">;

export interface Edges {
  /** `ip:port`, one an edge. */
  addresses: string[];
  /** Of the first edge. All edges have it, unless several share one address. */
  port: number;
  close(): Promise<void>;
}

/**
 * The edges as TLS servers: each presents what the configuration at that edge says now, and tells over HTTP which distribution answered.
 *
 * @param hosts the address of each edge; edges of the same address get ports of their own
 * @param port default: a free one
 */
export async function startEdges(
  view: ServedView,
  hosts: readonly string[],
  ca: CertificateAuthority,
  port = 0,
): Promise<Edges> {
  const contexts = createContexts(ca);
  const servers: Server[] = [];
  const ports: number[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeServer)));
  try {
    for (const [edge, host] of hosts.entries()) {
      const server = createEdge(view, edge, contexts);
      servers.push(server);
      const isTaken = hosts.indexOf(host) < edge;
      ports.push(await listen(server, host, isTaken ? 0 : (ports[0] ?? port)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { addresses: hosts.map((host, edge) => `${host}:${ports[edge]}`), port: ports[0] ?? port, close };
}

/** A client that sends no server name gets no handshake: the server itself has no certificate, since Node.js adds that of a name to it, not in its place. */
function createEdge(view: ServedView, edge: number, contexts: Contexts): Server {
  const SNICallback = (serverName: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    const served = view.answer(edge, serverName.toLowerCase());
    contexts(served.kind === "certificate" ? served.certificate : DEFAULT_CERTIFICATE).then(
      (context) => done(null, context),
      (error: Error) => done(error),
    );
  };
  return createServer({ SNICallback }, (request, response) => {
    const { status, text } = pageFor(view, edge, request);
    const headers = { "content-type": "text/plain; charset=utf-8", server: "CloudFront", "x-amz-cf-pop": `SIM${edge}` };
    response.writeHead(status, headers).end(`${text}\n`);
  });
}

function pageFor(view: ServedView, edge: number, request: IncomingMessage): { status: number; text: string } {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  const { servername } = request.socket as TLSSocket;
  if (servername && servername.toLowerCase() !== host) {
    return { status: 421, text: `Misdirected: the connection was made for ${servername}, the request is for ${host}.` };
  }
  const served = view.answer(edge, host);
  const distribution = served.kind === "certificate" ? served.distributionId : view.byDomainName(host)?.id;
  if (distribution === undefined) return { status: 403, text: `No distribution at edge ${edge} serves ${host}.` };
  return { status: 200, text: `${host} is served by ${distribution} at edge ${edge}.` };
}
