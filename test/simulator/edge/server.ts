import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { SecureContext, TLSSocket } from "node:tls";
import type { CertificateAuthority, EdgeView, ViewerRequest, ViewerResponse } from "../contracts";
import { atFreePort, closeServer, listen } from "../listening";
import { type Contexts, createContexts, DEFAULT_CERTIFICATE } from "./contexts";

export type ServedView = Pick<EdgeView, "answer" | "serve">;

export interface Edges {
  /** `ip:port`, one an edge. */
  addresses: string[];
  /** Of the first edge. All edges have it, unless several share one address. */
  port: number;
  close(): Promise<void>;
}

/**
 * The edges as TLS servers: each presents what the configuration at that edge says now, and answers over HTTP by it.
 *
 * @param hosts the address of each edge; edges of the same address get ports of their own
 * @param port default: a free one
 */
export function startEdges(
  view: ServedView,
  hosts: readonly string[],
  ca: CertificateAuthority,
  port = 0,
): Promise<Edges> {
  const contexts = createContexts(ca);
  return atFreePort(port, () => openEdges(view, hosts, contexts, port));
}

async function openEdges(view: ServedView, hosts: readonly string[], contexts: Contexts, port: number): Promise<Edges> {
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
    const { status, headers, body } = answerTo(view, edge, request);
    response
      .writeHead(status, { "content-type": "text/plain; charset=utf-8", "x-amz-cf-pop": `SIM${edge}`, ...headers })
      .end(body);
  });
}

function answerTo(view: ServedView, edge: number, request: IncomingMessage): ViewerResponse {
  const viewerRequest = readRequest(request);
  const { host } = viewerRequest;
  const { servername } = request.socket as TLSSocket;
  if (servername && servername.toLowerCase() !== host) {
    const body = `Misdirected: the connection was made for ${servername}, the request is for ${host}.\n`;
    return { status: 421, headers: { server: "CloudFront" }, body };
  }
  return view.serve(edge, viewerRequest);
}

function readRequest({ headers, method = "GET", url = "/" }: IncomingMessage): ViewerRequest {
  const [path = "/", ...query] = url.split("?");
  return {
    host: (headers.host ?? "").replace(/:\d+$/, "").toLowerCase(),
    method,
    path,
    query: query.join("?"),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  };
}
