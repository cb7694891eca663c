/** The third axis: does the world's traffic for a domain arrive here? DNS leads it here, and what answers there presents a certificate that covers it. */
import { ROUTES_SPREAD_WITHIN } from "./backoff";
import { trafficOf } from "./dns-records";
import type { DomainName } from "./domain-name";
import { type Served, servedBy } from "./edge-look";
import { known } from "./known";
import { TAKE_OVER } from "./memory";
import type { Instant } from "./model";
import type { TrafficStatus } from "./outputs";
import type { Memory } from "./remembered";
import type { Situation } from "./situation";

/** Those whose edges are worth a look. */
export const ledHere = (situation: Situation): DomainName[] =>
  situation.desired.domains.filter((domain) => trafficOf(domain, situation) === "POINTING");

/** DNS leads a domain here, and nobody has seen yet what answers. */
export function isEdgeUnseen(situation: Situation): boolean {
  const looks = known(situation.observed.edges) ?? {};
  return ledHere(situation).some((domain) => !(domain in looks));
}

/** Until then some name servers may lead to who had a name before it was taken over, and has a certificate for it. */
export function spreadAt({ waits: { [TAKE_OVER]: since } }: Memory): Instant {
  return since === undefined ? 0 : since + ROUTES_SPREAD_WITHIN;
}

/** What the certificate of an edge means for a domain that is led here. */
export function servedOf(domain: DomainName, { observed, memory, now }: Situation): Served {
  if (observed.edges === undefined || observed.edges.at < spreadAt(memory)) return "unknown";
  return servedBy(known(observed.edges)?.[domain], domain, now);
}

/** `last`: as an earlier run saw it, which stands where nobody could ask. */
export function arrivalOf(domain: DomainName, situation: Situation, last?: TrafficStatus): TrafficStatus {
  const led = trafficOf(domain, situation);
  if (led !== "POINTING") return led ?? last ?? "UNKNOWN";
  const served = servedOf(domain, situation);
  return served === "served" || (served === "unknown" && last === "SERVING") ? "SERVING" : "POINTING";
}
