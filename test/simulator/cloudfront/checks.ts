import type { CertificateFacts } from "../contracts";
import type { DistributionConfig } from "./config";
import {
  aliasesWithoutCertificate,
  aliasHeldElsewhere,
  aliasNotCovered,
  aliasPointsElsewhere,
  certificateNotUsable,
  illegalUpdate,
  invalidAccessControl,
  invalidArgument,
  tooManyAliases,
} from "./errors";
import { configsInForce, type Distribution, type DistributionVersion, isDeployed, latestVersion } from "./facts";
import { covers, isAliasName } from "./names";
import type { CloudFrontState } from "./state";
import { certificateArnOf, sameViewerCertificate, type ViewerCertificate } from "./viewer-certificate";

/** Default quota L-AAD4943E. */
export const ALIASES_PER_DISTRIBUTION = 100;

/** The only key types that CloudFront takes from ACM: RSA, and ECDSA on the 256-bit curve. */
const KEY_ALGORITHMS: readonly CertificateFacts["keyAlgorithm"][] = ["RSA_2048", "EC_prime256v1"];

/** All that a configuration must fulfil among the other facts. `before` is absent on creation. Throws AwsError. */
export function checkConfig(
  state: CloudFrontState,
  account: string,
  config: DistributionConfig,
  before: Distribution | undefined,
): void {
  checkAliasList(config.aliases);
  checkAccessControls(state, account, config);
  checkViewerCertificate(state, account, config);
  checkHttpVersion(state, config, before);
  if (before !== undefined) {
    checkNoCertificateChangeInProgress(state, config.viewerCertificate, before);
  }
  const had = before === undefined ? [] : latestVersion(before).config.aliases;
  const added = config.aliases.filter((alias) => !had.includes(alias));
  for (const alias of added) {
    checkAliasFree(state, alias, before);
    checkAliasDns(state, alias, before);
  }
}

function checkAliasList(aliases: readonly string[]): void {
  if (aliases.length > ALIASES_PER_DISTRIBUTION) {
    throw tooManyAliases();
  }
  if (!aliases.every(isAliasName) || new Set(aliases).size < aliases.length) {
    throw invalidArgument("The parameter CNAME contains one or more parameters that are not valid.");
  }
}

/** CloudFront signs for buckets with one of the account that is meant for buckets. A new one is not known at once. */
function checkAccessControls(state: CloudFrontState, account: string, { origins }: DistributionConfig): void {
  const now = state.world.clock.now();
  for (const { accessControlId } of origins) {
    const named = accessControlId === undefined ? undefined : state.facts.accessControls.get(accessControlId);
    const fits =
      named?.account === account &&
      named.deletedAt === undefined &&
      named.usableAt <= now &&
      latestVersion(named).config.originType === "s3";
    if (accessControlId !== undefined && !fits) {
      throw invalidAccessControl();
    }
  }
}

/** In the documented order (Developer Guide, "Troubleshooting distribution issues"): is there one, is it usable, does it cover. */
function checkViewerCertificate(state: CloudFrontState, account: string, config: DistributionConfig): void {
  if (config.viewerCertificate.kind === "default") {
    if (config.aliases.length > 0) {
      throw aliasesWithoutCertificate();
    }
    return;
  }
  const names = usableCertificateNames(state, account, config.viewerCertificate);
  if (names === undefined) {
    throw certificateNotUsable();
  }
  if (!config.aliases.every((alias) => names.some((name) => covers(name, alias)))) {
    throw aliasNotCovered();
  }
}

/** Lets the certificate of this version serve the alias? */
export function hasCertificateFor(
  state: CloudFrontState,
  { account }: Distribution,
  { config }: Pick<DistributionVersion, "config">,
  alias: string,
): boolean {
  const names = usableCertificateNames(state, account, config.viewerCertificate) ?? [];
  return names.some((name) => covers(name, alias));
}

