/** From every edge to the world: looked at when all else is done. Nothing waits for it unless the program says so. */
import { nextDnsLook } from "../backoff";
import { cause, merged, part } from "../causes";
import type { Next } from "../decision";
import { partlyLed, trafficOf } from "../dns-records";
import type { DomainName } from "../domain-name";
import { keptDomains } from "../passing";
import { routingKey } from "../records";
import { arrivalOf, isEdgeUnseen, spreadAt } from "../serving";
import type { Situation } from "../situation";
import { partialCause } from "../traffic-concerns";
import type { Rule } from "./rule";

/** For the report: one handshake for each domain that DNS leads here. Free of AWS calls. */
export const edgesAreSeen: Rule = (situation) =>
  isEdgeUnseen(situation) ? { kind: "look", parts: [part("edges")] } : undefined;

/** `waitFor: "serving"`: for people who lead traffic here, and for DNS and edges to follow. */
export const trafficArrives: Rule = (situation) => {
  const { desired, memory, now } = situation;
  if (desired.waitFor !== "serving") return undefined;
  const awaited = keptDomains(situation).filter((domain) => arrivalOf(domain, situation) !== "SERVING");
  if (awaited.length === 0) return undefined;
  const until = Math.max(nextDnsLook(memory.waits["serving"] ?? now, now), spreadAt(memory));
  const parts = [part("traffic"), part("edges")];
  return { kind: "wait", what: "serving", until, parts, ...reasonOf(awaited, situation) };
};

/** What is known to lead elsewhere comes first; of what could not be asked, nobody knows whether there is something to do. */
function reasonOf(awaited: DomainName[], situation: Situation): Pick<Extract<Next, { kind: "wait" }>, "on" | "cause"> {
  const seen = new Map(awaited.map((domain) => [domain, trafficOf(domain, situation) ?? "UNKNOWN"]));
  // Nobody need publish what some name servers have.
  const [partial] = merged(awaited.flatMap((domain) => partialCause(domain, situation) ?? []));
  const off = awaited.filter(
    (domain) =>
      !["POINTING", "UNKNOWN"].includes(seen.get(domain) ?? "") && partlyLed(domain, situation.observed) === undefined,
  );
  const unseen = awaited.filter((domain) => seen.get(domain) === "UNKNOWN");
  if (off.length > 0) return { on: "you", cause: cause("WAITING_FOR_TRAFFIC", about(off)) };
  if (unseen.length > 0) return { on: "you", cause: cause("ROUTING_UNSEEN", about(unseen)) };
  if (partial !== undefined) return { on: "aws", cause: partial };
  return { on: "aws", cause: cause("EDGE_SETTLING", about(awaited)) };
}

const about = (domains: DomainName[]) => ({ domains, records: domains.map(routingKey) });
