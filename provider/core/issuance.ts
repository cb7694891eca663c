/** Why ACM has not issued a certificate. */
import { cause } from "./causes";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { CertificateDetail } from "./model";
import { validationOf } from "./records";

/**
 * Of a certificate that has failed or timed out. Which domains: those whose validation failed; of a time-out also those that ACM has not seen; all,
 * where it marks none (ACM API reference, CertificateDetail and DomainValidation).
 */
export function issuanceCause(detail: CertificateDetail, domains: DomainName[]): Cause {
  const isTimeout = detail.status === "VALIDATION_TIMED_OUT";
  const isMarked = (domain: DomainName): boolean => {
    const status = validationOf(domain, detail)?.status;
    return status === "FAILED" || (isTimeout && status === "PENDING_VALIDATION");
  };
  const marked = domains.filter(isMarked);
  const reason = detail.failureReason ?? detail.status;
  const code = isTimeout ? "VALIDATION_TIMED_OUT" : (REASONS[reason] ?? "CERTIFICATE_FAILED");
  return cause(code, { domains: marked.length > 0 ? marked : domains, params: { reason } });
}

/**
 * Would a request for these names ask for what failed the certificate? Where ACM marks no domain, or all of them, it may be any one: then a request for all of
 * them would.
 */
export function isAskedAgain({ names, validations }: CertificateDetail, wanted: readonly string[]): boolean {
  const marked = validations.filter(({ status }) => status === "FAILED").map(({ domain }) => domain);
  const isWanted = (name: string): boolean => wanted.includes(name);
  return marked.length > 0 && marked.length < names.length ? marked.some(isWanted) : names.every(isWanted);
}

/** ACM's FailureReason. Those of private authorities never come of what the group requests. */
const REASONS: { [reason: string]: GuidanceCode } = {
  NO_AVAILABLE_CONTACTS: "ISSUANCE_NO_CONTACTS",
  ADDITIONAL_VERIFICATION_REQUIRED: "ISSUANCE_ADDITIONAL_VERIFICATION",
  DOMAIN_NOT_ALLOWED: "ISSUANCE_DOMAIN_NOT_ALLOWED",
  INVALID_PUBLIC_DOMAIN: "ISSUANCE_INVALID_PUBLIC_DOMAIN",
  DOMAIN_VALIDATION_DENIED: "ISSUANCE_DENIED",
  CAA_ERROR: "CAA_FAILED",
  OTHER: "ISSUANCE_OTHER",
  PCA_ACCESS_DENIED: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_INVALID_ARGS: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_INVALID_ARN: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_INVALID_DURATION: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_INVALID_STATE: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_LIMIT_EXCEEDED: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_NAME_CONSTRAINTS_VALIDATION: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_REQUEST_FAILED: "ISSUANCE_PRIVATE_AUTHORITY",
  PCA_RESOURCE_NOT_FOUND: "ISSUANCE_PRIVATE_AUTHORITY",
  SLR_NOT_FOUND: "ISSUANCE_PRIVATE_AUTHORITY",
};
