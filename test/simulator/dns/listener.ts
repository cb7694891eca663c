import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Transport } from "./respond";

export type Answer = (packet: Buffer, transport: Transport) => Buffer | undefined;

/** One address that is listened to over UDP and TCP. */
export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** @param port 0: any that is free for both */
export async function listen(address: string, port: number, answer: Answer): Promise<Listener> {
  const udp = createSocket("udp4");
  udp.on("message", (packet, from) => {
    const reply = answer(packet, "udp");
    if (reply) udp.send(reply, from.port, from.address);
  });
  udp.bind(port, address);
  await once(udp, "listening");
  const bound = udp.address().port;
  try {
    const tcp = await listenTcp(address, bound, answer);
    return { port: bound, close: () => Promise.all([closeUdp(udp), tcp.close()]).then(() => undefined) };
  } catch (error) {
    await closeUdp(udp);
    throw error;
  }
}

function closeUdp(socket: UdpSocket): Promise<void> {
  return new Promise((resolve) => socket.close(resolve));
}

async function listenTcp(address: string, port: number, answer: Answer): Promise<{ close(): Promise<void> }> {
  const connections = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    serve(socket, answer);
  });
  server.listen(port, address);
  await once(server, "listening");
  return {
    close() {
      for (const socket of connections) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Each message has its length in front (RFC 1035 section 4.2.2); one connection may carry many (RFC 7766). */
function serve(socket: Socket, answer: Answer): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const reply = answer(received.subarray(2, end), "tcp");
      received = received.subarray(end);
      if (reply) socket.write(framed(reply));
    }
  });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
