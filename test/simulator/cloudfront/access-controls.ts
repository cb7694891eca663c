import type { XmlElement } from "../codec/xml";
import { ID_CHARACTERS } from "../random";
import { type AccessControlConfig, readAccessControlConfig } from "./access-control-config";
import {
  accessControlAlreadyExists,
  accessControlInUse,
  accessDenied,
  noSuchAccessControl,
  tooManyAccessControls,
} from "./errors";
import { checkIfMatch, newEtag } from "./etags";
import { type AccessControl, configsInForce, latestVersion, type Version } from "./facts";
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
  const created: AccessControl = { id, account, versions: [newVersion(state, config, undefined)] };
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

/** As long as a configuration names it, were it only at one edge that has not taken the newer one yet. */
export function isInUse(state: CloudFrontState, { id }: AccessControl): boolean {
  const now = state.world.clock.now();
  const edgeCount = state.edges.addresses.length;
  return [...(state.facts.byAccessControl.get(id) ?? [])]
    .flatMap((distribution) => configsInForce(distribution, edgeCount, now))
    .some(({ origins }) => origins.some((origin) => origin.accessControlId === id));
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
  const readLag = world.random.next() * world.latencies.distributionReadLag;
  return { etag: newEtag(world), config, at, readableAt: Math.max(at + readLag, before?.readableAt ?? at) };
}
