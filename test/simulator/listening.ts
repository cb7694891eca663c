import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";

type Server = HttpServer | HttpsServer;

/**
 * Rejects when the port is taken.
 *
 * @param port 0: any that is free
 * @returns the port
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Does not wait for clients that keep their connection. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const ATTEMPTS = 20;

/** A port that is free at one address, or for one protocol, may be taken for the next: then all of it once more with another one, if any will do. */
export async function atFreePort<T>(port: number, open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (port !== 0 || attempt === ATTEMPTS || !isTaken) throw error;
    }
  }
}
