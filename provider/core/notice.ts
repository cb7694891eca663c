/** What a look adds to memory. */
import { TOKEN_LIVES_FOR } from "./backoff";
import { known } from "./known";
import { hadAliases, settledTags } from "./memory";
import type { Certificate, CertificateArn, Desired, Holder, Instant, Observed, RecordSetFacts } from "./model";
import { accessControlIn } from "./new-distribution";
import { attemptOf, beforeAt, beforeOfTags, createdBy, TAG } from "./ownership";
import { withoutGone, withPlaces, withTargets } from "./places";
import { isSameCname } from "./records";
import type { Absence, Before, CertificateRequest, FormerPlace, Memory } from "./remembered";
import { distributionIdOf } from "./situation";

/** Which requests are still undecided, which distribution is the group's, and what there was before the group came. */
export function notice(memory: Memory, desired: Desired, observed: Observed, now: Instant): Memory {
  const noticed = withGiven(
    withFormer(withFound(withAbsences(memory, observed), desired, observed, now), desired, observed, now),
    desired,
    observed,
  );
  if (observed.certificates?.kind !== "known") return noticed;
  const certificates = observed.certificates.value;
  const requests = withAdopted(memory.requests, desired, certificates).flatMap((request) => {
    const certificate = certificates.find((candidate) => candidate.arn === request.arn);
    if (isForgotten(request, certificate, now)) return [];
    return certificate !== undefined && isUndecided(certificate) ? { ...request, pendingAt: now } : request;
  });
  const before =
    desired.certificate === null
      ? (memory.before ?? beforeOfAttached(certificates, memory, observed))
      : beforeBrought(memory, desired.certificate, observed);
  const made = withMade({ ...noticed, requests, before }, desired, certificates, observed);
  return withMarked(made, desired, certificates, observed);
}

/** Of the records that DNS was asked for. Without the exam of one that is missing nobody knows for how long resolvers repeat it. */
function withAbsences(memory: Memory, { dns, exams }: Observed): Memory {
  if (dns?.kind !== "known") return memory;
  const absences = Object.entries(dns.value).flatMap(([key, look]): [string, Absence][] => {
    const earlier = memory.absences[key];
    const negativeTtl = known(exams)?.[key]?.negativeTtl ?? earlier?.negativeTtl;
    if (negativeTtl === undefined) return [];
    const answers = Object.values(look.servers).map(({ kind }) => kind);
    if (answers.includes("none")) return [[key, { negativeTtl, seenAt: null }]];
    if (answers.includes("values")) return [[key, { negativeTtl, seenAt: earlier?.seenAt ?? dns.at }]];
    return earlier === undefined ? [] : [[key, earlier]];
  });
  return { ...memory, absences: Object.fromEntries(absences) };
}

/**
 * Written by a run that was killed, or by a resource whose place this one has taken: the certificate says so, and when it goes while others need its records,
 * nothing else does.
 */
function withMade(
  memory: Memory,
  { groupId, dns }: Desired,
  certificates: Certificate[],
  { recordSets }: Observed,
): Memory {
  if (dns.kind !== "route53") return memory;
  const created = certificates.flatMap(({ arn, tags, detail }) => {
    const told = settledTags(memory, arn, known(tags) ?? {}, tags.at);
    const facts = (detail === undefined ? undefined : known(detail)) ?? null;
    if (facts === null || told[TAG.id] !== groupId) return [];
    const names = createdBy({ detail: facts, tags: told });
    return facts.validations.flatMap(({ record }) => (record !== null && names.includes(record.name) ? [record] : []));
  });
  const isNew = (set: RecordSetFacts): boolean =>
    created.some((record) => isSameCname(set, record)) && !memory.madeRecords.some(({ name }) => name === set.name);
  const found = (known(recordSets) ?? []).filter(isNew);
  return found.length === 0 ? memory : { ...memory, madeRecords: [...memory.madeRecords, ...found] };
}

/** Names of ours that another group has now. Reads that lag behind a move of ours show them where they were before. */
function withGiven(memory: Memory, { domains, groupId, owner }: Desired, { distribution, holders }: Observed): Memory {
  const here = known(distribution);
  if (here === undefined || here === null) return memory;
  const had = hadAliases(memory);
  const isTheirs = ({ id, tags }: Holder): boolean =>
    id !== here.id && ![groupId, undefined].includes(tags?.[TAG.id]) && tags?.[TAG.owner] !== owner;
  const taken =
    known(holders)
      ?.filter(isTheirs)
      .flatMap(({ aliases }) => aliases) ?? memory.given;
  const given = domains.filter(
    (domain) =>
      had.includes(domain) &&
      taken.includes(domain) &&
      !here.aliases.includes(domain) &&
      !memory.moves.some((move) => move.domain === domain),
  );
  return { ...memory, given };
}

/** One that a killed run, or a predecessor, requested: nothing made is lost. One with other users is for whoever has it now. */
function withAdopted(
  requests: CertificateRequest[],
  desired: Desired,
  certificates: Certificate[],
): CertificateRequest[] {
  const found = certificates.filter(
    ({ arn, tags, detail }) =>
      arn !== desired.certificate &&
      known(tags)?.[TAG.id] === desired.groupId &&
      known(tags)?.[TAG.owner] === desired.owner &&
      known(detail)?.inUseBy.length === 0 &&
      !requests.some((request) => request.arn === arn),
  );
  const adopted = found.map(({ arn, detail }) => ({
    arn,
    requestedAt: known(detail)?.createdAt ?? 0,
    pendingAt: null,
  }));
  return [...requests, ...adopted];
}

