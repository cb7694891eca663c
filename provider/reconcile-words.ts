/** What a run says on the way, beside its report: what is about to be replaced, AWS's own words, and what a group leaves behind. */

import { cause } from "./core/causes";
import type { Outcome, Step } from "./core/decision";
import { DEFAULT_NAMES_QUOTA } from "./core/domain-name";
import { guidanceOf } from "./core/guidance";
import { known } from "./core/known";
import { forgottenAt } from "./core/memory";
import type { Trouble } from "./core/model";
import { TAG } from "./core/ownership";
import { causeOfCaching, notYetKnown } from "./core/record-concerns";
import { recordText, replacedBy } from "./core/records";
import type { Memory } from "./core/remembered";
import type { Report } from "./core/report";
import { PASSING_REFUSALS } from "./core/rules/rule";
import { type Input, situationOf } from "./core/situation";
import type { Ports } from "./ports";

type Voice = Pick<Ports, "progress">;

/** Before the step: what a take-over replaces, what may end at a quota, what is given up. */
export function announce({ progress }: Voice, step: Step): void {
  if (step.kind === "requestCertificate" && step.names.length > DEFAULT_NAMES_QUOTA) {
    const { happening, todo } = guidanceOf(cause("MANY_NAMES", { domains: step.names }));
    progress.say("warning", `${happening} ${todo}`);
  }
  if (step.kind === "untagCertificate" && step.keys.includes(TAG.id)) {
    progress.say(
      "info",
      `The certificate ${step.arn} stays on the distribution, where other aliases need it; it is no longer the group's.`,
    );
  }
  if (step.kind !== "writeRecords") return;
  for (const set of replacedBy(step.changes)) {
    progress.say("warning", `Replacing the record ${recordText(set)}${set.ttl === null ? "" : ` (TTL ${set.ttl})`}`);
  }
}

/** What a sentence leaves out, since it is not the same with every look: until when resolvers may repeat that a record is missing. */
export function sayUntilWhen({ progress }: Voice, input: Input): void {
  const situation = situationOf(input);
  for (const record of situation === undefined ? [] : notYetKnown(situation)) {
    const until = new Date(forgottenAt(record.absence)).toISOString();
    progress.say("info", `${guidanceOf(causeOfCaching(record)).happening} (${until})`);
  }
}

/** AWS's own words, once, where they are the last ones. */
export function complain(voice: Voice, outcome: Outcome): void {
  if (outcome.kind === "refused" && !PASSING_REFUSALS.has(outcome.trouble.code)) sayTrouble(voice, outcome.trouble);
}

/** And those that were hoped to pass, and did not. */
export function complainOfAll(voice: Voice, { refusals }: Memory): void {
  for (const { trouble, permanent } of refusals) {
    if (permanent && PASSING_REFUSALS.has(trouble.code)) sayTrouble(voice, trouble);
  }
}

function sayTrouble({ progress }: Voice, { operation, message }: Trouble): void {
  progress.say("warning", `${operation}: ${message}`);
}

/** The last words of a group: what AWS still holds, and the records that nobody needs any more. */
export function sayWhatStays({ ports, previous }: { ports: Voice; previous: Report | null }, input: Input): void {
  for (const { arn, tags } of situationOf(input)?.own ?? []) {
    if (tags[TAG.released] !== "yes") continue;
    ports.progress.say(
      "info",
      `AWS still calls the certificate ${arn} in use. It is tagged ${TAG.released}: a later \`pulumi up\` of a group with one of its names deletes it, or you: aws acm delete-certificate --region us-east-1 --certificate-arn ${arn}`,
    );
  }
  for (const { name: owner, value: add } of input.memory.madeCaa) {
    const { happening, todo, next } = guidanceOf(
      cause("CAA_STAYS", { domains: input.desired.domains, params: { owner, add } }),
    );
    ports.progress.say("info", `${happening} ${todo} ${next}`);
  }
  const sets = known(input.observed.recordSets) ?? [];
  const stay = (previous?.dnsRecords ?? []).filter(
    ({ publishedBy, purpose, name, state }) =>
      (publishedBy === "you" && state !== "MISSING") ||
      (purpose === "VALIDATION" && sets.some((set) => set.name === name)),
  );
  if (stay.length === 0) return;
  const lines = stay.map(({ name, type, value }) => `  ${name} ${type} ${value}`);
  ports.progress.say("info", `These DNS records stay; remove them if nothing else needs them:\n${lines.join("\n")}`);
}
