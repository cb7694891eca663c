import * as pulumi from "@pulumi/pulumi";
import type { GroupAtAGlance, GroupsSummary } from "../core/groups-summary";
import { summaryOf } from "../core/groups-summary";
import type { DomainGroup } from "./domain-group";

/** Many groups as one small output: `export const domains = summarizeGroups(groups)`. Known as soon as all of them are. */
export function summarizeGroups(groups: DomainGroup[]): pulumi.Output<GroupsSummary> {
  return pulumi.all(groups.map(glanceAt)).apply(summaryOf);
}

function glanceAt({ name, status, settled, guidance, dnsRecords }: DomainGroup): pulumi.Output<GroupAtAGlance> {
  return pulumi
    .all([name, status, settled, guidance, dnsRecords])
    .apply(([name, status, settled, guidance, dnsRecords]) => ({ name, status, settled, guidance, dnsRecords }));
}
