import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { connect, type PeerCertificate, type TLSSocket } from "node:tls";
import { after, before, beforeEach, describe, it } from "mocha";
import { createCertificateAuthority } from "../ca";
import type { CertificateAuthority, CertificateFacts, EdgeAnswer, ViewerRequest, ViewerResponse } from "../contracts";
import { type Edges, startEdges } from "./server";

const DAY = 24 * 3600 * 1000;

function certificateFor(names: string[], more: Partial<CertificateFacts> = {}): CertificateFacts {
  const dates = { notBefore: Date.now() - DAY, notAfter: Date.now() + DAY };
  return { id: `arn:${names[0]}`, serial: "0a:01", names, keyAlgorithm: "EC_prime256v1", ...dates, ...more };
}

/** By edge and name. */
let served: { [name: string]: EdgeAnswer }[] = [];
let ca: CertificateAuthority;
let edges: Edges;

function attach(name: string, certificate: CertificateFacts, atEdges = [0, 1]): void {
  for (const edge of atEdges) {
    served[edge] = { ...served[edge], [name]: { kind: "certificate", certificate, distributionId: "E1", alias: name } };
  }
}

before(async () => {
  ca = await createCertificateAuthority();
  const view = {
    answer: (edge: number, name: string): EdgeAnswer => served[edge]?.[name] ?? { kind: "default" },
    serve: (edge: number, { headers, ...request }: ViewerRequest): ViewerResponse => ({
      status: 203,
      headers: { server: "AmazonS3" },
      body: `${edge} ${JSON.stringify({ ...request, accept: headers["accept"] })}`,
    }),
  };
  edges = await startEdges(view, ["127.0.0.21", "127.0.0.22"], ca);
});
after(() => edges.close());
beforeEach(() => {
  served = [];
});

function target(edge: number): { host: string; port: number } {
  const [host = "", port = ""] = (edges.addresses[edge] ?? "").split(":");
  return { host, port: Number(port) };
}

/** A handshake in which nothing is overlooked: chain, dates and name must hold. */
async function handshake(edge: number, servername: string): Promise<PeerCertificate> {
  const socket: TLSSocket = connect({ ...target(edge), servername, ca: ca.rootPem });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

interface Page {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

async function get(edge: number, servername: string, path = "/", host = servername): Promise<Page> {
  const headers = { host: `${host}:${edges.port}`, accept: "text/html" };
  const outgoing = request({ ...target(edge), path, servername, ca: ca.rootPem, headers, agent: false });
  outgoing.end();
  const [incoming] = await once(outgoing, "response");
  let text = "";
  for await (const chunk of incoming) text += chunk;
  return { status: incoming.statusCode, headers: incoming.headers, text };
}

describe("an edge", () => {
  for (const keyAlgorithm of ["RSA_2048", "EC_prime256v1"] as const) {
    it(`presents the certificate of its configuration, ${keyAlgorithm}`, async () => {
      attach("www.example.com", certificateFor(["example.com", "www.example.com"], { id: keyAlgorithm, keyAlgorithm }));
      const certificate = await handshake(0, "www.example.com");
      assert.equal(certificate.subjectaltname, "DNS:example.com, DNS:www.example.com");
      assert.equal(certificate.serialNumber, "0A01");
    });
  }

  it("presents the default certificate for a name that nobody has attached", async () => {
    await assert.rejects(handshake(0, "www.example.com"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    assert.equal((await handshake(0, "d1.cloudfront.net")).subject.CN, "*.cloudfront.net");
  });

  it("has its own configuration: one may be ahead of the other", async () => {
    attach("www.example.com", certificateFor(["www.example.com"]), [1]);
    await handshake(1, "www.example.com");
    await assert.rejects(handshake(0, "www.example.com"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it("presents a renewed certificate in the next handshake", async () => {
    attach("www.example.com", certificateFor(["www.example.com"]));
    await handshake(0, "www.example.com");
    attach("www.example.com", certificateFor(["www.example.com"], { serial: "0a:02" }));
    assert.equal((await handshake(0, "www.example.com")).serialNumber, "0A02");
  });

  it("presents an expired certificate as it is", async () => {
    attach("www.example.com", certificateFor(["www.example.com"], { serial: "0b", notAfter: Date.now() - 1000 }));
    await assert.rejects(handshake(0, "www.example.com"), { code: "CERT_HAS_EXPIRED" });
  });

  it("gives no handshake to a client that sends no server name", async () => {
    const socket = connect({ ...target(0), ca: ca.rootPem });
    await assert.rejects(once(socket, "secureConnect"), /handshake failure/);
  });

  it("takes the server name in any case", async () => {
    attach("www.example.com", certificateFor(["www.example.com"]));
    await handshake(0, "WWW.Example.COM");
  });
});

describe("over HTTP an edge", () => {
  it("hands the request to its configuration, and the answer back", async () => {
    attach("www.example.com", certificateFor(["www.example.com"]));
    const { status, headers, text } = await get(1, "www.example.com", "/a/b?c=d&e=?");
    const seen = { host: "www.example.com", method: "GET", path: "/a/b", query: "c=d&e=?", accept: "text/html" };
    assert.equal(text, `1 ${JSON.stringify(seen)}`);
    assert.deepEqual([status, headers.server, headers["x-amz-cf-pop"]], [203, "AmazonS3", "SIM1"]);
  });

  it("answers 421 when host and server name differ", async () => {
    attach("www.example.com", certificateFor(["www.example.com"]));
    assert.equal((await get(0, "www.example.com", "/", "other.example.com")).status, 421);
  });
});

describe("edges", () => {
  it("have the same port at addresses of their own", () => {
    assert.deepEqual(edges.addresses, [`127.0.0.21:${edges.port}`, `127.0.0.22:${edges.port}`]);
  });

  it("have ports of their own where they share an address", async () => {
    const serve = (): ViewerResponse => ({ status: 200, headers: {}, body: "" });
    const view = { answer: (): EdgeAnswer => ({ kind: "default" }), serve };
    const sharing = await startEdges(view, ["127.0.0.1", "127.0.0.1"], ca);
    await sharing.close();
    assert.equal(new Set(sharing.addresses).size, 2);
  });
});
