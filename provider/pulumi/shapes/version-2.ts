/** Version 2 knew of no aliases that a predecessor had under cover. */
import { type Bag, isBag } from "../reading";

export function fromVersion2(stored: Bag): Bag {
  const { memory } = stored;
  return { ...stored, ...(isBag(memory) && { memory: { ...memory, inherited: [] } }), schemaVersion: 3 };
}
