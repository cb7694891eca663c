/** Memory as a value: every change makes a new one. */

import { CERTIFICATE_SHOWS_WITHIN, NEVER, nextRetirement, READ_SETTLES_WITHIN } from "./backoff";

import type { Outcome, Step, StepResult } from "./decision";
import type { CertificateArn, Instant, Json, RecordChange, Tags } from "./model";
import { changeable } from "./new-distribution";
import { isGroupTag, TAG } from "./ownership";
import { withMove } from "./places";
import { replacedBy } from "./records";
import type { Absence, Memory, Refusal, Retiring } from "./remembered";
import { stepKey } from "./steps";

export function emptyMemory(now: Instant): Memory {
  return {
    runStartedAt: now,
    refusals: [],
    requests: [],
    lastWrite: null,
    before: null,
    created: null,
    accessControlId: null,
    formerPlaces: [],
    writes: [],
    moves: [],
    given: [],
    formerTargets: [],
    madeRecords: [],
    madeCaa: [],
    formerIds: [],
    routingRemovedAt: null,
    had: [],
    predecessors: [],
    replacedRecords: [],
    deletions: [],
    tagKeys: [],
    tagWrites: [],
    absences: {},
    retiring: [],
    waits: {},
  };
}

/**
 * A new run: polls start quick again, and what was refused for good may be tried once more (a quota may have been raised). Tags
 * that an earlier run wrote are not taken for what is there: another incarnation may have claimed the certificate since.
 */
export function startRun(memory: Memory, now: Instant): Memory {
  const isRecent = ({ at }: { at: Instant }): boolean => now - at < READ_SETTLES_WITHIN;
  return {
    ...memory,
    runStartedAt: now,
    refusals: memory.refusals.filter((refusal) => isDoubtfulRequest(refusal, now)),
    waits: {},
    absences: Object.fromEntries(Object.entries(memory.absences).filter(([, absence]) => now < forgottenAt(absence))),
    tagWrites: memory.tagWrites.filter(isRecent),
    writes: memory.writes.filter(isRecent),
    moves: memory.moves.filter(isRecent),
    deletions: memory.deletions.filter(isRecent),
  };
}

/** No resolver repeats any more that the record is missing. */
export const forgottenAt = ({ negativeTtl, seenAt }: Absence): Instant =>
  seenAt === null ? NEVER : seenAt + negativeTtl * 1000;

/** A request or a creation whose answer was lost: the thing may exist, and lists do not show it yet. */
export function isDoubtfulRequest({ step, permanent, lastAt }: Refusal, now: Instant): boolean {
  return (
    /^(requestCertificate|createDistribution|createAccessControl) /.test(step) &&
    !permanent &&
    now - lastAt < CERTIFICATE_SHOWS_WITHIN
  );
}

export function startWait(memory: Memory, what: string, now: Instant): Memory {
  return what in memory.waits ? memory : { ...memory, waits: { ...memory.waits, [what]: now } };
}

export function refusalOf(memory: Memory, step: Step): Refusal | undefined {
  const key = stepKey(step);
  return memory.refusals.find((refusal) => refusal.step === key);
}

/** Names that the group's distribution had, as far as it is remembered. */
export const hadAliases = ({ given, lastWrite }: Memory): string[] => [...given, ...(lastWrite?.aliases ?? [])];

/** Validation records that are the group's to take off. */
export const namesMade = ({ madeRecords }: Memory): string[] => madeRecords.map(({ name }) => name);

/** CloudFront took none of the aliases of a write to this distribution, in this run. */
export const aliasRefusals = (memory: Pick<Memory, "refusals">, distributionId: string): Refusal[] =>
  refusedWrites(memory, distributionId, "CNAMEAlreadyExists");

/** CloudFront does not take this certificate on this distribution, whatever is deployed. */
export const isRefusedHere = (memory: Memory, distributionId: string, arn: CertificateArn): boolean =>
  refusedWrites(memory, distributionId, "IllegalUpdate").some(({ step }) => step.includes(`"${arn}"`));

function refusedWrites({ refusals }: Pick<Memory, "refusals">, distributionId: string, code: string): Refusal[] {
  const write = `updateDistribution ${distributionId} `;
  return refusals.filter(({ step, trouble }) => trouble.code === code && step.startsWith(write));
}

function withRefusal(memory: Memory, step: Step, outcome: Exclude<Outcome, { kind: "done" }>, now: Instant): Memory {
  const earlier = refusalOf(memory, step);
  const refusal: Refusal = {
    step: stepKey(step),
    trouble: outcome.trouble,
    permanent: outcome.kind === "refused" && outcome.permanent,
    firstAt: earlier?.firstAt ?? now,
    lastAt: now,
    count: (earlier?.count ?? 0) + 1,
  };
  return { ...memory, refusals: [...memory.refusals.filter((other) => other.step !== refusal.step), refusal] };
}

