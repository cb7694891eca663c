/** An AWS account in which all goes well, or goes wrong in one way: what is seen there, and what each step makes of it. */
import type { Outcome, Step } from "../core/decision";
import { baseName, type DomainName, registrableDomain } from "../core/domain-name";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  Desired,
  DistributionFacts,
  DnsLook,
  Observation,
  Observed,
  Tags,
  ZoneFinding,
} from "../core/model";
import { DEFAULT_VIEWER_CERTIFICATE } from "../core/ownership";
import { validationKey } from "../core/records";
import { unreachable, withEffect } from "../core/steps";
import type { ExampleKind } from "./example-kind";
import * as madeUp from "./made-up";

/** ACM: certificates are valid for 198 days (since February 2026). */
const VALID_FOR_MS = 198 * 24 * 3_600_000;

const known = <T>(value: T): Observation<T> => ({ kind: "known", value, at: madeUp.NOW });

/** Before the first run: a distribution with CloudFront's own certificate, and zones where the program wants Route 53. */
export function exampleWorld(desired: Desired, what: ExampleKind): Observed {
  const byDomain = <T>(of: (domain: DomainName) => T) =>
    Object.fromEntries(desired.domains.map((domain) => [domain, of(domain)]));
  return {
    account: known(madeUp.ACCOUNT),
    distribution: known(distributionOf(desired)),
    certificates: known([]),
    ...(desired.dns.kind === "route53" ? { zones: known(byDomain((domain) => zoneOf(domain, desired))) } : {}),
    recordSets: known([]),
    dns: known(Object.fromEntries(desired.domains.map((domain) => [validationKey(domain), lookAt(domain, what)]))),
    traffic: known(byDomain(() => (what === "attached" ? "POINTING" : "NOT_POINTING"))),
    neighbours: known([]),
  };
}

function distributionOf({ distribution: { id, domainName } }: Desired): DistributionFacts {
  return {
    id,
    arn: madeUp.distributionArn(id),
    accountId: madeUp.ACCOUNT,
    domainName: domainName ?? madeUp.distributionDomainName(id),
    etag: "E1",
    deployed: true,
    enabled: true,
    staging: false,
    tenantOnly: false,
    httpVersion: "http2",
    ipv6: true,
    aliases: [],
    viewerCertificate: DEFAULT_VIEWER_CERTIFICATE,
    config: "",
  };
}

const zoneNameOf = (domain: DomainName): string => registrableDomain(domain) ?? baseName(domain);

function zoneOf(domain: DomainName, { dns }: Desired): ZoneFinding {
  const zone = zoneNameOf(domain);
  const wanted = dns.kind === "route53" ? dns.zoneIds?.[0] : undefined;
  return { kind: "found", zoneId: wanted ?? madeUp.zoneId(zone), zone };
}

function lookAt(domain: DomainName, what: ExampleKind): DnsLook {
  const zone = zoneNameOf(domain);
  const { value } = madeUp.validationRecord(baseName(domain));
  const answer =
    what === "waiting-for-records" ? { kind: "none" as const } : { kind: "values" as const, values: [value] };
  return { zone, servers: { [`ns1.${zone}`]: answer, [`ns2.${zone}`]: answer } };
}

/** The world after a step, and what AWS answered. */
export interface Taken {
  observed: Observed;
  outcome: Outcome;
}

const NONE = { kind: "done", result: { kind: "none" } } as const;

export function take(observed: Observed, step: Step, what: ExampleKind): Taken {
  switch (step.kind) {
    case "requestCertificate": {
      const certificate = requested(step);
      const certificates = [...certificatesOf(observed), certificate];
      const result = { kind: "certificateRequested", arn: certificate.arn } as const;
      return { observed: { ...observed, certificates: known(certificates) }, outcome: { kind: "done", result } };
    }
    case "tagCertificate":
      return { observed: withTags(observed, step.arn, (tags) => ({ ...tags, ...step.tags })), outcome: NONE };
    case "untagCertificate":
      return { observed: withTags(observed, step.arn, (tags) => without(tags, step.keys)), outcome: NONE };
    case "deleteCertificate": {
      const left = certificatesOf(observed).filter(({ arn }) => arn !== step.arn);
      return { observed: { ...observed, certificates: known(left) }, outcome: NONE };
    }
    case "writeRecords":
      return { observed: withEffect(observed, step, NONE.result, madeUp.NOW), outcome: NONE };
    case "updateDistribution":
      return what === "conflict" ? { observed, outcome: CONFLICT } : attached(observed, step);
    default:
      return unreachable(step);
  }
}

