/** What there is to say about what answers where DNS leads a domain. */
import { DEPLOYED_WITHIN, EDGES_SETTLE_WITHIN } from "./backoff";
import { UNNAMED } from "./catalogue-traffic";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { partlyLed } from "./dns-records";
import type { DomainName } from "./domain-name";
import { shortList } from "./guidance";
import { known } from "./known";
import { routingKey } from "./records";
import { arrivalOf, ledHere, servedOf } from "./serving";
import type { Situation } from "./situation";
import { type Phase, servedDomains } from "./status";

/** A name server that does not lead a domain here while others do. */
export function partialCause(domain: DomainName, { observed }: Situation): Cause | undefined {
  const partial = partlyLed(domain, observed);
  if (partial === undefined) return undefined;
  const params = { servers: partial.lacking.join(", ") };
  return cause("ROUTING_PARTIAL", { domains: [domain], records: [routingKey(domain)], params });
}

export function edgeCauses(situation: Situation, phase: Phase): Cause[] {
  const { goal, desired, distribution, attached, wanted } = situation;
  // What the edges present is on its way out as long as another certificate is to take its place.
  if (goal !== "present" || attached?.arn !== wanted?.arn) return [];
  // Where the program attaches, it also leads traffic there; and what is disabled serves nobody.
  if (desired.distribution.kind === "program" || distribution?.enabled !== true) return [];
  const domains = servedDomains(situation);
  const led = ledHere(situation).filter((domain) => domains.includes(domain));
  if (domains.every((domain) => arrivalOf(domain, situation) === "SERVING"))
    return phase === "attached" && desired.waitFor === "serving" ? [cause("SERVING", { domains })] : [];
  return isSettling(situation) ? [] : unservedCauses(situation, led);
}

/** Edges follow a write one by one, and some of them a little later than CloudFront says. */
function isSettling({ memory: { lastWrite }, observed, now }: Situation): boolean {
  if (lastWrite === null) return false;
  const deployedAt = observed.distribution?.at ?? now;
  return now < Math.min(lastWrite.at + DEPLOYED_WITHIN, deployedAt + EDGES_SETTLE_WITHIN);
}

const unservedCauses = (situation: Situation, led: DomainName[]): Cause[] =>
  merged(
    led.flatMap((domain) => {
      const reason = unservedCause(domain, situation);
      return reason === undefined ? [] : [{ ...reason, domains: [domain], records: [routingKey(domain)] }];
    }),
  );

function unservedCause(domain: DomainName, situation: Situation): Cause | undefined {
  const look = known(situation.observed.edges)?.[domain];
  const served = servedOf(domain, situation);
  if (look?.kind === "none" && served === "noHandshake")
    return cause("EDGE_UNREACHABLE", { params: { port: String(look.port), code: look.code } });
  if (look?.kind !== "certificate") return undefined;
  switch (served) {
    case "otherCertificate":
      return cause("EDGE_OTHER_CERTIFICATE", { params: { names: shortList(look.names) || UNNAMED.names } });
    case "expired":
      return cause("EDGE_EXPIRED");
    case "untrusted":
      return cause("EDGE_UNTRUSTED", { params: { issuer: look.issuer || UNNAMED.issuer } });
    default:
      return undefined;
  }
}
