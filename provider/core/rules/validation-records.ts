/** Which validation records go with a certificate: those that this group made and that no other certificate of the account needs. */
import { READ_SETTLES_WITHIN } from "../backoff";
import { part } from "../causes";
import type { Next } from "../decision";
import { baseName, certificateNames, type DomainName } from "../domain-name";
import { known } from "../known";
import type { RecordChange, ValidationRecord } from "../model";
import { createdBy } from "../ownership";
import { groupByZone, isSameCname, neededValidations } from "../records";
import type { OwnCertificate, Situation } from "../situation";
import { foreignUsers } from "../users";
import { ask, need, needRecordSetsOf } from "./look";
import { isNeededBy, leavingKin, neighboursOf } from "./neighbours";
import { type Rule, take } from "./rule";

/** `going`: certificates that are about to be deleted. Renewals of all others need their records. */
export function removeValidationOf(situation: Situation, going: OwnCertificate[]): ReturnType<Rule> {
  const { desired, observed } = situation;
  if (desired.dns.kind !== "route53" || desired.dns.removeValidationRecords === false) return undefined;
  if (going.length === 0) return undefined;
  const names = going.flatMap(({ detail }) => detail.names) as DomainName[];
  const unknown = needRecordSetsOf(situation, names) ?? needNeighbours(situation);
  if (unknown !== undefined) return unknown;
  const sets = known(observed.recordSets) ?? [];
  const removable = going.flatMap((own) => removableRecords(situation, own, going));
  const changes = sets
    .filter((set) => removable.some((record) => isSameCname(set, record)))
    .map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "VALIDATION", ...batch });
}

/**
 * No certificate of the group lists them any more: one went while others needed them, or somebody deleted it. The memory tells which were made. A successor
 * that has no certificate yet needs what it wants.
 */
export function removeOrphansOf(situation: Situation): ReturnType<Rule> {
  const { desired, observed, own, facts } = situation;
  const listed = own.map(({ arn, detail }) => ({ arn, names: detail.names }));
  const wanted = { arn: "", names: certificateNames(facts.successor?.domains ?? []) };
  const made = situation.memory.madeRecords.filter(({ name }) => !isNeededBy([...listed, wanted], name));
  if (made.length === 0) return undefined;
  if (desired.dns.kind !== "route53" || desired.dns.removeValidationRecords === false) return undefined;
  const unknown = needRecordSetsOf(situation, desired.domains) ?? needNeighbours(situation);
  if (unknown !== undefined) return unknown;
  const neighbours = neighboursOf(situation);
  const sets = known(observed.recordSets) ?? [];
  const orphans = made.flatMap(({ zoneId, name, values }) =>
    sets.filter((set) => set.zoneId === zoneId && isSameCname(set, { name, value: values[0] ?? "" })),
  );
  const changes = orphans
    .filter(({ name }) => !isNeededBy(neighbours, name))
    .map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "VALIDATION", ...batch });
}

/** Whoever came since the last look may need them. */
function needNeighbours(situation: Situation): Next | undefined {
  const { observed, now } = situation;
  const names = ["neighbours" as const, ...(leavingKin(situation).length > 0 ? ["holders" as const] : [])];
  const old = names.filter((name) => now - (observed[name]?.at ?? now) >= READ_SETTLES_WITHIN);
  if (old.length > 0) return { kind: "look", parts: old.map(part) };
  return need(situation, "neighbours") ?? ask(situation, ...names);
}

function removableRecords(situation: Situation, own: OwnCertificate, going: OwnCertificate[]): ValidationRecord[] {
  const { desired, goal, wanted } = situation;
  const always = goal === "absent" && desired.dns.kind === "route53" && desired.dns.removeValidationRecords === true;
  const created = [own, ...situation.kin].flatMap(createdBy);
  const stays = ({ arn }: { arn: string }): boolean =>
    !going.some((other) => other.arn === arn && foreignUsers(other, situation).length === 0);
  // A new certificate may not be listed yet.
  const needed = [
    ...neighboursOf(situation)
      .filter(stays)
      .flatMap(({ names }) => names),
    ...(goal === "present" ? (wanted?.detail.names ?? []) : []),
  ];
  return neededValidations(own.detail.names as DomainName[], own.detail).flatMap(({ record, name }) => {
    if (record === null) return [];
    const isNeeded = needed.some((other) => baseName(other) === baseName(name));
    return always || (created.includes(record.name) && !isNeeded) ? [record] : [];
  });
}
