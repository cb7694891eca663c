/**
 * Every sentence that a person reads about a group. Short; it names the domain, the record or the command, and holds no request id, count or time:
 * equal means unchanged.
 */
import { DRIFT } from "./catalogue-drift";
import { OBSTACLES } from "./catalogue-obstacles";
import { PLACES } from "./catalogue-places";
import { WAY } from "./catalogue-way";

/** One entry for each code. */
export const CATALOGUE = { ...WAY, ...PLACES, ...DRIFT, ...OBSTACLES };
