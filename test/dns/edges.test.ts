import assert from "node:assert/strict";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { type AddressInfo, createServer, isIPv4, isIPv6, type Socket, type Server as TcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { createSecureContext } from "node:tls";
import { createAws } from "../../provider/aws/clients";
import { type Served, servedBy } from "../../provider/core/edge-look";
import { distributionSettings } from "../../provider/core/new-distribution";
import { createEdges } from "../../provider/dns/edges";
import { socketTransport } from "../../provider/dns/transport";
import { ownCredentials } from "../aws/world";
import { createCertificateAuthority } from "../simulator/ca";
import { realClock } from "../simulator/clock";
import type { CertificateAuthority } from "../simulator/contracts";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { isBindable } from "../simulator/edge/loopback";
import { clientConfig } from "../simulator/in-process";
import { startSimulator } from "../simulator/run";
import { dnsWorld } from "./world";

/** Not every machine has IPv6. */
const loopbacks = ["127.0.0.1", "::1"].filter((address) =>
  Object.values(networkInterfaces()).some((interfaces) => interfaces?.some((each) => each.address === address)),
);
const ours = "d111111abcdef8.cloudfront.net";
const example = "www.example.com";

/** `dnsMs`: what the first packet takes. */
type Elsewhere = { dnsMs?: number; authorities?: string[]; fault?: "SERVFAIL" };

/** An internet in which our distribution is at these addresses, and to which some names of two zones lead. */
function edgesAt(addresses: string[], httpsPort: number, { dnsMs = 0, authorities, fault }: Elsewhere = {}) {
  const { clock, internet, transport, sent, delegatedZone, publish } = dnsWorld();
  internet.addComputedZone("cloudfront.net", (name, type) => {
    if (name !== ours) return undefined;
    const values = addresses.filter((address) => (type === "AAAA" ? isIPv6(address) : type === "A" && isIPv4(address)));
    return values.length === 0 ? [] : [{ name, type, ttl: 60, values }];
  });
  const com = delegatedZone("example.com", ["ns1.provider.net"]);
  const org = delegatedZone("example.org", ["ns1.other.net"]);
  publish(com, example, "CNAME", ours);
  publish(com, "*.shop.example.com", "CNAME", "cdn.example.org");
  publish(org, "cdn.example.org", "CNAME", ours);
  internet.setServerFault("ns1.provider.net", fault ?? null);
  const slow: typeof transport = {
    exchange: async (...packet) => {
      if (sent.length === 0) await clock.sleep(dnsMs);
      return transport.exchange(...packet);
    },
  };
  const started = Date.now();
  /** Sockets take real time, the simulated internet takes virtual time. */
  const both = { ...clock, now: () => clock.now() + Date.now() - started };
  return createEdges({ transport: slow, clock: both, resolvers: [RESOLVER_ADDRESS], httpsPort, authorities });
}

/** `use` while `server` listens there. */
async function listening<T>(
  server: TcpServer | TlsServer,
  address: string,
  use: (port: number) => Promise<T>,
  wanted = 0,
): Promise<T> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => open.add(socket));
  await new Promise<void>((ready) => server.listen(wanted, address, ready));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    await new Promise((closed) => server.close(closed));
  }
}

/** A certificate and its key. */
async function identity(ca: CertificateAuthority, names: string[], notAfter = Date.now() + 60_000) {
  const { certificatePem: cert, keyPem: key } = await ca.issue({
    id: `${names} ${notAfter}`,
    serial: "01",
    names,
    keyAlgorithm: "EC_prime256v1",
    notBefore: notAfter - 120_000,
    notAfter,
  });
  return { cert, key };
}

let ca: CertificateAuthority;
const makeAuthority = async (): Promise<void> => {
  ca = await createCertificateAuthority();
};

