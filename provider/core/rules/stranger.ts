/** Names that a distribution of another account has, and that the program says may be taken from it (developer guide, "Move an alternate domain name"). */
import { nextLook } from "../backoff";
import { cause, part } from "../causes";
import { type Owner, proofName, proofValue } from "../conflicts";
import type { Next, Step } from "../decision";
import type { DomainName } from "../domain-name";
import { known } from "../known";
import { isProven, movableOwners } from "../lost";
import { refusalOf } from "../memory";
import type { RecordChange, RecordSetFacts } from "../model";
import { groupByZone, zoneOf } from "../records";
import { concerned, type Situation } from "../situation";
import { need } from "./look";
import { routesAreOurs } from "./routing-records";
import { type Rule, take } from "./rule";

const isIssued = ({ attached }: Situation): boolean => attached?.detail.status === "ISSUED";

/** Where DNS is ours. It spreads while the others go on to the edges. */
export const proofsAreWritten: Rule = (situation) => {
  if (!isIssued(situation)) return undefined;
  for (const owner of movableOwners(situation)) {
    const next = proofIsWritten(owner, situation);
    if (next !== undefined) return next;
  }
  return undefined;
};

/** The others are served by now: whether and when the proof is seen is nothing that they wait for. */
export const strangersAreMoved: Rule = (situation) => {
  if (!isIssued(situation)) return undefined;
  for (const owner of movableOwners(situation)) {
    const next = proofIsSeen(owner, situation) ?? aliasIsMoved(owner, situation);
    if (next !== undefined) return next;
  }
  return undefined;
};

/** The record sets where the proof is to stand; `undefined`: not ours to write. */
function setsAtProof({ domain }: Owner, situation: Situation): { zoneId: string; sets: RecordSetFacts[] } | undefined {
  const { observed } = situation;
  const zone = zoneOf(domain, observed);
  if (zone === undefined || !routesAreOurs(situation)) return undefined;
  const { zoneId } = zone;
  const name = proofName(domain);
  const sets = (known(observed.recordSets) ?? []).filter((set) => set.zoneId === zoneId && set.name === name);
  return { zoneId, sets };
}

function proofIsWritten(owner: Owner, situation: Situation): Next | undefined {
  const { distribution } = situation;
  const place = setsAtProof(owner, situation);
  if (isProven(owner, situation) || place === undefined || distribution === null) return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const { zoneId, sets } = place;
  // Somebody else's: it stays, and people put the proof beside it.
  if (sets.length > 0) return undefined;
  const values = [proofValue(distribution.domainName)];
  const name = proofName(owner.domain);
  const record = { zoneId, name, type: "TXT", ttl: 60, values, alias: null, routingPolicy: false };
  const change = { action: "CREATE" as const, record };
  return take(situation, { kind: "writeRecords", purpose: "ALIAS_PROOF", zoneId, changes: [change] });
}

function proofIsSeen(owner: Owner, situation: Situation): Next | undefined {
  const { distribution, memory, now } = situation;
  const { sets = [] } = setsAtProof(owner, situation) ?? {};
  if (isProven(owner, situation) || !sets.some((set) => isProof(set, distribution?.domainName ?? ""))) return undefined;
  const until = nextLook(memory.waits["proof"] ?? now, now);
  const reason = cause("PUBLISHING", { domains: [owner.domain] });
  return { kind: "wait", what: "proof", until, parts: [part("conflicts")], on: "aws", cause: reason };
}

const isProof = ({ type, values }: RecordSetFacts, domainName: string): boolean =>
  type === "TXT" && values.length === 1 && values[0] === proofValue(domainName);

/** Resolvers of CloudFront may not see the proof for a while; that the other distribution is enabled does not pass by itself. */
function aliasIsMoved(owner: Owner, situation: Situation): Next | undefined {
  const { distribution, memory } = situation;
  if (!isProven(owner, situation) || distribution === null) return undefined;
  const { domain, id: from } = owner;
  const step: Step = { kind: "moveAlias", domain, from, fromDomainName: "", to: distribution.id };
  return refusalOf(memory, step)?.trouble.message.includes("enabled") ? undefined : take(situation, step);
}

/** Nobody asks for the proof again: the name is here, or is not to come any more. */
export const proofsAreRemoved: Rule = (situation) => {
  const { distribution, observed, facts } = situation;
  if (distribution === null || facts.successor !== null || !routesAreOurs(situation)) return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const awaited = awaitedDomains(situation);
  const names = concerned(situation)
    .filter((domain) => !awaited.includes(domain))
    .map(proofName);
  const spent = (known(observed.recordSets) ?? []).filter(
    (set) => names.includes(set.name) && isProof(set, distribution.domainName),
  );
  const batch = groupByZone(spent.map((record): RecordChange => ({ action: "DELETE", record })))[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ALIAS_PROOF", ...batch });
};

/** To come from another account, as far as the program says so. */
const awaitedDomains = ({ goal, desired, distribution }: Situation): DomainName[] =>
  goal === "present" && desired.moveFrom.length > 0
    ? desired.domains.filter((domain) => !distribution?.aliases.includes(domain))
    : [];
