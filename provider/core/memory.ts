/** Memory as a value: every change makes a new one. */

import {
  CERTIFICATE_SHOWS_WITHIN,
  nextRetirement,
  READ_SETTLES_WITHIN,
  RETIRES_WITHIN,
  TOKEN_LIVES_FOR,
} from "./backoff";
import type { Outcome, Step } from "./decision";
import type {
  Certificate,
  CertificateArn,
  CertificateRequest,
  Instant,
  Memory,
  Observed,
  RecordChange,
  Refusal,
  Retiring,
  Tags,
} from "./model";
import { beforeOfTags, isGroupTag, TAG } from "./ownership";
import { replacedBy } from "./records";
import { stepKey } from "./steps";

export function emptyMemory(now: Instant): Memory {
  return {
    runStartedAt: now,
    refusals: [],
    requests: [],
    lastWrite: null,
    before: null,
    replacedRecords: [],
    deletions: [],
    tagKeys: [],
    tagWrites: [],
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
    tagWrites: memory.tagWrites.filter(isRecent),
    deletions: memory.deletions.filter(isRecent),
  };
}

/** A request whose answer was lost: the certificate may exist, and lists do not show it yet. */
export function isDoubtfulRequest({ step, permanent, lastAt }: Refusal, now: Instant): boolean {
  return step.startsWith("requestCertificate ") && !permanent && now - lastAt < CERTIFICATE_SHOWS_WITHIN;
}

export function startWait(memory: Memory, what: string, now: Instant): Memory {
  return what in memory.waits ? memory : { ...memory, waits: { ...memory.waits, [what]: now } };
}

export function refusalOf(memory: Memory, step: Step): Refusal | undefined {
  const key = stepKey(step);
  return memory.refusals.find((refusal) => refusal.step === key);
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

function withTags(memory: Memory, arn: CertificateArn, tags: Tags, removed: string[], now: Instant): Memory {
  const kept = memory.tagKeys.filter((key) => !removed.includes(key));
  const tagKeys = [...new Set([...kept, ...Object.keys(tags).filter((key) => !isGroupTag(key))])];
  return { ...memory, tagKeys, tagWrites: [...memory.tagWrites, { arn, tags, removed, at: now }] };
}

/** Tags as they will be read once AWS has caught up with the writes of this run. `readAt`: when they were read. */
export function settledTags(memory: Memory, arn: CertificateArn, read: Tags, readAt: Instant): Tags {
  const settled = { ...read };
  for (const write of memory.tagWrites) {
    if (write.arn !== arn || write.at < memory.runStartedAt || readAt - write.at >= READ_SETTLES_WITHIN) continue;
    Object.assign(settled, write.tags);
    for (const key of write.removed) delete settled[key];
  }
  return settled;
}

/** What a step's outcome adds to memory. */
export function remember(memory: Memory, step: Step, outcome: Outcome, now: Instant): Memory {
  if (outcome.kind !== "done") return withRefusal(memory, step, outcome, now);
  const key = stepKey(step);
  const next: Memory = { ...memory, refusals: memory.refusals.filter((refusal) => refusal.step !== key) };
  if (outcome.result.kind === "certificateRequested" && step.kind === "requestCertificate") {
    return withTags(withRequest(next, outcome.result.arn, now), outcome.result.arn, step.tags, [], now);
  }
  if (step.kind === "tagCertificate") return withTags(withRequest(next, step.arn, now), step.arn, step.tags, [], now);
  if (outcome.result.kind === "distributionWritten" && step.kind === "updateDistribution") {
    const { aliases, viewerCertificate } = step.change;
    const { etag } = outcome.result.distribution;
    return {
      ...next,
      lastWrite: { etag, previousEtag: step.etag, at: now, certificateArn: viewerCertificate.id, aliases },
    };
  }
  if (step.kind === "untagCertificate") {
    const left = step.keys.includes(TAG.id) ? withoutRequest(next, step.arn) : next;
    return withTags(left, step.arn, {}, step.keys, now);
  }
  if (step.kind === "deleteCertificate") {
    return { ...withoutRequest(next, step.arn), deletions: [...next.deletions, { arn: step.arn, at: now }] };
  }
  if (step.kind === "writeRecords" && step.purpose === "ROUTING") return withReplaced(next, step.changes);
  return next;
}

function withoutRequest(memory: Memory, arn: CertificateArn): Memory {
  return {
    ...memory,
    requests: memory.requests.filter((request) => request.arn !== arn),
    retiring: memory.retiring.filter((item) => item.id !== arn),
  };
}

/** What a take-over replaced, so that people can put it back. */
function withReplaced(memory: Memory, changes: RecordChange[]): Memory {
  const known = new Set(memory.replacedRecords.map((record) => JSON.stringify(record)));
  const added = replacedBy(changes).filter((record) => !known.has(JSON.stringify(record)));
  return { ...memory, replacedRecords: [...memory.replacedRecords, ...added] };
}

/** At the end of a run: certificates that AWS has not let go of yet are due again later. */
export function retire(memory: Memory, certificates: CertificateArn[], now: Instant): Memory {
  const retiring = certificates.map((id): Retiring => {
    const earlier = memory.retiring.find((item) => item.id === id);
    if (earlier === undefined) return { kind: "certificate", id, since: now, dueAt: nextRetirement(0, now), tries: 0 };
    if (earlier.dueAt > now) return earlier;
    return { ...earlier, tries: earlier.tries + 1, dueAt: nextRetirement(earlier.tries + 1, now) };
  });
  // After a week nobody believes that AWS lets go by itself.
  return { ...memory, retiring: retiring.filter(({ since }) => now - since < RETIRES_WITHIN) };
}

/** What a look adds to memory: which requests are still undecided, and what the tags say about the time before. */
export function notice(memory: Memory, observed: Observed, now: Instant): Memory {
  if (observed.certificates?.kind !== "known") return memory;
  const certificates = observed.certificates.value;
  const requests = memory.requests.flatMap((request) => {
    const certificate = certificates.find((candidate) => candidate.arn === request.arn);
    if (isForgotten(request, certificate, now)) return [];
    return certificate !== undefined && isUndecided(certificate) ? { ...request, pendingAt: now } : request;
  });
  return { ...memory, requests, before: memory.before ?? beforeOfCertificates(certificates, memory) };
}

/** Gone, and no token of ours leads to it any more: nothing asks for it again. */
function isForgotten({ requestedAt }: CertificateRequest, certificate: Certificate | undefined, now: Instant): boolean {
  const isAbsent = certificate?.detail?.kind === "known" && certificate.detail.value === null;
  return isAbsent && now - requestedAt >= TOKEN_LIVES_FOR;
}

function isUndecided(certificate: Certificate): boolean {
  return certificate.detail?.kind === "known" && certificate.detail.value?.status === "PENDING_VALIDATION";
}

function beforeOfCertificates(certificates: Certificate[], memory: Memory): Memory["before"] {
  for (const { arn, tags, detail } of certificates) {
    if (!memory.requests.some((request) => request.arn === arn)) continue;
    if (tags.kind !== "known" || tags.value === null || detail?.kind !== "known" || detail.value === null) continue;
    const before = beforeOfTags(detail.value.names, tags.value);
    if (before !== null) return before;
  }
  return null;
}
