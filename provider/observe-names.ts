/** Looks at who has a say about the names of a group: those who have them in CloudFront, and CAA. */
import { askerOf, suspectedDomains } from "./core/asked";
import { READ_SETTLES_WITHIN } from "./core/backoff";
import { caaNames } from "./core/caa-needed";
import { proofName } from "./core/conflicts";
import { baseName, type DomainName } from "./core/domain-name";
import { known } from "./core/known";
import type { ConflictLook } from "./core/looks";
import type { Instant, Observed, Trouble } from "./core/model";
import { type Input, situationOf } from "./core/situation";
import type { Ports, Reply } from "./ports";

/** Who has the names that are not on the distribution yet, whose certificate covers them by now. */
export async function conflicts(view: Input, ports: Ports): Promise<Observed> {
  const { asker, domains } = questionsOf(view);
  const looks = await Promise.all(
    domains.map(async (domain) => ({ domain, reply: await conflictLook(domain, asker, view, ports) })),
  );
  return { conflicts: answersOf(looks, view, ports.clock.now()) };
}

interface Answer {
  domain: DomainName;
  reply: Reply<ConflictLook>;
}

/** What is not to be had for one name says nothing about the others; what may be had a moment later is waited for. */
function answersOf(answers: Answer[], view: Input, at: Instant): Required<Observed>["conflicts"] {
  const told = answers.flatMap(({ domain, reply }) => (reply.kind === "ok" ? [{ domain, look: reply.value }] : []));
  const failed = answers.flatMap(({ domain, reply }) =>
    reply.kind === "ok" ? [] : [{ domain, trouble: troubleOf(reply, view, at) }],
  );
  const [first] = failed;
  if (first === undefined) return { kind: "known", value: valuesOf(told), at };
  const awaited = failed.find(({ trouble }) => trouble.passing);
  const isNews = view.desired.distribution.kind === "program" ? told.length > 0 : told.some(namesOwner);
  if (awaited !== undefined || !isNews) return { kind: "unknown", trouble: (awaited ?? first).trouble, at };
  const unheard = Object.fromEntries(failed.map(({ domain, trouble }) => [domain, trouble]));
  return { kind: "known", value: valuesOf(told), at, unheard };
}

interface Told {
  domain: DomainName;
  look: ConflictLook;
}

const valuesOf = (told: Told[]): { [domain: string]: ConflictLook } =>
  Object.fromEntries(told.map(({ domain, look }) => [domain, look]));

/** CloudFront refuses names of the group because of one of them: as long as none of these has an owner, it may be one that was not told. */
const namesOwner = ({ domain, look }: Told): boolean => look.conflicts.some((each) => each.domain === domain);

/** CloudFront says so for a while after a write, too: the certificate, or who asks, is not there yet. */
const SETTLING: ReadonlySet<string> = new Set(["EntityNotFound", "InvalidArgument", "NoSuchDistribution"]);

function troubleOf(reply: Exclude<Reply<never>, { kind: "ok" }>, { memory }: Input, at: Instant): Trouble {
  const trouble = reply.kind === "failed" ? reply.trouble : ASKER_UNKNOWN;
  // What can't be read is a proxy's, or one answer's.
  const mayPass = SETTLING.has(trouble.code) || trouble.reason === "UNREADABLE";
  // The first of these waits of the run began with the first failure.
  const since = Math.max(memory.waits["look conflicts"] ?? at, memory.lastWrite?.at ?? 0);
  return mayPass && at - since < READ_SETTLES_WITHIN ? { ...trouble, reason: "UNAVAILABLE", passing: true } : trouble;
}

const ASKER_UNKNOWN: Trouble = {
  reason: "REFUSED",
  operation: "cloudfront:ListDomainConflicts",
  code: "EntityNotFound",
  message: "the distribution that asks is not known",
  passing: false,
};

/** Where the program attaches, only of those that somebody may have. */
function questionsOf(view: Input): { asker: string; domains: DomainName[] } {
  const distribution = known(view.observed.distribution) ?? null;
  const situation = view.desired.distribution.kind === "program" ? situationOf(view) : undefined;
  if (situation !== undefined) return { asker: askerOf(situation) ?? "", domains: suspectedDomains(situation) };
  const domains = view.desired.domains.filter((domain) => !distribution?.aliases.includes(domain));
  return { asker: distribution?.id ?? "", domains };
}

async function conflictLook(
  domain: DomainName,
  distributionId: string,
  { desired }: Input,
  { distributions, dns }: Ports,
): Promise<Reply<ConflictLook>> {
  const told = await distributions.conflicts(domain, distributionId);
  if (told.kind !== "ok") return told;
  const [proof, lead] = await Promise.all([
    desired.moveFrom.length === 0 ? undefined : dns.look(proofName(domain), "TXT"),
    dns.lead(domain),
  ]);
  return { kind: "ok", value: { conflicts: told.value, lead, proof: proof?.kind === "ok" ? proof.value : null } };
}

/** Where DNS leads the domains, whoever is there. */
export async function leads({ desired }: Input, { dns, clock }: Ports): Promise<Observed> {
  const value = await eachOf(desired.domains, (domain) => dns.lead(domain));
  return { leads: { kind: "known", value, at: clock.now() } };
}

/** What CAA says of the names of the certificate, and, before ACM has issued it, the wildcards that their validation records would stop. */
export async function caaLooks(view: Input, { dns, clock }: Ports): Promise<Observed> {
  const situation = situationOf(view);
  const names = situation === undefined ? [] : caaNames(situation);
  const isValidated = view.goal !== "present" || situation?.wanted?.detail.status === "ISSUED";
  const bases = isValidated ? [] : [...new Set(names.map(baseName))];
  const [caa, wildcards] = await Promise.all([
    eachOf(names, (name) => dns.caa(name)),
    eachOf(bases, (name) => dns.wildcard(name)),
  ]);
  const at = clock.now();
  return { caa: { kind: "known", value: caa, at }, wildcards: { kind: "known", value: wildcards, at } };
}

async function eachOf<T>(names: string[], look: (name: string) => Promise<T>): Promise<{ [name: string]: T }> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await look(name)] as const)));
}
