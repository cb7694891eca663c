import type { DnsAnswer, QuestionType, RecordSet } from "../dns-contracts";
import type { Failure, Step } from "./authority";
import type { Question } from "./servers";
import type { Walk } from "./walk";

type Cacheable = Exclude<Step, { kind: "referral" }>;

interface Entry {
  storedAt: number;
  until: number;
  step: Cacheable;
}

export type Resolve = (question: Question) => DnsAnswer;

/** Real resolvers give up on longer chains (unbound: 11). */
const MOST_CNAMES = 16;

/** A recursive resolver with the cache of RFC 2308. Failures are not cached. */
export function createResolver(walk: Walk, limits: { positive: number; negative: number }): Resolve {
  const look = createCache(walk, limits);
  return (question) => {
    const answers: RecordSet[] = [];
    for (let name = question.name; answers.length <= MOST_CNAMES; ) {
      const step = look({ ...question, name });
      switch (step.kind) {
        case "found":
          return { rcode: "NOERROR", answers: [...answers, step.set], authority: [], authoritative: false };
        case "negative":
          return { rcode: step.rcode, answers, authority: [step.soa], authoritative: false };
        case "failure":
          return SERVFAIL;
        case "cname":
          answers.push(step.set);
          name = step.set.values[0] ?? "";
      }
    }
    return SERVFAIL;
  };
}

const SERVFAIL: DnsAnswer = { rcode: "SERVFAIL", answers: [], authority: [], authoritative: false };

function createCache(walk: Walk, limits: { positive: number; negative: number }) {
  const entries = new Map<string, Entry>();

  function known(key: string, at: number): Cacheable | undefined {
    const entry = entries.get(key);
    if (!entry || at < entry.storedAt || at >= entry.until) return undefined;
    return aged(entry.step, Math.ceil((entry.until - at) / 1000));
  }

  return (question: Question): Cacheable | Failure => {
    const { name, type, at } = question;
    const cached = known(`${name} ${type}`, at) ?? known(`${name} CNAME`, at) ?? known(`${name} NXDOMAIN`, at);
    if (cached) return cached;
    const step = walk(question);
    if (step.kind === "failure") return step;
    const limit = step.kind === "negative" ? limits.negative : limits.positive;
    const until = at + Math.min(recordOf(step).ttl * 1000, limit);
    entries.set(keyOf(name, type, step), { storedAt: at, until, step });
    return step;
  };
}

/** RFC 2308 section 5: NXDOMAIN holds for the name, NODATA for name and type. */
function keyOf(name: string, type: QuestionType, step: Cacheable): string {
  if (step.kind === "cname") return `${name} CNAME`;
  return step.kind === "negative" && step.rcode === "NXDOMAIN" ? `${name} NXDOMAIN` : `${name} ${type}`;
}

const recordOf = (step: Cacheable): RecordSet => (step.kind === "negative" ? step.soa : step.set);

function aged(step: Cacheable, ttl: number): Cacheable {
  return step.kind === "negative" ? { ...step, soa: { ...step.soa, ttl } } : { ...step, set: { ...step.set, ttl } };
}
