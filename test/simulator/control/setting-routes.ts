import type { Simulator } from "../simulator";
import { notNegative, object, oneOf, optional, truth, wholeNumber } from "./readers";
import type { Route } from "./route";

const milliseconds = optional(notNegative);

export const readLatencies = object({
  certificateVisible: milliseconds,
  validationFirstRecord: milliseconds,
  validationAllRecords: milliseconds,
  validationFirstCheck: milliseconds,
  validationRecheck: milliseconds,
  /** A factor. */
  validationBackoff: milliseconds,
  validationRecheckMax: milliseconds,
  issuance: milliseconds,
  renewal: milliseconds,
  certificateVisibleToCloudFront: milliseconds,
  inUseByLag: milliseconds,
  certificateListLag: milliseconds,
  deploy: milliseconds,
  deployFirstEdge: milliseconds,
  distributionReadLag: milliseconds,
  deletableAfterDeployed: milliseconds,
  accessControlVisible: milliseconds,
  accessControlReleased: milliseconds,
  insync: milliseconds,
  call: milliseconds,
  /** The longest time that resolvers keep an answer, and an NXDOMAIN or NODATA. */
  resolverCache: milliseconds,
  resolverNegativeCache: milliseconds,
});

/** @param values as they come from a request's body or from the command line */
export function setLatencies({ world, dns }: Simulator, values: unknown): object {
  const { resolverCache, resolverNegativeCache, ...latencies } = readLatencies(values, "");
  Object.assign(world.latencies, latencies);
  if (resolverCache !== undefined) dns.cacheLimits.positive = resolverCache;
  if (resolverNegativeCache !== undefined) dns.cacheLimits.negative = resolverNegativeCache;
  return latenciesOf({ world, dns });
}

export function latenciesOf({ world, dns }: Pick<Simulator, "world" | "dns">): object {
  const { positive, negative } = dns.cacheLimits;
  return { ...world.latencies, resolverCache: positive, resolverNegativeCache: negative };
}

export const readSwitches = object({
  deadTokenReturnsDeadArn: optional(truth),
  tokenWithOtherParameters: optional(oneOf(["error", "new"])),
  callerReferenceReuse: optional(oneOf(["error", "same-config-returns"])),
  deprecatedCertificateMembers: optional(oneOf(["strict", "ignored"])),
  aliasDnsCheck: optional(truth),
  sameHttpVersionPerCertificate: optional(truth),
  domainAssociationNeedsDisabledSource: optional(truth),
  oneViewerCertificateChangeAtATime: optional(truth),
  route53AliasNeedsCloudFrontAlias: optional(truth),
  caaServfail: optional(oneOf(["fail", "pass"])),
  deadCertificatesCount: optional(truth),
  ecKeyAlgorithmSpelling: optional(oneOf(["EC_prime256v1", "EC-prime256v1"])),
});

const readQuotas = object({
  distributions: optional(wholeNumber),
  originAccessControls: optional(wholeNumber),
  namesPerCertificate: optional(wholeNumber),
  certificates: optional(wholeNumber),
  certificatesPerYear: optional(wholeNumber),
});

function setQuotas(simulator: Simulator, body: unknown): object {
  const { distributions, originAccessControls, ...ofAcm } = readQuotas(body, "");
  const { acm, cloudfront } = simulator;
  Object.assign(acm.quotas, ofAcm);
  if (distributions !== undefined) cloudfront.quotas.distributions = distributions;
  if (originAccessControls !== undefined) cloudfront.quotas.originAccessControls = originAccessControls;
  return quotasOf(simulator);
}

export function quotasOf({ acm, cloudfront }: Simulator): object {
  return { ...acm.quotas, ...cloudfront.quotas };
}

/** How long things take, and where AWS's own word leaves a choice. */
export const settingRoutes: Route[] = [
  { method: "POST", path: "/latency", run: setLatencies },
  {
    method: "POST",
    path: "/switches",
    run: ({ world }, body) => Object.assign(world.switches, readSwitches(body, "")),
  },
  { method: "POST", path: "/quotas", run: setQuotas },
];
