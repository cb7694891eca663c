/**
 * Every sentence that a person reads about a group. Short; it names the domain, the record or the command, and holds no request id, count or time:
 * equal means unchanged.
 */
import { OBSTACLES } from "./catalogue-obstacles";
import { WAY } from "./catalogue-way";

/** One entry for each code. */
export const CATALOGUE = { ...WAY, ...OBSTACLES };
