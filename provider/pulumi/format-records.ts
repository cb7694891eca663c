import { csv } from "../core/csv";
import { markdownTable } from "../core/markdown";
import type { DnsRecord } from "../core/outputs";
import { zoneFile } from "../core/zone-file";
import { recordsTable } from "./records-table";

/** How {@link formatRecords} writes. */
export type RecordsFormat = "text" | "markdown" | "zone-file" | "csv";

/**
 * Records for people: a table, Markdown for a chat, a BIND zone file, CSV.
 *
 * All of the given records are there, with what DNS says now and what to do; for those that are left to people, filter by
 * `publishedBy === "you"`. In a zone file, records to be published or kept are lines to import; those that must wait for the certificate or have to
 * go, and an ALIAS at a zone's apex, which zone files do not know, are comments that say so.
 *
 * No records: the head alone; of a zone file, nothing. Throws on an unknown format, and in a zone file on a CAA value that is none.
 */
export function formatRecords(records: DnsRecord[], format: RecordsFormat): string {
  switch (format) {
    case "text":
      return recordsTable(records);
    case "markdown":
      return markdownTable(records);
    case "zone-file":
      return zoneFile(records);
    case "csv":
      return csv(records);
    default:
      throw new RangeError(
        `formatRecords: the format must be "text", "markdown", "zone-file" or "csv"; got ${JSON.stringify(format)}`,
      );
  }
}
