import { renderXml, type XmlElement } from "../codec/xml";
import type { CertificateFacts } from "../contracts";
import { ID_CHARACTERS } from "../random";
import { checkConfig } from "./checks";
import { type DistributionConfig, readConfig } from "./config";
import {
  accessDenied,
  distributionAlreadyExists,
  distributionNotDisabled,
  illegalUpdate,
  noSuchDistribution,
  tooManyDistributions,
} from "./errors";
import { checkIfMatch } from "./etags";
import {
  addDistribution,
  addVersion,
  type Distribution,
  type DistributionVersion,
  latestVersion,
  type Tag,
} from "./facts";
import { newVersion, upTo } from "./propagation";
import { checkUpdate } from "./required-members";
import type { CloudFrontState } from "./state";

const DOMAIN_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export function findDistribution(state: CloudFrontState, account: string, id: string): Distribution {
  const distribution = state.facts.distributions.get(id);
  if (distribution === undefined || distribution.deletedAt !== undefined) {
    throw noSuchDistribution();
  }
  if (distribution.account !== account) {
    throw accessDenied();
  }
  return distribution;
}

export function createDistribution(
  state: CloudFrontState,
  account: string,
  sent: XmlElement,
  tags: readonly Tag[],
): Distribution {
  const config = readSent(state, sent);
  const own = [...state.facts.distributions.values()].filter((each) => each.account === account);
  const first = own.find((each) => each.versions[0].config.callerReference === config.callerReference);
  if (first !== undefined) {
    return createdBefore(state, first, config);
  }
  checkConfig(state, account, config, undefined);
  if (own.filter((each) => each.deletedAt === undefined).length >= state.quotas.distributions) {
    throw tooManyDistributions();
  }
  return addNew(state, account, newVersion(state.world, state.edges.addresses.length, config, undefined), tags);
}

/** A reference stays used after its distribution is gone: nothing says that it becomes free. */
function createdBefore(state: CloudFrontState, first: Distribution, config: DistributionConfig): Distribution {
  const same = renderXml(first.versions[0].config.xml) === renderXml(config.xml);
  const returns = state.world.switches.callerReferenceReuse === "same-config-returns";
  if (returns && same && first.deletedAt === undefined) {
    return first;
  }
  throw distributionAlreadyExists(first.id);
}

/** Without any check: the caller has made them, or wants none. */
export function addNew(
  state: CloudFrontState,
  account: string,
  version: DistributionVersion,
  tags: readonly Tag[],
  foreignCertificate?: CertificateFacts,
): Distribution {
  const { world } = state;
  const id = `E${world.random.text(ID_CHARACTERS, 13)}`;
  const distribution: Distribution = {
    id,
    account,
    arn: `arn:aws:cloudfront::${account}:distribution/${id}`,
    domainName: `d${world.random.text(DOMAIN_CHARACTERS, 13)}.cloudfront.net`,
    versions: [version],
    tags,
    tagsBefore: [],
    ...(foreignCertificate === undefined ? {} : { foreignCertificate }),
  };
  addDistribution(state.facts, distribution);
  return distribution;
}

export function updateDistribution(
  state: CloudFrontState,
  account: string,
  id: string,
  ifMatch: string | undefined,
  sent: XmlElement,
): Distribution {
  const distribution = findDistribution(state, account, id);
  checkIfMatch(distribution.versions, ifMatch);
  checkUpdate(sent);
  const config = readSent(state, sent);
  const latest = latestVersion(distribution);
  if (config.callerReference !== latest.config.callerReference) {
    throw illegalUpdate("The update contains modifications that are not allowed: CallerReference cannot change.");
  }
  checkConfig(state, account, config, distribution);
  addVersion(state.facts, distribution, newVersion(state.world, state.edges.addresses.length, config, latest));
  return distribution;
}

export function deleteDistribution(
  state: CloudFrontState,
  account: string,
  id: string,
  ifMatch: string | undefined,
): void {
  const distribution = findDistribution(state, account, id);
  checkIfMatch(distribution.versions, ifMatch);
  const latest = latestVersion(distribution);
  // Deployed is not all: Terraform tries again for minutes (terraform-provider-aws#3034).
  if (latest.config.enabled || state.world.clock.now() < latest.deletableAt) {
    throw distributionNotDisabled();
  }
  remove(state, distribution);
}

/** Whatever it serves. */
export function remove(state: CloudFrontState, distribution: Distribution): void {
  const now = state.world.clock.now();
  distribution.deletedAt = now;
  distribution.releasedAt = now + upTo(state.world, "accessControlReleased");
}

function readSent(state: CloudFrontState, sent: XmlElement): DistributionConfig {
  return readConfig(sent, state.world.switches.deprecatedCertificateMembers === "strict");
}
