import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { connect } from "node:net";
import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from "dns-packet";
import { after, before, describe, it } from "mocha";
import { realClock } from "../clock";
import type { DnsWorld, RecordType } from "../dns-contracts";
import { seededRandom } from "../random";
import { exchange } from "./in-process";
import { respond } from "./respond";
import { type DnsServers, startDnsServers } from "./server";
import { createDnsWorld } from "./world";

const SERVER = "ns-1.awsdns-01.com";

let dns: DnsWorld;
let servers: DnsServers;
let resolver: Resolver;

function put(name: string, type: RecordType, values: string[]): void {
  dns.setRecord("Z1", name, type, { name, type, ttl: 300, values }, 0);
}

function question(name: string, type: string, more: Packet = {}): Buffer {
  // What dns-packet calls UNKNOWN_65 is missing in its types.
  return encode({ type: "query", id: 4711, questions: [{ name, type: type as "A" }], ...more });
}

async function overUdp(address: string, packet: Buffer): Promise<DecodedPacket & { rcode: string }> {
  const socket = createSocket("udp4");
  socket.send(packet, servers.port, address);
  const [answer] = (await once(socket, "message")) as [Buffer];
  socket.close();
  return decode(answer) as DecodedPacket & { rcode: string };
}

async function overTcp(address: string, packets: Buffer[]): Promise<DecodedPacket[]> {
  const socket = connect(servers.port, address);
  const framed = packets.map((packet) => Buffer.concat([Buffer.of(packet.length >> 8, packet.length & 255), packet]));
  socket.write(Buffer.concat(framed));
  let received = Buffer.alloc(0);
  const answers: DecodedPacket[] = [];
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      answers.push(decode(received.subarray(2, 2 + received.readUInt16BE(0))));
      received = received.subarray(2 + received.readUInt16BE(0));
    }
    if (answers.length === packets.length) break;
  }
  return answers;
}

const OPT: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 4096,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

before(async () => {
  dns = createDnsWorld(realClock(), seededRandom(1));
  dns.addZone({ id: "Z1", name: "example.com", nameServers: [SERVER], private: false, soaMinimum: 60 });
  dns.delegate("example.com", [SERVER]);
  servers = await startDnsServers(dns);
  resolver = new Resolver();
  resolver.setServers([servers.recursive]);
});
after(() => servers.close());

describe("the recursive resolver on its socket, asked by node:dns", () => {
  const table: [RecordType, string[], () => Promise<unknown>, unknown][] = [
    ["A", ["192.0.2.1"], () => resolver.resolve4("all.example.com"), ["192.0.2.1"]],
    ["AAAA", ["2001:db8::1"], () => resolver.resolve6("all.example.com"), ["2001:db8::1"]],
    ["TXT", ['"a \\"b\\"" "c"', '"\\252"'], () => resolver.resolveTxt("all.example.com"), [['a "b"', "c"], ["ü"]]],
    [
      "CAA",
      ['0 issue "amazon.com"'],
      () => resolver.resolveCaa("all.example.com"),
      [{ critical: 0, issue: "amazon.com" }],
    ],
    [
      "CAA",
      ['128 issuewild ";"'],
      () => resolver.resolveCaa("critical.example.com"),
      [{ critical: 128, issuewild: ";" }],
    ],
    [
      "MX",
      ["10 mail.example.com"],
      () => resolver.resolveMx("all.example.com"),
      [{ priority: 10, exchange: "mail.example.com" }],
    ],
    [
      "SRV",
      ["1 2 443 host.example.com"],
      () => resolver.resolveSrv("all.example.com"),
      [{ priority: 1, weight: 2, port: 443, name: "host.example.com" }],
    ],
    ["NS", [], () => resolver.resolveNs("example.com"), [SERVER]],
    ["CNAME", ["x.example.org"], () => resolver.resolveCname("cname.example.com"), ["x.example.org"]],
    ["PTR", ["host.example.com"], () => resolver.resolvePtr("ptr.example.com"), ["host.example.com"]],
  ];
  const owners: Partial<Record<RecordType, string>> = { CNAME: "cname.example.com", PTR: "ptr.example.com" };
  for (const [type, values, ask, expected] of table) {
    it(`${type} ${values.join(" ")}`, async () => {
      const owner = values[0]?.startsWith("128") ? "critical.example.com" : (owners[type] ?? "all.example.com");
      if (values.length > 0) put(owner, type, values);
      assert.deepEqual(await ask(), expected);
    });
  }

  it("gives the SOA of the zone", async () => {
    const soa = await resolver.resolveSoa("example.com");
    assert.equal(soa.nsname, SERVER);
    assert.equal(soa.minttl, 60);
  });

  it("says NXDOMAIN and NODATA in their own ways", async () => {
    put("only-a.example.com", "A", ["192.0.2.1"]);
    await assert.rejects(resolver.resolve4("nothing.example.com"), { code: "ENOTFOUND" });
    await assert.rejects(resolver.resolve6("only-a.example.com"), { code: "ENODATA" });
  });

  it("takes a name in any case and echoes it", async () => {
    put("www.example.com", "A", ["192.0.2.7"]);
    const answer = await overUdp("127.0.0.1", question("WwW.Example.COM", "A", { flags: RECURSION_DESIRED }));
    assert.equal(answer.questions?.[0]?.name, "WwW.Example.COM");
    assert.equal(answer.answers?.length, 1);
    assert.ok(answer.flag_ra && answer.flag_rd && !answer.flag_aa);
    assert.equal(answer.id, 4711);
  });

  it("answers HTTPS questions in the wire form of RFC 9460", async () => {
    put("h.example.com", "HTTPS", ['1 . alpn="h3,h2" port=8443']);
    const answer = await overUdp("127.0.0.1", question("h.example.com", "UNKNOWN_65"));
    const record = answer.answers?.[0];
    assert.ok(record && "data" in record);
    assert.equal((record.data as Buffer).toString("hex"), "000100000100060268330268320003000220fb");
  });

  it("answers a type that no zone holds with NODATA", async () => {
    const answer = await overUdp("127.0.0.1", question("example.com", "DNSKEY"));
    assert.equal(answer.rcode, "NOERROR");
    assert.equal(answer.authorities?.[0]?.type, "SOA");
  });
});