/** A certificate that we requested, or claimed by its tags. */
function withRequest(memory: Memory, arn: CertificateArn, now: Instant): Memory {
  if (memory.requests.some((request) => request.arn === arn)) return memory;
  return { ...memory, requests: [...memory.requests, { arn, requestedAt: now, pendingAt: null }] };
}

function withTags(memory: Memory, arn: string, tags: Tags, removed: string[], now: Instant): Memory {
  const kept = memory.tagKeys.filter((key) => !removed.includes(key));
  const tagKeys = [...new Set([...kept, ...Object.keys(tags).filter((key) => !isGroupTag(key))])];
  return { ...memory, tagKeys, tagWrites: [...memory.tagWrites, { arn, tags, removed, at: now }] };
}

/** Tags as they will be read once AWS has caught up with the writes of this run. `readAt`: when they were read. */
export function settledTags(memory: Memory, arn: string, read: Tags, readAt: Instant): Tags {
  const settled = { ...read };
  for (const write of memory.tagWrites) {
    if (write.arn !== arn || readAt - write.at >= READ_SETTLES_WITHIN) continue;
    Object.assign(settled, write.at < memory.runStartedAt ? factsOf(write.tags) : write.tags);
    if (write.at < memory.runStartedAt) continue;
    for (const key of write.removed) delete settled[key];
  }
  return settled;
}

/** What no other run would write otherwise: what there was before the group, and what it made. Who owns a thing may have changed since. */
function factsOf(tags: Tags): Tags {
  const facts: string[] = [TAG.createdRecords, TAG.beforeAliases, TAG.beforeCertificate, TAG.distribution, TAG.asks];
  return Object.fromEntries(Object.entries(tags).filter(([key]) => facts.includes(key)));
}

/** What a step's outcome adds to memory. */
export function remember(memory: Memory, step: Step, outcome: Outcome, now: Instant): Memory {
  if (outcome.kind !== "done") return withRefusal(memory, step, outcome, now);
  const key = stepKey(step);
  const next = withResult(
    { ...memory, refusals: memory.refusals.filter(({ step }) => step !== key) },
    step,
    outcome.result,
    now,
  );
  switch (step.kind) {
    case "tagCertificate":
      return withTags(withRequest(next, step.arn, now), step.arn, step.tags, [], now);
    case "untagCertificate":
      return withTags(step.keys.includes(TAG.id) ? withoutRequest(next, step.arn) : next, step.arn, {}, step.keys, now);
    case "tagDistribution":
      return withTags(next, step.arn, step.tags, [], now);
    case "untagDistribution":
      // The keys are still those of the certificate.
      return { ...withTags(next, step.arn, {}, step.keys, now), tagKeys: next.tagKeys };
    case "deleteCertificate":
      return { ...withoutRequest(next, step.arn), deletions: [...next.deletions, { arn: step.arn, at: now }] };
    case "deleteAccessControl":
      return { ...next, accessControlId: null };
    case "moveAlias":
      return withMove(next, step, now);
    case "deleteFormerDistribution":
      return withoutPlace(next, step.id);
    case "writeRecords":
      return withRecords(next, step, now);
    default:
      return next;
  }
}

function withResult(memory: Memory, step: Step, result: StepResult, now: Instant): Memory {
  switch (result.kind) {
    case "certificateRequested":
      return withTags(withRequest(memory, result.arn, now), result.arn, "tags" in step ? step.tags : {}, [], now);
    case "distributionWritten": {
      const { etag, viewerCertificate, aliases, id } = result.distribution;
      const writes = "etag" in step ? [...memory.writes, { id, etag: step.etag, at: now }] : memory.writes;
      if (step.kind === "createTemporaryDistribution") return memory;
      if (step.kind === "leaveDistribution") return { ...memory, writes };
      const lastWrite = { etag, at: now, certificateArn: viewerCertificate.id, aliases };
      const written = { ...memory, writes, lastWrite };
      if (step.kind === "configureDistribution") return withSettings(written, step.wanted);
      if (step.kind !== "createDistribution") return written;
      const created = withSettings(withCreated(written, id, step.attempt, now), changeable(step.settings));
      return withTags(created, result.distribution.arn, step.tags, [], now);
    }
    case "accessControlMade":
      return { ...memory, accessControlId: result.accessControl.id };
    case "distributionExists":
      return step.kind === "createDistribution" ? withCreated(memory, result.id ?? "", step.attempt, now) : memory;
    default:
      return memory;
  }
}

