/**
 * Every sentence that a person reads about a group. Short; it names the domain, the record or the command, and holds no request id, count or time:
 * equal means unchanged.
 */
import { CAA } from "./catalogue-caa";
import { CONFLICTS } from "./catalogue-conflicts";
import { DRIFT } from "./catalogue-drift";
import { ISSUANCE } from "./catalogue-issuance";
import { OBSTACLES } from "./catalogue-obstacles";
import { PLACES } from "./catalogue-places";
import { RECORDS } from "./catalogue-records";
import { REFUSALS_IN_WORDS } from "./catalogue-refusals";
import { TRAFFIC } from "./catalogue-traffic";
import { WAY } from "./catalogue-way";

/** One entry for each code. */
export const CATALOGUE = {
  ...WAY,
  ...RECORDS,
  ...TRAFFIC,
  ...PLACES,
  ...DRIFT,
  ...OBSTACLES,
  ...CAA,
  ...ISSUANCE,
  ...REFUSALS_IN_WORDS,
  ...CONFLICTS,
};
