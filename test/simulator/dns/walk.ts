import type { Failure, Step } from "./authority";
import { REGISTRY } from "./registry";
import { ask, isBogus, type Question, type Servers } from "./servers";

/** No honest chain of delegations is longer. */
export const MOST_REFERRALS = 16;

/** Asks a question without any cache: from the registry's server along the delegations to a server that knows. */
export type Walk = (question: Question) => Exclude<Step, { kind: "referral" }> | Failure;

/** @param salt makes the choice of servers differ between worlds */
export function createWalk(servers: Servers, salt: string, validates = true): Walk {
  const told = (server: string, question: Question): Step | Failure =>
    validates && isBogus(servers, server, question)
      ? { kind: "failure", rcode: "SERVFAIL" }
      : ask(servers, server, question);
  return (question) => {
    let candidates = [REGISTRY];
    for (let referrals = 0; referrals < MOST_REFERRALS; referrals++) {
      const step = askAny(told, candidates, question, salt);
      if (step.kind !== "referral") return step;
      candidates = step.set.values;
    }
    return { kind: "failure", rcode: "SERVFAIL" };
  };
}

/** One of the servers, another one when it fails, as real resolvers do. */
function askAny(
  told: (server: string, question: Question) => Step | Failure,
  candidates: string[],
  question: Question,
  salt: string,
): Step | Failure {
  const first = hash(`${salt} ${question.name} ${question.type} ${question.at}`);
  for (let turn = 0; turn < candidates.length; turn++) {
    const step = told(candidates[(first + turn) % candidates.length] ?? "", question);
    if (step.kind !== "failure") return step;
  }
  return { kind: "failure", rcode: "SERVFAIL" };
}

/** FNV-1a. Which server is asked must look random and yet not move any random sequence on: a question changes nothing. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
