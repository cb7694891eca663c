import assert from "node:assert/strict";
import { AUTHORITATIVE_ANSWER, decode, type Packet, TRUNCATED_RESPONSE } from "dns-packet";
import * as fc from "fast-check";
import { createDns } from "../../provider/dns/dns";
import { decodeMessage, encodeQuery, isReplyTo } from "../../provider/dns/packet";
import { socketTransport } from "../../provider/dns/transport";
import type { Dns } from "../../provider/ports";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { type Forge, forged, reply, silence } from "./forged";
import { dnsWorld } from "./world";

const name = "_a1.example.com";
const target = "d111111abcdef8.cloudfront.net";
const value = "_b2.acm-validations.aws";
const record = { name, type: "CNAME", value } as const;
const servers = ["ns1.provider.net", "ns2.provider.net"];

/** example.com, some of whose answers are made up: those of its servers, or with `everywhere` the resolver's, too. */
function world(forge: Forge, { everywhere = false } = {}) {
  const made = dnsWorld();
  const zone = made.delegatedZone("example.com", servers);
  const own = new Set(servers.map((server) => made.internet.addressOf(server)));
  const transport = forged(made.transport, (asked) =>
    everywhere || own.has(asked.address) ? forge(asked) : undefined,
  );
  return { ...made, zone, dns: createDns({ transport, clock: made.clock, resolvers: [RESOLVER_ADDRESS] }) };
}

/** All that can be asked; what they say. */
async function askAll(dns: Dns) {
  const [zone, look, traffic, exam, caa, wildcard] = await Promise.all([
    dns.zoneOf(name),
    dns.look(name, "CNAME"),
    dns.traffic(name, target),
    dns.examine(record),
    dns.caa(name),
    dns.wildcard(name),
  ]);
  const answers = look.kind === "ok" ? Object.values(look.value.servers) : [];
  return { zone, look: answers.map(({ kind }) => kind), traffic, exam, caa: caa.kind, wildcard: wildcard.kind };
}

/** Nothing is known: neither that the record is there, nor that it is not. `named`: so many servers by the look. */
async function assertUnknown(dns: Dns, named = 0): Promise<void> {
  const { look, traffic, exam, caa, wildcard } = await askAll(dns);
  assert.deepEqual(look, Array(named).fill("unknown"));
  assert.deepEqual(traffic, { kind: "ok", value: "UNKNOWN" });
  const { doubled, bare, beside, negativeTtl } = exam;
  assert.deepEqual(
    { doubled, bare, beside, negativeTtl },
    { doubled: null, bare: null, beside: [], negativeTtl: null },
  );
  assert.deepEqual([caa, wildcard], ["unknown", "unknown"]);
}

const cname = { name, type: "CNAME", ttl: 60, data: value } as const;
const authoritative = { flags: AUTHORITATIVE_ANSWER };
/** The question's name as a pointer to itself, behind the header. */
const loop = (id: number): Buffer =>
  Buffer.concat([Buffer.of(id >> 8, id & 0xff, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0), Buffer.of(0xc0, 12, 0, 5, 0, 1)]);

describe("an answer that is of no use is no answer", () => {
  const table: [rule: string, forge: Forge][] = [
    ["one without a byte", () => Buffer.alloc(0)],
    ["one that is no DNS message", () => Buffer.from("HTTP/1.1 400 Bad Request")],
    ["one that ends within its header", ({ query }) => reply(query, authoritative).subarray(0, 11)],
    [
      "one that ends within a record",
      ({ query }) => reply(query, { ...authoritative, answers: [cname] }).subarray(0, -1),
    ],
    [
      "one that promises more records than it has",
      ({ query }) => {
        const packet = reply(query, authoritative);
        packet.writeUInt16BE(7, 6);
        return packet;
      },
    ],
    ["one whose names point to themselves", ({ query }) => loop(query.id ?? 0)],
    [
      "the question sent back",
      ({ query }) => encodeQuery({ name, type: "CNAME" }, query.id ?? 0, { recursive: false, edns: false }),
    ],
    [
      "one with another id",
      ({ query }) => reply({ ...query, id: ((query.id ?? 0) + 1) % 0x10000 }, { ...authoritative, answers: [cname] }),
    ],
    [
      "one to another question",
      ({ query }) => reply({ ...query, questions: [{ name: "example.org", type: "A" }] }, authoritative),
    ],
    ["one that is cut, over TCP too", () => ({ flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE, answers: [cname] })],
    ["one of a cache", () => ({ answers: [cname] })],
    ["one with an error of EDNS alone", () => ({ ...authoritative, additionals: [badVersion] })],
    ["an error that nobody knows", () => ({ flags: AUTHORITATIVE_ANSWER | 11 })],
    ["silence", silence],
  ];
  for (const [rule, forge] of table) {
    it(rule, async () => {
      await assertUnknown(world(forge).dns);
      // The zone is known here, and its servers.
      const { dns } = world((asked) => (/ (SOA|NS)$/.test(asked.question) ? undefined : forge(asked)));
      await assertUnknown(dns, 2);
    });
  }
});

