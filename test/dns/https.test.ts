import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, globalAgent, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { decode, encode, type Packet } from "dns-packet";
import { createAsk, type Told } from "../../provider/dns/ask";
import { createDns } from "../../provider/dns/dns";
import { type HttpsExchange, httpsExchange } from "../../provider/dns/https-transport";
import { socketTransport } from "../../provider/dns/transport";
import { createCertificateAuthority } from "../simulator/ca";
import { realClock } from "../simulator/clock";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { type Forge, forged, reply, silence } from "./forged";
import { dnsWorld } from "./world";

const url = "https://dns.example/dns-query";
const name = "_a1.example.com";
const value = "_b2.acm-validations.aws";
const question = { name: "example.com", type: "A" } as const;
const answers: Packet = { answers: [{ name: "example.com", type: "A", ttl: 1, data: "192.0.2.1" }] };
const mediaType = "application/dns-message";

/** What the agent has, were it `undefined`, takes the place of what a request says. */
function trustNobodyElse(): void {
  delete globalAgent.options.ca;
  globalAgent.destroy();
}

describe("DNS over HTTPS", () => {
  let server: Server;
  let address: string;
  let respond: (body: Buffer, response: ServerResponse, request: IncomingMessage) => void;
  let rootPem: string;

  before(async () => {
    const ca = await createCertificateAuthority();
    rootPem = ca.rootPem;
    const notBefore = Date.now() - 1_000;
    const { certificatePem: cert, keyPem: key } = await ca.issue({
      id: "1",
      serial: "01",
      names: ["localhost"],
      keyAlgorithm: "EC_prime256v1",
      notBefore,
      notAfter: notBefore + 600_000,
    });
    globalAgent.options.ca = rootPem;
    server = createServer({ cert, key }, async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      respond(Buffer.concat(chunks), response, request);
    });
    await new Promise<void>((ready) => server.listen(0, "localhost", ready));
    address = `https://localhost:${(server.address() as AddressInfo).port}/dns-query`;
  });
  after(async () => {
    trustNobodyElse();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const ask = (until = Date.now() + 5_000): Promise<Told> =>
    createAsk(socketTransport, realClock())({ url: address }, question, { recursive: true, until });
  const send = (response: ServerResponse, body: Buffer, status = 200, type = mediaType): void => {
    response.writeHead(status, { "content-type": type }).end(body);
  };

  it("posts the question as it is, with the id 0, and reads the answer", async () => {
    const asked: unknown[] = [];
    respond = (body, response, { method, url: path, headers }) => {
      const { id, flag_rd, questions } = decode(body);
      asked.push([method, path, headers["content-type"], headers.accept, id, flag_rd, questions?.[0]?.name]);
      send(response, reply(decode(body), answers));
    };
    const told = await ask();
    assert.deepEqual(told.kind === "message" && told.message.answers[0]?.value, "192.0.2.1");
    assert.deepEqual(asked, [["POST", "/dns-query", mediaType, mediaType, 0, true, "example.com"]]);
  });

  const right = (body: Buffer): Buffer => reply(decode(body), answers);
  const useless: [rule: string, respond: typeof respond, code: string | RegExp][] = [
    ["that refuses", (body, response) => send(response, right(body), 403), "HTTP_403"],
    ["that calls itself a page", (body, response) => send(response, right(body), 200, "text/html"), "EBADRESP"],
    ["that is no DNS message", (_, response) => send(response, Buffer.from("hello")), "EBADRESP"],
    [
      "to another question",
      (_, response) => send(response, encode({ type: "response", questions: [{ name: "example.org", type: "A" }] })),
      "EBADRESP",
    ],
    [
      "longer than a DNS message",
      (body, response) => send(response, Buffer.concat([right(body), Buffer.alloc(65_536)])),
      "EBADRESP",
    ],
    [
      "that ends too early",
      (body, response) => {
        response.writeHead(200, { "content-type": mediaType, "content-length": 1_000 });
        response.write(right(body), () => response.destroy());
      },
      /^ECONNRESET$/,
    ],
  ];
  for (const [rule, how, code] of useless) {
    it(`takes no answer ${rule}`, async () => {
      respond = how;
      const told = await ask();
      assert.equal(told.kind, "failure");
      assert.match(told.kind === "failure" ? told.code : "", new RegExp(code));
    });
  }

  it("waits no longer than it may, for the answer's beginning or its end", async () => {
    for (const begin of [() => {}, (response: ServerResponse) => response.write("x")]) {
      respond = (_, response) => {
        response.setHeader("content-type", mediaType);
        begin(response);
      };
      await assert.rejects(httpsExchange(address, Buffer.from("x"), 100), { code: "ETIMEOUT" });
    }
  });

  it("trusts no certificate of just anybody", async () => {
    trustNobodyElse();
    try {
      respond = (body, response) => send(response, right(body));
      const told = await ask();
      assert.match(told.kind === "failure" ? told.code : "", /CERT|SIGNATURE/);
    } finally {
      globalAgent.options.ca = rootPem;
    }
  });
});

describe("a look where nothing but HTTPS gets through to the servers", () => {
  const onlyResolver: Forge = ({ address }) => (address === RESOLVER_ADDRESS ? undefined : silence());

  /** Dns over a world whose resolver answers over HTTPS as well. */
  function world(forge: Forge, resolvers = [RESOLVER_ADDRESS, url]) {
    const made = dnsWorld();
    const zone = made.delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
    const asked: string[] = [];
    const overHttps: HttpsExchange = (to, packet) => {
      const [first] = decode(packet).questions ?? [];
      asked.push(`${to} ${first?.name} ${first?.type}`);
      return exchange(made.internet, RESOLVER_ADDRESS, packet);
    };
    const { clock } = made;
    const dns = createDns({ transport: forged(made.transport, forge), overHttps, clock, resolvers });
    return { ...made, zone, asked, dns };
  }

  it("is answered by the resolver over HTTPS, in the servers' place", async () => {
    const { dns, publish, zone, asked } = world(onlyResolver);
    publish(zone, name, "CNAME", value);
    assert.deepEqual(await dns.look(name, "CNAME"), {
      kind: "ok",
      value: { zone: "", servers: { [url]: { kind: "values", values: [value] } } },
    });
    assert.deepEqual(asked, [`${url} ${name} CNAME`]);
  });

  it("knows then that a record is missing", async () => {
    const { dns } = world(onlyResolver);
    assert.deepEqual(await dns.look(name, "CNAME"), {
      kind: "ok",
      value: { zone: "", servers: { [url]: { kind: "none" } } },
    });
  });

  it("is answered so, too, where the way closes after the zone was found", async () => {
    let isOpen = true;
    const { dns } = world((asked) => (isOpen ? undefined : onlyResolver(asked)));
    await dns.zoneOf(name);
    isOpen = false;
    const look = await dns.look(name, "CNAME");
    assert.deepEqual(look.kind === "ok" && look.value.servers, { [url]: { kind: "none" } });
  });

  it("takes ten seconds at most, and leaves time for HTTPS", async () => {
    // Each of many addresses takes its time.
    const data = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
    const made = world(async ({ address, timeoutMs, question: asked }) => {
      if (asked === "ns1.provider.net A")
        return { answers: data.map((each) => ({ name: "ns1.provider.net", type: "A", ttl: 60, data: each })) };
      if (address === RESOLVER_ADDRESS) return undefined;
      await made.clock.sleep(timeoutMs);
      return silence();
    });
    const start = made.clock.now();
    assert.equal((await made.dns.look(name, "CNAME")).kind, "ok");
    assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
  });

  it("stays unknown without such a resolver", async () => {
    const { dns, asked } = world(onlyResolver, [RESOLVER_ADDRESS]);
    assert.equal((await dns.look(name, "CNAME")).kind, "failed");
    assert.deepEqual(asked, []);
  });

  it("stays unknown where that does not know either", async () => {
    const { dns, internet, asked } = world(onlyResolver);
    // From now on the resolver knows the name servers, if nothing else.
    await dns.zoneOf(name);
    internet.setServerFault("example.com", "SERVFAIL");
    assert.equal((await dns.look(name, "CNAME")).kind, "failed");
    assert.equal(asked.length, 1);
  });

  /** Nothing of a server arrives: what is on the way answers the first of them so, and the others so. */
  const inPlace =
    (first: ReturnType<Forge>, others: ReturnType<Forge> = first): Forge =>
    ({ address }) => {
      if (address === RESOLVER_ADDRESS) return undefined;
      return address === firstAddress ? first : others;
    };
  const firstAddress = world(onlyResolver).internet.addressOf("ns1.provider.net");
  const [refusal, servfail] = [{ flags: 5 }, { flags: 2 }];
  const cached: Packet = { answers: [{ name, type: "CNAME", ttl: 60, data: "old.example.net" }] };
  const referral: Packet = { authorities: [{ name: ".", type: "NS", ttl: 60, data: "a.root-servers.net" }] };

  const intercepted: [rule: string, forge: Forge][] = [
    ["refuses", inPlace(refusal)],
    ["answers out of its cache", inPlace(cached)],
    ["refers to the root", inPlace(referral)],
    ["refuses for one, and is silent for the other", inPlace(refusal, silence())],
  ];
  for (const [rule, forge] of intercepted) {
    it(`is answered so, too, where something in the servers' place ${rule}`, async () => {
      let isOpen = false;
      const { dns, publish, zone, clock } = world((asked) => (isOpen ? undefined : forge(asked)));
      publish(zone, name, "CNAME", value);
      const overHttps = { kind: "ok", value: { zone: "", servers: { [url]: { kind: "values", values: [value] } } } };
      assert.deepEqual(await dns.look(name, "CNAME"), overHttps);
      await clock.sleep(10_000);
      // The zone is known here, and its servers.
      isOpen = true;
      await dns.zoneOf(name);
      isOpen = false;
      assert.deepEqual(await dns.look(name, "CNAME"), overHttps);
    });
  }

  it("takes no wildcard's CNAME for a record either, and follows aliases to ACM", async () => {
    const { dns, publish, zone } = world(onlyResolver);
    const answer = async (asked: string) => {
      const look = await dns.look(asked, "CNAME");
      return look.kind === "ok" && look.value.servers[url];
    };
    publish(zone, "*.www.example.com", "CNAME", "example.com");
    publish(zone, name, "CNAME", "proof.example.com");
    publish(zone, "proof.example.com", "CNAME", value);
    assert.deepEqual(await answer("_a1.www.example.com"), { kind: "none" });
    assert.deepEqual(await answer(name), { kind: "values", values: [value, "proof.example.com"] });
  });

  it("stays what it was where the zone's servers refuse, and no resolver gets through to it", async () => {
    const { dns, internet, asked } = world(() => undefined);
    await dns.zoneOf(name);
    internet.setServerFault("example.com", "REFUSED");
    const look = await dns.look(name, "CNAME");
    const refused = { kind: "unknown", code: "REFUSED" };
    assert.deepEqual(look, {
      kind: "ok",
      value: { zone: "example.com", servers: { "ns1.provider.net": refused, "ns2.provider.net": refused } },
    });
    assert.equal(asked.length, 1);
  });

  const heard: [rule: string, forge: Forge][] = [
    ["a server answers", () => undefined],
    ["a server answers, and another refuses", inPlace(undefined, refusal)],
    ["a server has failed, and others refuse", inPlace(refusal, servfail)],
    ["a server has failed, and others are silent", inPlace(servfail, silence())],
  ];
  for (const [rule, forge] of heard) {
    it(`is not asked of a resolver where ${rule}: that keeps what is missing`, async () => {
      const { dns, asked } = world(forge);
      await dns.look(name, "CNAME");
      assert.deepEqual(asked, []);
    });
  }

  it("needs no other resolver than that", async () => {
    const { dns, publish, zone } = world(() => undefined, [url]);
    publish(zone, name, "CNAME", value);
    const look = await dns.look(name, "CNAME");
    const answer = { kind: "values", values: [value] };
    assert.deepEqual(look.kind === "ok" && look.value, {
      zone: "example.com",
      servers: { "ns1.provider.net": answer, "ns2.provider.net": answer },
    });
  });
});
