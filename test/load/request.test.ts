import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createCertificateAuthority } from "../simulator/ca";
import type { CertificateAuthority, CertificateFacts, EdgeAnswer } from "../simulator/contracts";
import { type Edges, startEdges } from "../simulator/edge/server";
import { closeServer, listen } from "../simulator/listening";
import { createAsk, type Verdict } from "./request";

const DAY = 24 * 3600 * 1000;
const HOST = "www.example.com";

describe("a request of the load", () => {
  let ca: CertificateAuthority;
  let edges: Edges;
  let certificate: Partial<CertificateFacts> | undefined;
  let status = 200;
  let serial = 0;

  before(async () => {
    ca = await createCertificateAuthority();
    const answer = (): EdgeAnswer =>
      certificate === undefined
        ? { kind: "default" }
        : { kind: "certificate", certificate: factsOf(certificate), distributionId: "E1", alias: HOST };
    const serve = () => ({ status, headers: {}, body: `${HOST} is served by E1 at edge 0.` });
    edges = await startEdges({ answer, serve }, ["127.0.0.1"], ca);
  });
  after(() => edges.close());
  beforeEach(() => {
    serial += 1;
    status = 200;
    certificate = {};
  });

  /** Edges keep what they have made of a serial number. */
  const factsOf = (more: Partial<CertificateFacts>): CertificateFacts => ({
    id: "arn",
    serial: serial.toString(16).padStart(2, "0"),
    names: [HOST],
    keyAlgorithm: "EC_prime256v1",
    notBefore: Date.now() - DAY,
    notAfter: Date.now() + DAY,
    ...more,
  });

  const visit = (rootPem = ca.rootPem): Promise<Verdict> =>
    createAsk(rootPem)({ address: "127.0.0.1", port: edges.port, host: HOST });

  it("is served with a good certificate, and tells which one and by whom", async () => {
    const [first, second] = [await visit(), await visit()];
    assert.ok(first.kind === "served");
    assert.equal(first.distribution, "E1");
    assert.match(first.certificate, /^[0-9A-F:]{95}$/);
    assert.deepEqual(second, first);
  });

  const wrong: [what: string, facts: Partial<CertificateFacts> | undefined, why: string][] = [
    ["for another name", { names: ["example.com"] }, "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["that is over", { notAfter: Date.now() - 1000 }, "CERT_HAS_EXPIRED"],
    ["that is not valid yet", { notBefore: Date.now() + DAY }, "CERT_NOT_YET_VALID"],
    ["of an edge that does not serve the name", undefined, "ERR_TLS_CERT_ALTNAME_INVALID"],
  ];
  for (const [what, facts, why] of wrong) {
    it(`meets a wrong certificate: one ${what}`, async () => {
      certificate = facts;
      assert.deepEqual(await visit(), { kind: "wrongCertificate", why });
    });
  }

  it("meets a wrong certificate: one of somebody else's authority", async () => {
    const { rootPem } = await createCertificateAuthority();
    const verdict = await visit(rootPem);
    assert.equal(verdict.kind, "wrongCertificate");
  });

  it("fails where the edge refuses to serve", async () => {
    status = 403;
    assert.deepEqual(await visit(), { kind: "failed", why: "HTTP 403" });
  });

  it("fails where nobody listens", async () => {
    const verdict = await createAsk(ca.rootPem)({ address: "127.0.0.77", port: edges.port, host: HOST });
    assert.equal(verdict.kind, "failed");
  });

  it("fails where the connection ends in the handshake", async () => {
    const server = createServer().on("connection", (socket) => socket.once("data", () => socket.destroy()));
    const port = await listen(server, "127.0.0.1", 0);
    const verdict = await createAsk(ca.rootPem)({ address: "127.0.0.1", port, host: HOST });
    await closeServer(server);
    assert.equal(verdict.kind, "failed");
  });
});
