/**
 * Ports for a rehearsal, which takes its time from whoever waits for a preview: what it is likely to ask is asked at once, before it gets there, and every
 * answer is given again, since nothing changes what is there. What nobody comes for is lost.
 */
import { certificateNames, isWithin } from "./core/domain-name";
import type { Desired } from "./core/model";
import { NEW_DISTRIBUTION } from "./core/plan";
import type { Clock, Ports, Reply } from "./ports";
import type { Run } from "./reconcile";
import { beforehand, impatient } from "./rehearse-dns";

export function withForesight(run: Run): Ports {
  const ports = asking(run.ports);
  for (const look of likelyLooks(run, ports)) void look.catch(() => {});
  return ports;
}

/** Each question once, as far as it is answered. */
function asking(ports: Ports): Ports {
  const { identity, certificates, distributions, accessControls, zones, clock } = ports;
  const dns = impatient(beforehand(ports.dns), clock);
  return {
    ...ports,
    identity: { account: once(patient(() => identity.account(), clock)) },
    certificates: {
      ...certificates,
      list: patient(() => certificates.list(), clock),
      tags: once(patient((arn) => certificates.tags(arn), clock)),
      describe: once(patient((arn) => certificates.describe(arn), clock)),
    },
    distributions: {
      ...distributions,
      list: patient(() => distributions.list(), clock),
      get: once(patient((id) => distributions.get(id), clock)),
      tags: patient((arn) => distributions.tags(arn), clock),
      conflicts: patient((domain, id) => distributions.conflicts(domain, id), clock),
    },
    accessControls: { ...accessControls, find: patient((name) => accessControls.find(name), clock) },
    zones: {
      ...zones,
      list: patient(() => zones.list(), clock),
      nameServers: once(patient((zoneId) => zones.nameServers(zoneId), clock)),
      recordSets: patient((zoneId, names) => zones.recordSets(zoneId, names), clock),
    },
    dns: { ...dns, caa: once((name) => dns.caa(name)), wildcard: once((name) => dns.wildcard(name)) },
  };
}

/** Between tries: a throttle is over within a second or two. */
const PAUSES_MS = [300, 900] as const;

/** What a throttle keeps back would be taken for nothing: it is asked for again. */
function patient<A extends unknown[], T>(
  ask: (...args: A) => Promise<Reply<T>>,
  clock: Clock,
): (...args: A) => Promise<Reply<T>> {
  return async (...args) => {
    for (const pause of PAUSES_MS) {
      const reply = await ask(...args);
      if (!mayCome(reply)) return reply;
      await clock.sleep(pause);
    }
    return ask(...args);
  };
}

const mayCome = (reply: { kind: string; trouble?: { passing: boolean } }): boolean =>
  reply.kind === "failed" && reply.trouble?.passing === true;

/** What may come yet is asked for again. */
function once<A extends unknown[], T extends Parameters<typeof mayCome>[0]>(
  ask: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return async (...args) => {
    const key = args.join(" ");
    const asked = answers.get(key) ?? ask(...args);
    answers.set(key, asked);
    const answer = await asked;
    if (mayCome(answer) && answers.get(key) === asked) answers.delete(key);
    return answer;
  };
}

function likelyLooks({ desired, memory, previous }: Run, ports: Ports): Promise<unknown>[] {
  const { identity, certificates, distributions, dns } = ports;
  const wanted = desired.distribution.kind === "existing" ? desired.distribution.id : null;
  const places = new Set([wanted, previous?.distributionId ?? null]);
  const before = previous?.domains.filter(({ attachment }) => attachment === "ATTACHED").map(({ name }) => name) ?? [];
  const coming = desired.domains.filter((domain) => !before.includes(domain));
  return [
    identity.account(),
    certificates.list(),
    ...memory.requests.flatMap(({ arn }) => [certificates.tags(arn), certificates.describe(arn)]),
    ...[...places].flatMap((id) => (id === null || id === NEW_DISTRIBUTION ? [] : [distributions.get(id)])),
    ...(desired.dns.kind === "route53" ? [nameServers(desired, ports)] : []),
    ...(coming.length > 0
      ? [distributions.list(), ...certificateNames(desired.domains).map((name) => dns.caa(name))]
      : []),
  ];
}

/** Of the zones that may hold the names. */
async function nameServers({ domains }: Desired, { zones }: Ports): Promise<void> {
  const listed = await zones.list();
  if (listed.kind !== "ok") return;
  const above = listed.value.filter((zone) => !zone.private && domains.some((domain) => isWithin(domain, zone.name)));
  await Promise.all(above.map(({ id }) => zones.nameServers(id)));
}
