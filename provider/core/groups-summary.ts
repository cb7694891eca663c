/** Many groups at a glance. TypeScript 3.8 syntax in what is exported: it is part of the public types. */
import type { DnsRecord, DomainGroupState, GroupStatus, Guidance } from "./outputs";

/** Many groups at a glance: one small output instead of hundreds of large ones. */
export interface GroupsSummary {
  total: number;
  settled: number;
  /** Every status has its number, 0 too. */
  byStatus: { [status in GroupStatus]: number };
  /** Everything that waits for a person, in the order of the groups. `group`: its name in the program; `records`: those that the guidance is about. */
  actionRequired: { group: string; guidance: Guidance; records: DnsRecord[] }[];
}

/** What a summary is made of. */
export type GroupAtAGlance = Pick<DomainGroupState, "name" | "status" | "settled" | "guidance" | "dnsRecords">;

const NONE: { [status in GroupStatus]: number } = {
  QUEUED: 0,
  ANALYZING: 0,
  REQUESTING_CERTIFICATE: 0,
  AWAITING_CERTIFICATE_ISSUE: 0,
  APPLYING_CERTIFICATE: 0,
  CERTIFICATE_ATTACHED: 0,
  ERROR: 0,
  CANCELLED: 0,
};

export function summaryOf(groups: readonly GroupAtAGlance[]): GroupsSummary {
  const byStatus = { ...NONE };
  for (const { status } of groups) byStatus[status] += 1;
  return {
    total: groups.length,
    settled: groups.filter(({ settled }) => settled).length,
    byStatus,
    actionRequired: groups.flatMap(({ name, guidance, dnsRecords }) =>
      guidance
        .filter(({ actor }) => actor === "you")
        .map((entry) => ({
          group: name,
          guidance: entry,
          records: dnsRecords.filter(({ key }) => entry.records.includes(key)),
        })),
    ),
  };
}
