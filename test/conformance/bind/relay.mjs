import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";
import { SetUpError } from "../../setup/run.mjs";

/** Longer than anybody waits for an answer. */
const ANSWER_MS = 5_000;
const NAMED = "127.0.0.1";

/**
 * Lets one named answer at many addresses. It listens at those that an interface has, which is 127.0.0.1 alone, though Linux delivers what is sent to
 * any address of 127.0.0.0/8. Packets pass unread, both ways. `sources`, by address: those from which they go on, which tell named who was asked.
 */
export async function startRelay(sources, port) {
  const closing = [];
  const stop = () => Promise.all(closing.map((close) => close()));
  try {
    for (const [address, source] of Object.entries(sources)) {
      closing.push(await relayUdp(address, source, port), await relayTcp(address, source, port));
    }
  } catch (error) {
    await stop();
    throw new SetUpError(`The name servers of the tests need the loopback addresses of Linux: ${error.message}`);
  }
  return stop;
}

/** A socket for each question, so that the answer finds its way back. */
async function relayUdp(address, source, port) {
  const server = createSocket("udp4").bind(port, address);
  const waiting = new Set();
  server.on("message", (query, client) => {
    const socket = createSocket("udp4").bind(0, source);
    const end = () => {
      if (!waiting.delete(end)) return;
      clearTimeout(timer);
      socket.close();
    };
    const timer = setTimeout(end, ANSWER_MS);
    waiting.add(end);
    socket.once("error", end);
    socket.once("message", (answer) => {
      server.send(answer, client.port, client.address);
      end();
    });
    socket.send(query, port, NAMED);
  });
  await once(server, "listening");
  return async () => {
    for (const end of waiting) end();
    server.close();
    await once(server, "close");
  };
}

async function relayTcp(address, source, port) {
  const clients = new Set();
  const server = createServer((client) => {
    clients.add(client);
    const named = connect({ host: NAMED, port, localAddress: source });
    pipeline(client, named, client, () => clients.delete(client));
  }).listen(port, address);
  await once(server, "listening");
  return async () => {
    for (const client of clients) client.destroy();
    server.close();
    await once(server, "close");
  };
}
