/**
 * `pulumi stack output brand --json | npx tsx to-do.ts`: what somebody has to do, as Markdown; to a chat as well where CHAT_WEBHOOK is set.
 *
 * Ends with 4 while somebody has to act, with 3 while AWS is at work, and with 0 when all is done.
 */
import { readFileSync } from "node:fs";
import { type DomainGroupState, formatRecords, parseDomainGroup } from "pulumi-domain-group";

function toDo({ guidance, dnsRecords }: DomainGroupState): string {
  const tasks = guidance.filter(({ actor }) => actor === "you").map(({ happening, todo }) => `${happening} ${todo}`);
  const records = dnsRecords.filter(({ action }) => action === "PUBLISH" || action === "CORRECT");
  return [...tasks, ...(records.length > 0 ? [formatRecords(records, "markdown")] : [])].join("\n\n");
}

async function post(webhook: string, text: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(webhook, { method: "POST", headers, body: JSON.stringify({ text }) });
  if (!response.ok) throw new Error(`The chat answered ${response.status}`);
}

async function main(): Promise<void> {
  const brand = parseDomainGroup(JSON.parse(readFileSync(0, "utf8")));
  const text = toDo(brand);
  console.log(text);
  const webhook = process.env["CHAT_WEBHOOK"];
  if (text !== "" && webhook) await post(webhook, text);
  process.exitCode = brand.actionRequired ? 4 : brand.settled ? 0 : 3;
}

void main();