/** BADVERS, 16: of its bits the header has none (RFC 6891, 6.1.3). */
const badVersion = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 1232,
  extendedRcode: 1,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
} as const;

describe("random bytes", () => {
  const packets = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 20 });

  for (const everywhere of [false, true]) {
    it(`say nothing, from ${everywhere ? "everybody" : "the servers of the zone"}`, () =>
      fc.assert(
        fc.asyncProperty(packets, async (bytes) => {
          let turn = 0;
          const forge: Forge = () => Buffer.from(bytes[turn++ % bytes.length] ?? []);
          await assertUnknown(world(forge, { everywhere }).dns);
        }),
        { numRuns: 30 },
      ));
  }

  it("behind the header and question of a right reply throw nothing out of a look", () =>
    fc.assert(
      fc.asyncProperty(packets, fc.uint8Array({ minLength: 10, maxLength: 10 }), async (bytes, header) => {
        let turn = 0;
        const forge: Forge = ({ query }) => {
          const packet = reply(query, {});
          packet.set(header, 2);
          packet[2] = (header[0] ?? 0) | 0x80;
          packet.writeUInt16BE(1, 4);
          return Buffer.concat([packet, Buffer.from(bytes[turn++ % bytes.length] ?? [])]);
        };
        await askAll(world(forge, { everywhere: true }).dns);
      }),
      { numRuns: 50 },
    ));

  const right: Packet = {
    ...authoritative,
    answers: [
      cname,
      { name, type: "TXT", ttl: 60, data: ["some text", "more text"] },
      { name, type: "CAA", ttl: 60, data: { flags: 0, tag: "issue", value: "amazon.com" } },
      { name, type: "A", ttl: 60, data: "192.0.2.1" },
    ],
    authorities: [{ name: "example.com", type: "NS", ttl: 60, data: "ns1.provider.net" }],
  };
  const query = encodeQuery({ name, type: "CNAME" }, 7, { recursive: false, edns: false });

  it("that a right reply is cut to are no message", () => {
    const packet = reply(decode(query), right);
    for (let end = 0; end < packet.length; end += 1)
      assert.throws(() => decodeMessage(packet.subarray(0, end)), `${end} of ${packet.length} bytes`);
  });

  it("are never taken for the reply to a question", () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => !isReplyTo(query, Buffer.from(bytes)))));

  it("are never taken for the reply to what is no question itself", () => {
    const cut = query.subarray(0, 14);
    const packet = Buffer.from(cut);
    packet[2] = 0x80;
    assert.equal(isReplyTo(cut, packet), false);
  });
});

