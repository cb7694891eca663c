import type { Authority } from "./authority";
import { isAtOrBelow } from "./names";

interface Holding {
  authority: Authority;
  from: number;
  until: number;
}

/** Which servers hold which zones, and since when. A removed zone is still known for the instants before. */
export interface Holdings {
  add(authority: Authority, from: number): void;
  remove(zoneId: string, until: number): void;
  /** The zone of this server that is the closest to the name: the one that answers. */
  closest(server: string, name: string, at: number): Authority | undefined;
}

export function createHoldings(): Holdings {
  const byServer = new Map<string, Holding[]>();

  return {
    add(authority, from) {
      if (authority.spec.private) return;
      const holding = { authority, from, until: Number.POSITIVE_INFINITY };
      for (const server of authority.spec.nameServers) {
        byServer.set(server, [...(byServer.get(server) ?? []), holding]);
      }
    },
    remove(zoneId, until) {
      for (const held of byServer.values()) {
        for (const holding of held) {
          if (holding.authority.spec.id === zoneId) holding.until = Math.min(holding.until, until);
        }
      }
    },
    closest(server, name, at) {
      let best: Authority | undefined;
      for (const { authority, from, until } of byServer.get(server) ?? []) {
        const answers = from <= at && at < until && isAtOrBelow(name, authority.spec.name);
        if (answers && authority.spec.name.length >= (best?.spec.name.length ?? 0)) best = authority;
      }
      return best;
    },
  };
}
