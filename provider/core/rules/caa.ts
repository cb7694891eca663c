/** May Amazon issue? Asked before a certificate is requested: one that CAA forbids fails, and counts against the yearly quota all the same. */
import { nextDnsLook } from "../backoff";
import { caaRecordOf, caaText } from "../caa";
import { caaForbids, caaNames, type ManagedCaa, type MissingCaa, managedCaa } from "../caa-needed";
import { cause, part } from "../causes";
import type { Next } from "../decision";
import { known } from "../known";
import type { Observed, RecordSetFacts } from "../model";
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

/** In our own zones, where the program wants it so. Extended, never replaced: who may issue today may issue tomorrow. */
export const caaIsExtended: Rule = (situation) => {
  if (!isToBeRequested(situation)) return undefined;
  const { observed } = situation;
  const missing = managedCaa(situation);
  const [first] = missing;
  if (first === undefined) return undefined;
  // Which sets are looked at follows from what DNS says.
  const isUnseen = missing.some((each) => setOf(each, observed) === undefined);
  const isOld = (observed.recordSets?.at ?? 0) < (observed.caa?.at ?? 0);
  if (isUnseen && isOld) return { kind: "look", parts: [part("recordSets")] };
  const unknown = need(situation, "recordSets");
  if (unknown !== undefined) return unknown;
  const extended = missing.flatMap((each) => extensionOf(each, situation));
  const lacking = extended.filter(({ isThere }) => !isThere).map(({ record }) => record);
  const changes = firstOfEachSet(lacking).map((record) => ({ action: "UPSERT" as const, record }));
  const batch = groupByZone(changes)[0];
  if (batch !== undefined) return take(situation, { kind: "writeRecords", purpose: "CAA", ...batch });
  return extended.length === 0 ? undefined : waitForServers(situation, first);
};

/** A batch may name a set once (Route 53 API reference, ChangeResourceRecordSets): what else it lacks comes with the next one. */
const firstOfEachSet = (records: RecordSetFacts[]): RecordSetFacts[] =>
  records.filter(
    ({ zoneId, name }, index) => records.findIndex((other) => other.zoneId === zoneId && other.name === name) === index,
  );

/** The last word, after everything that goes on without a new certificate. */
export const caaAllows: Rule = (situation) => {
  if (!isToBeRequested(situation)) return undefined;
  const reason = caaForbids(situation);
  return reason === undefined ? undefined : blocked(reason);
};

/** `isThere`: Route 53 has it; its name servers may lack it still. */
function extensionOf(
  { owner, zoneId, add }: ManagedCaa,
  { observed }: Situation,
): { record: RecordSetFacts; isThere: boolean }[] {
  const set = setOf({ owner, zoneId }, observed);
  if (set === undefined || set.routingPolicy || set.alias !== null) return [];
  const isThere = set.values.some((value) => normal(value) === normal(add));
  return [{ record: { ...set, values: [...set.values, add] }, isThere }];
}

const setOf = (
  { owner, zoneId }: Pick<ManagedCaa, "owner" | "zoneId">,
  observed: Observed,
): RecordSetFacts | undefined =>
  known(observed.recordSets)?.find((set) => set.zoneId === zoneId && set.name === owner && set.type === "CAA");

function normal(value: string): string {
  const record = caaRecordOf(value);
  return record === undefined ? value : caaText(record);
}

function waitForServers({ memory, now }: Situation, { owner, add, domains }: MissingCaa): Next {
  const until = nextDnsLook(memory.waits["caa"] ?? now, now);
  const reason = cause("CAA_EXTENDING", { domains, params: { owner, add } });
  return { kind: "wait", what: "caa", until, parts: [part("caa")], on: "aws", cause: reason };
}
