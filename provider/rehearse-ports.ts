/**
 * Ports for a rehearsal, which takes its time from whoever waits for a preview: what it is likely to ask is asked at once, before it gets there, and every
 * answer is given again, since nothing changes what is there. What nobody comes for is lost.
 */
import { certificateNames, isWithin } from "./core/domain-name";
import type { Desired } from "./core/model";
import { NEW_DISTRIBUTION } from "./core/plan";
import { NOTHING_FOUND } from "./core/record-exam";
import type { Dns, Ports } from "./ports";
import type { Run } from "./reconcile";

/** Stands for the value of a validation record that ACM has not given yet. */
export const UNKNOWN_VALUE = "_new.acm-validations.aws";

export function withForesight(run: Run): Ports {
  const ports = asking(run.ports);
  for (const look of likelyLooks(run, ports)) void look.catch(() => {});
  return ports;
}

/** Each question once. */
function asking(ports: Ports): Ports {
  const { identity, certificates, distributions, zones, dns } = ports;
  return {
    ...ports,
    identity: { account: once(() => identity.account()) },
    certificates: {
      ...certificates,
      tags: once((arn) => certificates.tags(arn)),
      describe: once((arn) => certificates.describe(arn)),
    },
    distributions: { ...distributions, get: once((id) => distributions.get(id)) },
    zones: { ...zones, nameServers: once((zoneId) => zones.nameServers(zoneId)) },
    dns: { ...beforehand(dns), caa: once((name) => dns.caa(name)), wildcard: once((name) => dns.wildcard(name)) },
  };
}

/** Of a record that nobody knows yet, no more can be told than whether there is a zone for it. */
const beforehand = (dns: Dns): Dns => ({
  ...dns,
  examine: async (record) => {
    if (record.value !== UNKNOWN_VALUE) return dns.examine(record);
    const isUndelegated = (await dns.zoneOf(record.name)).kind === "absent";
    return { ...NOTHING_FOUND, delegation: isUndelegated ? { parent: [], zone: [], resolver: [] } : null };
  },
});

function once<A extends unknown[], T>(ask: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...args) => {
    const key = args.join(" ");
    const answer = answers.get(key) ?? ask(...args);
    answers.set(key, answer);
    return answer;
  };
}

function likelyLooks({ desired, memory, previous }: Run, ports: Ports): Promise<unknown>[] {
  const { identity, certificates, distributions, dns } = ports;
  const wanted = desired.distribution.kind === "existing" ? desired.distribution.id : null;
  const places = new Set([wanted, previous?.distributionId ?? null]);
  const before = previous?.domains.filter(({ attachment }) => attachment === "ATTACHED").map(({ name }) => name) ?? [];
  const bringsNames = desired.domains.some((domain) => !before.includes(domain));
  return [
    identity.account(),
    certificates.list(),
    ...memory.requests.flatMap(({ arn }) => [certificates.tags(arn), certificates.describe(arn)]),
    ...[...places].flatMap((id) => (id === null || id === NEW_DISTRIBUTION ? [] : [distributions.get(id)])),
    ...(desired.dns.kind === "route53" ? [nameServers(desired, ports)] : []),
    ...(bringsNames ? [distributions.list(), ...certificateNames(desired.domains).map((name) => dns.caa(name))] : []),
  ];
}

/** Of the zones that may hold the names. */
async function nameServers({ domains }: Desired, { zones }: Ports): Promise<void> {
  const listed = await zones.list();
  if (listed.kind !== "ok") return;
  const above = listed.value.filter((zone) => !zone.private && domains.some((domain) => isWithin(domain, zone.name)));
  await Promise.all(above.map(({ id }) => zones.nameServers(id)));
}
