import type { CertificateFacts, World } from "../contracts";
import { second } from "../defaults";
import { baseDomain } from "./names";
import type { Renewal } from "./renewal";

export type KeyAlgorithm = CertificateFacts["keyAlgorithm"];

export interface Tag {
  key: string;
  value?: string;
}

/** How the request ended. */
export type Outcome =
  | { status: "ISSUED"; at: number; facts: CertificateFacts }
  | { status: "FAILED"; at: number; reason: string; names: string[] }
  | { status: "VALIDATION_TIMED_OUT"; at: number };

/** Everything that happened to one certificate, each with its instant. */
export interface Certificate {
  arn: string;
  /** Place in the order of requests. */
  order: number;
  account: string;
  region: string;
  /** The first one is the common name. */
  names: string[];
  keyAlgorithm: KeyAlgorithm;
  validationMethod: "DNS" | "EMAIL";
  transparencyLogging: "ENABLED" | "DISABLED";
  requestedAt: number;
  visibleAt: number;
  firstRecordAt: number;
  allRecordsAt: number;
  /** Base domain -> the look at DNS that found its record. */
  validatedAt: Map<string, number>;
  outcome?: Outcome;
  renewals: Renewal[];
  revokedAt?: number;
  deletedAt?: number;
  tags: { at: number; tags: Tag[] }[];
  /** Users outside of CloudFront: load balancers and the like. */
  foreignUsers: { arn: string; since: number; until?: number }[];
}

export type Status = "PENDING_VALIDATION" | "EXPIRED" | "REVOKED" | Outcome["status"];

export function statusAt(certificate: Certificate, at: number): Status {
  const outcome = outcomeAt(certificate, at);
  if (outcome === undefined) return "PENDING_VALIDATION";
  if (outcome.status !== "ISSUED") return outcome.status;
  if (certificate.revokedAt !== undefined && certificate.revokedAt <= at) return "REVOKED";
  return outcome.facts.notAfter <= at ? "EXPIRED" : "ISSUED";
}

export function outcomeAt(certificate: Certificate, at: number): Outcome | undefined {
  const { outcome } = certificate;
  return outcome !== undefined && outcome.at <= at ? outcome : undefined;
}

export function issuedFactsAt(certificate: Certificate, at: number): CertificateFacts | undefined {
  const outcome = outcomeAt(certificate, at);
  return outcome?.status === "ISSUED" ? outcome.facts : undefined;
}

export function existsAt({ requestedAt, deletedAt }: Certificate, at: number): boolean {
  return requestedAt <= at && (deletedAt === undefined || deletedAt > at);
}

export function tagsAt(certificate: Certificate, at: number): Tag[] {
  const seen = certificate.tags.filter((version) => version.at <= at);
  return (seen.at(-1) ?? certificate.tags[0])?.tags ?? [];
}

/** The names one has to prove: a wildcard and the name above it are one. */
export const baseDomains = ({ names }: Certificate) => [...new Set(names.map(baseDomain))];

/** ARNs of what uses the certificate: for CloudFront, attaching and detaching show late. */
export function usersAt(world: World, certificate: Certificate, at: number): string[] {
  const lag = world.latencies.inUseByLag;
  const shown = world.cloudfront
    .usersOf(certificate.arn)
    .filter(({ since, until }) => since + lag <= at && (until === undefined || until + lag > at))
    .map(({ distributionArn }) => distributionArn);
  return [...new Set([...shown, ...foreignUsersAt(certificate, at)])];
}

function foreignUsersAt({ foreignUsers }: Certificate, at: number): string[] {
  return foreignUsers
    .filter(({ since, until }) => since <= at && (until === undefined || until > at))
    .map(({ arn }) => arn);
}

/** Attaching binds at once, though InUseBy shows it late; letting go takes as long as InUseBy says so. */
export function isInUse(world: World, certificate: Certificate): boolean {
  const now = world.clock.now();
  const bound = world.cloudfront
    .usersOf(certificate.arn)
    .some(({ until }) => until === undefined || until + world.latencies.inUseByLag > now);
  return bound || foreignUsersAt(certificate, now).length > 0;
}

/** ACM User Guide, "Managed certificate renewal": 198 days since 18 February 2026; whole days, UTC. */
const validity = 198 * 24 * 60 * 60 * second;

export function validityFrom(issuedAt: number): { notBefore: number; notAfter: number } {
  const notBefore = new Date(issuedAt).setUTCHours(0, 0, 0, 0);
  return { notBefore, notAfter: notBefore + validity - second };
}
