/** Tells what happens while a run is under way: one live line, and a kept table whenever people get something new to publish. */
import type { GuidanceCode } from "../core/guidance";
import type { Goal } from "../core/model";
import type { DnsRecord } from "../core/outputs";
import type { Report } from "../core/report";
import type { Progress } from "../ports";
import { recordsTable } from "./records-table";

export interface Narrator {
  tell(report: Report): void;
  /** The records that people still have to publish, once more where the run has not shown them. */
  remind(report: Report): void;
}

/** `previous`: what people have seen already, in the outputs of the last run. */
export function createNarrator(progress: Progress, goal: Goal, previous: Report | null): Narrator {
  // Only once all are known: one table instead of several that grow.
  const open = (report: Report) => (goal !== "present" || report.reached === "nothing" ? [] : openRecords(report));
  const seen = new Set(previous === null ? [] : open(previous).map(identity));
  let lastLine = "";
  let shown = false;
  const show = (records: DnsRecord[]) => {
    for (const record of records) seen.add(identity(record));
    progress.say("info", `DNS records to publish, as of now:\n${recordsTable(records)}`);
    shown = true;
  };
  return {
    tell: (report) => {
      const line = goal !== "present" ? headline(report) : liveLine(report);
      if (line !== lastLine) progress.live(line);
      lastLine = line;
      const records = open(report);
      if (records.some((record) => !seen.has(identity(record)))) show(records);
    },
    remind: (report) => {
      const records = open(report);
      if (!shown && records.length > 0) show(records);
    },
  };
}

const headline = ({ guidance }: Report): string => guidance[0]?.happening ?? "";

/** While these are waited for, people want to see how many records have arrived. */
const COUNTED: ReadonlySet<string> = new Set<GuidanceCode>([
  "WAITING_FOR_RECORDS",
  "RECORD_MISSING_CACHED",
  "RECORD_PARTIAL",
  "RECORDS_BLOCKED",
  "RECORDS_UNSEEN",
  "WAITING_FOR_ISSUE",
]);

function liveLine(report: Report): string {
  const { guidance, dnsRecords } = report;
  if (!COUNTED.has(guidance[0]?.code ?? "")) return headline(report);
  const proofs = dnsRecords.filter(({ purpose }) => purpose === "VALIDATION");
  const published = proofs.filter(({ state }) => state === "OK").length;
  return `${headline(report)} (${published} of ${proofs.length} validation records seen)`;
}

function openRecords({ dnsRecords }: Report): DnsRecord[] {
  return dnsRecords.filter(
    ({ publishedBy, action }) =>
      publishedBy === "you" && (action === "PUBLISH" || action === "CORRECT" || action === "PUBLISH_WHEN_ATTACHED"),
  );
}

const identity = ({ key, value, action }: DnsRecord): string => JSON.stringify([key, value, action]);
