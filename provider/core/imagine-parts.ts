/** A picture of AWS with one part changed. */
import { NEVER } from "./backoff";
import type { DomainName } from "./domain-name";
import type { EdgeLook } from "./looks";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  DistributionFacts,
  Instant,
  Observation,
  Observed,
  Tags,
} from "./model";

/** Each part as it would have been seen then. */
export const seenAt =
  (at: Instant) =>
  <T>(value: T): Observation<T> => ({ kind: "known", value, at });

export function withCertificate(
  observed: Observed,
  arn: CertificateArn | null,
  change: (certificate: Certificate) => Certificate[],
): Observed {
  const { certificates } = observed;
  if (certificates?.kind !== "known") return observed;
  const value = certificates.value.flatMap((each) => (arn === null || each.arn === arn ? change(each) : [each]));
  return { ...observed, certificates: { ...certificates, value } };
}

export const withTags = (observed: Observed, arn: CertificateArn, change: (tags: Tags) => Tags): Observed =>
  withCertificate(observed, arn, (certificate) => {
    const { tags } = certificate;
    return [
      tags.kind === "known" ? { ...certificate, tags: { ...tags, value: change(tags.value ?? {}) } } : certificate,
    ];
  });

export const withDetail = (
  observed: Observed,
  change: (detail: CertificateDetail, arn: CertificateArn) => CertificateDetail,
): Observed =>
  withCertificate(observed, null, (certificate) => {
    const { arn, detail } = certificate;
    if (detail?.kind !== "known" || detail.value === null) return [certificate];
    return [{ ...certificate, detail: { ...detail, value: change(detail.value, arn) } }];
  });

/** The group's own, those before it, and one that only asks. */
export function withDistributions(
  observed: Observed,
  change: (distribution: DistributionFacts) => DistributionFacts,
): Observed {
  const { distribution, former, temporary } = observed;
  const picture = { ...observed };
  if (distribution?.kind === "known" && distribution.value !== null)
    picture.distribution = { ...distribution, value: change(distribution.value) };
  if (former?.kind === "known")
    picture.former = {
      ...former,
      value: former.value.map((each) => ({ ...each, distribution: change(each.distribution) })),
    };
  if (temporary?.kind === "known" && temporary.value?.kind === "there")
    picture.temporary = {
      ...temporary,
      value: { ...temporary.value, distribution: change(temporary.value.distribution) },
    };
  return picture;
}

/** Each domain is presented with a certificate of its own. */
export const servedEdges = (domains: DomainName[]): { [domain: string]: EdgeLook } =>
  Object.fromEntries(
    domains.map((domain) => [
      domain,
      { kind: "certificate", names: [domain], issuer: "Amazon", notBefore: 0, notAfter: NEVER, trusted: true },
    ]),
  );
