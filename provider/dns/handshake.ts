/** A TLS handshake of a viewer's kind, to see which certificate comes back. Nothing is sent after it. */
import { connect, type PeerCertificate, type TLSSocket } from "node:tls";
import type { EdgeLook } from "../core/looks";

export interface Handshake {
  /** Asked for by SNI (RFC 6066, 3). */
  host: string;
  address: string;
  port: number;
  timeoutMs: number;
  /** Roots in PEM; `undefined`: those that Node.js trusts. */
  authorities: readonly string[] | undefined;
}

/** What a handshake can end with. */
export type Presented = Exclude<EdgeLook, { kind: "unknown" }>;

/** `code` where there is none: Node.js's name of the error, OpenSSL's with the TLS alert among them (`ERR_SSL_TLSV1_UNRECOGNIZED_NAME`). */
export function handshake({ host, address, port, timeoutMs, authorities }: Handshake): Promise<Presented> {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      servername: host,
      ALPNProtocols: ["http/1.1"],
      ca: authorities && [...authorities],
      // A certificate that is wrong is what is looked for.
      rejectUnauthorized: false,
      // A wrong name is seen in the certificate: it is no reason to distrust who issued it.
      checkServerIdentity: () => undefined,
    });
    const end = (presented: Presented): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(presented);
    };
    const timer = setTimeout(() => end({ kind: "none", code: "ETIMEDOUT", port }), timeoutMs);
    socket.on("error", (error: NodeJS.ErrnoException) => end({ kind: "none", code: error.code ?? "EPROTO", port }));
    socket.once("secureConnect", () => end(presentedBy(socket)));
  });
}

function presentedBy(socket: TLSSocket): Presented {
  const leaf = socket.getPeerCertificate();
  return {
    kind: "certificate",
    names: dnsNames(leaf.subjectaltname ?? ""),
    issuer: issuerOf(leaf),
    notBefore: Date.parse(leaf.valid_from),
    notAfter: Date.parse(leaf.valid_to),
    trusted: socket.authorized,
  };
}

/** Of `DNS:example.com, DNS:*.example.com, IP Address:192.0.2.1`. What is no host name stands in quotes there, commas included. */
function dnsNames(subjectAltName: string): string[] {
  const parts = subjectAltName.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return parts.flatMap((part) => /^\s*DNS:([^"]+)$/.exec(part)?.[1]?.toLowerCase() ?? []);
}

/** A name may have the same attribute more than once: Node.js gives an array then, which its types do not tell. */
function issuerOf({ issuer }: PeerCertificate): string {
  const [first = ""] = [issuer.O ?? issuer.CN].flat();
  return first;
}
