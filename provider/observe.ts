/** Looks at parts of the world. Every part comes back as known, or as unknown with the reason: a failed look is not a look at nothing. */
import { managedCaa } from "./core/caa-needed";
import { proofName } from "./core/conflicts";
import { baseName, type DomainName, registrableDomain } from "./core/domain-name";
import { known } from "./core/known";
import { leadsSome, type OriginAnswer, type TrafficLook } from "./core/looks";
import { dnsRefusedAt, wildcardsOver } from "./core/misled";
import type { Certificate, CertificateArn, Instant, Observation, Observed, Part, Trouble } from "./core/model";
import { TAG } from "./core/ownership";
import { holdingZone, zoneOf } from "./core/records";
import { concerned, type Input, isBrought, type OwnCertificate, situationOf, targetOf } from "./core/situation";
import { findAccessControl, findDistribution, tagsOfDistribution } from "./observe-distribution";
import { lookAtEdges } from "./observe-edges";
import { caaLooks, conflicts, leads } from "./observe-names";
import { findFormer, findHolders, findTemporary } from "./observe-places";
import { exams, validationLooks } from "./observe-records";
import { observation } from "./observe-reply";
import { findZones } from "./observe-zones";
import type { CertificateSummary, Ports, Reply } from "./ports";

/** The picture with these parts looked at anew. */
export async function observe(view: Input, parts: Part[], ports: Ports): Promise<Observed> {
  const looks = await Promise.all(parts.map((part) => look(view, part, ports)));
  return Object.assign({}, view.observed, ...looks);
}

function look(view: Input, part: Part, ports: Ports): Promise<Observed> {
  switch (part.part) {
    case "account":
      return seen(ports, ports.identity.account()).then((account) => ({ account }));
    case "distribution":
      return findDistribution(view, ports).then((reply) => ({
        distribution: observation(reply, ports.clock.now(), null),
      }));
    case "distributionTags":
      return tagsOfDistribution(view, ports).then((reply) => ({
        distributionTags: observation(reply, ports.clock.now(), null),
      }));
    case "accessControl":
      return findAccessControl(view, ports).then((reply) => ({
        accessControl: observation(reply, ports.clock.now(), null),
      }));
    case "holders":
      return findHolders(view, ports).then((reply) => ({ holders: observation(reply, ports.clock.now(), []) }));
    case "former":
      return findFormer(view, ports).then((reply) => ({ former: observation(reply, ports.clock.now(), []) }));
    case "temporary":
      return findTemporary(view, ports).then((reply) => ({ temporary: observation(reply, ports.clock.now(), null) }));
    case "leads":
      return leads(view, ports);
    case "formerTraffic":
      return formerTraffic(view, ports);
    case "origin":
      return origin(view, ports);
    case "certificates":
      return certificates(view, ports);
    case "certificate":
      return oneCertificate(view.observed, part.arn, ports);
    case "zones":
      return findZones(view.desired.dns, concerned(view), ports).then((reply) => ({
        zones: observation(reply, ports.clock.now(), {}),
      }));
    case "recordSets":
      return recordSets(view, ports);
    case "dns":
      return validationLooks(view, ports);
    case "exams":
      return exams(view, ports);
    case "traffic":
      return traffic(view, ports);
    case "edges":
      return lookAtEdges(view, ports);
    case "conflicts":
      return conflicts(view, ports);
    case "caa":
    case "wildcards":
      return caaLooks(view, ports);
    case "neighbours":
      return neighbours(view, ports);
  }
}

/** Where absence makes no sense, it is an answer that can't be read. */
async function seen<T>(ports: Ports, asked: Promise<Reply<T>>): Promise<Observation<T>> {
  const reply = await asked;
  const at = ports.clock.now();
  if (reply.kind === "ok") return { kind: "known", value: reply.value, at };
  return { kind: "unknown", trouble: reply.kind === "failed" ? reply.trouble : NO_ANSWER, at };
}

const NO_ANSWER: Trouble = {
  reason: "UNREADABLE",
  operation: "sts:GetCallerIdentity",
  code: "NoAccount",
  message: "the answer names no account",
  passing: false,
};

async function origin({ observed }: Input, { edges, clock }: Ports): Promise<Observed> {
  const facts = known(observed.distribution) ?? null;
  const value: OriginAnswer = facts === null ? { kind: "unknown" } : await edges.ask(facts.domainName);
  return { origin: { kind: "known", value, at: clock.now() } };
}

/**
 * Those tagged with the group's id, those requested before, and the one on the distribution. Only names shared with the group make a candidate; an apex
 * and its wildcard share their validation record.
 */
