import type { XmlElement } from "../codec/xml";
import { ID_CHARACTERS } from "../random";
import { type AccessControlConfig, readAccessControlConfig } from "./access-control-config";
import type { DistributionConfig } from "./config";
import {
  accessControlAlreadyExists,
  accessControlInUse,
  accessDenied,
  noSuchAccessControl,
  tooManyAccessControls,
} from "./errors";
import { checkIfMatch, newEtag } from "./etags";
import { type AccessControl, configsInForce, type Distribution, latestVersion, type Version } from "./facts";
import { upTo } from "./propagation";
import type { CloudFrontState } from "./state";

export function findAccessControl(state: CloudFrontState, account: string, id: string): AccessControl {
  const found = state.facts.accessControls.get(id);
  if (found === undefined || found.deletedAt !== undefined) {
    throw noSuchAccessControl();
  }
  if (found.account !== account) {
    throw accessDenied();
  }
  return found;
}

export function createAccessControl(state: CloudFrontState, account: string, sent: XmlElement): AccessControl {
  const config = readAccessControlConfig(sent);
  checkNameFree(state, account, config.name, undefined);
  if (existingOf(state, account).length >= state.quotas.originAccessControls) {
    throw tooManyAccessControls();
  }
  const id = `E${state.world.random.text(ID_CHARACTERS, 13)}`;
  const versions: AccessControl["versions"] = [newVersion(state, config, undefined)];
  const usableAt = state.world.clock.now() + upTo(state.world, "accessControlVisible");
  const created: AccessControl = { id, account, versions, usableAt };
  state.facts.accessControls.set(id, created);
  return created;
}

export function updateAccessControl(
  state: CloudFrontState,
  account: string,
  id: string,
  ifMatch: string | undefined,
  sent: XmlElement,
): AccessControl {
  const found = findAccessControl(state, account, id);
  checkIfMatch(found.versions, ifMatch);
  const config = readAccessControlConfig(sent);
  checkNameFree(state, account, config.name, found);
  found.versions.push(newVersion(state, config, latestVersion(found)));
  return found;
}

export function deleteAccessControl(
  state: CloudFrontState,
  account: string,
  id: string,
  ifMatch: string | undefined,
): void {
  const found = findAccessControl(state, account, id);
  checkIfMatch(found.versions, ifMatch);
  if (isInUse(state, found)) {
    throw accessControlInUse();
  }
  found.deletedAt = state.world.clock.now();
}

/** As long as a configuration names it, were it only at one edge that has not taken the newer one yet; and for a while after a deletion. */
export function isInUse(state: CloudFrontState, { id }: AccessControl): boolean {
  return [...(state.facts.byAccessControl.get(id) ?? [])]
    .flatMap((distribution) => configsThatUse(state, distribution))
    .some(({ origins }) => origins.some((origin) => origin.accessControlId === id));
}

function configsThatUse(state: CloudFrontState, distribution: Distribution): DistributionConfig[] {
  const now = state.world.clock.now();
  const { releasedAt } = distribution;
  if (releasedAt !== undefined) return now < releasedAt ? [latestVersion(distribution).config] : [];
  return configsInForce(distribution, state.edges.addresses.length, now);
}

function existingOf(state: CloudFrontState, account: string): AccessControl[] {
  return [...state.facts.accessControls.values()].filter(
    (each) => each.account === account && each.deletedAt === undefined,
  );
}

function checkNameFree(state: CloudFrontState, account: string, name: string, except: AccessControl | undefined): void {
  const others = existingOf(state, account).filter((each) => each !== except);
  if (others.some((each) => latestVersion(each).config.name === name)) {
    throw accessControlAlreadyExists();
  }
}

function newVersion(
  { world }: CloudFrontState,
  config: AccessControlConfig,
  before: Version<AccessControlConfig> | undefined,
): Version<AccessControlConfig> {
  const at = world.clock.now();
  const readableAt = at + upTo(world, "distributionReadLag");
  return { etag: newEtag(world), config, at, readableAt: Math.max(readableAt, before?.readableAt ?? at) };
}
