import { CERTIFICATE_SETTLES_WITHIN, nextAttachment, nextTry } from "../backoff";
import { cause, causeOfTrouble, isAboutDns, part } from "../causes";
import type { Cause, Next, Step } from "../decision";
import type { DomainName } from "../domain-name";
import { refusalOf } from "../memory";
import type { CertificateArn, Part } from "../model";
import type { Refusal } from "../remembered";
import type { Situation } from "../situation";
import { GONE_MEANWHILE, LOOK_AFTER, MOVED, stepKey } from "../steps";

/** One question. `undefined`: nothing to do here, ask the next rule. */
export type Rule = (situation: Situation) => Next | undefined;

export const blocked = (reason: Cause): Next => ({ kind: "blocked", cause: reason });

/** Take a step, unless AWS refused just this one: then wait for the next try, or stop. */
export function take(situation: Situation, step: Step): Next {
  const { memory, now, desired } = situation;
  if ("etag" in step && step.etag === MOVED) return { kind: "look", parts: LOOK_AFTER[step.kind].doubt };
  const refusal = refusalOf(memory, step);
  if (refusal === undefined) return { kind: "step", step };
  if (isFinal(refusal, situation)) return blocked(causeOfEnd(step, refusal, desired.domains));
  const schedule = refusal.trouble.code === "InvalidViewerCertificate" ? nextAttachment : nextTry;
  const until = schedule(refusal.lastAt, refusal.count);
  if (now >= until) return { kind: "step", step };
  const what = `retry ${stepKey(step)}`;
  return {
    kind: "wait",
    what,
    until,
    parts: isInDoubt(refusal) ? [...LOOK_AFTER[step.kind].doubt, ...usersOf(step, refusal)] : [],
    on: "aws",
    cause: causeOfWait(refusal, desired.domains),
  };
}

/** Who else has the certificate may be why. */
function usersOf(step: Step, { trouble }: Refusal): Part[] {
  const certificate = step.kind === "updateDistribution" ? step.change.viewerCertificate : undefined;
  if (trouble.code !== "IllegalUpdate" || certificate?.source !== "acm" || certificate.id === null) return [];
  return [{ part: "certificate", arn: certificate.id as CertificateArn }, part("holders")];
}

/** Settings are the program's own words: CloudFront's answer is about them. */
function causeOfEnd({ kind }: Step, { trouble }: Refusal, domains: DomainName[]): Cause {
  const reason = causeOfTrouble(trouble, domains);
  const isAboutSettings = kind === "createDistribution" || kind === "configureDistribution";
  return isAboutSettings && reason.code === "REFUSED"
    ? cause("SETTINGS_REFUSED", { domains, params: reason.params })
    : reason;
}

/** What a refusal that passes means while it is waited for. */
function causeOfWait({ trouble }: Refusal, domains: DomainName[]): Cause {
  if (trouble.code === "InvalidViewerCertificate") return cause("CERTIFICATE_SETTLING", { domains });
  if (trouble.code === "IllegalUpdate") return cause("DEPLOYING", { domains });
  if (isAboutDns(trouble)) return cause("ALIAS_DNS_SPREADS", { domains });
  if (trouble.code === GONE_MEANWHILE) return cause("CHANGED_MEANWHILE", { domains });
  return trouble.reason === "REFUSED"
    ? cause("COULD_NOT_ASK", { domains, params: { operation: trouble.operation, code: trouble.code } })
    : causeOfTrouble(trouble, domains);
}

/** Refused for a while although all is right: after an issuance, after a write, or because the world moved on. */
export const PASSING_REFUSALS: ReadonlySet<string> = new Set([
  "InvalidViewerCertificate",
  "IllegalUpdate",
  "ResourceInUseException",
  // Somebody else changed the record between our look and our write.
  "InvalidChangeBatch",
  // CloudFront lets go of what it has only some time after it says so, and knows a new access control only after a while.
  "DistributionNotDisabled",
  "OriginAccessControlInUse",
  "InvalidOriginAccessControl",
  "ConflictException",
]);

/** The answer was lost, or says that the world is not as we saw it, or that a deployment must end first. */
const isInDoubt = ({ permanent, trouble }: Refusal): boolean => !permanent || LOOKED_AT_AGAIN.has(trouble.code);

const LOOKED_AT_AGAIN = new Set([
  "InvalidChangeBatch",
  "IllegalUpdate",
  "DistributionNotDisabled",
  "OriginAccessControlInUse",
  "InvalidOriginAccessControl",
]);

function isFinal({ permanent, trouble, firstAt, lastAt }: Refusal, { distribution, observed }: Situation): boolean {
  if (!permanent) return false;
  // A deployment that was under way then: only a refusal after its end counts.
  const seenAt = observed.distribution?.at ?? lastAt;
  if (trouble.code === "IllegalUpdate" && (distribution?.deployed === false || seenAt > lastAt)) return false;
  // Where DNS leads elsewhere is known by now, and left out: what is refused all the same leads here, and CloudFront is to see it.
  return !(PASSING_REFUSALS.has(trouble.code) || isAboutDns(trouble)) || lastAt - firstAt >= CERTIFICATE_SETTLES_WITHIN;
}
