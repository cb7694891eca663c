import type { AwsError } from "../contracts";
import { characterStrings } from "../dns/character-strings";
import { ALIASES_PER_DISTRIBUTION, hasCertificateFor } from "./checks";
import { withAliases } from "./config";
import {
  certificateDoesNotCover,
  illegalUpdate,
  invalidAlias,
  missingTextRecord,
  nobodyHoldsAlias,
  tooManyAliases,
} from "./errors";
import { addVersion, type Distribution, latestVersion } from "./facts";
import { isAliasName } from "./names";
import { versionsTogether } from "./propagation";
import type { CloudFrontState } from "./state";

/** Where the two operations that move an alias differ. */
export interface MoveRules {
  /** From a distribution of the same account too. Between accounts it is always so. */
  needsDisabledSource: boolean;
  tooManyAliases: () => AwsError;
}

export const ASSOCIATE_ALIAS: MoveRules = { needsDisabledSource: false, tooManyAliases };

/** The operation has no error of its own for the quota. */
export function domainAssociation(state: CloudFrontState): MoveRules {
  return {
    needsDisabledSource: state.world.switches.domainAssociationNeedsDisabledSource,
    tooManyAliases: () => illegalUpdate(tooManyAliases().message),
  };
}

/**
 * An alias goes from the distribution that has it to `target`. In the order in which AWS has been seen to check: the target's certificate, the TXT
 * record, the source. DNS is not looked at beyond that. Throws AwsError.
 */
export function moveAlias(state: CloudFrontState, alias: string, target: Distribution, rules: MoveRules): void {
  if (!isAliasName(alias)) {
    throw invalidAlias();
  }
  if (!hasCertificateFor(state, target, latestVersion(target), alias)) {
    throw certificateDoesNotCover();
  }
  const source = sourceOf(state, alias, target);
  if (source.account !== target.account && !provesControl(state, alias, target)) {
    throw missingTextRecord();
  }
  const needsDisabled = rules.needsDisabledSource || source.account !== target.account;
  if (needsDisabled && latestVersion(source).config.enabled) {
    throw illegalUpdate("Alias move is not allowed since the source distribution is enabled.");
  }
  if (latestVersion(target).config.aliases.length >= ALIASES_PER_DISTRIBUTION) {
    throw rules.tooManyAliases();
  }
  handOver(state, alias, source, target);
}

/**
 * By the last write, whatever the edges still serve: an alias that its distribution has given up is nobody's. Neither error is documented, (U): there
 * is no alias "that's already used" (InvalidArgument), or the update would change nothing (IllegalUpdate).
 */
function sourceOf(state: CloudFrontState, alias: string, target: Distribution): Distribution {
  const source = [...(state.facts.byAlias.get(alias) ?? [])].find(
    (each) => each.deletedAt === undefined && latestVersion(each).config.aliases.includes(alias),
  );
  if (source === undefined) {
    throw nobodyHoldsAlias(alias);
  }
  if (source === target) {
    throw illegalUpdate(`The alias ${alias} is already associated with the distribution ${target.id}.`);
  }
  return source;
}

/**
 * CloudFront Developer Guide, "Move an alternate domain name": `_www.example.com TXT "d….cloudfront.net"`, and `_.example.com` for a name that a
 * registry delegates. For a wildcard `_*.example.com`, as told in the field (U).
 */
function provesControl({ world }: CloudFrontState, alias: string, { domainName }: Distribution): boolean {
  const isApex = world.dns.delegationOf(alias).length > 0;
  const answer = world.dns.resolve(isApex ? `_.${alias}` : `_${alias}`, "TXT", world.clock.now(), "cloudfront");
  const values =
    answer.rcode === "TIMEOUT" ? [] : answer.answers.flatMap((set) => (set.type === "TXT" ? set.values : []));
  return values.some((value) => Buffer.concat(characterStrings(value)).toString() === domainName);
}

/** Both are written at once; each edge takes both at one moment. */
function handOver(state: CloudFrontState, alias: string, source: Distribution, target: Distribution): void {
  const [before, after] = [latestVersion(source), latestVersion(target)];
  const without = before.config.aliases.filter((each) => each !== alias);
  const [given, taken] = versionsTogether(
    state.world,
    state.edges.addresses.length,
    { config: withAliases(before.config, without), before },
    { config: withAliases(after.config, [...after.config.aliases, alias]), before: after },
  );
  addVersion(state.facts, source, given);
  addVersion(state.facts, target, taken);
}
