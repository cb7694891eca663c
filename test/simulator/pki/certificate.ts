import { createHash, type KeyObject, sign } from "node:crypto";
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from "./der";

/** What stands in an X.509 certificate (RFC 5280). The issuer signs with ECDSA and SHA-256. */
export interface CertificateContent {
  serialHex: string;
  subject: string;
  publicKey: KeyObject;
  notBefore: number;
  notAfter: number;
  issuer: { name: string; publicKey: KeyObject; privateKey: KeyObject };
  /** Of a server: the names it may serve. `"ca"`: it signs others. */
  use: "ca" | { names: string[] };
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));

export function signedCertificatePem(content: CertificateContent): string {
  const toBeSigned = sequence(
    explicit(0, integer("02")),
    integer(content.serialHex),
    ECDSA_WITH_SHA256,
    distinguishedName(content.issuer.name),
    sequence(time(content.notBefore), time(content.notAfter)),
    distinguishedName(content.subject),
    content.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(content))),
  );
  const signature = sign("sha256", toBeSigned, content.issuer.privateKey);
  return pem(sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature)));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(commonName))));
}

function extensions({ use, publicKey, issuer }: CertificateContent): Buffer[] {
  const identifiers = [
    extension("2.5.29.14", false, octetString(keyIdentifier(publicKey))),
    extension("2.5.29.35", false, sequence(implicit(0, keyIdentifier(issuer.publicKey)))),
  ];
  if (use === "ca") {
    return [
      extension("2.5.29.19", true, sequence(boolean(true))),
      extension("2.5.29.15", true, keyUsage("keyCertSign", "cRLSign")),
      ...identifiers,
    ];
  }
  const encipherment = publicKey.asymmetricKeyType === "rsa" ? (["keyEncipherment"] as const) : [];
  return [
    extension("2.5.29.19", true, sequence()),
    extension("2.5.29.15", true, keyUsage("digitalSignature", ...encipherment)),
    extension("2.5.29.37", false, sequence(objectIdentifier("1.3.6.1.5.5.7.3.1"))),
    extension("2.5.29.17", false, sequence(...use.names.map((name) => implicit(2, Buffer.from(name, "ascii"))))),
    ...identifiers,
  ];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

const KEY_USAGE_BITS = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 };

/** Named bits, trailing zeros not encoded (X.690 section 11.2.2). */
function keyUsage(...usages: (keyof typeof KEY_USAGE_BITS)[]): Buffer {
  const bits = usages.reduce((sum, usage) => sum | KEY_USAGE_BITS[usage], 0);
  return bitString(Buffer.of(bits), 31 - Math.clz32(bits & -bits));
}

/** Any value that is unique to the key will do (RFC 5280 section 4.2.1.2). */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