describe("what an edge answers", () => {
  before(makeAuthority);

  it("is 403 of a distribution of a closed bucket, and 200 once it is open", async () => {
    const running = await startSimulator({
      seed: 1,
      latencies: { deploy: 0, deployFirstEdge: 0, accessControlVisible: 0 },
    });
    try {
      const { requestHandler, credentials } = clientConfig(running.simulator);
      const clock = realClock();
      const transport = { requestHandler, credentials };
      const { accessControls, distributions } = createAws({ connection: ownCredentials, clock, transport });
      const control = await accessControls.create("dg-1");
      assert.equal(control.kind, "ok");
      const bucket = "pictures.s3.eu-west-1.amazonaws.com";
      const settings = distributionSettings(
        { type: "static", bucket, defaultRootObject: "index.html", settings: {} },
        { callerReference: "1", comment: "", accessControlId: control.kind === "ok" ? control.value.id : null },
      );
      const creation = await distributions.create(settings, {});
      assert.ok(creation.kind === "ok" && creation.value.kind === "created", JSON.stringify(creation));
      const { arn, domainName } = creation.value.distribution;
      const { dns, dnsPort: port, httpsPort } = running;
      const edges = createEdges({ transport: socketTransport, clock, resolvers: [dns], port, httpsPort });
      assert.deepEqual(await edges.ask(domainName), { kind: "status", status: 403 });
      running.simulator.cloudfront.putBucket({ name: "pictures", region: "eu-west-1", allow: [arn] });
      assert.deepEqual(await edges.ask(domainName), { kind: "status", status: 200 });
    } finally {
      await running.close();
    }
  });

  for (const address of loopbacks) {
    it(`is asked for at ${address} with the distribution's name, as a viewer who wants the root and no more`, async () => {
      const asked: unknown[] = [];
      const server = createTlsServer(await identity(ca, ["another.example"]), (request, response) => {
        const { servername } = request.socket as Socket & { servername?: string };
        asked.push({ method: request.method, url: request.url, headers: request.headers, servername });
        response.writeHead(418).end("a page".repeat(100_000));
      });
      await listening(server, address, async (port) => {
        assert.deepEqual(await edgesAt([address], port).ask(ours), { kind: "status", status: 418 });
        assert.deepEqual(asked, [
          { method: "GET", url: "/", headers: { host: ours, connection: "close" }, servername: ours },
        ]);
      });
    });
  }

  it("is unknown where nobody listens", async () => {
    const free = await listening(createServer(), "127.0.0.1", async (port) => port);
    assert.deepEqual(await edgesAt(["127.0.0.1"], free).ask(ours), { kind: "unknown" });
  });

  it("is unknown where something else than TLS is spoken", async () => {
    const greeting = createServer((socket) => socket.on("error", () => {}).end("220 mail.example ESMTP\r\n"));
    await listening(greeting, "127.0.0.1", async (port) => {
      assert.deepEqual(await edgesAt(["127.0.0.1"], port).ask(ours), { kind: "unknown" });
    });
  });

  it("is unknown after five seconds of silence, those of the look-up included", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    await listening(silent, "127.0.0.1", async (port) => {
      const started = performance.now();
      assert.deepEqual(await edgesAt(["127.0.0.1"], port, { dnsMs: 4_900 }).ask(ours), { kind: "unknown" });
      const took = performance.now() - started;
      assert.ok(took > 80 && took < 4_900, `${took} ms`);
    });
  });

  for (const [rule, addresses, dnsMs] of [
    ["the name has no address", [], 0],
    ["the look-up has taken five seconds", ["127.0.0.1"], 5_000],
  ] as const) {
    it(`is unknown, and nobody is asked, where ${rule}`, async () => {
      let connections = 0;
      const server = createServer((socket) => {
        connections += 1;
        socket.destroy();
      });
      await listening(server, "127.0.0.1", async (port) => {
        assert.deepEqual(await edgesAt([...addresses], port, { dnsMs }).ask(ours), { kind: "unknown" });
        assert.equal(connections, 0);
      });
    });
  }

  it("is unknown for what is no host name", async () => {
    assert.deepEqual(await edgesAt(["127.0.0.1"], 1).ask(""), { kind: "unknown" });
  });
});

