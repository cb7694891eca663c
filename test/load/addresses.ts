/** The DNS cache of one visitor: an answer holds for its TTL, and not a moment longer. */
import type { Resolver } from "node:dns/promises";

/** `undefined`: the name has no address now. */
export type Addresses = (host: string) => Promise<string[] | undefined>;

export function createAddresses(resolver: Pick<Resolver, "resolve4">, now: () => number = Date.now): Addresses {
  const kept = new Map<string, { addresses: string[]; until: number }>();
  return async (host) => {
    const known = kept.get(host);
    if (known !== undefined && now() < known.until) return known.addresses;
    const asked = now();
    const records = await resolver.resolve4(host, { ttl: true }).catch(noAddress);
    if (records.length === 0) return undefined;
    const addresses = records.map(({ address }) => address);
    kept.set(host, { addresses, until: asked + 1000 * Math.min(...records.map(({ ttl }) => ttl)) });
    return addresses;
  };
}

function noAddress(error: Error & { code?: string }): never[] {
  if (error.code === "ENOTFOUND" || error.code === "ENODATA") return [];
  throw error;
}
