/** Which validation records go with a certificate: those that this group made and that no other certificate of the account needs. */
import { baseName, type DomainName } from "../domain-name";
import { known } from "../known";
import type { RecordChange, RecordSetFacts, ValidationRecord } from "../model";
import { groupByZone, isSameCname, neededValidations } from "../records";
import { foreignUsers, type OwnCertificate, type Situation } from "../situation";
import { createdBy } from "./claim";
import { need, needRecordSetsOf } from "./look";
import { type Rule, take } from "./rule";

/** `going`: certificates that are about to be deleted. Renewals of all others need their records. */
export function removeValidationOf(situation: Situation, going: OwnCertificate[]): ReturnType<Rule> {
  const { desired, observed } = situation;
  if (desired.dns.kind !== "route53" || desired.dns.removeValidationRecords === false) return undefined;
  if (going.length === 0) return undefined;
  const names = going.flatMap(({ detail }) => detail.names) as DomainName[];
  const unknown = needRecordSetsOf(situation, names) ?? need(situation, "neighbours");
  if (unknown !== undefined) return unknown;
  const sets = known(observed.recordSets) ?? [];
  const removable = going.flatMap((own) => removableRecords(situation, own, going));
  const changes = sets
    .filter((set) => removable.some((record) => isSameCname(set, record)))
    .map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "VALIDATION", ...batch });
}

/** Nobody has a certificate for them any more: somebody deleted it, and the memory tells which records were made for it. */
export function removeOrphansOf(situation: Situation): ReturnType<Rule> {
  const { desired, observed, memory, own } = situation;
  if (own.length > 0 || memory.madeRecords.length === 0) return undefined;
  if (desired.dns.kind !== "route53" || desired.dns.removeValidationRecords === false) return undefined;
  const unknown = needRecordSetsOf(situation, desired.domains) ?? need(situation, "neighbours");
  if (unknown !== undefined) return unknown;
  const bases = new Set(neighboursOf(situation).flatMap(({ names }) => names.map(baseName)));
  const isNeeded = ({ name }: RecordSetFacts): boolean => bases.has(name.replace(/^[^.]+\./, "") as DomainName);
  const sets = known(observed.recordSets) ?? [];
  const orphans = memory.madeRecords.flatMap((made) =>
    sets.filter(
      (set) => set.zoneId === made.zoneId && isSameCname(set, { name: made.name, value: made.values[0] ?? "" }),
    ),
  );
  const changes = orphans.filter((set) => !isNeeded(set)).map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "VALIDATION", ...batch });
}

/** A list may show what DescribeCertificate already denies. */
function neighboursOf({ observed }: Situation): { arn: string; names: string[] }[] {
  const gone = (known(observed.certificates) ?? []).filter(({ detail }) => known(detail) === null);
  return (known(observed.neighbours) ?? []).filter(({ arn }) => !gone.some((certificate) => certificate.arn === arn));
}

function removableRecords(situation: Situation, own: OwnCertificate, going: OwnCertificate[]): ValidationRecord[] {
  const { desired, goal, wanted } = situation;
  const always = goal === "absent" && desired.dns.kind === "route53" && desired.dns.removeValidationRecords === true;
  const created = createdBy(own);
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
