/** Version 4 grew once under its number, before anything was published: validation records that were missing. */
import { type Bag, isBag } from "../reading";

export function grownVersion4(stored: Bag): Bag {
  const { memory } = stored;
  return isBag(memory) && !("absences" in memory) ? { ...stored, memory: { ...memory, absences: {} } } : stored;
}
