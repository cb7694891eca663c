/** One thing that comes and stays until somebody takes it back. */
import { type Args, LABELS } from "./program";
import type { LifeWorld } from "./world";

export interface TroubleScene {
  world: LifeWorld;
  /** Of the program as it is. */
  groups: Args[];
  /** Chooses among what is there. */
  pick: number;
}

export interface Trouble {
  /** What it is done to: once at a time. */
  target: string;
  /** Who asks DNS may hear what does not stand in it, or nothing. */
  isOfDns?: true;
  /** Of CAA: whose set it is, where a group may extend it. */
  extendable?: string;
  /** What it gives back ends it. */
  begin(): () => void;
}

/** `undefined`: there is nothing that it could be done to. */
export type Planned = (scene: TroubleScene) => Trouble | undefined;

export const chosen = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

/** A name that a group may want: by the number of the group in the program, as changes have it, and a label in its zone. */
export const placeOf = (pick: number): { group: number; label: string } => ({
  group: (pick >> 3) % 3,
  label: LABELS[pick % LABELS.length] ?? "",
});

export const zoneNameOf = (domain: string): string => domain.split(".").slice(-2).join(".");
