import type { Effective, RecordType, ZoneRecord } from "../dns-contracts";
import type { Look } from "./authority";
import { downFrom, isAtOrBelow, parentOf } from "./names";

interface Written {
  effective: Effective;
  record: ZoneRecord | null;
}

/** The record sets of a zone, each with the instants from which each server holds it. */
export interface Records {
  put(name: string, type: RecordType, record: ZoneRecord | null, effective: Effective): void;
  /**
   * Of what has arrived at the server, the set written last: a slow earlier write never undoes a faster later one, because a server applies its
   * zone's changes in order.
   */
  seen(name: string, type: RecordType, look: Look): ZoneRecord | undefined;
  /** Whether there is a record set at the name or at any name below it. */
  anyAtOrBelow(name: string, look: Look): boolean;
  /** Everything that at least one of the servers holds, with those that do. */
  held(servers: string[], at: number): (ZoneRecord & { servers: string[] })[];
}

export function createRecords(zone: string): Records {
  const sets = new Map<string, Map<RecordType, Written[]>>();
  const children = new Map<string, Set<string>>();

  function seen(name: string, type: RecordType, look: Look): ZoneRecord | undefined {
    const written = sets.get(name)?.get(type);
    return written?.findLast(({ effective }) => hasArrived(effective, look))?.record ?? undefined;
  }

  function anyAtOrBelow(name: string, look: Look): boolean {
    for (const type of sets.get(name)?.keys() ?? []) if (seen(name, type, look)) return true;
    for (const child of children.get(name) ?? []) if (anyAtOrBelow(child, look)) return true;
    return false;
  }

  function put(name: string, type: RecordType, record: ZoneRecord | null, effective: Effective): void {
    if (!isAtOrBelow(name, zone)) throw new Error(`${name} is not in the zone ${zone}`);
    const ofName = sets.get(name) ?? new Map<RecordType, Written[]>();
    sets.set(name, ofName.set(type, [...(ofName.get(type) ?? []), { effective, record }]));
    for (const owner of downFrom(zone, name)) {
      const parent = parentOf(owner);
      children.set(parent, (children.get(parent) ?? new Set()).add(owner));
    }
  }

  function held(servers: string[], at: number): (ZoneRecord & { servers: string[] })[] {
    const holders = new Map<ZoneRecord, string[]>();
    for (const [name, ofName] of sets) {
      for (const [type, server] of [...ofName.keys()].flatMap((type) =>
        servers.map((server) => [type, server] as const),
      )) {
        const record = seen(name, type, { server, at });
        if (record) holders.set(record, [...(holders.get(record) ?? []), server]);
      }
    }
    return [...holders].map(([record, holding]) => ({ ...record, servers: holding }));
  }

  return { put, seen, anyAtOrBelow, held };
}

function hasArrived(effective: Effective, look: Look): boolean {
  const from = typeof effective === "number" ? effective : effective[look.server];
  return from !== undefined && from <= look.at;
}
