/** ACM in a made-up account. */
import type { Step } from "../core/decision";
import { baseName, type DomainName } from "../core/domain-name";
import type { Certificate, CertificateArn, CertificateDetail, Observation, Observed, Tags } from "../core/model";
import type { ExampleKind } from "./example-kind";
import * as madeUp from "./made-up";

/** ACM: certificates are valid for 198 days (since February 2026). */
const VALID_FOR_MS = 198 * 24 * 3_600_000;

const known = <T>(value: T): Observation<T> => ({ kind: "known", value, at: madeUp.NOW });

export function certificatesOf({ certificates }: Observed): Certificate[] {
  return certificates?.kind === "known" ? certificates.value : [];
}

/** The program's own, which covers all names. */
export function brought(arn: CertificateArn, names: DomainName[]): Certificate {
  return { arn, tags: known(null), detail: known(issued(pending(names, "RSA_2048"))) };
}

export function requested(step: Extract<Step, { kind: "requestCertificate" }>): Certificate {
  const { token, names, keyAlgorithm, tags } = step;
  return { arn: madeUp.certificateArn(token), tags: known(tags), detail: known(pending(names, keyAlgorithm)) };
}

function pending(names: string[], keyAlgorithm: string): CertificateDetail {
  return {
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
}

export function withTags(observed: Observed, arn: CertificateArn, change: (tags: Tags) => Tags): Observed {
  const certificates = certificatesOf(observed).map((certificate): Certificate => {
    if (certificate.arn !== arn || certificate.tags.kind !== "known") return certificate;
    return { ...certificate, tags: known(change(certificate.tags.value ?? {})) };
  });
  return { ...observed, certificates: known(certificates) };
}

export function withDetail(observed: Observed, change: (detail: CertificateDetail) => CertificateDetail): Observed {
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
