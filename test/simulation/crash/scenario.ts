/** What a scenario is made of: what the user has, what has happened so far, and the command in which the process dies. */
import type { Args, Where } from "../life/program";

/** `program`: the program's own distribution, which takes what the group gives out. */
export type Place = Where | { kind: "program"; place: number };

export interface Group extends Omit<Args, "where"> {
  where: Place;
  /** Which of the user's own certificates, if any. */
  own: number | null;
  /** Which of the rivals may lose a name to it. */
  moveFrom: number[];
}

export interface Stage {
  command: "up" | "destroy";
  groups: Group[];
  /** The group that is replaced (`--replace`). */
  replace?: string;
  /** One group after the other, instead of all at once. */
  inOrder?: boolean;
  /** What happens before: the certificates of all groups are revoked. */
  accident?: "revoked";
  /** `--refresh`. */
  refreshed?: boolean;
  /** The process dies when AWS has taken the first call of this operation. */
  diesAt?: string;
}

export interface Scenario {
  name: string;
  places: Spot[];
  /** An alias with its certificate that is on the first place already. */
  foreignAlias: string | null;
  /** Names of each certificate that the user brings. */
  own: string[][];
  rivals: Rival[];
  /** What happened so far. */
  past: Stage[];
  /** The command in which the process dies. */
  struck: Stage;
  /** What the user does then; the same again, where nothing is said. */
  afterwards?: Stage;
}

/** A distribution of the program. */
export interface Spot {
  httpVersion: "http2" | "http2and3";
}

/** A distribution that no group has. */
export interface Rival {
  /** Of the account, or of another one. */
  isOurs: boolean;
  isEnabled: boolean;
  /** DNS leads the first of the names there. */
  isLedTo: boolean;
  /** Names that groups want, and names that they do not. */
  wanted: string[];
  kept: string[];
}

const HERE: Place = { kind: "existing", place: 0 };
export const THERE: Place = { kind: "existing", place: 1 };
export const SERVER: Place = { kind: "created", service: "api" };
export const BUCKET: Place = { kind: "created", service: "spa" };
export const PROGRAM: Place = { kind: "program", place: 0 };

export function group(domains: string[], more: Partial<Group> = {}): Group {
  return {
    name: "brand",
    domains,
    where: HERE,
    dns: "route53",
    routing: "create",
    keyAlgorithm: "RSA_2048",
    minimumProtocolVersion: null,
    tags: {},
    givesEtag: false,
    ifNotReached: "fail",
    // Reads before the run are no points to die at.
    preflight: false,
    managesCaa: false,
    takesNames: false,
    own: null,
    moveFrom: [],
    ...more,
  };
}

export const up = (groups: Group | Group[], more: Partial<Stage> = {}): Stage => ({
  command: "up",
  groups: [groups].flat(),
  ...more,
});

export const destroy = ({ groups }: Stage): Stage => ({ command: "destroy", groups });

export function scenario(name: string, past: Stage[], struck: Stage, more: Partial<Scenario> = {}): Scenario {
  const places: Spot[] = [{ httpVersion: "http2" }, { httpVersion: "http2" }];
  return { name, places, foreignAlias: null, own: [], rivals: [], past, struck, ...more };
}
