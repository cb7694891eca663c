/** What a run says first: why it waits or stops, else what its next step does, else what has been reached. */
import { cause } from "./causes";
import type { Cause, Next, Step } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import { keptDomains } from "./passing";
import type { Input, Situation } from "./situation";
import type { Phase } from "./status";

export function mainCause({ desired, goal }: Input, situation: Situation | undefined, phase: Phase, next: Next): Cause {
  const domains = situation === undefined ? desired.domains : keptDomains(situation);
  if (next.kind === "wait" || next.kind === "blocked") return next.cause;
  if (goal === "requested" && next.kind === "settled") return cause("RECORDS_KNOWN", { domains });
  if (goal === "unrequested") return cause(next.kind === "settled" ? "RECORD_NOT_NEEDED" : "ANALYZING", { domains });
  if (goal === "absent") return cause(next.kind === "settled" ? "DETACHED" : leavingCode(situation, next), { domains });
  switch (next.kind) {
    case "settled":
    case "superseded":
      return phase === "attached" ? attachedCause(desired, domains) : cause("FOR_THE_PROGRAM_TO_ATTACH", { domains });
    case "step":
      // Only something old goes; `retiring` tells of it.
      if (phase === "attached" && next.step.kind === "deleteCertificate") return attachedCause(desired, domains);
      return causeOfStep(next.step, situation, domains);
    case "look":
      return cause(situation === undefined ? "ANALYZING" : PHASE_CODES[phase], { domains });
  }
}

/** What comes or goes in one write. */
function causeOfStep(step: Step, situation: Situation | undefined, domains: DomainName[]): Cause {
  if (step.kind === "moveAlias") return cause("MOVING_ALIAS", { domains: [step.domain] });
  if (step.kind === "createTemporaryDistribution") return cause("ASKING_OWNERS", { domains: step.domains });
  if (step.kind !== "updateDistribution") return cause(STEP_CODES[step.kind], { domains });
  const { aliases } = step.change;
  const before = situation?.distribution;
  const isRemoval = before != null && aliases.every((alias) => before.aliases.includes(alias));
  const going = (situation?.leaving ?? []).filter((domain) => !aliases.includes(domain));
  if (isRemoval && going.length > 0 && before.viewerCertificate.id === step.change.viewerCertificate.id) {
    return cause("TAKING_OFF", { domains: going });
  }
  return cause("ATTACHING", { domains: domains.filter((domain) => aliases.includes(domain)) });
}

export const attachedCause = ({ certificate }: Input["desired"], domains: DomainName[]): Cause =>
  cause(certificate === null ? "ATTACHED" : "ATTACHED_WITH_OWN", { domains });

/** Nothing leaves the edges where nothing is on them. */
function leavingCode(situation: Situation | undefined, next: Next): GuidanceCode {
  if (situation === undefined) return "ANALYZING";
  if (next.kind === "step" && STEP_CODES[next.step.kind] === "DELETING_DISTRIBUTION") return "DELETING_DISTRIBUTION";
  const held = situation.distribution?.aliases ?? [];
  return situation.desired.domains.some((domain) => held.includes(domain)) ? "DETACHING" : "DELETING";
}

const STEP_CODES: { [kind in Step["kind"]]: GuidanceCode } = {
  requestCertificate: "ANALYZING",
  tagCertificate: "TAGGING",
  untagCertificate: "TAGGING",
  writeRecords: "PUBLISHING",
  updateDistribution: "ATTACHING",
  moveAlias: "MOVING_ALIAS",
  leaveDistribution: "LEAVING_FORMER",
  deleteFormerDistribution: "DELETING_DISTRIBUTION",
  deleteCertificate: "RETIRING",
  createAccessControl: "CREATING_DISTRIBUTION",
  mendAccessControl: "CONFIGURING_DISTRIBUTION",
  createDistribution: "CREATING_DISTRIBUTION",
  createTemporaryDistribution: "ASKING_OWNERS",
  deleteTemporaryDistribution: "TEMPORARY_DISTRIBUTION_GOES",
  tagDistribution: "CONFIGURING_DISTRIBUTION",
  untagDistribution: "CONFIGURING_DISTRIBUTION",
  configureDistribution: "CONFIGURING_DISTRIBUTION",
  deleteDistribution: "DELETING_DISTRIBUTION",
  deleteAccessControl: "DELETING_DISTRIBUTION",
};

const PHASE_CODES: { [phase in Phase]: GuidanceCode } = {
  looking: "ANALYZING",
  requesting: "ANALYZING",
  validating: "WAITING_FOR_ISSUE",
  applying: "ATTACHING",
  attached: "ATTACHED",
};
