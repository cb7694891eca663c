import { epochSeconds } from "../codec/json";
import type { World } from "../contracts";
import { day, hour } from "../defaults";
import { baseDomains, type Certificate, existsAt, issuedFactsAt, statusAt, usersAt } from "./certificate";
import { baseDomain } from "./names";
import { forbiddenNames, issuedFacts, provedDomains } from "./proof";

/** What ACM says about a renewal from an instant on. */
export interface Renewal {
  at: number;
  status: "PENDING_AUTO_RENEWAL" | "PENDING_VALIDATION" | "SUCCESS" | "FAILED";
  /** Where it failed before the certificate's end. */
  reason?: string;
  /** Base domains whose record was found. */
  proved: string[];
}

/** ACM User Guide, "Managed certificate renewal": so long before its end a certificate of 198 days is renewed. */
const begins = 45 * day;
/** The guide gives no figure: a record that is back is found within hours. */
const again = 6 * hour;

/** Everything that ACM does by itself about an issued certificate, until its end. */
export function startRenewal(world: World, certificate: Certificate): void {
  const facts = issuedFactsAt(certificate, world.clock.now());
  if (facts !== undefined) world.clock.at(facts.notAfter - begins, () => begin(world, certificate, facts.serial));
}

/** Only what is in use is renewed. */
function begin(world: World, certificate: Certificate, serial: string): void {
  const { clock, latencies } = world;
  if (stateOf(world, certificate, serial) !== "ISSUED") return;
  if (usersAt(world, certificate, clock.now()).length === 0) {
    clock.at(clock.now() + again, () => begin(world, certificate, serial));
    return;
  }
  certificate.renewals.push({ at: clock.now(), status: "PENDING_AUTO_RENEWAL", proved: [] });
  clock.at(clock.now() + latencies.renewal, () => look(world, certificate, serial));
}

function look(world: World, certificate: Certificate, serial: string): void {
  const { clock } = world;
  const state = stateOf(world, certificate, serial);
  if (state !== "ISSUED" && state !== "EXPIRED") return;
  const proved = provedDomains(world, certificate);
  const verdict = state === "EXPIRED" ? ({ status: "FAILED" } as const) : verdictOf(world, certificate, proved);
  certificate.renewals.push({ at: clock.now(), ...verdict, proved });
  if (verdict.status === "SUCCESS") renew(world, certificate);
  else if (state === "ISSUED") clock.at(clock.now() + again, () => look(world, certificate, serial));
}

function verdictOf(world: World, certificate: Certificate, proved: string[]): Pick<Renewal, "status" | "reason"> {
  if (proved.length < baseDomains(certificate).length) return { status: "PENDING_VALIDATION" };
  return forbiddenNames(world, certificate).length > 0
    ? { status: "FAILED", reason: "CAA_ERROR" }
    : { status: "SUCCESS" };
}

/** The ARN stays. */
function renew(world: World, certificate: Certificate): void {
  const { outcome } = certificate;
  if (outcome?.status !== "ISSUED") return;
  outcome.facts = issuedFacts(world, certificate);
  startRenewal(world, certificate);
}

/** `undefined`: it is gone, or is another one by now. */
function stateOf({ clock }: World, certificate: Certificate, serial: string): string | undefined {
  const now = clock.now();
  const isSame = issuedFactsAt(certificate, now)?.serial === serial && existsAt(certificate, now);
  return isSame ? statusAt(certificate, now) : undefined;
}

/** `RenewalSummary` of DescribeCertificate: there is none before ACM begins. */
export function renewalSummary({ renewals, names }: Certificate, at: number): object | undefined {
  const last = renewals.filter((renewal) => renewal.at <= at).at(-1);
  if (last === undefined) return undefined;
  return {
    RenewalStatus: last.status,
    RenewalStatusReason: last.reason,
    DomainValidationOptions: names.map((name) => ({
      DomainName: name,
      ValidationDomain: name,
      ValidationStatus: last.proved.includes(baseDomain(name)) ? "SUCCESS" : "PENDING_VALIDATION",
      ValidationMethod: "DNS",
    })),
    UpdatedAt: epochSeconds(last.at),
  };
}
