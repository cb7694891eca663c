/** An AWS account in which all goes well, or goes wrong in one way: what is seen there before the first run. */
import { baseName, type DomainName, registrableDomain } from "../core/domain-name";
import { emptyDistribution, issuedDetail, pendingDetail } from "../core/imagine";
import { seenAt, servedEdges } from "../core/imagine-parts";
import { known } from "../core/known";
import type { CaaLook, ConflictLook, DnsLook, EdgeLook } from "../core/looks";
import type { Certificate, CertificateArn, Desired, DistributionFacts, Observed, ZoneFinding } from "../core/model";
import { validationKey } from "../core/records";
import type { ExampleKind } from "./example-kind";
import * as madeUp from "./made-up";

const seen = seenAt(madeUp.NOW);

/** A distribution with CloudFront's own certificate where it exists, and zones where the program wants Route 53. */
export function exampleWorld(desired: Desired, what: ExampleKind): Required<Observed> {
  const { distribution, certificate, domains, dns } = desired;
  const byDomain = <T>(of: (domain: DomainName) => T) =>
    Object.fromEntries(domains.map((domain) => [domain, of(domain)]));
  const there = distribution.kind === "existing" ? madeUp.place(distribution.id, distribution.domainName) : null;
  return {
    account: seen(madeUp.ACCOUNT),
    distribution: seen(there === null ? null : emptyDistribution(there)),
    distributionTags: seen(null),
    holders: seen([]),
    former: seen([]),
    formerTraffic: seen({}),
    accessControl: seen(null),
    origin: seen({ kind: "status", status: 200 }),
    certificates: seen(certificate === null ? [] : [brought(certificate, desired)]),
    zones: seen(dns.kind === "route53" ? byDomain((domain) => zoneOf(domain, desired)) : {}),
    recordSets: seen([]),
    dns: seen(Object.fromEntries(domains.map((domain) => [validationKey(domain), lookAt(domain, what)]))),
    exams: seen({}),
    traffic: seen(byDomain(() => (what === "attached" ? "POINTING" : "NOT_POINTING"))),
    edges: seen(desired.waitFor === "serving" ? servedEdges(domains) : byDomain(() => ON_ITS_WAY)),
    leads: seen(byDomain(() => ({ kind: "nothing" }))),
    temporary: seen(null),
    conflicts: seen(byDomain((domain) => conflictAt(domain, desired, what))),
    caa: seen(byDomain((domain) => caaOf(domain, desired, what))),
    wildcards: seen({}),
    neighbours: seen([]),
  };
}

/** A record that was written a moment ago; nobody waits for it. */
const ON_ITS_WAY: EdgeLook = { kind: "unknown", code: "ENOTFOUND" };

/** The program's own, which covers all names. */
function brought(arn: CertificateArn, { domains, groupId }: Desired): Certificate {
  const pending = pendingDetail(domains, "RSA_2048", madeUp.namesFor(groupId));
  return { arn, tags: seen(null), detail: seen(issuedDetail(pending, madeUp.NOW)) };
}

/** Where the program attaches: it has done so, with what the group handed out. */
export function attachedByProgram(observed: Observed, { domains, groupId, minimumProtocolVersion }: Desired): Observed {
  const certificate = known(observed.certificates)?.[0];
  if (certificate === undefined) return observed;
  const viewerCertificate: DistributionFacts["viewerCertificate"] = {
    source: "acm",
    id: certificate.arn,
    minimumProtocolVersion: minimumProtocolVersion ?? "TLSv1.2_2021",
    sslSupportMethod: "sni-only",
  };
  const distribution = emptyDistribution(madeUp.namesFor(groupId).distribution);
  return { ...observed, distribution: seen({ ...distribution, aliases: domains, viewerCertificate }) };
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

/** No set at all, or one of the primary domain, which counts for the names below it too (RFC 8659, 3). */
function caaOf(domain: DomainName, { domains: [primary = domain] }: Desired, what: ExampleKind): CaaLook {
  const owner = baseName(primary);
  const isBelow = `.${baseName(domain)}`.endsWith(`.${owner}`);
  if (what !== "caa-forbids" || !isBelow) return { kind: "none" };
  const records = [{ flags: 0, tag: "issue", value: "letsencrypt.org" }];
  return { kind: "set", at: owner, owner, zone: zoneNameOf(primary), records };
}

function conflictAt(domain: DomainName, { domains: [primary] }: Desired, what: ExampleKind): ConflictLook {
  const isTaken = what === "conflict" && domain === primary;
  return { conflicts: isTaken ? [madeUp.stranger(domain)] : [], lead: { kind: "nothing" }, proof: null };
}
