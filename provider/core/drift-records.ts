/** What has become of the records that the group writes to Route 53. */
import { cause } from "./causes";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import type { RecordSetFacts, Route53Wish } from "./model";
import { isSameCname, neededValidations, routingKey, routingOf, zoneOf } from "./records";
import type { Report } from "./report";
import type { Situation } from "./situation";

export function recordDrift(situation: Situation, previous: Report): Cause[] {
  const { desired, observed } = situation;
  const sets = known(observed.recordSets);
  if (desired.dns.kind !== "route53" || sets === undefined) return [];
  return [
    ...validationCauses(situation, sets, previous),
    ...routingCauses(situation, desired.dns.routing, sets, previous),
  ];
}

/** Was it in place, or has it been missed since? */
function wasThere({ dnsRecords, causes }: Report, key: string, codes: readonly GuidanceCode[]): boolean {
  return (
    dnsRecords.some((record) => record.key === key && record.publishedBy === "domain-group" && record.state === "OK") ||
    causes.some(({ code, records }) => codes.some((each) => each === code) && records.includes(key))
  );
}

const foundIn = ({ alias, values }: RecordSetFacts): string => alias?.dnsName ?? values.join(" ");

const VALIDATION: readonly GuidanceCode[] = ["VALIDATION_RECORDS_REMOVED", "VALIDATION_RECORD_CHANGED"];

function validationCauses(situation: Situation, sets: RecordSetFacts[], previous: Report): Cause[] {
  const { desired, wanted, observed } = situation;
  if (desired.certificate !== null || wanted === undefined) return [];
  const removed: { key: string; domains: DomainName[] }[] = [];
  const changed: Cause[] = [];
  for (const { key, name, domains, record } of neededValidations(desired.domains, wanted.detail)) {
    if (record === null || zoneOf(name, observed) === undefined || !wasThere(previous, key, VALIDATION)) continue;
    const here = sets.filter((set) => set.name === record.name);
    if (here.some((set) => isSameCname(set, record))) continue;
    if (here.length === 0) removed.push({ key, domains });
    else {
      const params = { name: record.name, found: here.map(foundIn).join(" ") };
      changed.push(cause("VALIDATION_RECORD_CHANGED", { domains, params, records: [key] }));
    }
  }
  if (removed.length === 0) return changed;
  const domains = removed.flatMap((each) => each.domains);
  return [cause("VALIDATION_RECORDS_REMOVED", { domains, records: removed.map(({ key }) => key) }), ...changed];
}

const ROUTING: readonly GuidanceCode[] = ["ROUTING_RECORDS_REMOVED", "ROUTING_RECORDS_CHANGED"];

/** Where something foreign stands that stays, the report says so in any case. */
function routingCauses(
  situation: Situation,
  routing: Route53Wish["routing"],
  sets: RecordSetFacts[],
  previous: Report,
): Cause[] {
  const { desired, observed, distribution, formerTargets } = situation;
  if (routing === "none" || distribution === null || previous.distributionDomainName !== distribution.domainName)
    return [];
  const byDifference = new Map<string, Cause>();
  for (const domain of desired.domains) {
    const zone = zoneOf(domain, observed);
    const key = routingKey(domain);
    if (zone === undefined || !wasThere(previous, key, ROUTING)) continue;
    const found = routingOf(domain, zone.zoneId, distribution, sets, { routing, former: formerTargets });
    if (found.kind !== "ours" || found.changes.length === 0) continue;
    const { code, params } = differenceOf(found);
    const group = `${code} ${JSON.stringify(params)}`;
    const { domains, records } = byDifference.get(group) ?? { domains: [], records: [] };
    byDifference.set(group, cause(code, { domains: [...domains, domain], params, records: [...records, key] }));
  }
  return [...byDifference.values()];
}

function differenceOf({ changes, replaced }: Extract<ReturnType<typeof routingOf>, { kind: "ours" }>): {
  code: GuidanceCode;
  params: Cause["params"];
} {
  if (replaced.length > 0) {
    return { code: "ROUTING_RECORDS_CHANGED", params: { found: [...new Set(replaced.map(foundIn))].join(", ") } };
  }
  const missing = changes.filter(({ action }) => action === "CREATE").map(({ record }) => record.type);
  return { code: "ROUTING_RECORDS_REMOVED", params: { types: missing.join(", ") } };
}
