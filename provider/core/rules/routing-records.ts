/** Takes the routing records of domains off: those that lead here, and no others. */
import type { DomainName } from "../domain-name";
import { known } from "../known";
import type { RecordChange } from "../model";
import { groupByZone, holdingZone, isOurRoute, leadsTo } from "../records";
import { type Situation, targetOf } from "../situation";
import { needRecordSetsOf } from "./look";
import { type Rule, take } from "./rule";

/** Are routing records this package's to write? */
export const routesAreOurs = ({ desired }: Pick<Situation, "desired">): boolean =>
  desired.dns.kind === "route53" && desired.dns.routing !== "none";

export function removeRoutingOf(situation: Situation, domains: DomainName[]): ReturnType<Rule> {
  const { observed, formerTargets } = situation;
  const target = targetOf(situation);
  const targets = [...(target === null ? [] : [target]), ...formerTargets];
  if (domains.length === 0 || !routesAreOurs(situation) || targets.length === 0) return undefined;
  const unknown = needRecordSetsOf(situation, domains);
  if (unknown !== undefined) return unknown;
  const sets = known(observed.recordSets) ?? [];
  const changes = domains
    .flatMap((domain) => sets.filter((set) => set.name === domain && set.zoneId === holdingZone(domain, observed)))
    .filter((set) => isOurRoute(set) && targets.some((name) => leadsTo(set, name)) && !set.routingPolicy)
    .map((record): RecordChange => ({ action: "DELETE", record }));
  const batch = groupByZone(changes)[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ROUTING", ...batch });
}
