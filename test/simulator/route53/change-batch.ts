import { childOf, textAt, type XmlElement } from "../codec/xml";
import { invalidChangeBatch, invalidInput } from "./errors";
import type { HostedZone, Route53State } from "./facts";
import { wireName } from "./names";
import { apexProblems, placeProblems } from "./place-rules";
import { keyOf, labelOf, readRecordSet, type StoredSet, sameContent } from "./record-set";
import { valueProblems } from "./values";

export interface Change {
  action: "CREATE" | "DELETE" | "UPSERT";
  set: StoredSet;
}

/** API reference, "ChangeResourceRecordSets": limits of one call. UPSERT counts twice. */
const LARGEST_RECORDS = 1000;
const LARGEST_CHARACTERS = 32_000;

export function readChanges(batch: XmlElement | undefined): Change[] {
  const sent = childOf(batch, "Changes")?.children ?? [];
  if (sent.length === 0) {
    throw invalidInput("Invalid request: Expected at least one Change in the ChangeBatch");
  }
  return sent.map((change) => {
    const action = textAt(change, "Action");
    if (action !== "CREATE" && action !== "DELETE" && action !== "UPSERT") {
      throw invalidInput(`Invalid request: '${action ?? ""}' is not an Action`);
    }
    return { action, set: readRecordSet(childOf(change, "ResourceRecordSet"), action) };
  });
}

/** The zone's records after the batch. All or nothing: throws InvalidChangeBatch with everything that is wrong. */
export function recordsAfter(
  state: Route53State,
  zone: HostedZone,
  changes: readonly Change[],
): Map<string, StoredSet> {
  failWith(limitProblems(changes));
  failWith(changes.flatMap(({ action, set }) => (action === "DELETE" ? [] : valueProblems(set))));
  failWith(repeated(changes));
  failWith(changes.flatMap((change) => existenceProblem(zone, changes, change)));
  const records = new Map(zone.records);
  for (const { action, set } of changes) {
    if (action === "DELETE") {
      records.delete(keyOf(set));
    }
  }
  for (const { action, set } of changes) {
    if (action !== "DELETE") {
      records.set(keyOf(set), set);
    }
  }
  const kept = changes.filter(({ action }) => action !== "DELETE").map(({ set }) => set);
  failWith([...apexProblems(zone, records), ...kept.flatMap((set) => placeProblems(state, zone, set, records))]);
  return records;
}

function failWith(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw invalidChangeBatch(problems);
  }
}

function limitProblems(changes: readonly Change[]): string[] {
  let recordCount = 0;
  let characterCount = 0;
  for (const { action, set } of changes) {
    const weight = action === "UPSERT" ? 2 : 1;
    recordCount += weight * (set.alias === undefined ? set.values.length : 1);
    characterCount += weight * set.values.join("").length;
  }
  return [
    ...(recordCount > LARGEST_RECORDS ? [`Number of records limit of ${LARGEST_RECORDS} exceeded.`] : []),
    ...(characterCount > LARGEST_CHARACTERS ? [`RDATA character limit of ${LARGEST_CHARACTERS} exceeded.`] : []),
  ];
}

/** One set may be named twice only to delete it and create it again. */
function repeated(changes: readonly Change[]): string[] {
  const actions = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change.set);
    actions.set(key, [...(actions.get(key) ?? []), change]);
  }
  return [...actions.values()].flatMap((same) => {
    const [first] = same;
    const names = same
      .map(({ action }) => action)
      .sort()
      .join();
    return first === undefined || same.length === 1 || names === "CREATE,DELETE"
      ? []
      : [
          `The request contains an invalid set of changes for a resource record set '${first.set.type} ${wireName(first.set.name)}'`,
        ];
  });
}

function existenceProblem(zone: HostedZone, changes: readonly Change[], change: Change): string[] {
  const key = keyOf(change.set);
  const existing = zone.records.get(key);
  if (change.action === "CREATE") {
    const deleted = changes.some(({ action, set }) => action === "DELETE" && keyOf(set) === key);
    const label = labelOf(change.set);
    return existing === undefined || deleted
      ? []
      : [`Tried to create resource record set ${label} but it already exists`];
  }
  if (change.action === "UPSERT") {
    return [];
  }
  const attempt = `Tried to delete resource record set ${labelOf(change.set)}`;
  if (existing === undefined) {
    return [`${attempt} but it was not found`];
  }
  return sameContent(existing, change.set)
    ? []
    : [`${attempt} but the values provided do not match the current values`];
}
