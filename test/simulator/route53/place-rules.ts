import { isAtOrBelow } from "../dns/names";
import { aliasProblem } from "./alias-target";
import type { HostedZone, Route53State } from "./facts";
import { isDomainName, wireName } from "./names";
import { keyOf, type StoredSet } from "./record-set";

/** What a zone always has. */
export function apexProblems(zone: HostedZone, records: ReadonlyMap<string, StoredSet>): string[] {
  const problems: string[] = [];
  if (!records.has(`${zone.name} SOA `)) {
    problems.push("A HostedZone must contain exactly one SOA record.");
  }
  if (!records.has(`${zone.name} NS `)) {
    problems.push("A HostedZone must contain at least one NS record for the zone itself.");
  }
  return problems;
}

/** Whether a set may stand where it is, among the records of its zone after the batch. */
export function placeProblems(
  state: Route53State,
  zone: HostedZone,
  set: StoredSet,
  records: ReadonlyMap<string, StoredSet>,
): string[] {
  const name = wireName(set.name);
  const zoneName = wireName(zone.name);
  const permitted = `RRSet of type ${set.type} with DNS name ${name} is not permitted`;
  if (!isAtOrBelow(set.name, zone.name) || !isDomainName(set.name)) {
    return [`RRSet with DNS name ${name} is not permitted in zone ${zoneName}`];
  }
  if (set.type === "CNAME" && set.name === zone.name) {
    return [`${permitted} at apex in zone ${zoneName}`];
  }
  const neighbours = [...records.values()].filter((each) => each.name === set.name && keyOf(each) !== keyOf(set));
  if (set.type === "CNAME" && neighbours.some((each) => each.type !== "CNAME")) {
    return [`${permitted} as it conflicts with other records with the same DNS name in zone ${zoneName}`];
  }
  if (set.type !== "CNAME" && neighbours.some((each) => each.type === "CNAME")) {
    // With two blanks, as AWS writes it.
    return [
      `${permitted} because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone ${zoneName}`,
    ];
  }
  // A simple set stands alone; sets with a routing policy stand beside each other.
  const simple = (each: StoredSet) => each.setIdentifier === undefined;
  if (neighbours.some((each) => each.type === set.type && (simple(each) || simple(set)))) {
    return [
      `RRSet with DNS name ${name}, type ${set.type} cannot be created as other RRSets exist with the same name and type`,
    ];
  }
  const problem = aliasProblem(state, zone, set, records);
  return problem === undefined ? [] : [problem];
}
