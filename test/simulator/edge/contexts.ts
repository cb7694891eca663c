import { constants } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import type { CertificateAuthority, CertificateFacts } from "../contracts";

/** What an edge presents for names that no distribution claims. */
export const DEFAULT_CERTIFICATE: CertificateFacts = {
  id: "cloudfront-default",
  serial: "01",
  names: ["*.cloudfront.net", "cloudfront.net"],
  keyAlgorithm: "EC_prime256v1",
  notBefore: Date.UTC(2000, 0, 1),
  notAfter: Date.UTC(2099, 11, 31),
};

export type Contexts = (facts: CertificateFacts) => Promise<SecureContext>;

/** Made when the first client asks, kept for all edges. A key costs up to a fifth of a second, a context still a millisecond. */
export function createContexts(ca: CertificateAuthority): Contexts {
  const made = new Map<string, Promise<SecureContext>>();

  async function make(facts: CertificateFacts): Promise<SecureContext> {
    const { certificatePem, chainPem, keyPem } = await ca.issue(facts);
    // A resumed session would show the certificate of an earlier handshake.
    const secureOptions = constants.SSL_OP_NO_TICKET;
    return createSecureContext({ cert: certificatePem + chainPem, key: keyPem, minVersion: "TLSv1.2", secureOptions });
  }

  return (facts) => {
    const key = `${facts.id} ${facts.serial}`;
    const context = made.get(key) ?? make(facts);
    made.set(key, context);
    return context;
  };
}
