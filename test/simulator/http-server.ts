import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { WireRequest } from "./contracts";
import { ConnectionLost, serviceOf } from "./dispatch";
import { closeServer, listen } from "./listening";
import type { Simulator } from "./simulator";

export interface RunningHttpServer {
  url: string;
  close(): Promise<void>;
}

/** All AWS services of the simulator at one address: which one is meant stands in each request's signature. */
export async function startHttpServer(simulator: Simulator, port = 0): Promise<RunningHttpServer> {
  const server = createServer((request, response) => {
    answer(simulator, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const bound = await listen(server, "127.0.0.1", port);
  return { url: `http://127.0.0.1:${bound}`, close: () => closeServer(server) };
}

async function answer(simulator: Simulator, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await toWire(incoming);
  try {
    const { status, headers, body } = await simulator.call(request, serviceOf(request));
    outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    outgoing.end(body);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    outgoing.destroy();
  }
}

async function toWire(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? "")]);
  return {
    method: incoming.method ?? "GET",
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
