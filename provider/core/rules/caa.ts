/** May Amazon issue? Asked before a certificate is requested: one that CAA forbids fails, and counts against the yearly quota all the same. */
import { nextDnsLook } from "../backoff";
import { caaRecordOf, caaText } from "../caa";
import { caaForbids, caaNames, type ManagedCaa, type MissingCaa, managedCaa } from "../caa-needed";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import { known } from "../known";
import type { RecordChange, RecordSetFacts } from "../model";
import { groupByZone } from "../records";
import type { Situation } from "../situation";
import { need } from "./look";
import { blocked, type Rule, take } from "./rule";

const isToBeRequested = ({ wanted, desired }: Situation): boolean =>
  wanted === undefined && desired.certificate === null;

export const caaIsKnown: Rule = (situation) => (isToBeRequested(situation) ? caaIsSeen(situation) : undefined);

/** ACM asks again before it issues, and tells no more than that it failed. */
export const caaIsRead: Rule = (situation) => {
  const { wanted, desired } = situation;
  const isPending = wanted !== undefined && wanted.detail.status !== "ISSUED" && desired.certificate === null;
  return isPending ? caaIsSeen(situation) : undefined;
};

function caaIsSeen(situation: Situation): Next | undefined {
  const looks = known(situation.observed.caa);
  const isWhole = looks !== undefined && caaNames(situation).every((name) => name in looks);
  return isWhole ? undefined : { kind: "look", parts: [part("caa")] };
}

/**
 * In our own zones, where the program wants it so. Extended, never replaced: who may issue today may issue tomorrow. Others may extend the same set at the
 * same time: a batch that deletes what was read and makes what is to be is refused whole where that has changed since (Route 53 API reference,
 * ChangeResourceRecordSets).
 */
export const caaIsExtended: Rule = (situation) => {
  if (!isToBeRequested(situation)) return undefined;
  const missing = managedCaa(situation);
  const [first] = missing;
  if (first === undefined) return undefined;
  // Which sets are looked at follows from what DNS says; and what it still lacks may have been taken out since.
  const { recordSets, caa } = situation.observed;
  if ((recordSets?.at ?? 0) < (caa?.at ?? 0)) return { kind: "look", parts: [part("recordSets")] };
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const there = missing.flatMap((each) => thereOf(each, situation));
  const batch = groupByZone(firstOfEachSet(there.filter(isLacking)).flatMap(extensionOf))[0];
  if (batch !== undefined) return take(situation, { kind: "writeRecords", purpose: "CAA", ...batch });
  return there.length === 0 ? undefined : waitForServers(situation, first);
};

/** A set as Route 53 has it, and what is to be in it. */
interface Extendable {
  set: RecordSetFacts;
  add: string;
}

/** Route 53 may have what its name servers still lack. */
const isLacking = ({ set, add }: Extendable): boolean => !set.values.some((value) => normal(value) === normal(add));

const extensionOf = ({ set, add }: Extendable): RecordChange[] => [
  { action: "DELETE", record: set },
  { action: "CREATE", record: { ...set, values: [...set.values, add] } },
];

/** A batch may change a set once (Route 53 API reference, ChangeResourceRecordSets): what else it lacks comes with the next one. */
const firstOfEachSet = (lacking: Extendable[]): Extendable[] =>
  lacking.filter(({ set }, index) => lacking.findIndex((other) => other.set === set) === index);

/** The last word, after everything that goes on without a new certificate. */
export const caaAllows: Rule = (situation) => {
  if (!isToBeRequested(situation)) return undefined;
  const reason = caaForbids(situation);
  return reason === undefined ? undefined : blocked(reason);
};

function thereOf({ owner, zoneId, add }: ManagedCaa, { observed }: Situation): Extendable[] {
  const set = known(observed.recordSets)?.find(
    (each) => each.zoneId === zoneId && each.name === owner && each.type === "CAA",
  );
  return set === undefined || set.routingPolicy || set.alias !== null ? [] : [{ set, add }];
}

function normal(value: string): string {
  const record = caaRecordOf(value);
  return record === undefined ? value : caaText(record);
}

/** The wait for name servers that lack what was added. */
export const EXTENSION = "caa";

function waitForServers({ memory, now }: Situation, { owner, add, domains }: MissingCaa): Next {
  const until = nextDnsLook(memory.waits[EXTENSION] ?? now, now);
  const reason = cause("CAA_EXTENDING", { domains, params: { owner, add } });
  return { kind: "wait", what: EXTENSION, until, parts: [part("caa")], on: "aws", cause: reason };
}
