import type { World } from "../contracts";
import { ID_CHARACTERS } from "../random";
import type { StoredSet } from "./record-set";

export interface HostedZone {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | undefined;
  /** Of a private zone. */
  readonly vpc: { region: string; id: string } | undefined;
  readonly nameServers: readonly string[];
  /** As the API shows them at once; the name servers follow. Each write makes a new map. */
  records: ReadonlyMap<string, StoredSet>;
  recordsBefore: ReadonlyMap<string, StoredSet>;
  tags: ReadonlyMap<string, string>;
  deleted: boolean;
}

/** A change is PENDING until all name servers have it. */
export interface ChangeFact {
  readonly id: string;
  readonly account: string;
  readonly submittedAt: number;
  readonly insyncAt: number;
  readonly comment: string | undefined;
}

export interface Route53State {
  readonly world: World;
  readonly zones: Map<string, HostedZone>;
  readonly changes: Map<string, ChangeFact>;
  readonly usedNameServers: Set<string>;
}

export function emptyState(world: World): Route53State {
  return { world, zones: new Map(), changes: new Map(), usedNameServers: new Set() };
}

/** `Z…` for zones, `C…` for changes. */
export function newId(state: Route53State, prefix: "Z" | "C"): string {
  return `${prefix}${state.world.random.text(ID_CHARACTERS, 20)}`;
}

export function isPrivate(zone: HostedZone): boolean {
  return zone.vpc !== undefined;
}