/** CloudFront API reference, UpdateDistribution, CNAMEAlreadyExists. */
const CONFLICT: Outcome = {
  kind: "refused",
  permanent: true,
  trouble: {
    reason: "REFUSED",
    operation: "cloudfront:UpdateDistribution",
    code: "CNAMEAlreadyExists",
    message: "One or more of the CNAMEs you provided are already associated with a different resource.",
    passing: false,
  },
};

function certificatesOf({ certificates }: Observed): Certificate[] {
  return certificates?.kind === "known" ? certificates.value : [];
}

function requested({ token, names, keyAlgorithm, tags }: Extract<Step, { kind: "requestCertificate" }>): Certificate {
  const detail: CertificateDetail = {
    status: "PENDING_VALIDATION",
    names,
    keyAlgorithm,
    validations: names.map((domain) => ({
      domain,
      status: "PENDING_VALIDATION",
      record: madeUp.validationRecord(baseName(domain)),
    })),
    failureReason: null,
    createdAt: madeUp.NOW,
    notAfter: null,
    inUseBy: [],
  };
  return { arn: madeUp.certificateArn(token), tags: known(tags), detail: known(detail) };
}

function withTags(observed: Observed, arn: CertificateArn, change: (tags: Tags) => Tags): Observed {
  const certificates = certificatesOf(observed).map((certificate): Certificate => {
    if (certificate.arn !== arn || certificate.tags.kind !== "known") return certificate;
    return { ...certificate, tags: known(change(certificate.tags.value ?? {})) };
  });
  return { ...observed, certificates: known(certificates) };
}

function without(tags: Tags, keys: string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** Deployed at once: nobody waits in an example. */
function attached(observed: Observed, { change }: Extract<Step, { kind: "updateDistribution" }>): Taken {
  if (observed.distribution?.kind !== "known" || observed.distribution.value === null)
    return { observed, outcome: NONE };
  const distribution: DistributionFacts = { ...observed.distribution.value, ...change, etag: "E2" };
  const certificates = withDetail(observed, (detail) => ({ ...detail, inUseBy: [distribution.arn] }));
  return {
    observed: { ...certificates, distribution: known(distribution) },
    outcome: { kind: "done", result: { kind: "distributionWritten", distribution } },
  };
}

function withDetail(observed: Observed, change: (detail: CertificateDetail) => CertificateDetail): Observed {
  const certificates = certificatesOf(observed).map((certificate): Certificate => {
    const { detail } = certificate;
    if (detail?.kind !== "known" || detail.value === null) return certificate;
    return { ...certificate, detail: known(change(detail.value)) };
  });
  return { ...observed, certificates: known(certificates) };
}

/** ACM comes to its verdict. `undefined`: it has none to come to. */
export function judged(observed: Observed, what: ExampleKind): Observed | undefined {
  const isPending = certificatesOf(observed).some(
    ({ detail }) => detail?.kind === "known" && detail.value?.status === "PENDING_VALIDATION",
  );
  if (!isPending || what === "waiting-for-records") return undefined;
  return withDetail(observed, what === "caa-forbids" ? failed : issued);
}

function issued(detail: CertificateDetail): CertificateDetail {
  const validations = detail.validations.map((validation) => ({ ...validation, status: "SUCCESS" as const }));
  return { ...detail, status: "ISSUED", validations, notAfter: madeUp.NOW + VALID_FOR_MS };
}

/** The primary domain's CAA set counts for the names below it too (RFC 8659, 3); one failure is enough for the whole certificate. */
function failed(detail: CertificateDetail): CertificateDetail {
  const base = baseName(detail.names[0] ?? "");
  const validations = detail.validations.map((validation) => {
    const isBelow = `.${baseName(validation.domain)}`.endsWith(`.${base}`);
    return { ...validation, status: isBelow ? ("FAILED" as const) : ("SUCCESS" as const) };
  });
  return { ...detail, status: "FAILED", failureReason: "CAA_ERROR", validations };
}
