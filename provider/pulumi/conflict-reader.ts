/** Reads `onConflict`. */
import { bad, isBag, known, listOf, objectOf, type Reader, reader, text } from "./reading";

export interface OnConflict {
  moveFrom: string[];
}

const RULE =
  'must be "report" or { moveFrom: ["E2QWRUHAPOMQZL"] }: the ids of distributions that may lose a name to this group';

/** Those that CloudFront shows of other accounts are masked: so they can be named, too. */
const distributionId = text(/^[*]*[A-Z0-9]{5,25}$/, 'must be the id of a distribution, such as "E2QWRUHAPOMQZL"');

const moveFrom = objectOf<OnConflict>({ moveFrom: listOf(distributionId, RULE) }, RULE);

export const onConflict: Reader<OnConflict> = reader((value) => {
  if (value === "report") return known({ moveFrom: [] });
  return isBag(value) ? moveFrom(value) : bad(value, RULE);
});