const withoutPlace = (memory: Memory, id: string): Memory => ({
  ...memory,
  formerPlaces: memory.formerPlaces.filter((place) => place.id !== id),
  retiring: memory.retiring.filter((item) => item.id !== id),
});

const withCreated = (memory: Memory, id: string, attempt: number, at: Instant): Memory => ({
  ...memory,
  created: { id, attempt, at, settings: null },
});

const withSettings = (memory: Memory, settings: Json): Memory =>
  memory.created === null ? memory : { ...memory, created: { ...memory.created, settings } };

function withoutRequest(memory: Memory, arn: CertificateArn): Memory {
  return {
    ...memory,
    requests: memory.requests.filter((request) => request.arn !== arn),
    retiring: memory.retiring.filter((item) => item.id !== arn),
  };
}

function withRecords(memory: Memory, step: Extract<Step, { kind: "writeRecords" }>, now: Instant): Memory {
  switch (step.purpose) {
    case "ROUTING":
      return withRouting(memory, step.changes, now);
    case "VALIDATION":
      return withValidation(memory, step.changes);
    case "CAA":
      return withCaa(memory, step.changes);
    case "ALIAS_PROOF":
      return memory;
  }
}

/** What is added stands last in the set that takes the place of the one before. */
function withCaa(memory: Memory, changes: RecordChange[]): Memory {
  const added = changes
    .filter(({ action }) => action !== "DELETE")
    .map(({ record: { zoneId, name, values } }) => ({ zoneId, name, value: values.at(-1) ?? "" }));
  // Somebody may have taken it away since.
  const isAdded = (made: (typeof added)[number]): boolean =>
    added.some(({ zoneId, name, value }) => zoneId === made.zoneId && name === made.name && value === made.value);
  return { ...memory, madeCaa: [...memory.madeCaa.filter((made) => !isAdded(made)), ...added] };
}

function withValidation(memory: Memory, changes: RecordChange[]): Memory {
  const touched = new Set(changes.map(({ record }) => record.name));
  const made = changes.filter(({ action }) => action !== "DELETE").map(({ record }) => record);
  return { ...memory, madeRecords: [...memory.madeRecords.filter(({ name }) => !touched.has(name)), ...made] };
}

function withRouting(memory: Memory, changes: RecordChange[], now: Instant): Memory {
  const isRemoval = changes.every(({ action }) => action === "DELETE");
  if (isRemoval) return { ...memory, routingRemovedAt: now };
  const isTakeOver = replacedBy(changes).length > 0;
  return withReplaced(isTakeOver ? { ...memory, waits: { ...memory.waits, [TAKE_OVER]: now } } : memory, changes);
}

/** Among the waits: what was replaced may still answer for a while. */
export const TAKE_OVER = "take-over";

/** What a take-over replaced, so that people can put it back. */
function withReplaced(memory: Memory, changes: RecordChange[]): Memory {
  const known = new Set(memory.replacedRecords.map((record) => JSON.stringify(record)));
  const added = replacedBy(changes).filter((record) => !known.has(JSON.stringify(record)));
  return { ...memory, replacedRecords: [...memory.replacedRecords, ...added] };
}

/** At the end of a run: what AWS has not let go of yet, or DNS still leads to, is due again later. */
export function retire(memory: Memory, left: Pick<Retiring, "kind" | "id">[], now: Instant): Memory {
  const retiring = left.map(({ kind, id }): Retiring => {
    const earlier = memory.retiring.find((item) => item.id === id);
    if (earlier === undefined) return { kind, id, since: now, dueAt: nextRetirement(0, now, now), tries: 0 };
    if (earlier.dueAt > now) return earlier;
    return { ...earlier, tries: earlier.tries + 1, dueAt: nextRetirement(earlier.tries + 1, now, earlier.since) };
  });
  return { ...memory, retiring };
}

/** Certificates that nothing holds any more, in the eyes of a run that deletes nothing. */
export function makeDue(memory: Memory, arns: CertificateArn[], now: Instant): Memory {
  const others = memory.retiring.filter(({ id }) => !arns.some((arn) => arn === id));
  const due = arns.map((id): Retiring => {
    const earlier = memory.retiring.find((item) => item.id === id);
    return { kind: "certificate", id, since: now, tries: 0, ...earlier, dueAt: Math.min(earlier?.dueAt ?? now, now) };
  });
  return { ...memory, retiring: [...others, ...due] };
}
