import { CERTIFICATE_SETTLES_WITHIN, nextAttachment, nextTry } from "../backoff";
import { cause, causeOfTrouble, isAboutDns, part } from "../causes";
import type { Cause, Next, Step } from "../decision";
import type { DomainName } from "../domain-name";
import type { GuidanceCode } from "../guidance";
import { known } from "../known";
import { refusalOf } from "../memory";
import type { CertificateArn, Part, Trouble } from "../model";
import type { Refusal } from "../remembered";
import { refusedAliases } from "../sift";
import type { Situation } from "../situation";
import { GONE_MEANWHILE, LOOK_AFTER, MOVED, stepKey } from "../steps";
import { viewerCertificateCause } from "../viewer-certificate";

/** One question. `undefined`: nothing to do here, ask the next rule. */
export type Rule = (situation: Situation) => Next | undefined;

export const blocked = (reason: Cause): Next => ({ kind: "blocked", cause: reason });

/** Take a step, unless AWS refused just this one: then wait for the next try, or stop. */
export function take(situation: Situation, step: Step): Next {
  const { memory, now } = situation;
  if ("etag" in step && step.etag === MOVED) return { kind: "look", parts: LOOK_AFTER[step.kind].doubt };
  const refusal = refusalOf(memory, step);
  if (refusal === undefined) return { kind: "step", step };
  if (isFinal(refusal, situation)) return blocked(causeOfEnd(step, refusal, situation));
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
    cause: causeOfTaken(step, refusal, situation) ?? causeOfWait(refusal, concernedBy(step, refusal, situation)),
  };
}

/** Who else has the certificate may be why. */
function usersOf(step: Step, { trouble }: Refusal): Part[] {
  const certificate = step.kind === "updateDistribution" ? step.change.viewerCertificate : undefined;
  if (trouble.code !== "IllegalUpdate" || certificate?.source !== "acm" || certificate.id === null) return [];
  return [{ part: "certificate", arn: certificate.id as CertificateArn }, part("holders")];
}

const isAboutOwners = ({ trouble }: Pick<Refusal, "trouble">): boolean =>
  trouble.code === "CNAMEAlreadyExists" && !isAboutDns(trouble);

/** Those whose owners are known are left out of the write: of these, CloudFront names none, or could not be asked. */
function causeOfTaken(step: Step, refusal: Refusal, situation: Situation): Cause | undefined {
  const { distribution } = situation;
  if (step.kind !== "updateDistribution" || distribution === null || !isAboutOwners(refusal)) return undefined;
  const domains = refusedAliases(refusal, distribution);
  const trouble = unheardOf(domains, situation);
  if (trouble === undefined) return cause("ALIAS_HOLDER_GONE", { domains });
  const { operation, code } = trouble;
  return cause("ALIAS_TAKEN_UNKNOWN", { domains, params: { operation, code, asker: distribution.id } });
}

/** Why nobody could tell who has them. */
function unheardOf(domains: DomainName[], { observed: { conflicts } }: Situation): Trouble | undefined {
  if (conflicts?.kind === "unknown") return conflicts.trouble;
  return domains.flatMap((domain) => conflicts?.unheard?.[domain] ?? [])[0];
}

function causeOfEnd(step: Step, refusal: Refusal, situation: Situation): Cause {
  const { trouble } = refusal;
  const told = causeOfTaken(step, refusal, situation) ?? causeOfCertificate(step, trouble, situation);
  if (told !== undefined) return told;
  const reason = causeOfTrouble(trouble, concernedBy(step, refusal, situation));
  // Settings are the program's own words: CloudFront's answer is about them.
  const isAboutSettings = step.kind === "createDistribution" || step.kind === "configureDistribution";
  return { ...reason, code: (isAboutSettings ? OF_SETTINGS[reason.code] : undefined) ?? reason.code };
}

/** CloudFront means one of the aliases that a write would add. */
function concernedBy(step: Step, refusal: Refusal, { desired, distribution }: Situation): DomainName[] {
  if (step.kind === "moveAlias") return [step.domain];
  const isAboutAliases = step.kind === "updateDistribution" && refusal.trouble.code === "CNAMEAlreadyExists";
  return isAboutAliases && distribution !== null ? refusedAliases(refusal, distribution) : desired.domains;
}

const OF_SETTINGS: { [code: string]: GuidanceCode } = {
  DISTRIBUTION_REFUSED: "SETTINGS_REFUSED",
  DISTRIBUTION_SETTING_REFUSED: "SETTING_REFUSED",
  ILLEGAL_UPDATE: "SETTINGS_REFUSED",
};

/** As far as the certificate of the write has been looked at. */
function causeOfCertificate(
  step: Step,
  trouble: Trouble,
  { observed, now, distribution }: Situation,
): Cause | undefined {
  if (trouble.code !== "InvalidViewerCertificate" || step.kind !== "updateDistribution") return undefined;
  const { aliases, viewerCertificate } = step.change;
  const found = known(observed.certificates)?.find(({ arn }) => arn === viewerCertificate.id);
  const detail = known(found?.detail);
  if (found === undefined || detail === undefined || distribution === null) return undefined;
  const accountOfDistribution = distribution.accountId;
  return viewerCertificateCause({ trouble, arn: found.arn, detail, aliases, now, accountOfDistribution });
}

/** What a refusal that passes means while it is waited for. */
function causeOfWait({ trouble }: Refusal, domains: DomainName[]): Cause {
  const code = isAboutDns(trouble) ? "ALIAS_DNS_SPREADS" : WAITS[trouble.code];
  if (code !== undefined) return cause(code, { domains });
  const reason = causeOfTrouble(trouble, domains);
  return reason.code === "ROUTE53_CHANGED" ? cause("CHANGED_MEANWHILE", { domains }) : reason;
}

const WAITS: { [code: string]: GuidanceCode } = {
  [GONE_MEANWHILE]: "CHANGED_MEANWHILE",
  InvalidViewerCertificate: "CERTIFICATE_SETTLING",
  IllegalUpdate: "DEPLOYING",
  ResourceInUseException: "RELEASING",
  ConflictException: "RELEASING",
  DistributionNotDisabled: "DELETING_DISTRIBUTION",
  OriginAccessControlInUse: "DELETING_DISTRIBUTION",
  InvalidOriginAccessControl: "CREATING_DISTRIBUTION",
};

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

/** CloudFront could be asked who has the aliases. */
const isHeard = (refusal: Refusal, situation: Situation): boolean =>
  situation.distribution !== null &&
  situation.observed.conflicts !== undefined &&
  unheardOf(refusedAliases(refusal, situation.distribution), situation) === undefined;

function isFinal(refusal: Refusal, situation: Situation): boolean {
  const { distribution, observed } = situation;
  const { permanent, trouble, firstAt, lastAt } = refusal;
  if (!permanent) return false;
  // Who has let go of a name still has it until every edge knows.
  if (isAboutOwners(refusal) && isHeard(refusal, situation)) return lastAt - firstAt >= CERTIFICATE_SETTLES_WITHIN;
  // A deployment that was under way then: only a refusal after its end counts.
  const seenAt = observed.distribution?.at ?? lastAt;
  if (trouble.code === "IllegalUpdate" && (distribution?.deployed === false || seenAt > lastAt)) return false;
  // Where DNS leads elsewhere is known by now, and left out: what is refused all the same leads here, and CloudFront is to see it.
  return !(PASSING_REFUSALS.has(trouble.code) || isAboutDns(trouble)) || lastAt - firstAt >= CERTIFICATE_SETTLES_WITHIN;
}
