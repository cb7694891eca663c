/** DNS for a rehearsal: of records that nobody knows yet, and for somebody who waits for a preview. */
import type { Cause } from "./core/decision";
import { baseName, registrableDomain } from "./core/domain-name";
import type { Trouble } from "./core/model";
import { NOTHING_FOUND } from "./core/record-exam";
import type { Clock, Dns } from "./ports";

/** Stands for the value of a validation record that ACM has not given yet. */
export const UNKNOWN_VALUE = "_new.acm-validations.aws";

const NEW_LABEL = "_new.";

/** And for its name. */
export const newRecordName = (base: string): string => `${NEW_LABEL}${base}`;

/** Nobody is told a name that there will not be: the domain stands for it. */
export function withoutNewNames<T extends Pick<Cause, "params">>(about: T): T {
  const params = Object.entries(about.params).map(([name, value]) => [
    name,
    value.startsWith(NEW_LABEL) ? value.slice(NEW_LABEL.length) : value,
  ]);
  return { ...about, params: Object.fromEntries(params) };
}

/** Of a record that nobody knows yet, no more can be told than how its zone is seen. */
export const beforehand = (dns: Dns): Dns => ({
  ...dns,
  examine: async (record) => {
    const exam = await dns.examine(record);
    if (record.value !== UNKNOWN_VALUE) return exam;
    const { delegation, dnssecFails, blocked } = exam;
    return { ...NOTHING_FOUND, delegation, dnssecFails, blocked };
  },
});

/** A server that is down costs a look of a run four seconds; then the others are heard. */
const PATIENCE_MS = 4_500;
/** A failure that has taken so long is that of servers which do not answer. */
const SLOW_MS = 2_000;

/** Where a look has taken too long, nothing of the same domain is waited for any more: what stops one look stops the others. */
export function impatient(dns: Dns, clock: Clock): Dns {
  const patience = new Map<string, Patience>();
  const within = async <T extends object>(name: string, look: () => Promise<T>, silence: T): Promise<T> => {
    const domain = registrableDomain(baseName(name)) ?? name;
    const here = patience.get(domain) ?? createPatience();
    patience.set(domain, here);
    if (here.isOver()) return silence;
    const start = clock.now();
    const told = look();
    const late = clock.sleep(PATIENCE_MS).then(() => silence);
    const first = await Promise.race([told, late, here.over.then(() => silence)]);
    if (first === silence || (saysNothing(first) && clock.now() - start >= SLOW_MS)) here.end();
    return first;
  };
  const failed = { kind: "failed", trouble: SILENCE } as const;
  const unknown = { kind: "unknown", code: SILENCE.code } as const;
  return {
    zoneOf: (name) => within(name, () => dns.zoneOf(name), failed),
    look: (name, type) => within(name, () => dns.look(name, type), failed),
    caa: (name) => within(name, () => dns.caa(name), { ...unknown, at: name, owner: name, asked: "servers" }),
    examine: (record) => within(record.name, () => dns.examine(record), NOTHING_FOUND),
    wildcard: (name) => within(name, () => dns.wildcard(name), unknown),
    lead: (name) => within(name, () => dns.lead(name), { kind: "unknown" }),
    traffic: (name, target) => within(name, () => dns.traffic(name, target), failed),
  };
}

const saysNothing = (told: object): boolean =>
  ("kind" in told && (told.kind === "failed" || told.kind === "unknown")) ||
  ("value" in told && told.value === "UNKNOWN");

interface Patience {
  over: Promise<void>;
  isOver(): boolean;
  end(): void;
}

function createPatience(): Patience {
  let isOver = false;
  let end = (): void => {};
  const over = new Promise<void>((resolve) => {
    end = () => {
      isOver = true;
      resolve();
    };
  });
  return { over, isOver: () => isOver, end: () => end() };
}

const SILENCE: Trouble = {
  reason: "UNAVAILABLE",
  operation: "dns:query",
  code: "ETIMEOUT",
  message: "no answer in the time of a preview",
  passing: true,
};
