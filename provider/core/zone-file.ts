/** Records as lines of a master file (RFC 1035, section 5), as BIND, NSD and the import pages of most DNS providers read it. */
import type { DnsRecord, RecordAction } from "./outputs";
import { publishedCaa, quotedText } from "./record-text";

/**
 * Safe to import as it is: only what belongs into the zone now is a line of its own. What must wait, or go, or has no such record type is a comment
 * that says what to do. All names are absolute, so that it does not matter under which `$ORIGIN` the lines stand.
 */
export function zoneFile(records: readonly DnsRecord[]): string {
  const zones = [...new Set(records.map(({ zone }) => zone))].sort();
  const parts = zones.map((zone) => {
    const lines = records.filter((record) => record.zone === zone).flatMap(linesOf);
    return [comment(zone === "" ? "zone not known yet" : `zone ${zone}`), ...lines].join("\n");
  });
  return parts.map((part) => `${part}\n`).join("\n");
}

function linesOf(record: DnsRecord): string[] {
  const line = lineOf(record);
  const whatToDo = ACTIONS[record.action];
  if (line === undefined) return [comment(`${whatToDo}: ${withoutType(record)}`)];
  switch (record.action) {
    case "PUBLISH":
    case "KEEP":
      return [line];
    case "CORRECT":
      return [comment(`${whatToDo}:`), line];
    case "PUBLISH_WHEN_ATTACHED":
    case "REMOVE":
      return [comment(`${whatToDo}: ${line}`)];
  }
}

const ACTIONS: { [action in RecordAction]: string } = {
  PUBLISH: "publish",
  KEEP: "keep",
  CORRECT: "in place of what stands at this name now",
  PUBLISH_WHEN_ATTACHED: "not yet, but once its certificate is attached",
  REMOVE: "remove",
};

/** `undefined`: zone files have no such type. */
function lineOf({ type, name, host, zone, ttl, value }: DnsRecord): string | undefined {
  const head = `${absolute(name)} ${ttl} IN`;
  switch (type) {
    case "CNAME":
      return `${head} CNAME ${absolute(value)}`;
    case "TXT":
      return `${head} TXT ${quotedText(value)}`;
    case "CAA":
      return `${head} CAA ${publishedCaa(value)}`;
    case "ALIAS":
      // Below the apex a CNAME does the same.
      return zone === "" || host === "@" ? undefined : `${head} CNAME ${absolute(value)}`;
  }
}

/** A CNAME can't stand beside the SOA and NS records of the apex (RFC 1034, 3.6.2). */
function withoutType({ name, value }: DnsRecord): string {
  return (
    `${absolute(name)} leads to ${absolute(value)} as ALIAS, ANAME or flattened CNAME, by your DNS provider's name for it; ` +
    "BIND has none: move the zone's apex to a provider that has, or redirect it to a name below"
  );
}

/** With the dot that makes it absolute; what would end the name or the line goes as `\DDD` (RFC 1035, 5.1). */
function absolute(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.*-]/g, (character) =>
    [...new TextEncoder().encode(character)].map((octet) => `\\${String(octet).padStart(3, "0")}`).join(""),
  );
  return safe.endsWith(".") ? safe : `${safe}.`;
}

function comment(text: string): string {
  return `; ${text.replace(/[\r\n]+/g, " ")}`;
}