describe("what an edge presents for a name", () => {
  before(makeAuthority);

  const cases: [rule: string, names: string[], notAfter: number, known: boolean, expected: Served][] = [
    ["is served by a certificate for it", [example], Date.now() + 60_000, true, "served"],
    ["is served by a certificate for all names beside it", ["*.example.com"], Date.now() + 60_000, true, "served"],
    ["may be for others", ["*.cloudfront.net"], Date.now() + 60_000, true, "otherCertificate"],
    ["may be over", [example], Date.now() - 60_000, true, "expired"],
    ["may come from an authority of somebody's own", [example], Date.now() + 60_000, false, "untrusted"],
  ];
  for (const [rule, names, notAfter, known, expected] of cases) {
    it(rule, async () => {
      await listening(createTlsServer(await identity(ca, names, notAfter)), "127.0.0.1", async (port) => {
        const look = await edgesAt(["127.0.0.1"], port, known ? { authorities: [ca.rootPem] } : {}).present(example);
        assert.equal(servedBy(look, example, Date.now()), expected, JSON.stringify(look));
      });
    });
  }

  it("is asked for a wildcard by a name that only the wildcard answers for, over zones", async () => {
    const asked: unknown[] = [];
    const tls = await identity(ca, ["*.shop.example.com"]);
    const server = createTlsServer({
      SNICallback: (host, answer) => {
        asked.push(host);
        answer(null, createSecureContext(tls));
      },
    });
    await listening(server, "127.0.0.1", async (port) => {
      const look = await edgesAt(["127.0.0.1"], port, { authorities: [ca.rootPem] }).present("*.shop.example.com");
      assert.equal(servedBy(look, "*.shop.example.com", Date.now()), "served", JSON.stringify(look));
      assert.deepEqual(asked, ["domain-group-wildcard-check.shop.example.com"]);
    });
  });

  it("is nothing where nobody listens", async () => {
    const free = await listening(createServer(), "127.0.0.1", async (port) => port);
    const look = await edgesAt(["127.0.0.1"], free).present(example);
    assert.deepEqual(look, { kind: "none", code: "ECONNREFUSED", port: free });
  });

  /** TLS 1.2 record: an alert, fatal, 112 (RFC 6066, 3). */
  const unrecognizedName = Buffer.from([21, 3, 3, 0, 2, 2, 112]);
  const answers: [rule: string, answer: (socket: Socket) => void, code: string, left: number][] = [
    [
      "something else than TLS is spoken",
      (socket) => socket.end("220 mail.example\r\n"),
      "ERR_SSL_WRONG_VERSION_NUMBER",
      5_000,
    ],
    ["the connection is closed at once", (socket) => socket.end(), "ECONNRESET", 5_000],
    ["nobody knows the name", (socket) => socket.write(unrecognizedName), "ERR_SSL_TLSV1_UNRECOGNIZED_NAME", 5_000],
    ["nothing is said in the time that the look-up has left", () => {}, "ETIMEDOUT", 100],
  ];
  for (const [rule, answer, code, left] of answers) {
    it(`is nothing where ${rule}`, async () => {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        answer(socket);
      });
      await listening(server, "127.0.0.1", async (port) => {
        const started = performance.now();
        const edges = edgesAt(["127.0.0.1"], port, { dnsMs: 5_000 - left });
        assert.deepEqual(await edges.present(example), { kind: "none", code, port });
        const took = performance.now() - started;
        assert.ok(took < 2_000, `${took} ms`);
      });
    });
  }

  for (const [rule, addresses, expected] of [
    ["is looked for at a second address", ["127.0.0.2", "127.0.0.1"], "served"],
    ["is not looked for at a third one", ["127.0.0.2", "127.0.0.3", "127.0.0.1"], "noHandshake"],
  ] as const) {
    it(rule, async () => {
      await listening(createTlsServer(await identity(ca, [example])), "127.0.0.1", async (port) => {
        const look = await edgesAt([...addresses], port, { authorities: [ca.rootPem] }).present(example);
        assert.equal(servedBy(look, example, Date.now()), expected, JSON.stringify(look));
      });
    });
  }

  it("is found at the second address although the first one says nothing", async () => {
    assert.ok(await isBindable("127.0.0.2"), "needs it: on macOS, sudo ifconfig lo0 alias 127.0.0.2");
    const silent = createServer((socket) => socket.on("error", () => {}));
    const server = createTlsServer(await identity(ca, [example]));
    await listening(silent, "127.0.0.2", (free) =>
      listening(
        server,
        "127.0.0.1",
        async (port) => {
          const edges = edgesAt(["127.0.0.2", "127.0.0.1"], port, { dnsMs: 4_400, authorities: [ca.rootPem] });
          assert.equal(servedBy(await edges.present(example), example, Date.now()), "served");
        },
        free,
      ),
    );
  });

  const unknowns: [rule: string, name: string, addresses: string[], where: Elsewhere, code: string][] = [
    ["the name servers do not answer", example, ["127.0.0.1"], { fault: "SERVFAIL" }, "SERVFAIL"],
    ["the name is not there", "gone.example.com", ["127.0.0.1"], {}, "ENOTFOUND"],
    ["nobody has the domain", "www.example.net", ["127.0.0.1"], {}, "ENOTFOUND"],
    ["it leads to a name without address", example, [], {}, "ENOTFOUND"],
    ["the look-up takes all the time", example, ["127.0.0.1"], { dnsMs: 5_000 }, "ETIMEOUT"],
  ];
  for (const [rule, name, addresses, where, code] of unknowns) {
    it(`is unknown where ${rule}`, async () => {
      assert.deepEqual(await edgesAt(addresses, 1, where).present(name), { kind: "unknown", code });
    });
  }
});
