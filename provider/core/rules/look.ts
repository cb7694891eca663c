/** What must be known before anything is decided. */
import { nextTry } from "../backoff";
import { cause, causeOfTrouble, part } from "../causes";
import type { Next } from "../decision";
import type { DomainName } from "../domain-name";
import { known } from "../known";
import type { Observed, Part, Trouble } from "../model";
import { type Input, mayHaveMade, needsDistribution } from "../situation";
import { blocked } from "./rule";

type Name = Exclude<Part["part"], "certificate">;

/**
 * A part that is missing is looked at; one that could not be seen is looked at again, or ends the run when no later look can help. `undefined`:
 * all are known.
 */
export function need(input: Input, ...names: Name[]): Next | undefined {
  const { observed } = input;
  const missing = names.filter((name) => observed[name] === undefined);
  if (missing.length > 0) return { kind: "look", parts: missing.map(part) };
  for (const name of names) {
    const observation = observed[name];
    if (observation?.kind !== "unknown") continue;
    return lookAgain(input, observation.trouble, name);
  }
  return undefined;
}

/** What helps and is not indispensable: who may not look goes on without it. */
export function ask(input: Input, ...names: Name[]): Next | undefined {
  const { observed } = input;
  const isForbidden = (name: Name): boolean => {
    const observation = observed[name];
    return observation?.kind === "unknown" && !observation.trouble.passing;
  };
  return need(input, ...names.filter((name) => !isForbidden(name)));
}

/** Of names that may be wanted no more: a crash forgets that they were the group's, and its certificates tell when zones have been looked at. */
export function needRecordSetsOf(input: Input, names: DomainName[]): Next | undefined {
  const unknown = need(input, "zones");
  if (unknown !== undefined) return unknown;
  const { zones, recordSets } = input.observed;
  const found = known(zones) ?? {};
  if (!names.every((name) => name in found)) return { kind: "look", parts: [part("zones")] };
  // Which sets are looked at follows from the zones.
  if ((recordSets?.at ?? 0) < (zones?.at ?? 0)) return { kind: "look", parts: [part("recordSets")] };
  return need(input, "recordSets");
}

/** Every second at first, every minute in the end; not at all when asking can't help. */
function lookAgain({ now, memory, desired }: Input, trouble: Trouble, name: Name): Next {
  const reason = causeOfTrouble(trouble, desired.domains);
  if (!trouble.passing) return blocked(reason);
  const what = `look ${name}`;
  const tries = 1 + Math.floor(Math.log2(1 + (now - (memory.waits[what] ?? now)) / 1000));
  return { kind: "wait", what, until: nextTry(now, tries), parts: [part(name)], on: "aws", cause: reason };
}

/** Account first: what another account answers about the rest means nothing. */
export function lookAround(input: Input): Next | undefined {
  return (
    need(input, "account") ??
    otherAccount(input) ??
    need(input, ...(needsDistribution(input) ? partsOfPlace(input) : [])) ??
    need(input, "certificates") ??
    certificatesReadable(input) ??
    (needsFormer(input) ? need(input, "former") : undefined)
  );
}

/** Where it was before, and what a killed run may have made. */
function needsFormer(input: Input): boolean {
  if (!needsDistribution(input) || input.desired.distribution.kind === "program") return false;
  return input.memory.formerPlaces.length > 0 || mayHaveMade(input);
}

function partsOfPlace({ desired, observed }: Input): Name[] {
  const { distribution } = observed;
  const isThere =
    desired.distribution.kind === "created" && distribution?.kind === "known" && distribution.value !== null;
  return [
    "distribution",
    ...(desired.dns.kind === "route53" ? (["zones"] as const) : []),
    ...(isThere ? (["distributionTags"] as const) : []),
  ];
}

function otherAccount({ observed, facts, desired }: Input): Next | undefined {
  if (observed.account?.kind !== "known" || facts.accountId === null) return undefined;
  const account = observed.account.value;
  if (account === facts.accountId) return undefined;
  return blocked(cause("WRONG_ACCOUNT", { domains: desired.domains, params: { account, expected: facts.accountId } }));
}

/** Tags and details are looked at one by one: one that failed makes the whole picture unknown. */
function certificatesReadable(input: Input): Next | undefined {
  const unseen = unseenRequests(input);
  if (unseen.length > 0) return { kind: "look", parts: unseen };
  if (attachedIsUnseen(input)) return { kind: "look", parts: [part("certificates")] };
  const trouble = certificateTroubles(input.observed)[0];
  return trouble === undefined ? undefined : lookAgain(input, trouble, "certificates");
}

/** Somebody else attached a certificate since the certificates were looked at: whose is it? */
function attachedIsUnseen({ observed }: Input): boolean {
  const attached = known(observed.distribution)?.viewerCertificate;
  if (attached?.source !== "acm" || observed.certificates?.kind !== "known") return false;
  return !observed.certificates.value.some(({ arn }) => arn === attached.id);
}

/** A certificate that was requested a moment ago. */
function unseenRequests({ observed, memory }: Input): Part[] {
  if (observed.certificates?.kind !== "known") return [];
  // One that was only listed, with tags that told nothing, has not been looked at.
  const described = observed.certificates.value.filter(({ detail }) => detail !== undefined);
  const seen = new Set(described.map(({ arn }) => arn));
  return memory.requests.filter(({ arn }) => !seen.has(arn)).map(({ arn }) => ({ part: "certificate", arn }));
}

function certificateTroubles({ certificates }: Observed): Trouble[] {
  if (certificates?.kind !== "known") return [];
  return certificates.value.flatMap(({ tags, detail }) =>
    [tags, detail].flatMap((observation) => (observation?.kind === "unknown" ? [observation.trouble] : [])),
  );
}