/** `undefined`: CloudFront cannot use it, or does not see it yet. There is no IAM certificate store here. */
function usableCertificateNames(
  state: CloudFrontState,
  account: string,
  viewerCertificate: ViewerCertificate,
): readonly string[] | undefined {
  const { world } = state;
  const arn = certificateArnOf(viewerCertificate);
  const certificate = arn === undefined ? undefined : world.acm.certificate(arn);
  if (certificate?.facts === undefined || certificate.issuedAt === undefined) {
    return undefined;
  }
  const now = world.clock.now();
  const usable =
    certificate.account === account &&
    certificate.region === "us-east-1" &&
    certificate.status === "ISSUED" &&
    certificate.issuedAt + world.latencies.certificateVisibleToCloudFront <= now &&
    certificate.facts.notBefore <= now &&
    certificate.facts.notAfter >= now &&
    KEY_ALGORITHMS.includes(certificate.facts.keyAlgorithm);
  return usable ? certificate.facts.names : undefined;
}

/** Which code AWS gives is not documented: IllegalUpdate for an update, InvalidArgument for a creation. */
function checkHttpVersion(state: CloudFrontState, config: DistributionConfig, before: Distribution | undefined): void {
  const arn = certificateArnOf(config.viewerCertificate);
  if (arn === undefined || !state.world.switches.sameHttpVersionPerCertificate) {
    return;
  }
  for (const other of state.facts.byCertificate.get(arn) ?? []) {
    const used = latestVersion(other).config;
    const shares =
      other !== before && other.deletedAt === undefined && certificateArnOf(used.viewerCertificate) === arn;
    if (shares && used.httpVersion !== config.httpVersion) {
      const message = `All distributions that use one certificate must have the same HttpVersion: ${other.id} has ${used.httpVersion}.`;
      throw before === undefined ? invalidArgument(message) : illegalUpdate(message);
    }
  }
}

function checkNoCertificateChangeInProgress(
  state: CloudFrontState,
  wanted: ViewerCertificate,
  before: Distribution,
): void {
  if (
    !state.world.switches.oneViewerCertificateChangeAtATime ||
    sameViewerCertificate(wanted, latestVersion(before).config.viewerCertificate)
  ) {
    return;
  }
  const now = state.world.clock.now();
  const inProgress = before.versions.some((version, index) => {
    const previous = before.versions[index - 1];
    return (
      previous !== undefined &&
      !isDeployed(version, now) &&
      !sameViewerCertificate(version.config.viewerCertificate, previous.config.viewerCertificate)
    );
  });
  if (inProgress) {
    throw illegalUpdate("Only one viewer certificate change may be in progress at a time");
  }
}

/** Over all accounts. An alias that was just taken off is free only when no edge serves it any more. */
function checkAliasFree(state: CloudFrontState, alias: string, before: Distribution | undefined): void {
  for (const other of state.facts.byAlias.get(alias) ?? []) {
    if (other !== before && holdsAlias(state, other, alias)) {
      throw aliasHeldElsewhere();
    }
  }
}

function holdsAlias(state: CloudFrontState, distribution: Distribution, alias: string): boolean {
  const inForce = configsInForce(distribution, state.edges.addresses.length, state.world.clock.now());
  return inForce.some((config) => config.aliases.includes(alias));
}

/** The live look-up: a name that leads to another distribution is refused; one that leads elsewhere or nowhere passes. */
function checkAliasDns(state: CloudFrontState, alias: string, before: Distribution | undefined): void {
  if (!state.world.switches.aliasDnsCheck) {
    return;
  }
  const answer = state.world.dns.resolve(alias, "A", state.world.clock.now(), "cloudfront");
  const records = answer.rcode === "TIMEOUT" ? [] : answer.answers;
  for (const record of records) {
    for (const target of [record.aliasOf, ...(record.type === "CNAME" ? record.values : [])]) {
      const found = target === undefined ? undefined : state.facts.byDomainName.get(target);
      if (found !== undefined && found !== before && found.deletedAt === undefined) {
        throw aliasPointsElsewhere();
      }
    }
  }
}