/** Those that are gone are left. One that a killed run made, and found again, is for the group to leave. */
function withFormer(memory: Memory, { groupId }: Desired, { former }: Observed, at: Instant): Memory {
  if (former?.kind !== "known") return memory;
  const found = former.value.filter(
    ({ distribution: { id }, tags }) =>
      tags[TAG.id] === groupId && !memory.formerPlaces.some((place) => place.id === id) && memory.created?.id !== id,
  );
  const places = found.map(({ distribution: { id, domainName, settings } }): FormerPlace => {
    const created = { id, attempt: attemptOf(settings["CallerReference"]), at, settings: null };
    return { id, domainName, before: null, created };
  });
  return withPlaces(withoutGone(memory, former), places);
}

/** A run that was killed had begun with another distribution, or could not note down what there was before: the certificate says which, and what. */
function withMarked(memory: Memory, desired: Desired, certificates: Certificate[], observed: Observed): Memory {
  // Looked at by now: what is gone is gone, whatever the certificate says.
  if (observed.former !== undefined) return memory;
  const here = distributionIdOf({ desired, memory, observed });
  const told = certificates.flatMap((certificate) => placeTold(memory, desired, certificate));
  const formerPlaces = memory.formerPlaces.map((place) => {
    const before = place.created === null ? told.find(({ id }) => id === place.id)?.before : undefined;
    return { ...place, before: place.before ?? before ?? null };
  });
  return withPlaces(
    { ...memory, formerPlaces },
    told.filter(({ id }) => id !== here),
  );
}

function placeTold(memory: Memory, { groupId }: Desired, { arn, tags, detail }: Certificate): FormerPlace[] {
  if (tags.kind !== "known" || detail?.kind !== "known" || detail.value === null) return [];
  const settled = settledTags(memory, arn, tags.value ?? {}, tags.at);
  const id = settled[TAG.distribution];
  if (settled[TAG.id] !== groupId || id === undefined) return [];
  return [{ id, domainName: null, before: beforeOfTags(detail.value.names, settled), created: null }];
}

/** A distribution that an earlier run made and could not note down, and its access control. */
function withFound(memory: Memory, { distribution }: Desired, observed: Observed, at: Instant): Memory {
  if (distribution.kind !== "created")
    return known(observed.accessControl) === null ? { ...memory, accessControlId: null } : memory;
  const control = known(observed.accessControl) ?? null;
  const noted = control === null ? memory : { ...memory, accessControlId: control.id };
  const facts = known(observed.distribution) ?? null;
  if (facts === null) return withFormerTarget(noted, distribution.domainName, observed);
  if (facts.id === noted.created?.id) return noted;
  const attempt = attemptOf(facts.settings["CallerReference"]);
  const accessControlId = noted.accessControlId ?? accessControlIn(facts.settings);
  return { ...noted, accessControlId, created: { id: facts.id, attempt, at, settings: null } };
}

/** Known to be gone: what led there leads nowhere. */
function withFormerTarget(memory: Memory, target: string | null, { distribution }: Observed): Memory {
  const isGone = distribution?.kind === "known" && distribution.value === null;
  if (!isGone || target === null || memory.formerTargets.includes(target)) return memory;
  return { ...memory, formerTargets: withTargets(memory, [target]) };
}

/** A certificate of the program carries no tags of ours: until the first attachment, what is there now is what was there before. */
function beforeBrought(memory: Memory, certificate: CertificateArn, { distribution }: Observed): Before | null {
  const facts = known(distribution) ?? null;
  if (facts === null || facts.viewerCertificate.id === certificate || memory.lastWrite !== null) return memory.before;
  return { aliases: facts.aliases, viewerCertificate: facts.viewerCertificate };
}

/** Gone, and no token of ours leads to it any more: nothing asks for it again. */
function isForgotten({ requestedAt }: CertificateRequest, certificate: Certificate | undefined, now: Instant): boolean {
  const isAbsent = certificate?.detail?.kind === "known" && certificate.detail.value === null;
  return isAbsent && now - requestedAt >= TOKEN_LIVES_FOR;
}

function isUndecided(certificate: Certificate): boolean {
  return certificate.detail?.kind === "known" && certificate.detail.value?.status === "PENDING_VALIDATION";
}

/** Only the certificate that is attached tells: on one that serves elsewhere still, the tags are about that other distribution. */
function beforeOfAttached(certificates: Certificate[], memory: Memory, { distribution }: Observed): Before | null {
  const attached = certificates.find(({ arn }) => arn === known(distribution)?.viewerCertificate.id);
  if (attached === undefined || !memory.requests.some(({ arn }) => arn === attached.arn)) return null;
  const { tags, detail } = attached;
  // Read a moment after the request, ACM knew nothing yet.
  if (tags.kind !== "known" || detail?.kind !== "known" || detail.value === null) return null;
  const settled = settledTags(memory, attached.arn, tags.value ?? {}, tags.at);
  return beforeAt(known(distribution)?.id ?? null, detail.value.names, settled);
}
