import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { decode, encode, type Packet } from "dns-packet";
import { createDns } from "../../provider/dns/dns";
import { encodeQuery } from "../../provider/dns/packet";
import { socketTransport } from "../../provider/dns/transport";
import { realClock } from "../simulator/clock";
import { startDnsServers } from "../simulator/dns/server";
import { createDnsWorld } from "../simulator/dns/world";
import { seededRandom } from "../simulator/random";

const query = encodeQuery({ name: "example.com", type: "A" }, 7, { recursive: true, edns: true });

/** What a server would say to {@link query}. */
const reply = (change: Partial<Packet> = {}): Buffer =>
  encode({
    type: "response",
    id: 7,
    questions: [{ name: "example.com", type: "A" }],
    answers: [{ name: "example.com", type: "A", ttl: 1, data: "192.0.2.1" }],
    ...change,
  });

async function udpServer(...answers: Buffer[]): Promise<{ port: number; close(): void }> {
  const socket = createSocket("udp4");
  socket.on("message", (_, from) => {
    for (const answer of answers) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  return { port: socket.address().port, close: () => socket.close() };
}

async function exchangeWith(answers: Buffer[], timeoutMs = 200): Promise<Buffer> {
  const server = await udpServer(...answers);
  try {
    return await socketTransport.exchange("127.0.0.1", server.port, query, "udp", timeoutMs);
  } finally {
    server.close();
  }
}

describe("DNS over UDP", () => {
  it("takes the reply to its question", async () => {
    assert.deepEqual(await exchangeWith([reply()]), reply());
  });

  it("takes a reply that spells the question in another case", async () => {
    const spelt = reply({ questions: [{ name: "EXAMPLE.com", type: "A" }] });
    assert.deepEqual(await exchangeWith([spelt]), spelt);
  });

  const forgeries: [rule: string, packet: Buffer][] = [
    ["another id", reply({ id: 8 })],
    ["another question", reply({ questions: [{ name: "example.org", type: "A" }] })],
    ["another type in the question", reply({ questions: [{ name: "example.com", type: "AAAA" }] })],
    ["no question", reply({ questions: [] })],
    ["a query for a reply", query],
    ["no DNS message", Buffer.from("hello")],
  ];
  for (const [rule, packet] of forgeries) {
    it(`waits on past a packet with ${rule}`, async () => {
      assert.deepEqual(await exchangeWith([packet, reply()]), reply());
      await assert.rejects(exchangeWith([packet], 50), { code: "ETIMEOUT" });
    });
  }

  it("reports a port that nobody listens on, before the time is over", async () => {
    const server = await udpServer();
    server.close();
    await assert.rejects(socketTransport.exchange("127.0.0.1", server.port, query, "udp", 10_000), {
      code: "ECONNREFUSED",
    });
  });
});

describe("DNS over TCP", () => {
  async function tcpExchange(chunks: Buffer[], timeoutMs = 500): Promise<Buffer> {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", async () => {
        for (const chunk of chunks) {
          socket.write(chunk);
          await new Promise((later) => setTimeout(later, 5));
        }
        if (timeoutMs > 100) socket.end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    try {
      return await socketTransport.exchange("127.0.0.1", port, query, "tcp", timeoutMs);
    } finally {
      server.close();
    }
  }
  const length = Buffer.from([0, reply().length]);

  it("puts a reply together from pieces", async () => {
    assert.deepEqual(
      await tcpExchange([length.subarray(0, 1), length.subarray(1), reply().subarray(0, 9), reply().subarray(9)]),
      reply(),
    );
  });

  it("takes a reply as long as one can be", async () => {
    const longest = Buffer.concat([reply(), Buffer.alloc(65_535 - reply().length)]);
    assert.deepEqual(await tcpExchange([Buffer.of(0xff, 0xff), longest]), longest);
  });

  it("fails when the connection ends before the reply does", async () => {
    await assert.rejects(tcpExchange([length, reply().subarray(0, 9)]), { code: "ECONNRESET" });
  });

  it("fails when the time is over", async () => {
    await assert.rejects(tcpExchange([length], 50), { code: "ETIMEOUT" });
  });
});

describe("the whole way, over real sockets", () => {
  it("finds zones, records and traffic, long answers included", async () => {
    const world = createDnsWorld(realClock(), seededRandom("sockets"));
    const servers = await startDnsServers(world);
    try {
      const nameServers = ["ns1.provider.net", "ns2.provider.net"];
      world.addZone({ id: "z", name: "example.com", nameServers, private: false, soaMinimum: 60 });
      world.delegate("example.com", nameServers);
      const long = Array.from({ length: 40 }, (_, number) => `"${String(number).padStart(2, "0")}${"x".repeat(60)}"`);
      world.setRecord(
        "z",
        "example.com",
        "TXT",
        { name: "example.com", type: "TXT", ttl: 1, values: long },
        Date.now(),
      );
      const alias = { name: "www.example.com", type: "CNAME" as const, ttl: 1, values: ["d1.cloudfront.net"] };
      world.setRecord("z", "www.example.com", "CNAME", alias, Date.now());

      const dns = createDns({
        transport: socketTransport,
        clock: realClock(),
        resolvers: [servers.recursive],
        port: servers.port,
      });
      assert.deepEqual(await dns.zoneOf("a.example.com"), { kind: "ok", value: { zone: "example.com", nameServers } });
      assert.deepEqual(await dns.traffic("www.example.com", "d1.cloudfront.net"), { kind: "ok", value: "POINTING" });
      const look = await dns.look("example.com", "TXT");
      const answer = { kind: "values", values: long };
      assert.deepEqual(look.kind === "ok" && look.value.servers, {
        "ns1.provider.net": answer,
        "ns2.provider.net": answer,
      });
    } finally {
      await servers.close();
    }
  });
});

it("a query asks one question of the internet, with room for a long answer", () => {
  const { questions, additionals, flag_rd } = decode(query);
  assert.deepEqual(questions, [{ name: "example.com", type: "A", class: "IN" }]);
  assert.equal(flag_rd, true);
  assert.equal(additionals?.[0]?.type, "OPT");
});
