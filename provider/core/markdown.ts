/** Records for a chat, an issue or a pull request. */
import type { DnsRecord } from "./outputs";

/** A table of GitHub Flavored Markdown. Names and values are code: else `_` and `*` would become emphasis, and names links. */
export function markdownTable(records: readonly DnsRecord[]): string {
  const rows = records.map(({ type, name, value, ttl, state, action }) => [
    type,
    code(name),
    code(value),
    String(ttl),
    state,
    action,
  ]);
  const head = ["Type", "Name", "Value", "TTL", "Now", "Do"];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * Fenced by more backticks than the text has in a row, with a space where they would touch (CommonMark, "Code spans"); a pipe ends the cell even in
 * code (GFM, "Tables").
 */
function code(text: string): string {
  const inOneLine = text.replace(/\s+/g, " ").replace(/\|/g, "\\|");
  const runs = [...inOneLine.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const gap = inOneLine.startsWith("`") || inOneLine.endsWith("`") || inOneLine === "" ? " " : "";
  return `${fence}${gap}${inOneLine}${gap}${fence}`;
}
