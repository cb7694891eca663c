/**
 * Whose credentials each group of the program goes by now, as far as this process has been told. The state of a validation record keeps those of its
 * creation: what an update writes anew is unknown in its preview, and each record that the program publishes would be shown as changed, or replaced.
 */
import { bagIn, type Credentials, INTERNAL, readEcho } from "./internal-input";
import type { Bag } from "./reading";

export interface GroupCredentials {
  /** Inputs of now, or the state of a group, which follows them. */
  note(bag: Bag): void;
  of(groupId: string): Credentials | undefined;
}

export function createGroupCredentials(): GroupCredentials {
  const credentials = new Map<unknown, Credentials>();
  return {
    note: (bag) => {
      const echo = readEcho(bag[INTERNAL]);
      if (echo.kind === "known") credentials.set(groupIdOf(bag), echo.value.credentials);
    },
    of: (groupId) => credentials.get(groupId),
  };
}

/** Of a group, or of the group that a record belongs to. */
const groupIdOf = (bag: Bag): unknown => bag["groupId"] ?? bagIn(bagIn(bag[INTERNAL])["group"])["groupId"];
