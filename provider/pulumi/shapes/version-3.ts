/** Version 3 took no name from anybody, left CAA alone, and looked at nothing in previews. */
import { bagIn } from "../internal-input";
import { type Bag, isBag } from "../reading";

export function fromVersion3(stored: Bag): Bag {
  const { desired, steering, memory } = stored;
  return {
    ...stored,
    ...(isBag(desired) && { desired: { ...desired, moveFrom: [], dns: withoutCaa(desired["dns"]) } }),
    ...(isBag(steering) && { steering: { ...steering, preflight: true } }),
    ...(isBag(memory) && { memory: { ...memory, given: [], madeCaa: [] } }),
    schemaVersion: 4,
  };
}

const withoutCaa = (dns: unknown): unknown =>
  bagIn(dns)["kind"] === "route53" ? { ...bagIn(dns), manageCaa: false } : dns;
