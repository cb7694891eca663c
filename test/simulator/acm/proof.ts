import { createHash } from "node:crypto";
import type { CertificateFacts, Random, World } from "../contracts";
import type { DnsWorld } from "../dns-contracts";
import { caaAllows } from "./caa";
import { baseDomains, type Certificate, validityFrom } from "./certificate";

export interface ValidationRecord {
  /** Without trailing dot, as the value. */
  name: string;
  value: string;
}

/** The record that proves a domain: one for each domain and account, for all certificates and for ever. */
export function validationRecord(account: string, domain: string): ValidationRecord {
  const digest = createHash("sha512").update(`${account} ${domain}`).digest();
  const letters = [...digest.subarray(32, 42)].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
  return {
    name: `_${digest.toString("hex", 0, 16)}.${domain}`,
    value: `_${digest.toString("hex", 16, 32)}.${letters}.acm-validations.aws`,
  };
}

/** ACM looks through a resolver of its own. */
const resolver = "acm";

/** Base domains of the certificate whose record is in DNS. */
export const provedDomains = ({ dns }: World, certificate: Certificate): string[] =>
  baseDomains(certificate).filter((domain) => isPublished(dns, validationRecord(certificate.account, domain)));

/** ACM User Guide, "Troubleshoot DNS validation": at most five CNAMEs in a chain; the value's leading underscore may be left out. */
function isPublished(dns: DnsWorld, record: ValidationRecord): boolean {
  let name = record.name;
  for (let step = 0; step < 5; step += 1) {
    const answer = dns.resolve(name, "CNAME", undefined, resolver);
    const answers = answer.rcode === "NOERROR" ? answer.answers : [];
    const target = answers.find((set) => set.type === "CNAME" && set.name === name)?.values[0];
    if (target === undefined) return false;
    if (target === record.value || target === record.value.slice(1)) return true;
    name = target;
  }
  return false;
}

/** CAA comes after the proof of all domains (ACM User Guide, "Certification Authority Authorization (CAA) problems"). */
export const forbiddenNames = ({ dns, switches }: World, { names }: Certificate): string[] =>
  names.filter((name) => !caaAllows(dns, resolver, name, switches.caaServfail));

/** Of a certificate that begins now. */
export function issuedFacts({ clock, random }: World, { arn, names, keyAlgorithm }: Certificate): CertificateFacts {
  return { id: arn, serial: serialNumber(random), names, keyAlgorithm, ...validityFrom(clock.now()) };
}

/** Positive and of full length, as DER wants it. */
export const serialNumber = (random: Random) => `${random.text("1234567", 1)}${random.hex(31)}`;
