/**
 * The groups of a program, as far as this process has been told of them: what each wants, by `check`, and which distributions it has, by `diff`. One for
 * each plugin process, so one for each preview and each update.
 */
import type { DomainName } from "../core/domain-name";
import type { Desired } from "../core/model";
import { namesIn } from "../core/name-digests";
import type { Sibling } from "../core/situation";
import { bagIn, INTERNAL } from "./internal-input";
import type { Left } from "./props";
import type { Bag } from "./reading";

/** What the program wants in its other groups of what this one had, although this process may not have been told of them yet. */
export function wantedBeforehand(inputs: Bag, left: Left | undefined): Sibling[] {
  const { elsewhere } = bagIn(inputs[INTERNAL]);
  const had = (left?.report.domains ?? []).map(({ name }) => name as DomainName);
  const domains = typeof elsewhere === "string" ? namesIn(elsewhere, had) : [];
  return domains.length === 0 ? [] : [{ groupId: "", domains, distributionIds: [], targets: [], isLeaving: false }];
}

export interface Siblings {
  /** What the program wants for a group now. */
  note(desired: Pick<Desired, "groupId" | "domains" | "distribution">): void;
  /** What an earlier run left of it. */
  noteLeft(left: Left): void;
  /** It is being deleted, and no other resource has taken its place: that which it had is for another one of its id, which may be deleted too. */
  noteLeaving(left: Left): void;
  /** What resources of this id had that are being deleted. */
  left(groupId: string): DomainName[];
  all(): Sibling[];
}

export function createSiblings(): Siblings {
  const wanted = new Map<string, DomainName[]>();
  const places = new Map<string, Set<string>>();
  const targets = new Map<string, Set<string>>();
  const leaving = new Map<string, DomainName[]>();
  const notePlace = (groupId: string, id: string | null): void => {
    if (id !== null) places.set(groupId, (places.get(groupId) ?? new Set()).add(id));
  };
  return {
    note: ({ groupId, domains, distribution }) => {
      // Only the program can bring a name to its own distribution: nobody keeps it for that.
      wanted.set(groupId, distribution.kind === "program" ? [] : domains);
      notePlace(groupId, distribution.kind === "existing" ? distribution.id : null);
    },
    noteLeft: ({ wish: { desired }, report, stored }) => {
      notePlace(desired.groupId, desired.distribution.kind === "existing" ? desired.distribution.id : null);
      const { distributionDomainName: target } = report;
      if (target !== null) targets.set(desired.groupId, (targets.get(desired.groupId) ?? new Set()).add(target));
      for (const id of [report.distributionId, ...stored.memory.formerPlaces.map((place) => place.id)]) {
        notePlace(desired.groupId, id);
      }
    },
    noteLeaving: ({ wish: { desired }, report }) => {
      const had = report.domains.map(({ name }) => name as DomainName);
      leaving.set(desired.groupId, [...(leaving.get(desired.groupId) ?? []), ...desired.domains, ...had]);
    },
    left: (groupId) => leaving.get(groupId) ?? [],
    // One that the program no longer has wants nothing, and what it has is to be had.
    all: () =>
      [...new Set([...wanted.keys(), ...leaving.keys()])].map((groupId) => ({
        groupId,
        domains: leaving.has(groupId) ? [] : (wanted.get(groupId) ?? []),
        distributionIds: [...(places.get(groupId) ?? [])],
        targets: [...(targets.get(groupId) ?? [])],
        isLeaving: leaving.has(groupId),
      })),
  };
}
