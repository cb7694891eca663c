import type { DnsAnswer, DnsWorld, QuestionType } from "../dns-contracts";
import { type Addresses, createAddresses } from "./addresses";
import { type Failure, negative, type Step } from "./authority";
import { createDelegations, type Delegations } from "./delegations";
import { createHoldings, type Holdings } from "./holdings";
import { isAtOrBelow } from "./names";
import { createTimeline, type Timeline } from "./timeline";

export type Fault = Parameters<DnsWorld["setServerFault"]>[1];

/** What all authoritative servers together know. */
export interface Servers {
  readonly addresses: Addresses;
  readonly delegations: Delegations;
  readonly holdings: Holdings;
  /** By server or zone name, and behind a blank the type of the questions, where it is not all. */
  readonly faults: Timeline<Fault>;
  /** By zone: its DNSSEC signatures are wrong. */
  readonly bogus: Timeline<boolean>;
}

export interface Question {
  name: string;
  type: QuestionType;
  at: number;
}

/** As long as the NS sets that these addresses belong to. */
const ADDRESS_TTL = 172_800;
const MOST_CNAMES = 16;

export function createServers(): Servers {
  return {
    addresses: createAddresses(),
    delegations: createDelegations(),
    holdings: createHoldings(),
    faults: createTimeline(),
    bogus: createTimeline(),
  };
}

/** One server's answer to one question, before any CNAME is followed. */
export function ask(servers: Servers, server: string, question: Question): Step | Failure {
  const { name, type, at } = question;
  if (!servers.addresses.has(server)) return { kind: "failure", rcode: "TIMEOUT" };
  const zone = servers.holdings.closest(server, name, at);
  const fault = faultOf(servers, server, question) ?? (zone && faultOf(servers, zone.spec.name, question));
  if (fault) return { kind: "failure", rcode: fault };
  if (!zone) return { kind: "failure", rcode: "REFUSED" };
  const step = zone.answer(name, type, { server, at });
  if (step.kind !== "negative" || !servers.addresses.has(name)) return step;
  // The servers' own names need no records: whoever is asked for one of them answers as if they were there.
  if (type !== "A") return negative("NOERROR", step.soa);
  return { kind: "found", set: { name, type, ttl: ADDRESS_TTL, values: [servers.addresses.of(name)] } };
}

const faultOf = ({ faults }: Servers, name: string, { type, at }: Question): Fault | undefined =>
  faults.at(name, at) ?? faults.at(`${name} ${type}`, at);

/** Who validates refuses what this server says. */
export const isBogus = ({ holdings, bogus }: Servers, server: string, { name, at }: Question): boolean =>
  bogus.at(holdings.closest(server, name, at)?.spec.name ?? "", at) === true;

/** One server's whole answer: it follows CNAMEs inside the zone, as authoritative servers do. */
export function answerOf(servers: Servers, server: string, question: Question): DnsAnswer {
  const zone = servers.holdings.closest(server, question.name, question.at);
  const answer = { rcode: "NOERROR" as const, answers: [], authority: [], authoritative: true };
  return follow(servers, server, question, zone?.spec.name ?? "", answer);
}

type Told = Exclude<DnsAnswer, { rcode: "TIMEOUT" }>;

function follow(servers: Servers, server: string, question: Question, zone: string, told: Told): DnsAnswer {
  const step = ask(servers, server, question);
  switch (step.kind) {
    case "failure":
      if (step.rcode === "TIMEOUT") return { rcode: "TIMEOUT" };
      return { rcode: step.rcode, answers: [], authority: [], authoritative: false };
    case "found":
      return { ...told, answers: [...told.answers, step.set] };
    case "negative":
      return { ...told, rcode: step.rcode, authority: [step.soa] };
    case "referral":
      // RFC 1034 section 4.3.2: the answer to a name at which the zone ends is not authoritative, unless a CNAME came before.
      return { ...told, authority: [step.set], authoritative: told.answers.length > 0 };
    case "cname": {
      const target = step.set.values[0] ?? "";
      const answers = [...told.answers, step.set];
      const goesOn = isAtOrBelow(target, zone) && answers.length < MOST_CNAMES;
      return goesOn
        ? follow(servers, server, { ...question, name: target }, zone, { ...told, answers })
        : { ...told, answers };
    }
  }
}
