/** What every kind of look-up begins with: the servers that can be asked, and the zones that were found a moment ago. */
import { baseName } from "../core/domain-name";
import type { Instant } from "../core/model";
import type { Reply } from "../ports";
import { type Ask, createAsk } from "./ask";
import type { DnsOptions } from "./dns";
import { createKept } from "./kept";
import { createResolver } from "./resolver";
import type { Lookup } from "./traffic";
import { findZone, type Zone } from "./zone-finder";

export interface Lookups {
  ask: Ask;
  /** One that ends in so many milliseconds. */
  begin(lastsMs: number): Lookup;
}

const zoneKeptMs = 5_000;

export function createLookups({ transport, overHttps, clock, resolvers, port = 53 }: DnsOptions): Lookups {
  const ask = createAsk(transport, clock, overHttps);
  const resolver = createResolver(ask, clock, resolvers, port);
  const zones = createKept<Reply<Zone>>(clock, zoneKeptMs);
  const zoneOf = (name: string, until: Instant): Promise<Reply<Zone>> => {
    const base = baseName(name);
    return zones(base, () => findZone(resolver, base, until));
  };
  return { ask, begin: (lastsMs) => ({ resolver, zoneOf, until: clock.now() + lastsMs }) };
}
