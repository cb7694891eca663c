import assert from "node:assert/strict";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { type AddressInfo, createServer, isIPv4, isIPv6, type Socket, type Server as TcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { createAws } from "../../provider/aws/clients";
import { distributionSettings } from "../../provider/core/new-distribution";
import { createEdges } from "../../provider/dns/edges";
import { socketTransport } from "../../provider/dns/transport";
import { ownCredentials } from "../aws/world";
import { createCertificateAuthority } from "../simulator/ca";
import { realClock } from "../simulator/clock";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { clientConfig } from "../simulator/in-process";
import { startSimulator } from "../simulator/run";
import { dnsWorld } from "./world";

/** Not every machine has IPv6. */
const loopbacks = ["127.0.0.1", "::1"].filter((address) =>
  Object.values(networkInterfaces()).some((interfaces) => interfaces?.some((each) => each.address === address)),
);
const ours = "d111111abcdef8.cloudfront.net";

/** An internet in which our distribution is at these addresses, and in which the first packet takes `dnsMs`. */
function edgesAt(addresses: string[], httpsPort: number, dnsMs = 0) {
  const { clock, internet, transport, sent } = dnsWorld();
  internet.addComputedZone("cloudfront.net", (name, type) => {
    if (name !== ours) return undefined;
    const values = addresses.filter((address) => (type === "AAAA" ? isIPv6(address) : type === "A" && isIPv4(address)));
    return values.length === 0 ? [] : [{ name, type, ttl: 60, values }];
  });
  const slow: typeof transport = {
    exchange: async (...packet) => {
      if (sent.length === 0) await clock.sleep(dnsMs);
      return transport.exchange(...packet);
    },
  };
  return createEdges({ transport: slow, clock, resolvers: [RESOLVER_ADDRESS], httpsPort });
}

/** `use` while `server` listens there. */
async function listening<T>(
  server: TcpServer | TlsServer,
  address: string,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => open.add(socket));
  await new Promise<void>((ready) => server.listen(0, address, ready));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    await new Promise((closed) => server.close(closed));
  }
}

describe("what an edge answers", () => {
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
      const ca = await createCertificateAuthority();
      const notBefore = Date.now() - 1_000;
      const names = ["another.example"];
      const facts = {
        id: "1",
        serial: "01",
        names,
        keyAlgorithm: "EC_prime256v1" as const,
        notBefore,
        notAfter: notBefore + 60_000,
      };
      const { certificatePem: cert, keyPem: key } = await ca.issue(facts);
      const asked: unknown[] = [];
      const server = createTlsServer({ cert, key }, (request, response) => {
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
      assert.deepEqual(await edgesAt(["127.0.0.1"], port, 4_900).ask(ours), { kind: "unknown" });
      const took = performance.now() - started;
      assert.ok(took > 80 && took < 2_000, `${took} ms`);
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
        assert.deepEqual(await edgesAt([...addresses], port, dnsMs).ask(ours), { kind: "unknown" });
        assert.equal(connections, 0);
      });
    });
  }

  it("is unknown for what is no host name", async () => {
    assert.deepEqual(await edgesAt(["127.0.0.1"], 1).ask(""), { kind: "unknown" });
  });
});