describe("a name server on its socket", () => {
  it("answers with authority at its own address, and is not recursive", async () => {
    const answer = await overUdp(dns.addressOf(SERVER), question("example.com", "SOA", { flags: RECURSION_DESIRED }));
    assert.ok(answer.flag_aa && !answer.flag_ra);
    const refused = await overUdp(dns.addressOf(SERVER), question("example.org", "SOA"));
    assert.equal(refused.rcode, "REFUSED");
  });

  it("is there as soon as its zone is", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `ns-${index}.new.net`);
    dns.addZone({ id: "Z9", name: "new.org", nameServers: names, private: false, soaMinimum: 60 });
    for (const name of [names[0], names[1]]) {
      const answer = await overUdp(dns.addressOf(name ?? ""), question("new.org", "SOA"));
      assert.ok(answer.flag_aa);
    }
    const last = dns.addressOf(names.at(-1) ?? "");
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok((await overUdp(last, question("new.org", "SOA"))).flag_aa, "beyond the sockets that were there before");
  });

  it("sends glue with a referral", async () => {
    const answer = await overUdp(dns.addressOf("a.registry-servers.net"), question("www.example.com", "A"));
    assert.equal(answer.authorities?.[0]?.type, "NS");
    assert.deepEqual(
      answer.additionals?.map((record) => ("data" in record ? record.data : "")),
      [dns.addressOf(SERVER)],
    );
  });
});

describe("size", () => {
  before(() =>
    put(
      "big.example.com",
      "TXT",
      Array.from({ length: 8 }, (_, index) => `"${String(index).repeat(150)}"`),
    ),
  );

  it("an answer beyond 512 octets over UDP is cut, with TC", async () => {
    const answer = await overUdp("127.0.0.1", question("big.example.com", "TXT"));
    assert.ok(answer.flag_tc);
    assert.equal(answer.answers?.length, 0);
  });

  it("EDNS raises the limit, and is answered with EDNS", async () => {
    const answer = await overUdp("127.0.0.1", question("big.example.com", "TXT", { additionals: [OPT] }));
    assert.ok(!answer.flag_tc);
    assert.equal(answer.answers?.length, 8);
    assert.equal(answer.additionals?.at(-1)?.type, "OPT");
  });

  it("TCP has no limit, and one connection takes several questions", async () => {
    const packets = [question("big.example.com", "TXT"), question("example.com", "SOA")];
    const answers = await overTcp("127.0.0.1", packets);
    assert.deepEqual(
      answers.map((answer) => answer.answers?.length),
      [8, 1],
    );
  });

  it("node:dns comes again over TCP by itself", async () => {
    assert.equal((await resolver.resolveTxt("big.example.com")).length, 8);
  });
});

describe("questions that are not as they should be", () => {
  const opcodeUpdate = 5 << 11;
  const table: [string, Buffer, string][] = [
    [
      "garbage after the header",
      Buffer.concat([question("example.com", "A").subarray(0, 14), Buffer.from("zzzz")]),
      "FORMERR",
    ],
    ["no question", encode({ type: "query", id: 4711 }), "FORMERR"],
    ["another opcode", question("example.com", "SOA", { flags: opcodeUpdate }), "NOTIMP"],
    [
      "another class",
      question("example.com", "A", { questions: [{ name: "example.com", type: "A", class: "CH" }] }),
      "REFUSED",
    ],
  ];
  for (const [what, packet, rcode] of table) {
    it(`${what}: ${rcode}`, async () => {
      const answer = await overUdp("127.0.0.1", packet);
      assert.equal(answer.rcode, rcode);
      assert.equal(answer.id, 4711);
    });
  }
});

describe("the same packets in-process", () => {
  it("have the same answers", async () => {
    const packet = question("example.com", "SOA");
    const address = dns.addressOf(SERVER);
    assert.deepEqual(decode(await exchange(dns, `${address}:53`, packet)), await overUdp(address, packet));
  });

  it("a server that does not answer, or is not there, is a time-out at once", async () => {
    dns.setServerFault(SERVER, "TIMEOUT");
    await assert.rejects(exchange(dns, dns.addressOf(SERVER), question("example.com", "SOA")), { code: "ETIMEOUT" });
    dns.setServerFault(SERVER, null);
    await assert.rejects(exchange(dns, "127.0.9.9", question("example.com", "SOA")), { code: "ETIMEOUT" });
  });
});

describe("where all servers share one address", () => {
  it("the RD bit chooses between the resolver and the name's own servers", () => {
    const world = createDnsWorld(realClock(), seededRandom(1));
    world.addZone({ id: "Z1", name: "example.com", nameServers: [SERVER], private: false, soaMinimum: 60 });
    world.delegate("example.com", [SERVER]);
    world.shareAddress("127.0.0.1");
    assert.equal(world.addressOf(SERVER), "127.0.0.1");
    const ask = (flags: number) => {
      const answer = respond(world, { kind: "shared" }, question("example.com", "SOA", { flags }), "udp");
      return decode(answer ?? Buffer.alloc(0));
    };
    assert.deepEqual([ask(0).flag_aa, ask(RECURSION_DESIRED).flag_aa], [true, false]);
  });
});
