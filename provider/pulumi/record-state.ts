/** The outputs of a validation record. */

import type { DnsRecord } from "../core/outputs";
import type { Memory } from "../core/remembered";
import type { Bag } from "./reading";
import type { Earlier } from "./run-group";
import { readStored, wishOfStored, withStored } from "./stored";
import type { Wish } from "./wish";

export interface RecordWritten {
  wish: Wish;
  domain: string;
  /** `undefined`: ACM has not made it yet. */
  record: Pick<DnsRecord, "name" | "value"> | undefined;
  memory: Memory;
  incarnation: string;
  owner: string;
  accountId: string | null;
}

export function encodeRecord(
  { wish, domain, record, memory, incarnation, owner, accountId }: RecordWritten,
  inputs: Bag,
): Bag {
  const { desired, steering } = wish;
  const stored = { desired, steering, memory, incarnation, owner, accountId, etagGiven: null, causes: [] };
  return withStored({ domain, name: record?.name, value: record?.value }, stored, inputs);
}

/** `undefined`: nothing is stored. Throws on what this release can't read. */
export function decodeRecord(bag: Bag): Earlier | undefined {
  const read = readStored(bag);
  if (read === undefined) return undefined;
  // There is no report: a request has nothing that keeps its last known value.
  return { stored: read.stored, wish: wishOfStored(read.stored, read.echo), report: null };
}
