/** Servers that are silent: what they cost, and whom. */
import assert from "node:assert/strict";
import { createAsk, type Server, type Told } from "../../provider/dns/ask";
import { createDns } from "../../provider/dns/dns";
import { createPatience } from "../../provider/dns/patience";
import type { DnsTransport } from "../../provider/dns/transport";
import { virtualClock } from "../simulator/clock";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { type Forge, forged, reply, silence } from "./forged";
import { dnsWorld } from "./world";

/** Dns over a world in which silence takes its time; `isMute`: to these packets nothing comes back. */
function world(isMute: (asked: Parameters<Forge>[0]) => boolean, resolvers = [RESOLVER_ADDRESS]) {
  const made = dnsWorld();
  const asked: string[] = [];
  const transport = forged(made.transport, async (packet) => {
    asked.push(`${packet.address} ${packet.question}`);
    if (!isMute(packet)) return undefined;
    await made.clock.sleep(packet.timeoutMs);
    return silence();
  });
  const start = made.clock.now();
  const dns = createDns({ transport, clock: made.clock, resolvers });
  return { ...made, dns, asked, took: () => made.clock.now() - start };
}

describe("a zone whose servers are all silent", () => {
  const dead = ["ns1.dead.net", "ns2.dead.net", "ns3.dead.net", "ns4.dead.net"];

  it("keeps nobody else waiting, however many ask about it", async () => {
    const made = world(({ address }) => dead.some((server) => made.internet.addressOf(server) === address));
    made.delegatedZone("dead.com", dead);
    const zone = made.delegatedZone("example.com", ["ns1.provider.net"]);
    made.publish(zone, "_a.example.com", "CNAME", "_b.acm-validations.aws");
    const inVain = Array.from({ length: 60 }, (_, number) => [
      made.dns.look(`_a.n${number}.dead.com`, "CNAME"),
      made.dns.caa(`n${number}.dead.com`),
    ]);
    const look = await made.dns.look("_a.example.com", "CNAME");
    const answer = { kind: "values", values: ["_b.acm-validations.aws"] };
    assert.deepEqual(look.kind === "ok" && look.value.servers, { "ns1.provider.net": answer });
    assert.deepEqual(await made.dns.caa("example.com"), { kind: "none" });
    assert.equal(made.took(), 0);
    await Promise.all(inVain.flat());
    assert.ok(made.took() <= 10_000, `${made.took()} ms`);
  });

  it("is asked again some seconds later", async () => {
    let isMute = true;
    const made = world(({ address }) => isMute && address !== RESOLVER_ADDRESS);
    made.delegatedZone("example.com", ["ns1.provider.net"]);
    assert.equal((await made.dns.look("example.com", "TXT")).kind, "failed");
    isMute = false;
    assert.equal((await made.dns.look("example.com", "TXT")).kind, "failed");
    await made.clock.sleep(10_000);
    assert.equal((await made.dns.look("example.com", "TXT")).kind, "ok");
  });
});

describe("a resolver that is silent", () => {
  const dead = "192.0.2.53";

  it("costs its time once, and the next one answers from then on", async () => {
    const made = world(({ address }) => address === dead, [dead, RESOLVER_ADDRESS]);
    made.delegatedZone("example.org", ["ns1.other.net"]);
    assert.deepEqual(await made.dns.caa("www.example.org"), { kind: "none" });
    assert.ok(made.took() <= 4_000, `${made.took()} ms`);
    assert.equal(made.asked.filter((packet) => packet.startsWith(dead)).length, 2);
  });

  it("is asked all the same where there is no other: what it did not answer may be one name alone", async () => {
    const made = world(({ question }) => question.startsWith("dead.com"));
    made.delegatedZone("dead.com", ["ns1.dead.net"]);
    made.delegatedZone("example.com", ["ns1.provider.net"]);
    const [, healthy] = await Promise.all([made.dns.look("dead.com", "TXT"), made.dns.look("example.com", "TXT")]);
    assert.equal(healthy.kind, "ok");
    assert.equal((await made.dns.look("www.example.com", "TXT")).kind, "ok");
  });
});

