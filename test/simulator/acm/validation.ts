import type { World } from "../contracts";
import { hour } from "../defaults";
import { baseDomains, type Certificate, existsAt, statusAt } from "./certificate";
import { isPublicDomain } from "./names";
import { forbiddenNames, issuedFacts, provedDomains } from "./proof";
import { startRenewal } from "./renewal";

/** ACM User Guide, "DNS validation": a request that is not validated within 72 hours times out. */
const validationPeriod = 72 * hour;

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
  const { clock, latencies } = world;
  const foreign = certificate.names.filter((name) => !isPublicDomain(name));
  if (foreign.length > 0) {
    fail(world, certificate, "INVALID_PUBLIC_DOMAIN", foreign);
    return;
  }
  for (const domain of provedDomains(world, certificate)) {
    if (!certificate.validatedAt.has(domain)) certificate.validatedAt.set(domain, clock.now());
  }
  if (isValidated(certificate)) {
    clock.at(clock.now() + latencies.issuance, () => issue(world, certificate));
    return;
  }
  const next = Math.min(interval * latencies.validationBackoff, latencies.validationRecheckMax);
  // With no time at all between two looks, time itself would not go on.
  clock.at(clock.now() + Math.max(1, interval), () => look(world, certificate, next));
}

function issue(world: World, certificate: Certificate): void {
  if (!isOpen(world, certificate)) return;
  const forbidden = forbiddenNames(world, certificate);
  if (forbidden.length > 0) {
    fail(world, certificate, "CAA_ERROR", forbidden);
    return;
  }
  certificate.outcome = { status: "ISSUED", at: world.clock.now(), facts: issuedFacts(world, certificate) };
  startRenewal(world, certificate);
}

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