describe("servers that lie", () => {
  it("are left alone: a zone above its own servers is none", async () => {
    const referral: Packet = { authorities: [{ name: "com", type: "NS", ttl: 60, data: "ns1.provider.net" }] };
    await assertUnknown(world(() => referral).dns);
  });

  it("lead in no circle: a zone that is an alias itself is not looked for above", async () => {
    let asked = 0;
    const { dns } = world(({ question }) => {
      asked += 1;
      if (!question.endsWith("SOA")) return undefined;
      return { ...authoritative, answers: [{ ...cname, name: question.split(" ")[0] ?? "" }] };
    });
    const zone = await dns.zoneOf(name);
    assert.deepEqual(zone, { kind: "ok", value: { zone: "example.com", nameServers: servers } });
    assert.equal(asked, 2);
  });

  it("lead down no endless stairs of zones", async () => {
    const deep = `${"a.".repeat(60)}example.com`;
    const { dns } = world(({ question }) => {
      const asked = question.split(" ")[0] ?? "";
      const [, zone = asked] = /^a\.(.*)$/.exec(asked) ?? [];
      return { authorities: [{ name: zone, type: "NS", ttl: 60, data: "ns1.provider.net" }] };
    });
    const reply = await dns.zoneOf(deep);
    assert.equal(reply.kind, "failed");
  });

  it("send nobody round after round by aliases", async () => {
    const { dns, publish, zone } = world(() => undefined);
    publish(zone, name, "CNAME", "b.example.com");
    publish(zone, "b.example.com", "CNAME", name);
    const { look, traffic, exam } = await askAll(dns);
    assert.deepEqual([look, traffic], [["values", "values"], { kind: "ok", value: "UNKNOWN" }]);
    assert.deepEqual(exam.beside, []);
  });

  it("among resolvers name the servers of another zone in vain", async () => {
    const { dns } = world(
      ({ address }) =>
        address === RESOLVER_ADDRESS
          ? { answers: [{ name: "example.org", type: "NS", ttl: 60, data: "ns1.provider.net" }] }
          : undefined,
      { everywhere: true },
    );
    assert.deepEqual(await dns.zoneOf(name), { kind: "absent" });
  });

  it("among resolvers lead to addresses where nobody is", async () => {
    const { dns } = world(
      ({ address, question }) =>
        address === RESOLVER_ADDRESS && question === "ns1.provider.net A"
          ? { answers: [{ name: "ns1.provider.net", type: "A", ttl: 60, data: "127.99.99.99" }] }
          : undefined,
      { everywhere: true },
    );
    const look = await dns.look(name, "CNAME");
    assert.deepEqual(look.kind === "ok" && look.value.servers, {
      "ns1.provider.net": { kind: "unknown", code: "ETIMEOUT" },
      "ns2.provider.net": { kind: "none" },
    });
  });
});

describe("much and late", () => {
  it("reads an answer of thousands of records", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({ ...cname, data: `r${index}.example.net` }));
    const { dns } = world(({ question }) =>
      question === `${name} CNAME` ? { ...authoritative, answers: many } : undefined,
    );
    const look = await dns.look(name, "CNAME");
    const [first] = look.kind === "ok" ? Object.values(look.value.servers) : [];
    assert.equal(first?.kind === "values" && first.values.length, 2_000);
  });

  const slow: [rule: string, everywhere: boolean, answer: Forge][] = [
    ["servers that never answer", false, silence],
    ["a resolver that never answers", true, silence],
    ["answers in the last moment that must be asked for again", true, () => ({ flags: TRUNCATED_RESPONSE })],
  ];
  for (const [rule, everywhere, answer] of slow) {
    it(`is waited for ten seconds at most: ${rule}`, async () => {
      const made = world(
        async (asked) => {
          await made.clock.sleep(asked.timeoutMs);
          return answer(asked);
        },
        { everywhere },
      );
      const start = made.clock.now();
      await assertUnknown(made.dns);
      assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
    });
  }

  it("is waited for ten seconds at most by a hundred looks at once", async () => {
    const made = world(async ({ timeoutMs }) => {
      await made.clock.sleep(timeoutMs);
      return silence();
    });
    const start = made.clock.now();
    const looks = Array.from({ length: 100 }, (_, index) => made.dns.look(`_a${index}.example.com`, "CNAME"));
    for (const look of await Promise.all(looks)) assert.equal(look.kind, "failed");
    assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
  });

  it("is no reason to crash: an address to which the system sends nothing", async () => {
    const query = encodeQuery({ name, type: "CNAME" }, 7, { recursive: false, edns: false });
    await assert.rejects(
      socketTransport.exchange("255.255.255.255", 53, query, "udp", 500),
      (error: Error & { code?: unknown }) => typeof error.code === "string",
    );
  });
});
