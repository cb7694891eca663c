// @peculiar/x509 does not load without it.
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { CertificateAuthority, CertificateFacts } from "./contracts";

type Issued = Awaited<ReturnType<CertificateAuthority["issue"]>>;
type KeyAlgorithm = CertificateFacts["keyAlgorithm"];

interface Root {
  name: [{ CN: [string] }];
  keys: webcrypto.CryptoKeyPair;
  pem: string;
}

/** A new root at each start; nothing of it is worth keeping secret or trusting beyond one run. */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const root = await createRoot();
  const issued = new Map<string, Promise<Issued>>();
  return {
    rootPem: root.pem,
    issue(facts) {
      const key = `${facts.id} ${facts.serial}`;
      const certificate = issued.get(key) ?? issueServerCertificate(root, facts);
      issued.set(key, certificate);
      return certificate;
    },
  };
}

/** A simulated clock may show any of these years. */
const ROOT_NOT_BEFORE = new Date(Date.UTC(2000, 0, 1));
const ROOT_NOT_AFTER = new Date(Date.UTC(2099, 11, 31));

async function createRoot(): Promise<Root> {
  const keys = await newKeys("EC_prime256v1");
  const name: Root["name"] = [{ CN: ["Simulator Root CA"] }];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString("hex"),
    name,
    notBefore: ROOT_NOT_BEFORE,
    notAfter: ROOT_NOT_AFTER,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { name, keys, pem: `${certificate.toString("pem")}\n` };
}

async function issueServerCertificate(root: Root, facts: CertificateFacts): Promise<Issued> {
  const { publicKey, privateKey } = await newKeys(facts.keyAlgorithm);
  const encipherment = facts.keyAlgorithm === "RSA_2048" ? KeyUsageFlags.keyEncipherment : 0;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: facts.serial.replaceAll(":", ""),
    subject: [{ CN: [facts.names[0] ?? ""] }],
    issuer: root.name,
    notBefore: new Date(facts.notBefore),
    notAfter: new Date(facts.notAfter),
    publicKey,
    signingKey: root.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | encipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(facts.names.map((value) => ({ type: "dns", value }))),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(root.keys.publicKey),
    ],
  });
  const keyPem = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", privateKey), PemConverter.PrivateKeyTag);
  return { certificatePem: `${certificate.toString("pem")}\n`, chainPem: root.pem, keyPem };
}

const KEY_PARAMETERS: { [algorithm in KeyAlgorithm]: webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams } = {
  RSA_2048: {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  EC_prime256v1: { name: "ECDSA", namedCurve: "P-256" },
  EC_secp384r1: { name: "ECDSA", namedCurve: "P-384" },
};

/** An RSA key takes a fifth of a second, so none is made before somebody looks at it. */
function newKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_PARAMETERS[algorithm], true, ["sign", "verify"]);
}