describe("a name server", () => {
  it("that is silent about one type is heard about the others", async () => {
    const made = world(({ question }) => question.endsWith(" CAA") && !question.startsWith("com "));
    made.delegatedZone("example.com", ["ns1.provider.net"]);
    assert.equal((await made.dns.caa("example.com")).kind, "unknown");
    const look = await made.dns.look("example.com", "TXT");
    assert.deepEqual(look.kind === "ok" && look.value.servers, { "ns1.provider.net": { kind: "none" } });
  });

  it("that is silent about a zone that it does not have is heard about its others", async () => {
    const made = world(({ address, question }) => address !== RESOLVER_ADDRESS && question.includes("left.com"));
    for (const name of ["left.com", "example.com"]) made.delegatedZone(name, ["ns1.provider.net"]);
    assert.equal((await made.dns.look("left.com", "TXT")).kind, "failed");
    assert.equal((await made.dns.look("example.com", "TXT")).kind, "ok");
  });

  const six = "2001:db8::1";
  /** Its address of version 6 answers; that of version 4 does this. */
  const dual = (four: (asked: Parameters<Forge>[0]) => ReturnType<Forge>) => {
    const made = dnsWorld();
    made.delegatedZone("example.com", ["ns1.provider.net"]);
    const four4 = made.internet.addressOf("ns1.provider.net");
    const overSix: DnsTransport = {
      exchange: (address, ...more) => made.transport.exchange(address === six ? four4 : address, ...more),
    };
    const transport = forged(overSix, (asked) => {
      if (asked.question === "ns1.provider.net AAAA")
        return { answers: [{ name: "ns1.provider.net", type: "AAAA", ttl: 60, data: six }] };
      return asked.address === four4 ? four(asked) : undefined;
    });
    const dns = createDns({ transport, clock: made.clock, resolvers: [RESOLVER_ADDRESS] });
    return { ...made, dns };
  };
  const found = { kind: "ok", value: { zone: "example.com", servers: { "ns1.provider.net": { kind: "none" } } } };

  it("is asked by IPv6 where no way leads to it by IPv4", async () => {
    const made = dual(() => Object.assign(new Error("no way"), { code: "ENETUNREACH" }));
    assert.deepEqual(await made.dns.look("_a.example.com", "CNAME"), found);
  });

  it("is asked by IPv6, too, where it is silent by IPv4, which costs its time once", async () => {
    const made = dual(async ({ timeoutMs }) => {
      await made.clock.sleep(timeoutMs);
      return silence();
    });
    const start = made.clock.now();
    assert.deepEqual(await made.dns.look("_a.example.com", "CNAME"), found);
    assert.ok(made.clock.now() - start <= 4_000, `${made.clock.now() - start} ms`);
  });
});

describe("patience with a server", () => {
  const server: Server = { address: "192.0.2.1", port: 53 };
  /** Answers after so many milliseconds, or never. */
  function asking(delays: number[]) {
    const clock = virtualClock(0);
    let sent = 0;
    const transport = forged({ exchange: async () => Promise.reject(silence()) }, async ({ query, timeoutMs }) => {
      const delay = delays[sent] ?? Number.POSITIVE_INFINITY;
      sent += 1;
      await clock.sleep(Math.min(delay, timeoutMs));
      return delay <= timeoutMs ? reply(query, {}) : silence();
    });
    const { ask } = createPatience(createAsk(transport, clock), clock);
    const question = { name: "example.com", type: "A" } as const;
    return { clock, sent: () => sent, ask: (until = 10_000) => ask(server, question, { recursive: false, until }) };
  }
  const kinds = (told: Told[]) => told.map(({ kind }) => kind);

  it("lets one question find out, and all others go once it is heard", async () => {
    const made = asking([50, 50, 50]);
    assert.deepEqual(kinds(await Promise.all([made.ask(), made.ask(), made.ask()])), ["message", "message", "message"]);
    assert.equal(made.clock.now(), 100);
  });

  it("takes the silence that one found for the answer to all others", async () => {
    const made = asking([]);
    assert.deepEqual(kinds(await Promise.all([made.ask(), made.ask(), made.ask()])), ["failure", "failure", "failure"]);
    assert.deepEqual([made.sent(), made.clock.now()], [2, 4_000]);
  });

  it("learns nothing from a question whose time was cut short", async () => {
    const made = asking([Number.POSITIVE_INFINITY, 50]);
    assert.equal((await made.ask(500)).kind, "failure");
    assert.equal((await made.ask()).kind, "message");
  });

  it("makes nobody wait longer than he may", async () => {
    const made = asking([]);
    const late = made.ask(10_000);
    assert.equal((await made.ask(1_000)).kind, "failure");
    assert.equal(made.clock.now(), 1_000);
    await late;
  });

  it("does not take for silent who answered others meanwhile", async () => {
    const made = asking([50, Number.POSITIVE_INFINITY, 50, Number.POSITIVE_INFINITY, 50]);
    await made.ask();
    assert.deepEqual(kinds(await Promise.all([made.ask(), made.ask()])), ["failure", "message"]);
    assert.equal((await made.ask()).kind, "message");
  });
});
