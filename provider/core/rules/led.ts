/** Which domains DNS still leads to a distribution that is to be deleted. */
import { cause } from "../causes";
import type { Next } from "../decision";
import type { DomainName } from "../domain-name";
import { known } from "../known";
import { leadsSome } from "../looks";
import { leadsTo } from "../records";
import type { Situation } from "../situation";
import { need } from "./look";
import { blocked } from "./rule";

export const stillLedTo = (domains: DomainName[], target: string): Next =>
  blocked(cause("SIBLING_NOT_LED_TO", { domains, params: { target } }));

/** One of which DNS can't be asked counts as led there. A `Next`: what must be looked at first. */
export function domainsLedTo(
  situation: Situation,
  domains: DomainName[],
  target: string,
  look: "traffic" | "formerTraffic",
): DomainName[] | Next {
  const { desired, observed } = situation;
  const unknown = (desired.dns.kind === "route53" ? need(situation, "recordSets") : undefined) ?? need(situation, look);
  if (unknown !== undefined) return unknown;
  const sets = known(observed.recordSets) ?? [];
  const traffic = known(observed[look]) ?? {};
  return domains.filter(
    (domain) =>
      sets.some((set) => set.name === domain && leadsTo(set, target)) ||
      leadsSome(traffic[domain]) ||
      traffic[domain] === "UNKNOWN",
  );
}
