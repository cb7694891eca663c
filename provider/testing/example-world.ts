/** An AWS account in which all goes well, or goes wrong in one way: what is seen there before the first run. */
import { baseName, type DomainName, registrableDomain } from "../core/domain-name";
import type { DnsLook } from "../core/looks";
import type { Desired, DistributionFacts, Observation, Observed, ZoneFinding } from "../core/model";
import { DEFAULT_VIEWER_CERTIFICATE } from "../core/ownership";
import { validationKey } from "../core/records";
import { brought, certificatesOf } from "./example-certificates";
import type { ExampleKind } from "./example-kind";
import * as madeUp from "./made-up";

const known = <T>(value: T): Observation<T> => ({ kind: "known", value, at: madeUp.NOW });

/** A distribution with CloudFront's own certificate where it exists, and zones where the program wants Route 53. */
export function exampleWorld(desired: Desired, what: ExampleKind): Observed {
  const { distribution, certificate, domains, dns } = desired;
  const byDomain = <T>(of: (domain: DomainName) => T) =>
    Object.fromEntries(domains.map((domain) => [domain, of(domain)]));
  const exists = distribution.kind === "existing";
  return {
    account: known(madeUp.ACCOUNT),
    distribution: known(exists ? emptyDistribution(distribution.id, distribution.domainName) : null),
    distributionTags: known(null),
    holders: known([]),
    accessControl: known(null),
    origin: known({ kind: "status", status: 200 }),
    certificates: known(certificate === null ? [] : [brought(certificate, domains)]),
    ...(dns.kind === "route53" ? { zones: known(byDomain((domain) => zoneOf(domain, desired))) } : {}),
    recordSets: known([]),
    dns: known(Object.fromEntries(domains.map((domain) => [validationKey(domain), lookAt(domain, what)]))),
    traffic: known(byDomain(() => (what === "attached" ? "POINTING" : "NOT_POINTING"))),
    neighbours: known([]),
  };
}

/** Deployed at once: nobody waits in an example. */
export function emptyDistribution(id: string, domainName: string | null): DistributionFacts {
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
    settings: {},
  };
}

/** Where the program attaches: it has done so, with what the group handed out. */
export function attachedByProgram(observed: Observed, { domains, groupId, minimumProtocolVersion }: Desired): Observed {
  const [certificate] = certificatesOf(observed);
  if (certificate === undefined) return observed;
  const viewerCertificate: DistributionFacts["viewerCertificate"] = {
    source: "acm",
    id: certificate.arn,
    minimumProtocolVersion: minimumProtocolVersion ?? "TLSv1.2_2021",
    sslSupportMethod: "sni-only",
  };
  const distribution = emptyDistribution(madeUp.distributionId(groupId), null);
  return { ...observed, distribution: known({ ...distribution, aliases: domains, viewerCertificate }) };
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
