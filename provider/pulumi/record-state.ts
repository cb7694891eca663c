/** The outputs of a validation record. */

import type { DnsRecord } from "../core/outputs";
import type { Memory } from "../core/remembered";
import { INTERNAL, PROVIDER } from "./internal-input";
import { plainJson } from "./plain-json";
import type { Bag } from "./reading";
import type { Earlier } from "./run-group";
import { readStored, SCHEMA_VERSION, STATE, type Stored, wishOfStored } from "./stored";
import type { Wish } from "./wish";

export interface RecordWritten {
  wish: Wish;
  domain: string;
  /** `undefined`: ACM has not made it yet. */
  record: Pick<DnsRecord, "name" | "value"> | undefined;
  memory: Memory;
  incarnation: string;
  accountId: string | null;
}

/** `inputs`: the echo of what the hooks of a later `read` and `delete` get no other way. */
export function encodeRecord(
  { wish, domain, record, memory, incarnation, accountId }: RecordWritten,
  inputs: Bag,
): Bag {
  const { desired, steering } = wish;
  const stored: Stored = {
    schemaVersion: SCHEMA_VERSION,
    desired,
    steering,
    memory,
    incarnation,
    owner: desired.owner,
    accountId,
    etagGiven: null,
    causes: [],
  };
  const outputs = { domain, name: record?.name, value: record?.value, [STATE]: stored };
  return { ...plainJson<Bag>(outputs), [INTERNAL]: inputs[INTERNAL], [PROVIDER]: inputs[PROVIDER] };
}

/** `undefined`: nothing is stored. Throws on what this release can't read. */
export function decodeRecord(bag: Bag): Earlier | undefined {
  const read = readStored(bag);
  if (read === undefined) return undefined;
  // There is no report: a request has nothing that keeps its last known value.
  return { stored: read.stored, wish: wishOfStored(read.stored, read.echo), report: null };
}
