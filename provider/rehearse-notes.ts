/** What a plan is to say although all has gone well by its end: what stands between a request and the certificate, and can only be told before. */
import { caaCauses } from "./core/caa-needed";
import type { Cause } from "./core/decision";
import { baseName } from "./core/domain-name";
import type { GuidanceCode } from "./core/guidance";
import type { PlanItem } from "./core/plan";
import { type WantedRecord, whyZoneNotSeen } from "./core/record-exam";
import { foundZones, validationKey, zoneOf } from "./core/records";
import { type Input, type Situation, situationOf } from "./core/situation";
import type { Ports } from "./ports";
import { newRecordName, UNKNOWN_VALUE } from "./rehearse-dns";

/** `undefined`: too early to tell, or too late. */
export async function notesOf(input: Input, ports: Ports): Promise<Cause[] | undefined> {
  const situation = situationOf(input);
  if (situation === undefined || !isToBeIssued(situation)) return undefined;
  const zones = await Promise.all(recordsOfZones(situation).map((record) => zoneConcern(record, ports)));
  const caa = caaCauses(situation).filter(({ code }) => code === UNREADABLE || code === UNASKED);
  return [...zones.flatMap((each) => each ?? []), ...caa];
}

/** Those that neither the end of the plan nor what is waited for says. */
export function leftToSay(notes: Cause[], items: PlanItem[], end: Cause[]): Cause[] {
  const waits = items.flatMap((item) => (item.kind === "wait" ? [item.cause] : []));
  const said = new Set([...end, ...waits].map(({ code }) => code));
  return notes.filter(({ code }) => !said.has(code) && !(code === UNASKED && said.has(BLOCKED)));
}

const UNREADABLE = "CAA_UNREADABLE" satisfies GuidanceCode;
const UNASKED = "CAA_UNASKED" satisfies GuidanceCode;
/** Says as much. */
const BLOCKED = "RECORDS_BLOCKED" satisfies GuidanceCode;

const isToBeIssued = ({ goal, desired, wanted, observed }: Situation): boolean =>
  goal === "present" &&
  desired.certificate === null &&
  wanted?.detail.status !== "ISSUED" &&
  observed.caa?.kind === "known";

/** Of each hosted zone that the group writes to, one stands for all: of others, the records that people publish tell. */
function recordsOfZones({ desired, observed }: Situation): WantedRecord[] {
  const zones = [...new Set(foundZones(observed).map(({ zone }) => zone))];
  return zones.flatMap((zone) => {
    const domains = desired.domains.filter((domain) => zoneOf(domain, observed)?.zone === zone);
    const [first] = domains;
    if (first === undefined) return [];
    const name = newRecordName(baseName(first));
    return [{ key: validationKey(first), name, value: UNKNOWN_VALUE, zone, domains }];
  });
}

/** The program, or the account, says which zone it is: that it looks different from here is no concern, as long as somebody answers for it. */
async function zoneConcern(record: WantedRecord, ports: Ports): Promise<Cause | undefined> {
  const { name, value } = record;
  const found = whyZoneNotSeen(record, await ports.dns.examine({ name, type: "CNAME", value }));
  return found !== undefined && UNSEEN.has(found.code) ? found : undefined;
}

const UNSEEN = new Set<string>([
  "RECORD_DNSSEC_FAILS",
  "RECORD_ZONE_UNDELEGATED",
  "RECORD_ZONE_LAME",
] satisfies GuidanceCode[]);

/** Then ACM sees no record of it, however long one waits. */
export const isZoneUnseen = (notes: Cause[] | undefined): boolean => (notes ?? []).some(({ code }) => UNSEEN.has(code));
