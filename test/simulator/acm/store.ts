import { AwsError, type Caller, type SimClock } from "../contracts";
import { day, minute } from "../defaults";
import { type Certificate, existsAt } from "./certificate";

/** ACM User Guide, "Quotas": each per account and Region. */
export interface AcmQuotas {
  namesPerCertificate: number;
  certificates: number;
  certificatesPerYear: number;
}

const defaultQuotas: AcmQuotas = { namesPerCertificate: 10, certificates: 2500, certificatesPerYear: 5000 };

/** What a token stands for, for an hour. */
export interface TokenEntry {
  arn: string;
  at: number;
  parameters: string;
}

/** All certificates of all accounts, the deleted ones too: they count for the year. */
export interface AcmStore {
  readonly clock: SimClock;
  readonly quotas: AcmQuotas;
  readonly tokens: Map<string, TokenEntry>;
  add(certificate: Certificate): void;
  all(): Certificate[];
  byArn(arn: string): Certificate | undefined;
  inRegion(account: string, region: string): Certificate[];
  /** Reads may come from a replica that has not seen the last write. */
  readInstant(caller: Caller): number;
  wrote(account: string): void;
}

export function createStore(clock: SimClock): AcmStore {
  const certificates = new Map<string, Certificate>();
  const lastWrites = new Map<string, number>();
  return {
    clock,
    quotas: { ...defaultQuotas },
    tokens: new Map(),
    add: (certificate) => {
      certificates.set(certificate.arn, certificate);
    },
    all: () => [...certificates.values()],
    byArn: (arn) => certificates.get(arn),
    inRegion: (account, region) =>
      [...certificates.values()].filter((each) => each.account === account && each.region === region),
    readInstant: ({ account, stale }) =>
      stale ? Math.max((lastWrites.get(account) ?? 0) - 1, clock.now() - minute) : clock.now(),
    wrote: (account) => {
      lastWrites.set(account, clock.now());
    },
  };
}

const arnPattern = /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;

/** The caller's certificate as it can be seen at `at`; throws otherwise. */
export function certificateOf(store: AcmStore, caller: Caller, arn: string, at = store.clock.now()): Certificate {
  if (!arnPattern.test(arn)) throw new AwsError("InvalidArnException", `The ARN ${arn} is not valid.`, 400);
  const certificate = store.byArn(arn);
  if (
    certificate === undefined ||
    certificate.account !== caller.account ||
    certificate.region !== caller.region ||
    certificate.visibleAt > at ||
    !existsAt(certificate, at)
  ) {
    throw new AwsError("ResourceNotFoundException", `Could not find certificate ${arn}.`, 400);
  }
  return certificate;
}

export function requestsOfLastYear(certificates: Certificate[], now: number): number {
  return certificates.filter(({ requestedAt }) => requestedAt > now - 365 * day).length;
}
