/** What ACM's answers say, in the words of the model. */
import type {
  CertificateDetail as AcmDetail,
  KeyAlgorithm as AcmKeyAlgorithm,
  CertificateSummary as AcmSummary,
  DomainValidation as AcmValidation,
  RenewalSummary,
} from "@aws-sdk/client-acm";
import type { CertificateArn, CertificateDetail, CertificateStatus, DomainValidation } from "../core/model";
import type { CertificateSummary } from "../ports";
import { hostName } from "./call";
import { required, unreadable } from "./errors";

export const everyKeyType: AcmKeyAlgorithm[] = [
  "RSA_1024",
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "EC_prime256v1",
  "EC_secp384r1",
  "EC_secp521r1",
];

const statuses: CertificateStatus[] = [
  "PENDING_VALIDATION",
  "ISSUED",
  "INACTIVE",
  "EXPIRED",
  "VALIDATION_TIMED_OUT",
  "REVOKED",
  "FAILED",
];
const validationStatuses: DomainValidation["status"][] = ["PENDING_VALIDATION", "SUCCESS", "FAILED"];

export function certificateArn(text: string): CertificateArn {
  if (!/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/.test(text))
    throw unreadable(`"${text}" is no certificate's ARN`);
  return text as CertificateArn;
}

export function certificateDetail(answer: AcmDetail | undefined): CertificateDetail {
  const certificate = required(answer, "Certificate");
  return {
    status: oneOf(statuses, certificate.Status, "Certificate.Status"),
    names: namesOf(certificate.DomainName, certificate.SubjectAlternativeNames),
    // Answers spell RSA-2048 what requests spell RSA_2048.
    keyAlgorithm: required(certificate.KeyAlgorithm, "Certificate.KeyAlgorithm").replace(/-/g, "_"),
    validations: (certificate.DomainValidationOptions ?? []).map(domainValidation),
    failureReason: certificate.FailureReason ?? null,
    createdAt: required(instant(certificate.CreatedAt ?? certificate.ImportedAt), "Certificate.CreatedAt"),
    notAfter: instant(certificate.NotAfter),
    inUseBy: certificate.InUseBy ?? [],
    renewal: renewalOf(certificate.RenewalSummary),
  };
}

export function certificateSummary(summary: AcmSummary): CertificateSummary {
  return {
    arn: certificateArn(required(summary.CertificateArn, "CertificateArn")),
    names: namesOf(summary.DomainName, summary.SubjectAlternativeNameSummaries),
    status: summary.Status ?? "",
    inUse: summary.InUse === true,
  };
}

/** ACM repeats the first name among the alternatives. Somebody's imported certificate (of a client VPN, of an authority) may have no name at all. */
function namesOf(first: string | undefined, others: string[] | undefined): string[] {
  const names = [first, ...(others ?? [])].flatMap((name) => (name ? [hostName(name)] : []));
  return [...new Set(names)];
}

/** For some seconds after the request, options lack the record. */
function domainValidation(option: AcmValidation): DomainValidation {
  const record = option.ResourceRecord;
  return {
    domain: hostName(required(option.DomainName, "DomainValidation.DomainName")),
    status: oneOf(
      validationStatuses,
      option.ValidationStatus ?? "PENDING_VALIDATION",
      "DomainValidation.ValidationStatus",
    ),
    record: record?.Name && record.Value ? { name: hostName(record.Name), value: hostName(record.Value) } : null,
  };
}

/** There is none before ACM begins (ACM API reference, RenewalSummary). */
function renewalOf(summary: RenewalSummary | undefined): CertificateDetail["renewal"] {
  if (summary === undefined) return null;
  const status = required(summary.RenewalStatus, "RenewalSummary.RenewalStatus");
  return { status, reason: summary.RenewalStatusReason ?? null };
}

function instant(date: Date | undefined): number | null {
  return date === undefined ? null : date.getTime();
}

function oneOf<T extends string>(known: T[], value: string | undefined, member: string): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw unreadable(`${member} is "${value ?? ""}", which this package does not know`);
  return found;
}
