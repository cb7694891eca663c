import { generateKeyPair, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { CertificateAuthority, CertificateFacts } from "./contracts";
import { signedCertificatePem } from "./pki/certificate";

type Issued = Awaited<ReturnType<CertificateAuthority["issue"]>>;

const ROOT_NAME = "Simulator Root CA";
/** A simulated clock may show any of these years. */
const ROOT_NOT_BEFORE = Date.UTC(2000, 0, 1);
const ROOT_NOT_AFTER = Date.UTC(2099, 11, 31);

/** A new root at each start; nothing of it is worth keeping secret or trusting beyond one run. */
export function createCertificateAuthority(): CertificateAuthority {
  const root = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = { name: ROOT_NAME, ...root };
  const rootPem = signedCertificatePem({
    serialHex: randomBytes(16).toString("hex"),
    subject: ROOT_NAME,
    publicKey: root.publicKey,
    notBefore: ROOT_NOT_BEFORE,
    notAfter: ROOT_NOT_AFTER,
    issuer,
    use: "ca",
  });
  const issued = new Map<string, Promise<Issued>>();

  async function make(facts: CertificateFacts): Promise<Issued> {
    const { publicKey, privateKey } = await newKey(facts.keyAlgorithm);
    const certificatePem = signedCertificatePem({
      serialHex: facts.serial.replaceAll(":", ""),
      subject: facts.names[0] ?? "",
      publicKey,
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
      issuer,
      use: { names: facts.names },
    });
    const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    return { certificatePem, chainPem: rootPem, keyPem };
  }

  return {
    rootPem,
    issue(facts) {
      const key = `${facts.id} ${facts.serial}`;
      const certificate = issued.get(key) ?? make(facts);
      issued.set(key, certificate);
      return certificate;
    },
  };
}

const newKeyPair = promisify(generateKeyPair);

/** An RSA key takes a fifth of a second, so none is made before somebody looks at it. */
function newKey(algorithm: CertificateFacts["keyAlgorithm"]): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (algorithm) {
    case "RSA_2048":
      return newKeyPair("rsa", { modulusLength: 2048 });
    case "EC_prime256v1":
      return newKeyPair("ec", { namedCurve: "P-256" });
    case "EC_secp384r1":
      return newKeyPair("ec", { namedCurve: "P-384" });
  }
}
