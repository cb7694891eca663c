import { createHash } from "node:crypto";
import type { Random, World } from "../contracts";
import { hour } from "../defaults";
import type { DnsWorld } from "../dns-contracts";
import { caaAllows } from "./caa";
import { baseDomains, type Certificate, existsAt, statusAt, validityFrom } from "./certificate";
import { isPublicDomain } from "./names";

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

/** ACM User Guide, "DNS validation": a request that is not validated within 72 hours times out. */
const validationPeriod = 72 * hour;

/** ACM looks through a resolver of its own. */
const resolver = "acm";

/** Everything that ACM does by itself about a request from now on, each at its instant. */
export function startValidation(world: World, certificate: Certificate): void {
  const { clock, latencies } = world;
  clock.at(certificate.requestedAt + validationPeriod, () => timeOut(world, certificate));
  if (certificate.validationMethod !== "DNS") return;
  clock.at(certificate.requestedAt + latencies.validationFirstCheck, () =>
    look(world, certificate, latencies.validationRecheck),
  );
}

function look(world: World, certificate: Certificate, interval: number): void {
  if (!isOpen(world, certificate)) return;
  const { clock, dns, latencies } = world;
  const foreign = certificate.names.filter((name) => !isPublicDomain(name));
  if (foreign.length > 0) {
    fail(world, certificate, "INVALID_PUBLIC_DOMAIN", foreign);
    return;
  }
  for (const domain of baseDomains(certificate)) {
    if (certificate.validatedAt.has(domain)) continue;
    if (isPublished(dns, validationRecord(certificate.account, domain)))
      certificate.validatedAt.set(domain, clock.now());
  }
  if (isValidated(certificate)) {
    clock.at(clock.now() + latencies.issuance, () => issue(world, certificate));
    return;
  }
  const next = Math.min(interval * latencies.validationBackoff, latencies.validationRecheckMax);
  // With no time at all between two looks, time itself would not go on.
  clock.at(clock.now() + Math.max(1, interval), () => look(world, certificate, next));
}

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
function issue(world: World, certificate: Certificate): void {
  if (!isOpen(world, certificate)) return;
  const { clock, dns, random, switches } = world;
  const forbidden = certificate.names.filter((name) => !caaAllows(dns, resolver, name, switches.caaServfail));
  if (forbidden.length > 0) {
    fail(world, certificate, "CAA_ERROR", forbidden);
    return;
  }
  const facts = {
    id: certificate.arn,
    serial: serialNumber(random),
    names: certificate.names,
    keyAlgorithm: certificate.keyAlgorithm,
    ...validityFrom(clock.now()),
  };
  certificate.outcome = { status: "ISSUED", at: clock.now(), facts };
}

/** Positive and of full length, as DER wants it. */
export const serialNumber = (random: Random) => `${random.text("1234567", 1)}${random.hex(31)}`;

/** A request that has ended, or was deleted, stays as it is. */
export function fail(world: World, certificate: Certificate, reason: string, names: string[]): void {
  if (isOpen(world, certificate)) certificate.outcome = { status: "FAILED", at: world.clock.now(), reason, names };
}

function timeOut(world: World, certificate: Certificate): void {
  if (!isOpen(world, certificate) || isValidated(certificate)) return;
  certificate.outcome = { status: "VALIDATION_TIMED_OUT", at: world.clock.now() };
}

function isOpen({ clock }: World, certificate: Certificate): boolean {
  return existsAt(certificate, clock.now()) && statusAt(certificate, clock.now()) === "PENDING_VALIDATION";
}

const isValidated = (certificate: Certificate) =>
  baseDomains(certificate).every((domain) => certificate.validatedAt.has(domain));
