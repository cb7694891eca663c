// @peculiar/x509 does not load without it.
import "reflect-metadata";
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { createServer } from "node:https";
import type { TlsOptions } from "node:tls";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import { handshake, type Presented } from "../../provider/dns/handshake";
import { createCertificateAuthority } from "../simulator/ca";
import type { CertificateAuthority } from "../simulator/contracts";
import { closeServer, listen } from "../simulator/listening";

const address = "127.0.0.1";
const host = "www.example.com";
const DAY = 24 * 60 * 60 * 1000;
/** In whole seconds, as certificates have them. */
const today = Math.floor(Date.now() / DAY) * DAY;

/** What a server with this certificate presents. */
async function presentedBy(identity: TlsOptions, authorities?: readonly string[]): Promise<Presented> {
  const server = createServer(identity);
  const port = await listen(server, address, 0);
  try {
    return await handshake({ host, address, port, timeoutMs: 5_000, authorities });
  } finally {
    await closeServer(server);
  }
}

function certificate(presented: Presented): Extract<Presented, { kind: "certificate" }> {
  assert.ok(presented.kind === "certificate", JSON.stringify(presented));
  return presented;
}

async function issued(ca: CertificateAuthority, names: string[], notBefore: number, notAfter: number) {
  const { certificatePem, keyPem } = await ca.issue({
    id: `${names} ${notAfter}`,
    serial: "01",
    names,
    keyAlgorithm: "EC_prime256v1",
    notBefore,
    notAfter,
  });
  return { cert: certificatePem, key: keyPem };
}

/** Whoever can make a certificate says what it likes in it. */
async function selfSigned(issuer: { [attribute: string]: string[] }[], dnsNames: string[]): Promise<TlsOptions> {
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const names = [
    ...dnsNames.map((value) => ({ type: "dns" as const, value })),
    { type: "ip" as const, value: "192.0.2.1" },
  ];
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: issuer,
    notBefore: new Date(today),
    notAfter: new Date(today + 2 * DAY),
    keys,
    extensions: dnsNames.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: made.toString("pem"), key: PemConverter.encode(key, PemConverter.PrivateKeyTag) };
}

describe("a handshake", () => {
  let ca: CertificateAuthority;
  before(async () => {
    ca = await createCertificateAuthority();
  });

  it("shows whose certificate it is, from whom, and for how long", async () => {
    const identity = await issued(ca, ["example.com", "*.example.com"], today - DAY, today + DAY);
    assert.deepEqual(await presentedBy(identity, [ca.rootPem]), {
      kind: "certificate",
      names: ["example.com", "*.example.com"],
      issuer: "Simulator Root CA",
      notBefore: today - DAY,
      notAfter: today + DAY,
      trusted: true,
    });
  });

  it("trusts an authority, whoever the certificate is for", async () => {
    const identity = await issued(ca, ["another.example"], today - DAY, today + DAY);
    const { names, trusted } = certificate(await presentedBy(identity, [ca.rootPem]));
    assert.deepEqual({ names, trusted }, { names: ["another.example"], trusted: true });
  });

  it("does not trust an authority that Node.js does not know", async () => {
    const identity = await issued(ca, [host], today - DAY, today + DAY);
    assert.equal(certificate(await presentedBy(identity)).trusted, false);
  });

  it("shows a certificate that is over", async () => {
    const identity = await issued(ca, [host], today - 2 * DAY, today - DAY);
    const { notBefore, notAfter } = certificate(await presentedBy(identity, [ca.rootPem]));
    assert.deepEqual([notBefore, notAfter], [today - 2 * DAY, today - DAY]);
  });

  it("asks for the host by name, and offers HTTP/1.1", async () => {
    const asked: unknown[] = [];
    const ALPNCallback: TlsOptions["ALPNCallback"] = (asking) => {
      asked.push({ ...asking });
      return undefined;
    };
    const refused = await presentedBy({ ...(await issued(ca, [host], today - DAY, today + DAY)), ALPNCallback });
    assert.deepEqual(asked, [{ servername: host, protocols: ["http/1.1"] }]);
    assert.ok(refused.kind === "none");
    assert.equal(refused.code, "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL");
  });

  const issuers: [rule: string, issuer: { [attribute: string]: string[] }[], expected: string][] = [
    ["its organization", [{ CN: ["Proxy CA 1"] }, { O: ["Example Ltd"] }], "Example Ltd"],
    ["the first of its organizations", [{ O: ["One"] }, { O: ["Two"] }], "One"],
    ["its common name where it has no organization", [{ CN: ["Proxy CA 1"] }], "Proxy CA 1"],
    ["nothing where it has neither", [{ C: ["DE"] }], ""],
  ];
  for (const [rule, issuer, expected] of issuers) {
    it(`names the issuer: ${rule}`, async () => {
      assert.equal(certificate(await presentedBy(await selfSigned(issuer, [host]))).issuer, expected);
    });
  }

  it("shows the DNS names in lower case, and no other kind of name", async () => {
    const odd = ["WWW.Example.COM", "a, DNS:b.example", 'c", DNS:d.example', "*.e.example"];
    const { names } = certificate(await presentedBy(await selfSigned([{ CN: ["cn.example"] }], odd)));
    assert.deepEqual(names, ["www.example.com", "*.e.example"]);
  });

  it("shows no name of a certificate that has only a common name", async () => {
    assert.deepEqual(certificate(await presentedBy(await selfSigned([{ CN: [host] }], []))).names, []);
  });
});
