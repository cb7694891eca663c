/**
 * The bags of the engine: what a group leaves in state, and how it is read back. Everything in state must be readable for ever; whatever is written
 * must be plain JSON, since the engine's wire type (google.protobuf.Struct) fails on `undefined` and loses Date, Map and NaN without a word.
 */
import type { Cause } from "../core/decision";
import type { Desired, Memory } from "../core/model";
import type { Report } from "../core/report";
import type { RunResult } from "../reconcile";
import { hookError } from "./hook-error";
import { type Bag, canonical, isBag } from "./reading";
import { INTERNAL, PROVIDER, readEcho, type Steering, type Wish } from "./wish";

/** Raised with every change of what is stored. */
export const SCHEMA_VERSION = 1;

/** The one output that the class does not declare; the display hides keys that begin with two underscores. */
export const STATE = "__state";

/** What only the next run needs. */
export interface Stored {
  schemaVersion: number;
  desired: Desired;
  steering: Steering;
  memory: Memory;
  incarnation: string;
  /** The owner tag of what the group has made: another one only after a run that came to its end. */
  owner: string;
  /** The account of the last run; `null` before any answer. */
  accountId: string | null;
  /** The distribution's ETag as the program gave it to the last run. */
  etagGiven: string | null;
  causes: Cause[];
}

/** What an earlier run left. */
export interface Left {
  stored: Stored;
  /** What was wanted then. */
  wish: Wish;
  /** What was said then. */
  report: Report;
}

export interface Written {
  wish: Wish;
  result: Pick<RunResult, "report" | "memory" | "accountId">;
  incarnation: string;
  owner: string;
}

/** All outputs of a run. `inputs`: the echo of what the hooks of a later `read` and `delete` get no other way. */
export function encodeOutputs({ wish, result, incarnation, owner }: Written, inputs: Bag): Bag {
  const { desired, steering, givenEtag } = wish;
  const { report, memory, accountId } = result;
  const stored: Stored = {
    schemaVersion: SCHEMA_VERSION,
    desired,
    steering,
    memory,
    incarnation,
    owner,
    accountId,
    etagGiven: givenEtag,
    causes: report.causes,
  };
  const outputs = { ...publicOutputs(desired, report), [STATE]: stored };
  return { ...plainJson(outputs), [INTERNAL]: inputs[INTERNAL], [PROVIDER]: inputs[PROVIDER] };
}

/** The outputs that people see. What a report does not know is left out: an absent output is `undefined` in the program. */
export function publicOutputs({ name, groupId }: Desired, report: Report): Bag {
  const { causes: _internal, ...known } = report;
  const present = Object.entries(known).filter(([, value]) => value !== null);
  return plainJson({ schemaVersion: SCHEMA_VERSION, name, groupId, ...Object.fromEntries(present) });
}

/** Would people read the same? */
export function sayTheSame(one: Report, other: Report): boolean {
  return canonical(plainJson(one)) === canonical(plainJson(other));
}

/** `undefined`: nothing is stored, as before a first run that left nothing behind. Throws on what this release can't read. */
export function decodeOutputs(bag: Bag): Left | undefined {
  const stored = bag[STATE];
  if (stored === undefined || stored === null) return undefined;
  const version = isBag(stored) ? stored["schemaVersion"] : undefined;
  if (typeof version === "number" && version > SCHEMA_VERSION) {
    throw hookError(
      `The state was written by a newer release of pulumi-domain-group (schemaVersion ${version}; this one reads up to ${SCHEMA_VERSION}). ` +
        "Upgrade the package: npm install pulumi-domain-group@latest",
    );
  }
  const echo = readEcho(bag[INTERNAL]);
  if (version !== SCHEMA_VERSION || !isStored(stored) || echo.kind !== "known") {
    throw hookError(
      "The state of this group can't be read: its internal part is damaged. Restore the stack from a backup (pulumi stack import), " +
        "or take the group out of the state (pulumi state delete) and run pulumi up: it finds what it made by its tags.",
    );
  }
  const { desired, steering, etagGiven } = stored;
  return {
    stored,
    wish: { desired, steering, ...echo.value, givenEtag: etagGiven },
    report: reportOf(bag, stored.causes),
  };
}

/** An output that is absent was not known. */
function reportOf(outputs: Bag, causes: Cause[]): Report {
  const known = outputs as unknown as Report;
  return {
    status: known.status,
    reached: known.reached,
    settled: known.settled,
    actionRequired: known.actionRequired,
    guidance: known.guidance,
    domains: known.domains,
    dnsRecords: known.dnsRecords,
    certificateArn: known.certificateArn ?? null,
    certificateExpiry: known.certificateExpiry ?? null,
    distributionId: known.distributionId ?? null,
    distributionArn: known.distributionArn ?? null,
    distributionDomainName: known.distributionDomainName ?? null,
    accountId: known.accountId,
    aliases: known.aliases,
    viewerCertificate: known.viewerCertificate,
    causes,
  };
}

const OBJECTS = ["desired", "steering", "memory"] as const;
const TEXTS = ["incarnation", "owner"] as const;

function isStored(value: unknown): value is Stored {
  if (!isBag(value)) return false;
  return OBJECTS.every((key) => isBag(value[key])) && TEXTS.every((key) => typeof value[key] === "string");
}

/** Without `undefined` members; throws on what JSON can't hold, and names where. */
export function plainJson<T>(value: T, path = "outputs"): T {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => plainJson(item, `${path}[${index}]`)) as T;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plainJson(member, `${path}.${key}`)])) as T;
  }
  throw new TypeError(`${path} is not plain JSON: ${String(value)}`);
}