async function certificates(view: Input, ports: Ports): Promise<Observed> {
  const listed = await ports.certificates.list();
  if (listed.kind !== "ok") return { certificates: observation(listed, ports.clock.now(), []) };
  const arns = candidates(view, listed.value);
  const value = await Promise.all(arns.map((arn) => oneCandidate(view, arn, ports)));
  return { certificates: { kind: "known", value, at: ports.clock.now() } };
}

function candidates({ desired, memory, observed, facts }: Input, listed: CertificateSummary[]): CertificateArn[] {
  const bases = new Set([...desired.domains, ...facts.formerly].map(baseName));
  const attached = known(observed.distribution)?.viewerCertificate;
  const arns = new Set<CertificateArn>(memory.requests.map(({ arn }) => arn));
  if (desired.certificate !== null) arns.add(desired.certificate);
  // Listed or not: whose it is decides whether the distribution is free.
  if (attached?.source === "acm" && attached.id !== null) arns.add(attached.id as CertificateArn);
  const registered = new Set([...bases].map(registrableDomain));
  for (const { arn, names, inUse } of listed) {
    if (names.some((name) => bases.has(baseName(name)))) arns.add(arn);
    // A killed run may have requested it for names that nobody remembers.
    else if (!inUse && names.some((name) => registered.has(registrableDomain(name)))) arns.add(arn);
  }
  return [...arns];
}

async function oneCandidate(view: Input, arn: CertificateArn, ports: Ports): Promise<Certificate> {
  const { desired, memory } = view;
  if (isBrought(arn, view)) return brought(view, arn, ports);
  const tags = observation(await ports.certificates.tags(arn), ports.clock.now(), null);
  const told = known(tags) ?? null;
  const isKin = view.facts.owners.includes(told?.[TAG.owner] ?? "") && told?.[TAG.createdRecords] !== undefined;
  const matters = told?.[TAG.id] === desired.groupId || told?.[TAG.released] === "yes" || isKin;
  if (!matters && !memory.requests.some((request) => request.arn === arn)) return { arn, tags };
  const detail = observation(await ports.certificates.describe(arn), ports.clock.now(), null);
  return { arn, tags, detail };
}

/** The program's own. Of one in another account nothing can be seen, and nothing needs to be. */
async function brought({ observed }: Input, arn: CertificateArn, ports: Ports): Promise<Certificate> {
  const now = (): Instant => ports.clock.now();
  const tags: Certificate["tags"] = { kind: "known", value: null, at: now() };
  const account = known(observed.account);
  if (arn.split(":")[4] !== account) return { arn, tags, detail: { kind: "known", value: null, at: now() } };
  return { arn, tags, detail: observation(await ports.certificates.describe(arn), now(), null) };
}

async function oneCertificate(observed: Observed, arn: CertificateArn, ports: Ports): Promise<Observed> {
  const { certificates: before } = observed;
  if (before?.kind !== "known") return {};
  const detail = observation(await ports.certificates.describe(arn), ports.clock.now(), null);
  const found = before.value.find((certificate) => certificate.arn === arn);
  const tags = found?.tags ?? { kind: "known", value: null, at: ports.clock.now() };
  const others = before.value.filter((certificate) => certificate.arn !== arn);
  return { certificates: { ...before, value: [...others, { arn, tags, detail }] } };
}

/** One of ours that lists did not show before shows now, and another group's may have been tagged since. */
async function neighbours(view: Input, ports: Ports): Promise<Observed> {
  const listed = await ports.certificates.list();
  const at = ports.clock.now();
  if (listed.kind !== "ok") return { neighbours: observation(listed, at, []) };
  const living = listed.value.filter(({ status }) => status === "ISSUED" || status === "PENDING_VALIDATION");
  const value = living.map(({ arn, names }) => ({ arn, names }));
  return { neighbours: { kind: "known", value, at }, ...(await newcomers(view, listed.value, ports)) };
}

async function newcomers(view: Input, listed: CertificateSummary[], ports: Ports): Promise<Observed> {
  const before = view.observed.certificates;
  if (before?.kind !== "known") return {};
  const seen = before.value.filter(({ detail }) => detail !== undefined).map(({ arn }) => arn);
  const arns = candidates(view, listed).filter((arn) => !seen.includes(arn));
  const added = await Promise.all(arns.map((arn) => oneCandidate(view, arn, ports)));
  const kept = before.value.filter(({ arn }) => !arns.includes(arn));
  return added.length === 0 ? {} : { certificates: { ...before, value: [...kept, ...added] } };
}

