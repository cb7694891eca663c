import { restService } from "../codec/rest-service";
import type { Service, World } from "../contracts";
import type { RecordSet } from "../dns-contracts";
import { emptyState, type HostedZone, isPrivate, type Route53State } from "./facts";
import { NAMESPACE, OPERATIONS } from "./operations";
import { newChange, putRecords } from "./publication";
import { keyOf, type StoredSet } from "./record-set";
import { createZone } from "./zones";

/** What `/world` shows of a hosted zone. */
export interface HostedZoneSnapshot {
  id: string;
  account: string;
  name: string;
  private: boolean;
  nameServers: readonly string[];
  tags: { [key: string]: string };
  records: { name: string; type: string; values: readonly string[] }[];
}

/** For tests and the control plane. */
export interface Route53Controls {
  /** Makes a zone without a call. It is delegated to only when `DnsWorld.delegate` does so. */
  createZone(account: string, name: string, options?: { private?: boolean }): { id: string; nameServers: string[] };
  /** Somebody puts a record set into a zone, without a call and without the checks; servers take it as after a call. */
  putRecord(zoneId: string, record: RecordSet): void;
  removeRecord(zoneId: string, name: string, type: string): void;
  /** Zones that are not deleted. */
  snapshot(): HostedZoneSnapshot[];
}

export type Route53 = Service & Route53Controls;

export function createRoute53(world: World): Route53 {
  const state = emptyState(world);
  return { ...restService("route53", NAMESPACE, OPERATIONS, state), ...controlsOf(state) };
}

function controlsOf(state: Route53State): Route53Controls {
  return {
    createZone(account, name, options = {}) {
      const vpc = options.private === true ? { region: "us-east-1", id: "vpc-1" } : undefined;
      const callerReference = `direct-${state.world.random.hex(16)}`;
      const { id, nameServers } = createZone(state, { account, name, callerReference, vpc });
      return { id, nameServers: [...nameServers] };
    },
    putRecord(zoneId, { name, type, ttl, values }) {
      const set: StoredSet = { name, type, ttl, values, setIdentifier: undefined, alias: undefined, more: [] };
      rewrite(state, zoneId, (records) => records.set(keyOf(set), set));
    },
    removeRecord: (zoneId, name, type) => rewrite(state, zoneId, (records) => records.delete(`${name} ${type} `)),
    snapshot: () => [...state.zones.values()].filter((zone) => !zone.deleted).map(snapshotOf),
  };
}

function rewrite(state: Route53State, zoneId: string, edit: (records: Map<string, StoredSet>) => void): void {
  const zone = state.zones.get(zoneId);
  if (zone === undefined) {
    throw new Error(`There is no hosted zone ${zoneId}.`);
  }
  const records = new Map(zone.records);
  edit(records);
  putRecords(state, zone, records, newChange(state, zone.account, undefined));
}

function snapshotOf(zone: HostedZone): HostedZoneSnapshot {
  return {
    id: zone.id,
    account: zone.account,
    name: zone.name,
    private: isPrivate(zone),
    nameServers: zone.nameServers,
    tags: Object.fromEntries(zone.tags),
    records: [...zone.records.values()].map(({ name, type, values, alias }) => ({
      name,
      type,
      values: alias === undefined ? values : [`ALIAS ${alias.dnsName}`],
    })),
  };
}
