import type { Caller } from "../contracts";
import { hasCertificateFor } from "./checks";
import { certificateDoesNotCover, invalidAlias } from "./errors";
import { type Distribution, isListed, readableVersion } from "./facts";
import { aliasesFor, isAliasName } from "./names";
import { type Page, type PageQuery, pageOf } from "./paging";
import type { CloudFrontState } from "./state";

/** Somebody has the alias that was asked for, or one that overlaps it. */
export interface Conflict {
  /** What a page's marker says. */
  readonly id: string;
  readonly alias: string;
  readonly distribution: Distribution;
}

/**
 * Who has the alias, or one that overlaps it, in all accounts, the caller's own too; as reads show it. Throws AwsError.
 *
 * @param asker a distribution of the caller's account: its certificate proves that the caller may ask
 */
export function conflictsOf(
  state: CloudFrontState,
  caller: Caller,
  alias: string,
  asker: Distribution,
  wanted: PageQuery,
): Page<Conflict> {
  if (!isAliasName(alias)) {
    throw invalidAlias();
  }
  const now = state.world.clock.now();
  const lag = state.world.latencies.distributionReadLag;
  if (!hasCertificateFor(state, asker, readableVersion(asker, now, caller.stale), alias)) {
    throw certificateDoesNotCover();
  }
  return pageOf(
    everHeld(state, alias),
    wanted,
    (each) =>
      isListed(each.distribution, now, lag, caller.stale) &&
      readableVersion(each.distribution, now, caller.stale).config.aliases.includes(each.alias),
  );
}

/** A new distribution, and a new certificate of one, are known to this part of CloudFront when reads show them: harder than documented, (U). */
export function isKnownAsker({ world }: CloudFrontState, { stale }: Caller, asker: Distribution): boolean {
  return isListed(asker, world.clock.now(), world.latencies.distributionReadLag, stale);
}

/** By alias. */
function everHeld({ facts }: CloudFrontState, alias: string): Conflict[] {
  const overlapping = [...facts.byAlias.keys()].filter((each) => isInScope(alias, each)).sort();
  return overlapping.flatMap((each) =>
    [...(facts.byAlias.get(each) ?? [])].map((distribution) => ({
      id: `${each}/${masked(distribution.id)}`,
      alias: each,
      distribution,
    })),
  );
}

/** CloudFront API reference, ListDomainConflicts: a name and the wildcards over it; a wildcard and all that it covers. */
function isInScope(asked: string, held: string): boolean {
  return asked.startsWith("*.") ? held === asked || held.endsWith(asked.slice(1)) : aliasesFor(asked).includes(held);
}

/** Ids are shown by their second half, even one's own. As seen in samples: of an odd number of characters the smaller part is hidden. */
export function masked(id: string): string {
  const hidden = Math.floor(id.length / 2);
  return "*".repeat(hidden) + id.slice(hidden);
}
