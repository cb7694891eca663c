/** The other certificates of the account: what they list keeps its validation records. */
import { baseName } from "../domain-name";
import { known } from "../known";
import type { Certificate } from "../model";
import { TAG } from "../ownership";
import type { Situation } from "../situation";
import { isDistribution, isListedWith } from "../users";

export interface Neighbour {
  arn: string;
  names: string[];
}

/**
 * As far as they were looked at. A list may show what DescribeCertificate already denies, and what its group is about to delete. One that is new is
 * denied for some seconds too, but has its tags.
 */
export function neighboursOf(situation: Pick<Situation, "observed" | "facts" | "memory">): Neighbour[] {
  const { observed, memory } = situation;
  // As long as nobody has looked it may still serve.
  const leaving = leavingKin(situation).filter(
    (kin) => isListedWith(kin.arn, situation) === false && !isElsewhere(kin),
  );
  const denied = (known(observed.certificates) ?? []).filter(
    ({ detail, tags }) => known(tags) === null && (known(detail) ?? null) === null,
  );
  const gone = [...leaving, ...denied, ...memory.deletions];
  return (known(observed.neighbours) ?? []).filter(({ arn }) => !gone.some((certificate) => certificate.arn === arn));
}

/** Certificates of groups of the program that are being deleted too. */
export function leavingKin({ observed, facts }: Pick<Situation, "observed" | "facts">): Certificate[] {
  const leaving = facts.siblings.filter(({ isLeaving }) => isLeaving).map(({ groupId }) => groupId);
  return (known(observed.certificates) ?? []).filter(({ tags }) => leaving.includes(known(tags)?.[TAG.id] ?? ""));
}

/** A load balancer keeps it alive when its group is gone. */
const isElsewhere = ({ detail }: Certificate): boolean =>
  known(detail)?.inUseBy.every((user) => isDistribution(user)) !== true;

/** The name without the label that ACM puts before it: `_x.example.com` proves example.com and its wildcard. */
export function isNeededBy(neighbours: Neighbour[], recordName: string): boolean {
  const base = recordName.slice(recordName.indexOf(".") + 1);
  return neighbours.some(({ names }) => names.some((name) => baseName(name) === base));
}
