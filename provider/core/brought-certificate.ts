/** The program's own certificate: can CloudFront serve the group's names with it? */
import { cause } from "./causes";
import type { Cause } from "./decision";
import { coveredBy, type DomainName } from "./domain-name";
import type { CertificateArn, CertificateDetail } from "./model";

/**
 * Why it can't be attached; `undefined`: it can. `detail`: `null` when ACM knows no such certificate. CloudFront takes certificates of its distribution's
 * account alone, in us-east-1 (the region of the ARN is judged where arguments are), and of ECDSA keys those on P-256 alone (CloudFront developer
 * guide, "Requirements for using SSL/TLS certificates with CloudFront").
 */
export function verdictOn(
  arn: CertificateArn,
  detail: CertificateDetail | null,
  account: string,
  domains: DomainName[],
): Cause | undefined {
  const owner = arn.split(":")[4] ?? "";
  const params = { certificate: arn };
  if (owner !== account) return cause("OWN_CERTIFICATE_ELSEWHERE", { domains, params: { ...params, owner, account } });
  if (detail === null) return cause("OWN_CERTIFICATE_NOT_FOUND", { domains, params });
  if (detail.status !== "ISSUED") {
    return cause("OWN_CERTIFICATE_NOT_ISSUED", { domains, params: { ...params, status: detail.status } });
  }
  if (detail.keyAlgorithm.startsWith("EC_") && detail.keyAlgorithm !== "EC_prime256v1") {
    return cause("OWN_CERTIFICATE_KEY", { domains, params: { ...params, keyAlgorithm: detail.keyAlgorithm } });
  }
  const uncovered = domains.filter((domain) => !coveredBy(detail.names, domain));
  if (uncovered.length === 0) return undefined;
  return cause("OWN_CERTIFICATE_LACKS", { domains: uncovered, params });
}
