/** Version 2 knew nothing of predecessors, and of earlier wishes only the last. */
import { type Bag, isBag } from "../reading";

export function fromVersion2(stored: Bag): Bag {
  const { memory } = stored;
  return {
    ...stored,
    ...(isBag(memory) && { memory: { ...memory, had: [], predecessors: [] } }),
    schemaVersion: 3,
  };
}
