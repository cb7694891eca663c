/** Names that a distribution of another account has, and that the program says may be taken from it (developer guide, "Move an alternate domain name"). */
import { nextDnsLook } from "../backoff";
import { cause, part } from "../causes";
import { type Owner, proofName, proofValue } from "../conflicts";
import type { Step } from "../decision";
import { known } from "../known";
import { movableOwners } from "../lost";
import { refusalOf } from "../memory";
import type { RecordChange, RecordSetFacts } from "../model";
import { groupByZone, stateOf, zoneOf } from "../records";
import type { Situation } from "../situation";
import { need } from "./look";
import { routesAreOurs } from "./routing-records";
import { type Rule, take } from "./rule";

/** As far as this account may: the proof in DNS, where that is ours, and the call. That the other distribution is disabled is for its owner. */
export const strangersAreMoved: Rule = (situation) => {
  const { distribution, attached } = situation;
  if (distribution === null || attached?.detail.status !== "ISSUED") return undefined;
  for (const owner of movableOwners(situation)) {
    const next = proofIsWritten(owner, situation) ?? aliasIsMoved(owner, situation);
    if (next !== undefined) return next;
  }
  return undefined;
};

const isProven = ({ domain }: Owner, { observed, distribution }: Situation): boolean => {
  const look = known(observed.conflicts)?.[domain]?.proof ?? undefined;
  return stateOf(look, proofValue(distribution?.domainName ?? "")) === "OK";
};

function proofIsWritten(owner: Owner, situation: Situation): ReturnType<Rule> {
  const { observed, distribution, memory, now } = situation;
  const zone = zoneOf(owner.domain, observed);
  if (isProven(owner, situation) || zone === undefined || distribution === null || !routesAreOurs(situation))
    return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const name = proofName(owner.domain);
  const sets = (known(observed.recordSets) ?? []).filter((set) => set.zoneId === zone.zoneId && set.name === name);
  const values = [proofValue(distribution.domainName)];
  if (sets.length === 0) {
    const record = { zoneId: zone.zoneId, name, type: "TXT", ttl: 60, values, alias: null, routingPolicy: false };
    const change = { action: "CREATE" as const, record };
    return take(situation, { kind: "writeRecords", purpose: "ALIAS_PROOF", zoneId: zone.zoneId, changes: [change] });
  }
  // Somebody else's: it stays, and people put the proof beside it.
  if (!sets.some((set) => isProof(set, distribution.domainName))) return undefined;
  const until = nextDnsLook(memory.waits["proof"] ?? now, now);
  const reason = cause("PUBLISHING", { domains: [owner.domain] });
  return { kind: "wait", what: "proof", until, parts: [part("conflicts")], on: "aws", cause: reason };
}

const isProof = ({ type, values }: RecordSetFacts, domainName: string): boolean =>
  type === "TXT" && values.length === 1 && values[0] === proofValue(domainName);

/** Resolvers of CloudFront may not see the proof for a while; that the other distribution is enabled does not pass by itself. */
function aliasIsMoved(owner: Owner, situation: Situation): ReturnType<Rule> {
  const { distribution, memory } = situation;
  if (!isProven(owner, situation) || distribution === null) return undefined;
  const { domain, id: from } = owner;
  const step: Step = { kind: "moveAlias", domain, from, fromDomainName: "", to: distribution.id };
  return refusalOf(memory, step)?.trouble.message.includes("enabled") ? undefined : take(situation, step);
}

/** The name is here: nobody asks for the proof again. */
export const proofsAreRemoved: Rule = (situation) => {
  const { desired, distribution, observed } = situation;
  if (desired.moveFrom.length === 0 || distribution === null || !routesAreOurs(situation)) return undefined;
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const names = desired.domains.filter((domain) => distribution.aliases.includes(domain)).map(proofName);
  const spent = (known(observed.recordSets) ?? []).filter(
    (set) => names.includes(set.name) && isProof(set, distribution.domainName),
  );
  const batch = groupByZone(spent.map((record): RecordChange => ({ action: "DELETE", record })))[0];
  return batch === undefined ? undefined : take(situation, { kind: "writeRecords", purpose: "ALIAS_PROOF", ...batch });
};
