/** Goal absent of a resource that another one has replaced: the successor has taken what it wants, and knows of nothing else. */
import { TAG } from "../ownership";
import { isBrought, type OwnCertificate, type Situation } from "../situation";
import { followed } from "./release";
import { type Rule, take } from "./rule";

/** A certificate carries the incarnation that claimed it last; one that nobody has claimed was left by a run that died before it could. */
export const isMine = ({ tags }: Pick<OwnCertificate, "tags">, situation: Situation): boolean =>
  isMyIncarnation(tags[TAG.incarnation], situation);

/** This resource's, or that of one before it: a successor that is known has claimed what it wants. */
export function isMyIncarnation(incarnation: string | undefined, { facts, memory }: Situation): boolean {
  const { successor } = facts;
  if (incarnation === undefined || incarnation === facts.incarnation) return true;
  return successor === null ? memory.predecessors.includes(incarnation) : incarnation !== successor.incarnation;
}

/** Does the successor have this distribution too? */
export function isSuccessors(id: string, { facts, desired, distribution }: Situation): boolean {
  const place = facts.successor?.distribution;
  if (place?.kind === "existing") return place.id === id;
  return place?.kind === "created" && desired.distribution.kind === "created" && distribution?.id === id;
}

/**
 * A distribution is the successor's, whatever was ours on it. Where no successor is known, the certificate that is on it tells who claimed it last, and
 * for which distribution.
 */
export function isTakenOver(id: string, ours: OwnCertificate | undefined, situation: Situation): boolean {
  if (situation.goal !== "absent") return false;
  if (situation.facts.successor !== null) return isSuccessors(id, situation);
  if (ours === undefined || isBrought(ours.arn, situation) || isMine(ours, situation)) return false;
  return (ours.tags[TAG.distribution] ?? id) === id;
}

/** The successor serves the rest with the same certificate. */
export const remainsAreTakenOff: Rule = (situation) => {
  const { distribution, attached, leaving } = situation;
  if (distribution === null || attached === undefined || !isSuccessors(distribution.id, situation)) return undefined;
  if (!distribution.aliases.some((alias) => leaving.some((domain) => domain === alias))) return undefined;
  const { id, etag, config, viewerCertificate } = distribution;
  const change = { aliases: followed(distribution.aliases, [], leaving), viewerCertificate };
  return take(situation, { kind: "updateDistribution", id, etag, config, change });
};
