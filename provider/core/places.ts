/** Where a group is served, and where it was before: one moves from distribution to distribution by an update in place. */
import { READ_SETTLES_WITHIN } from "./backoff";
import type { Step } from "./decision";
import type { DistributionFacts, Instant, Observation, WantedDistribution } from "./model";
import { hasAccessControl } from "./new-distribution";
import type { FormerPlace, Memory } from "./remembered";

/** What the memory of a group becomes when its program names another distribution. `from`: with its domain name, as far as that was known. */
export function relocate(memory: Memory, from: WantedDistribution, to: WantedDistribution): Memory {
  if (isSamePlace(from, to)) return memory;
  const left = placeOf(memory, from);
  // Back again, before all was left.
  const returning = memory.formerPlaces.find((place) => isPlace(place, to));
  const targets = withTargets(memory, left?.domainName == null ? [] : [left.domainName]);
  return {
    ...memory,
    formerPlaces: [...memory.formerPlaces.filter((place) => !isPlace(place, to)), ...(left === null ? [] : [left])],
    formerIds: withIds(memory, [...(left === null ? [] : [left.id])]),
    formerTargets: targets.filter((target) => target !== returning?.domainName),
    // A killed run may have made one.
    accessControlId: memory.accessControlId || (to.kind !== "created" && hasAccessControl(from) ? "" : null),
    before: returning?.before ?? null,
    created: returning === undefined || returning.id === "" ? null : returning.created,
    lastWrite: null,
  };
}

export function isSamePlace(one: WantedDistribution, other: WantedDistribution): boolean {
  if (one.kind === "existing" && other.kind === "existing") return one.id === other.id;
  return one.kind === other.kind;
}

function isPlace(place: FormerPlace, wanted: WantedDistribution): boolean {
  return wanted.kind === "existing" ? place.id === wanted.id : wanted.kind === "created" && place.created !== null;
}

/** A killed run may have made one: it is looked for by its tags. */
const UNKNOWN = { id: "", attempt: 0, at: 0, settings: null };

/** `null`: there is nothing to leave. */
function placeOf({ before, created }: Memory, from: WantedDistribution): FormerPlace | null {
  if (from.kind === "program") return null;
  const { domainName } = from;
  if (from.kind === "existing") return { id: from.id, domainName, before, created: null };
  return { id: created?.id ?? "", domainName, before: null, created: created ?? UNKNOWN };
}

/** It has not left a distribution yet that it did not make. */
export const comesFromExisting = ({ formerPlaces }: Memory): boolean =>
  formerPlaces.some(({ created }) => created === null);

/** More that the group has to leave. */
export function withPlaces(memory: Memory, places: FormerPlace[]): Memory {
  const known = new Map([...places, ...memory.formerPlaces].map((place) => [place.id, place]));
  const added = [...known.values()].filter((place) => places.includes(place));
  if (added.length === 0) return memory;
  const ids = added.map(({ id }) => id);
  return { ...memory, formerPlaces: [...memory.formerPlaces, ...added], formerIds: withIds(memory, ids) };
}

/** The newest ones: an older record has been replaced by now. */
export const withTargets = ({ formerTargets }: Memory, targets: string[]): string[] =>
  [...new Set([...formerTargets, ...targets])].slice(-100);

/** The newest ones: ACM names an older one no more. */
const withIds = ({ formerIds }: Memory, ids: string[]): string[] =>
  [...new Set([...formerIds, ...ids])].filter((id) => id !== "").slice(-20);

/** What is known to be gone is left. */
export function withoutGone(
  memory: Memory,
  former: Observation<{ distribution: { id: string; domainName: string } }[]> | undefined,
): Memory {
  if (former?.kind !== "known" || memory.formerPlaces.length === 0) return memory;
  const names = new Map(former.value.map(({ distribution: { id, domainName } }) => [id, domainName]));
  const there = memory.formerPlaces.filter(({ id }) => names.has(id));
  return {
    ...memory,
    formerPlaces: there.map((place) => ({ ...place, domainName: names.get(place.id) ?? place.domainName })),
  };
}

/** A move of ours, a moment ago. */
export const withMove = (
  memory: Memory,
  { domain, from, fromDomainName, to }: Extract<Step, { kind: "moveAlias" }>,
  at: Instant,
): Memory => ({
  ...memory,
  moves: [...memory.moves.filter((move) => move.domain !== domain), { domain, from, to, at }],
  // Of another account nothing is known, and nothing there is ours.
  formerTargets: fromDomainName === "" ? memory.formerTargets : withTargets(memory, [fromDomainName]),
  formerIds: fromDomainName === "" ? memory.formerIds : withIds(memory, [from]),
});

/** CloudFront: "If you make a request for the distribution immediately after an update, the answer might not show the change." */
export function isBehind(
  { id, etag, aliases }: Pick<DistributionFacts, "id" | "etag" | "aliases">,
  { writes, moves }: Memory,
  now: Instant,
): boolean {
  const isRecent = ({ at }: { at: Instant }): boolean => now - at < READ_SETTLES_WITHIN;
  const isBehindWrite = writes.some((write) => write.id === id && write.etag === etag && isRecent(write));
  const isBehindMove = moves.some(({ domain, from, to, at }) => {
    const isHere = aliases.includes(domain);
    return isRecent({ at }) && ((to === id && !isHere) || (from === id && isHere));
  });
  return isBehindWrite || isBehindMove;
}

/** All is settled: what was restored is nobody's business of ours any more. What the group made and could not delete yet is. */
export const withoutLeft = (memory: Memory): Memory => ({
  ...memory,
  had: [],
  formerPlaces: memory.formerPlaces.filter(({ created }) => created !== null),
  // A record that somebody has broken may still lead there.
  formerTargets: withTargets(
    memory,
    memory.formerPlaces.flatMap(({ domainName }) => domainName ?? []),
  ),
});