/** The record sets at the names that the group writes: validation names and the domains themselves. */
async function recordSets(view: Input, ports: Ports): Promise<Observed> {
  const byZone = new Map<string, Set<string>>();
  const situation = situationOf(view);
  const { own = [], kin = [] } = situation ?? {};
  const at = (zoneId: string, ...names: string[]): void => {
    byZone.set(zoneId, new Set([...(byZone.get(zoneId) ?? []), ...names]));
  };
  for (const domain of concerned(view)) {
    const zoneId = holdingZone(domain, view.observed);
    if (zoneId !== undefined) at(zoneId, domain, ...validationNames([...own, ...kin], domain));
  }
  for (const { zoneId, name } of view.memory.madeRecords) at(zoneId, name);
  for (const { zoneId, name } of wildcardsInTheWay(view)) at(zoneId, name);
  for (const domain of mayHaveProof(view)) {
    const zoneId = zoneOf(domain, view.observed)?.zoneId;
    if (zoneId !== undefined) at(zoneId, proofName(domain));
  }
  for (const { zoneId, owner } of situation === undefined ? [] : managedCaa(situation)) at(zoneId, owner);
  const replies = await Promise.all([...byZone].map(([zoneId, names]) => ports.zones.recordSets(zoneId, [...names])));
  const now = ports.clock.now();
  const failed = replies.find((reply) => reply.kind === "failed");
  if (failed !== undefined) return { recordSets: observation(failed, now, []) };
  const value = replies.flatMap((reply) => (reply.kind === "ok" ? reply.value : []));
  return { recordSets: { kind: "known", value, at: now } };
}

/** Those that are to come from another account, and those that were to come and did not. */
function mayHaveProof(view: Input): DomainName[] {
  const { desired, goal, observed } = view;
  const here = known(observed.distribution)?.aliases ?? [];
  const isAsked = goal === "absent" || desired.moveFrom.length > 0;
  return concerned(view).filter((domain) => isAsked || !here.includes(domain));
}

/** A wildcard record may lead a name to another distribution: asked only when CloudFront says that something does. */
function wildcardsInTheWay({ desired, memory, observed }: Input): { zoneId: string; name: string }[] {
  const distribution = known(observed.distribution);
  if (distribution == null || dnsRefusedAt(memory, distribution.id) === undefined) return [];
  return desired.domains.flatMap((domain) => {
    const zone = zoneOf(domain, observed);
    const names = wildcardsOver(domain).filter((name) => zone !== undefined && name.endsWith(`.${zone.zone}`));
    return zone === undefined ? [] : names.map((name) => ({ zoneId: zone.zoneId, name }));
  });
}

function validationNames(own: OwnCertificate[], domain: string): string[] {
  return own.flatMap(({ detail }) =>
    detail.validations
      .filter((validation) => baseName(validation.domain) === baseName(domain))
      .flatMap(({ record }) => record?.name ?? []),
  );
}

async function traffic(view: Input, ports: Ports): Promise<Observed> {
  const { observed } = view;
  const facts = known(observed.distribution) ?? null;
  const target = facts?.domainName ?? targetOf(view);
  const looks = await Promise.all(
    outsideDomains(view).map(async (domain): Promise<[string, TrafficLook]> => {
      const reply = target === null ? undefined : await ports.dns.traffic(domain, target);
      return [domain, reply?.kind === "ok" ? reply.value : "UNKNOWN"];
    }),
  );
  return { traffic: { kind: "known", value: Object.fromEntries(looks), at: ports.clock.now() } };
}

/** To a distribution that the group made and left: it is needed so long. */
async function formerTraffic(view: Input, ports: Ports): Promise<Observed> {
  const targets = (known(view.observed.former) ?? []).map(({ distribution }) => distribution.domainName);
  const looks = await Promise.all(
    outsideDomains(view).map(async (domain): Promise<[string, TrafficLook]> => {
      const replies = await Promise.all(targets.map((target) => ports.dns.traffic(domain, target)));
      const told = replies.map((reply) => (reply.kind === "ok" ? reply.value : "UNKNOWN"));
      return [domain, told.find((each) => leadsSome(each) || each === "UNKNOWN") ?? "POINTS_ELSEWHERE"];
    }),
  );
  return { formerTraffic: { kind: "known", value: Object.fromEntries(looks), at: ports.clock.now() } };
}

/** Where people lead the traffic of what leaves is worth a look too, whoever wrote it. */
function outsideDomains(view: Input): DomainName[] {
  const outside = view.desired.domains.filter((domain) => zoneOf(domain, view.observed) === undefined);
  return [...outside, ...(situationOf(view)?.leaving ?? [])];
}

/** Takes away what a step has made stale. */
export function forget(observed: Observed, parts: Part[]): Observed {
  const stale = new Set<string>(parts.map(({ part }) => (part === "certificate" ? "certificates" : part)));
  return Object.fromEntries(Object.entries(observed).filter(([name]) => !stale.has(name)));
}
