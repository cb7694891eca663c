/** Reads `onConflict`. */
import { NAMEABLE_ID } from "../core/conflicts";
import { bad, isBag, known, listOf, objectOf, type Reader, reader, text } from "./reading";

export interface OnConflict {
  moveFrom: string[];
}

const RULE =
  'must be "report" or { moveFrom: ["E2QWRUHAPOMQZL"] }: the ids of distributions that may lose a name to this group';

const distributionId = text(
  NAMEABLE_ID,
  'must be the id of a standard distribution, such as "E2QWRUHAPOMQZL": what a tenant of a multi-tenant one has is taken off there',
);

const moveFrom = objectOf<OnConflict>({ moveFrom: listOf(distributionId, RULE) }, RULE);

export const onConflict: Reader<OnConflict> = reader((value) => {
  if (value === "report") return known({ moveFrom: [] });
  return isBag(value) ? moveFrom(value) : bad(value, RULE);
});
