/** Records for a spreadsheet. */
import type { DnsRecord } from "./outputs";

const COLUMNS = [
  "zone",
  "host",
  "type",
  "name",
  "value",
  "ttl",
  "state",
  "action",
  "publishedBy",
  "purpose",
  "domains",
  "key",
] as const satisfies readonly (keyof DnsRecord)[];

/** RFC 4180: a header line, CRLF after every line. Several domains of one record are separated by spaces. */
export function csv(records: readonly DnsRecord[]): string {
  const rows = records.map((record) =>
    COLUMNS.map((column) => (column === "domains" ? record.domains.join(" ") : String(record[column]))),
  );
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(text: string): string {
  const harmless = withoutFormula(text);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/**
 * Spreadsheets run what begins so as a formula (OWASP, "CSV Injection"); an apostrophe makes it text. No record of a group begins so, but the records
 * may come from another stack. The host `@`, alone, is the apex and no formula: it stays what a DNS form wants.
 */
function withoutFormula(text: string): string {
  return text !== "@" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
