/** From a reason to what a person reads. */
import { CATALOGUE } from "./catalogue";
import type { Cause } from "./decision";
import { displayName } from "./domain-name";
import type { Guidance } from "./outputs";
import { aws, UP_GOES_ON, type Write } from "./sentences";

export type GuidanceCode = keyof typeof CATALOGUE;

const isCode = (code: string): code is GuidanceCode => code in CATALOGUE;

/** A cause in sentences. A code of a newer release is shown as it is. */
export function guidanceOf(cause: Cause): Guidance {
  const write: Write = isCode(cause.code) ? CATALOGUE[cause.code] : () => aws(`${cause.code}.`, UP_GOES_ON);
  const sentences = write(
    (name) => cause.params[name] ?? (name === "domains" ? cause.domains.join(", ") : "?"),
    shortList(cause.domains.map(displayName)),
  );
  return { code: cause.code, commands: [], ...sentences, domains: [...cause.domains], records: [...cause.records] };
}

/** A sentence names three at the most: all of them are in `domains`. */
export function shortList(names: string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and others`;
}
