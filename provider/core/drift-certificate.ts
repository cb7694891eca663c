/** What has become of the group's certificate and its tags. */
import { cause } from "./causes";
import type { Cause } from "./decision";
import { endsSoon, isExpiring } from "./expiry";
import { known } from "./known";
import type { CertificateStatus, Tags } from "./model";
import { isGroupTag, missingTags, requestTags, TAG } from "./ownership";
import type { Report } from "./report";
import { isBrought, type OwnCertificate, type Situation } from "./situation";

export function certificateDrift(situation: Situation, previous: Report): Cause[] {
  const { desired, wanted } = situation;
  // The program's own is judged by the rules, in every run.
  if (desired.certificate !== null) return [];
  const { domains } = desired;
  const causes: Cause[] = [];
  if (isGone(situation, previous)) causes.push(cause("CERTIFICATE_GONE", { domains }));
  const dead = deadOf(situation, previous);
  if (dead !== undefined)
    causes.push(cause("CERTIFICATE_NOT_VALID", { domains, params: { status: dead.detail.status } }));
  if (wanted !== undefined && wanted.arn === previous.certificateArn) {
    const keys = driftedTags(wanted.tags, situation);
    if (keys.length > 0) causes.push(cause("CERTIFICATE_TAGS_CHANGED", { domains, params: { keys: keys.join(", ") } }));
  }
  return causes;
}

/** Until another one is there. */
function isGone({ wanted, hidden, observed }: Situation, { certificateArn, causes }: Report): boolean {
  if (wanted !== undefined || hidden.length > 0) return false;
  const former = known(observed.certificates)?.find(({ arn }) => arn === certificateArn);
  const isAbsent = former?.detail?.kind === "known" && former.detail.value === null;
  return isAbsent || causes.some(({ code }) => code === "CERTIFICATE_GONE");
}

/** Issued once. One that never was is what its run told. */
const OVER: readonly CertificateStatus[] = ["EXPIRED", "REVOKED", "INACTIVE"];

function deadOf(situation: Situation, { certificateArn }: Report): OwnCertificate | undefined {
  const { attached, wanted, own } = situation;
  const isOver = ({ detail }: OwnCertificate): boolean => OVER.includes(detail.status);
  if (attached !== undefined && !isBrought(attached.arn, situation) && isOver(attached)) return attached;
  return wanted === undefined ? own.find((each) => each.arn === certificateArn && isOver(each)) : undefined;
}

/** Of the group's tags, and of the program's as far as the group has written them. */
export function driftedTags(present: Tags, { desired, facts, memory }: Situation): string[] {
  const wanted = { ...requestTags(desired), [TAG.incarnation]: facts.incarnation };
  const keys = Object.keys(missingTags(wanted, present)).filter((key) => {
    // A renamed stack: the next write brings it up to date.
    if (key === TAG.owner && facts.owners.includes(present[key] ?? "")) return false;
    return isGroupTag(key) || memory.tagKeys.includes(key);
  });
  // Requested by a run that did not come to claim it.
  const isUnclaimed = keys.length === 1 && keys[0] === TAG.incarnation && !(TAG.incarnation in present);
  return isUnclaimed ? [] : keys;
}

/** It serves, and is to be replaced: by the next `up`, or by the program where it is the program's. */
export function expiringCauses(situation: Situation): Cause[] {
  const { own, wanted, attached, desired, goal, now } = situation;
  if (goal !== "present") return [];
  const { domains } = desired;
  if (wanted !== undefined && isBrought(wanted.arn, situation) && endsSoon(wanted.detail, now))
    return [cause("OWN_CERTIFICATE_EXPIRING", { domains, params: { certificate: wanted.arn } })];
  const isServing = ({ arn }: OwnCertificate): boolean =>
    arn === attached?.arn || (attached === undefined && wanted?.detail.status !== "ISSUED");
  const expiring = own.filter((each) => each.arn !== wanted?.arn && isServing(each) && isExpiring(each.detail, now));
  return expiring.length === 0 ? [] : [cause("CERTIFICATE_EXPIRING", { domains })];
}
