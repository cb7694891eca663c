/** Looks at who has a say about the names of a group: those who have them in CloudFront, and CAA. */
import { askerOf, suspectedDomains } from "./core/asked";
import { caaNames } from "./core/caa-needed";
import { proofName } from "./core/conflicts";
import { baseName, type DomainName } from "./core/domain-name";
import { known } from "./core/known";
import type { ConflictLook } from "./core/looks";
import type { Observation, Observed } from "./core/model";
import { type Input, situationOf } from "./core/situation";
import { observation } from "./observe-reply";
import type { Ports, Reply } from "./ports";

/** Who has the names that are not on the distribution yet, whose certificate covers them by now. */
export async function conflicts(view: Input, ports: Ports): Promise<Observed> {
  const { asker, domains } = questionsOf(view);
  const looks = await Promise.all(
    domains.map(async (domain) => ({ domain, reply: await conflictLook(domain, asker, view, ports) })),
  );
  const at = ports.clock.now();
  const failed = looks.find(({ reply }) => reply.kind === "failed");
  if (failed !== undefined) return { conflicts: observation(failed.reply, at, {}) as Observation<never> };
  const told = looks.flatMap(({ domain, reply }) => (reply.kind === "ok" ? [[domain, reply.value] as const] : []));
  return { conflicts: { kind: "known", value: Object.fromEntries(told), at } };
}

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
