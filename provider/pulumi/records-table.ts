import type { DnsRecord } from "../core/outputs";

const HEAD = ["TYPE", "NAME", "VALUE", "TTL", "NOW", "DO"];

/** Records for people to copy from, one a line in aligned columns. */
export function recordsTable(records: readonly DnsRecord[]): string {
  const rows = records.map(({ type, name, value, ttl, state, action }) => [
    type,
    name,
    value,
    String(ttl),
    state,
    action,
  ]);
  const widths = HEAD.map((head, column) => Math.max(...[HEAD, ...rows].map((row) => (row[column] ?? head).length)));
  return [HEAD, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
