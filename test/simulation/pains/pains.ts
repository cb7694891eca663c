/** The pains that people have most often with certificates and domains on AWS, the most frequent or worst first. */
import { inUse, notKnownYet, region, reordered } from "./certificates";
import { inTheWay, misled, moving, taken } from "./conflicts";
import type { Pain } from "./pain";
import { oneRecord, renewal, severalZones, someRecords } from "./records";
import { caa, otherRecords, tooManyNames, yearly } from "./requests";
import { deploying, silent, timeouts, undelegated } from "./waiting";

export const PAINS: readonly Pain[] = [
  undelegated,
  silent,
  taken,
  misled,
  inUse,
  reordered,
  tooManyNames,
  yearly,
  caa,
  otherRecords,
  timeouts,
  notKnownYet,
  region,
  severalZones,
  someRecords,
  oneRecord,
  deploying,
  renewal,
  inTheWay,
  moving,
];
