import type { Observation } from "./model";

/** What was seen; `undefined`: not looked at, or could not be seen. */
export const known = <T>(observation: Observation<T> | undefined): T | undefined =>
  observation?.kind === "known" ? observation.value : undefined;
