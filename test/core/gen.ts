/** Builders: an ordinary fact, with what matters to a test laid over it. */

import { emptyMemory } from "../../provider/core/memory";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  DistributionFacts,
  Observation,
  Observed,
  RecordSetFacts,
  Tags,
  Trouble,
} from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { domainNames, ROUTE53, wish } from "../simulation/world";

export const NOW = Date.UTC(2026, 10, 1);
export const MINUTE = 60_000;
export const ACCOUNT = "111111111111";
export const INCARNATION = "0123456789abcdef";
export const DOMAINS = domainNames("example.com", "www.example.com");
export const GROUP = "org/project/stack/brand";
export const TARGET = "d111111abcdef8.cloudfront.net";

export const known = <T>(value: T, at = NOW): Observation<T> => ({ kind: "known", value, at });
export const trouble = (more: Partial<Trouble> = {}): Trouble => ({
  reason: "UNAVAILABLE",
  operation: "acm:ListCertificates",
  code: "ThrottlingException",
  message: "Rate exceeded",
  passing: true,
  ...more,
});
export const unknown = (more: Partial<Trouble> = {}): Observation<never> => ({
  kind: "unknown",
  trouble: trouble(more),
  at: NOW,
});

export const arn = (id: string): CertificateArn =>
  `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/${id}` as CertificateArn;

export function detail(more: Partial<CertificateDetail> = {}): CertificateDetail {
  const names = more.names ?? DOMAINS;
  return {
    status: "ISSUED",
    names,
    keyAlgorithm: "RSA_2048",
    validations: names.map((domain) => ({
      domain,
      status: more.status === "PENDING_VALIDATION" ? "PENDING_VALIDATION" : "SUCCESS",
      record: { name: `_1.${domain.replace("*.", "")}`, value: `_2.${domain.replace("*.", "")}.acm-validations.aws` },
    })),
    failureReason: null,
    createdAt: NOW - 10 * MINUTE,
    notAfter: NOW + 198 * 24 * 60 * MINUTE,
    inUseBy: [],
    renewal: null,
    ...more,
  };
}

export const ownTags = (more: Tags = {}): Tags => ({
  [TAG.id]: GROUP,
  [TAG.owner]: "org/project/stack",
  [TAG.incarnation]: INCARNATION,
  [TAG.beforeCertificate]: "default",
  [TAG.beforeAliases]: "00",
  [TAG.distribution]: "E1",
  [TAG.createdRecords]: "11",
  ...more,
});

export function certificate(id: string, more: Partial<CertificateDetail> = {}, tags: Tags = ownTags()): Certificate {
  return { arn: arn(id), tags: known(tags), detail: known(detail(more)) };
}

export function distribution(more: Partial<DistributionFacts> = {}): DistributionFacts {
  return {
    id: "E1",
    arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`,
    accountId: ACCOUNT,
    domainName: TARGET,
    etag: "ETAG1",
    deployed: true,
    enabled: true,
    staging: false,
    tenantOnly: false,
    httpVersion: "http2",
    ipv6: true,
    aliases: [],
    viewerCertificate: { source: "default", id: null, minimumProtocolVersion: "TLSv1", sslSupportMethod: null },
    config: "<DistributionConfig/>",
    settings: {},
    ...more,
  };
}

/** With the certificate and the aliases on it. */
export const attached = (id: string, more: Partial<DistributionFacts> = {}): DistributionFacts =>
  distribution({
    aliases: [...DOMAINS],
    viewerCertificate: {
      source: "acm",
      id: arn(id),
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    },
    ...more,
  });

export const aliasRecord = (name: string, type = "A", more: Partial<RecordSetFacts> = {}): RecordSetFacts => ({
  zoneId: "Z1",
  name,
  type,
  ttl: null,
  values: [],
  alias: { dnsName: TARGET, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
  routingPolicy: false,
  ...more,
});

export const plainRecord = (name: string, type: string, ...values: string[]): RecordSetFacts =>
  aliasRecord(name, type, { alias: null, ttl: 300, values });

export const ZONES = Object.fromEntries(
  DOMAINS.map((domain) => [domain, { kind: "found", zoneId: "Z1", zone: "example.com" } as const]),
);

const NO_CAA = { kind: "none" } as const;
const NO_EDGE = { kind: "unknown", code: "ENOTFOUND" } as const;

/** Route 53 mode; everything is looked at and nothing exists beside the distribution. */
export function input(observed: Partial<Observed> = {}, more: Partial<Input> = {}): Input {
  const names = [...DOMAINS, ...(more.desired?.domains ?? [])];
  return {
    desired: wish("E1", DOMAINS, { dns: ROUTE53 }),
    goal: "present",
    memory: emptyMemory(NOW - MINUTE),
    now: NOW,
    facts: {
      incarnation: INCARNATION,
      owners: ["org/project/stack"],
      accountId: ACCOUNT,
      outOfTime: false,
      letGoFor: 10 * MINUTE,
      formerly: [],
      siblings: [],
      successor: null,
    },
    ...more,
    observed: {
      account: known(ACCOUNT),
      distribution: known(distribution()),
      certificates: known([]),
      ...(more.desired?.dns.kind === "external" ? {} : { zones: known(ZONES) }),
      recordSets: known([]),
      neighbours: known([]),
      edges: known(Object.fromEntries(names.map((name) => [name, NO_EDGE]))),
      caa: known(Object.fromEntries(names.map((name) => [name, NO_CAA]))),
      ...observed,
    },
  };
}

export const external = (more: Partial<Input["desired"]> = {}): Input["desired"] =>
  wish("E1", DOMAINS, { dns: { kind: "external" }, ...more });
