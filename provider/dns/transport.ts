/** How DNS packets travel. */
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { isReplyTo } from "./packet";

export type Protocol = "udp" | "tcp";

export interface DnsTransport {
  /** The answer to `packet`. Rejects with an error with a `code` (`ETIMEOUT`, `ECONNREFUSED`) when none comes within `timeoutMs`. */
  exchange(address: string, port: number, packet: Buffer, protocol: Protocol, timeoutMs: number): Promise<Buffer>;
}

export const socketTransport: DnsTransport = {
  exchange: (address, port, packet, protocol, timeoutMs) =>
    protocol === "udp" ? overUdp(address, port, packet, timeoutMs) : overTcp(address, port, packet, timeoutMs),
};

/** A socket of its own for each question: a new random port each time is part of what makes forging hard (RFC 5452, 9.2). */
function overUdp(address: string, port: number, packet: Buffer, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const timer = setTimeout(() => end(() => reject(timeout(address))), timeoutMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    socket.once("error", (error) => end(() => reject(error)));
    socket.on("message", (answer) => {
      if (isReplyTo(packet, answer)) end(() => resolve(answer));
    });
    // Connected: the system drops what comes from anywhere else, and reports a closed port.
    socket.once("connect", () => socket.send(packet));
    // No callback: it would get the error of a way that is not there, and the event would not.
    socket.connect(port, address);
  });
}

/** Each message behind its length (RFC 1035, 4.2.2). */
function overTcp(address: string, port: number, packet: Buffer, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address);
    const timer = setTimeout(() => end(() => reject(timeout(address))), timeoutMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    let received = Buffer.alloc(0);
    socket.once("error", (error) => end(() => reject(error)));
    socket.once("end", () => end(() => reject(failure("ECONNRESET", `${address} closed the connection`))));
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      const message = wholeMessage(received);
      if (message !== undefined) end(() => resolve(message));
    });
    socket.write(Buffer.concat([lengthOf(packet), packet]));
  });
}

function lengthOf(packet: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return length;
}

function wholeMessage(received: Buffer): Buffer | undefined {
  if (received.length < 2) return undefined;
  const end = 2 + received.readUInt16BE(0);
  return received.length < end ? undefined : received.subarray(2, end);
}

export function timeout(address: string): Error {
  return failure("ETIMEOUT", `no answer from ${address}`);
}

export function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
