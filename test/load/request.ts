/** One request as a browser makes it: a TCP connection, a full TLS handshake, the certificate judged, a page asked for. */
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";

export interface Target {
  address: string;
  port: number;
  /** Server name and Host. */
  host: string;
}

export type Verdict =
  | { kind: "served"; certificate: string; distribution: string }
  | { kind: "failed"; why: string }
  | { kind: "wrongCertificate"; why: string };

export type Ask = (target: Target) => Promise<Verdict>;

const ANSWERS_WITHIN_MS = 5000;

/** Trusts this root alone. Sessions are never resumed: each request sees the certificate of its own moment. */
export function createAsk(rootPem: string): Ask {
  const trusted = createSecureContext({ ca: rootPem });
  return ({ address, port, host }) =>
    // The verdict on the certificate is looked at, not thrown: a handshake that fails is another matter.
    ask({ host: address, port, servername: host, secureContext: trusted, rejectUnauthorized: false }, host);
}

function ask(options: ConnectionOptions, host: string): Promise<Verdict> {
  return new Promise((resolve) => {
    const socket = connect(options);
    let page = "";
    const end = (verdict: Verdict): void => {
      resolve(verdict);
      socket.destroy();
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, () => end({ kind: "failed", why: "no answer in time" }));
    socket.once("error", (error: Error & { code?: string }) =>
      end({ kind: "failed", why: error.code ?? error.message }),
    );
    socket.once("secureConnect", () => {
      const problem = problemOf(socket);
      if (problem !== undefined) end({ kind: "wrongCertificate", why: problem });
      else socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.on("data", (bytes: Buffer) => {
      page += bytes.toString("latin1");
    });
    // Read while the socket is open: afterwards it has no certificate.
    socket.once("end", () => end(judged(page, certificateOf(socket))));
    socket.once("close", () => end({ kind: "failed", why: "the connection was closed" }));
  });
}

/** What a client that checks chain, dates and name has against the certificate. */
function problemOf(socket: TLSSocket): string | undefined {
  if (socket.isSessionReused()) return "the session was resumed, so no certificate was shown";
  // Typed as an Error, and a code where there is one.
  return socket.authorized ? undefined : String(socket.authorizationError);
}

const certificateOf = (socket: TLSSocket): string => socket.getPeerX509Certificate()?.fingerprint256 ?? "";

function judged(page: string, certificate: string): Verdict {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(page)?.[1];
  const distribution = / is served by (\w+) at edge/.exec(page)?.[1];
  if (status !== "200" || distribution === undefined)
    return { kind: "failed", why: `HTTP ${status ?? "without a status"}` };
  return { kind: "served", certificate, distribution };
}
