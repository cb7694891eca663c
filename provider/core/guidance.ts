/** From a reason to what a person reads. */
import { aws, CATALOGUE, UP_GOES_ON, type Write } from "./catalogue";
import type { Cause } from "./decision";
import { displayName } from "./domain-name";
import type { Guidance } from "./outputs";

export type GuidanceCode = keyof typeof CATALOGUE;

const isCode = (code: string): code is GuidanceCode => code in CATALOGUE;

/** A cause in sentences. A code of a newer release is shown as it is. */
export function guidanceOf(cause: Cause): Guidance {
  const write: Write = isCode(cause.code) ? CATALOGUE[cause.code] : () => aws(`${cause.code}.`, UP_GOES_ON);
  const sentences = write((name) => cause.params[name] ?? "?", cause.domains.map(displayName).join(", "));
  return { code: cause.code, commands: [], ...sentences, domains: [...cause.domains], records: [...cause.records] };
}
