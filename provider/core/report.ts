/** What a run says about the group: everything that becomes outputs, and nothing that only the next run needs. */
import { cause } from "./causes";
import { isReached } from "./decide";
import type { Cause, Next, Step } from "./decision";
import { dnsRecordsOf, trafficOf } from "./dns-records";
import { coveredBy, DEFAULT_NAMES_QUOTA, type DomainName, displayName } from "./domain-name";
import { type GuidanceCode, guidanceOf } from "./guidance";
import type { DomainGroupState, DomainState, Guidance, ViewerCertificate } from "./outputs";
import { routingOf, zoneOf } from "./records";
import { heldByOthers } from "./rules/retire";
import type { Input, Situation } from "./situation";
import { situationOf } from "./situation";
import { attachmentStatus, groupStatus, milestoneOf, type Phase, phaseOf } from "./status";

/** Outputs that may not be known: `null` here, where plain JSON has no `undefined`. */
type Unknowable =
  | "certificateArn"
  | "certificateExpiry"
  | "distributionId"
  | "distributionArn"
  | "distributionDomainName";

export interface Report
  extends Omit<DomainGroupState, Unknowable | "schemaVersion" | "name" | "groupId">,
    Record<Unknowable, string | null> {
  /** The codes behind `guidance`, for state. */
  causes: Cause[];
}

/** `previous`: the last report. What could not be asked now keeps its last known value. */
export function reportOf(input: Input, next: Next, previous: Report | null): Report {
  const situation = situationOf(input);
  if (situation === undefined && previous !== null) return withCauses({ ...previous, settled: false }, input, next);
  const phase = phaseOf(situation);
  const facts = situation === undefined ? unknownFacts(input) : knownFacts(situation, phase, previous);
  const causes = causesOf(input, situation, phase, next);
  const guidance = causes.map(guidanceOf);
  return {
    status: groupStatus(phase, next),
    reached: milestoneOf(phase),
    settled: situation !== undefined && next.kind !== "blocked" && isReached(situation),
    actionRequired: guidance.some(({ actor }) => actor === "you"),
    guidance,
    domains: input.desired.domains.map((name) => domainState(name, situation, next, guidance, previous)),
    ...facts,
    causes,
  };
}

function withCauses(previous: Report, input: Input, next: Next): Report {
  const causes = [mainCause(input, undefined, "looking", next)];
  const guidance = causes.map(guidanceOf);
  const status = next.kind === "blocked" ? "ERROR" : previous.status;
  return { ...previous, status, guidance, causes, actionRequired: guidance.some(({ actor }) => actor === "you") };
}

/** Ctrl-C: where things stand is kept, and what to do comes first. */
export function cancelledReport(report: Report): Report {
  const reason = cause("CANCELLED");
  const guidance = [guidanceOf(reason), ...report.guidance];
  return { ...report, status: "CANCELLED", actionRequired: true, guidance, causes: [reason, ...report.causes] };
}

type Facts = Pick<
  Report,
  | "dnsRecords"
  | "certificateArn"
  | "certificateExpiry"
  | "distributionId"
  | "distributionArn"
  | "distributionDomainName"
  | "accountId"
  | "aliases"
  | "viewerCertificate"
>;

const DEFAULT_CERTIFICATE: ViewerCertificate = {
  cloudfrontDefaultCertificate: true,
  acmCertificateArn: undefined,
  sslSupportMethod: undefined,
  minimumProtocolVersion: undefined,
};

function unknownFacts({ desired, facts, observed }: Input): Facts {
  return {
    dnsRecords: [],
    certificateArn: null,
    certificateExpiry: null,
    distributionId: desired.distribution.id,
    distributionArn: null,
    distributionDomainName: desired.distribution.domainName,
    accountId: facts.accountId ?? (observed.account?.kind === "known" ? observed.account.value : ""),
    aliases: [],
    viewerCertificate: DEFAULT_CERTIFICATE,
  };
}

function knownFacts(situation: Situation, phase: Phase, previous: Report | null): Facts {
  const { desired, distribution, wanted, own, account } = situation;
  // The last good one serves while its successor is pending.
  const attached = own.find(({ arn }) => arn === distribution?.viewerCertificate.id);
  const issued = [wanted, attached].find((candidate) => candidate?.detail.status === "ISSUED");
  const names = issued?.detail.names ?? [];
  const expiry = wanted?.detail.notAfter ?? null;
  return {
    dnsRecords: dnsRecordsOf(situation, phase, previous?.dnsRecords ?? []),
    certificateArn: wanted?.arn ?? own[0]?.arn ?? situation.hidden[0] ?? null,
    certificateExpiry: expiry === null ? null : new Date(expiry).toISOString(),
    distributionId: desired.distribution.id,
    distributionArn: distribution?.arn ?? null,
    distributionDomainName: distribution?.domainName ?? desired.distribution.domainName,
    accountId: account,
    aliases: desired.domains.filter((domain) => coveredBy(names, domain)),
    viewerCertificate: issued === undefined ? DEFAULT_CERTIFICATE : viewerCertificateOf(situation, issued.arn),
  };
}

function viewerCertificateOf({ desired, distribution }: Situation, arn: string): ViewerCertificate {
  const kept = distribution?.viewerCertificate;
  const minimum = kept === undefined || kept.source === "default" ? null : kept.minimumProtocolVersion;
  return {
    cloudfrontDefaultCertificate: undefined,
    acmCertificateArn: arn,
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: desired.minimumProtocolVersion ?? minimum ?? "TLSv1.2_2021",
  };
}

function domainState(
  name: DomainName,
  situation: Situation | undefined,
  next: Next,
  guidance: Guidance[],
  previous: Report | null,
): DomainState {
  const last = previous?.domains.find((domain) => domain.name === name);
  const traffic = situation === undefined ? undefined : trafficOf(name, situation);
  const about = guidance.find(({ domains }) => domains.includes(name)) ?? guidance[0];
  return {
    name,
    displayName: displayName(name),
    attachment: attachmentStatus(name, situation, next),
    traffic: traffic ?? last?.traffic ?? "UNKNOWN",
    guidance: about ?? guidanceOf(cause("ANALYZING")),
  };
}

/** Most urgent first. */
function causesOf(input: Input, situation: Situation | undefined, phase: Phase, next: Next): Cause[] {
  const extra = situation === undefined ? [] : [...routingCauses(situation, phase), ...otherCauses(situation, phase)];
  const rank = (reason: Cause): number => {
    const { severity, actor } = guidanceOf(reason);
    return severity === "error" ? 0 : actor === "you" ? 1 : severity === "warning" ? 2 : 3;
  };
  return [mainCause(input, situation, phase, next), ...extra].sort((a, b) => rank(a) - rank(b));
}

function mainCause({ desired, goal }: Input, situation: Situation | undefined, phase: Phase, next: Next): Cause {
  const { domains } = desired;
  if (next.kind === "wait" || next.kind === "blocked") return next.cause;
  if (goal === "absent") return cause(next.kind === "settled" ? "DETACHED" : leavingCode(situation), { domains });
  switch (next.kind) {
    case "settled":
    case "superseded":
      return cause("ATTACHED", { domains });
    case "step":
      return cause(STEP_CODES[next.step.kind], { domains });
    case "look":
      return cause(situation === undefined ? "ANALYZING" : PHASE_CODES[phase], { domains });
  }
}

/** Nothing leaves the edges where nothing is on them. */
function leavingCode(situation: Situation | undefined): GuidanceCode {
  if (situation === undefined) return "ANALYZING";
  const held = situation.distribution?.aliases ?? [];
  return situation.desired.domains.some((domain) => held.includes(domain)) ? "DETACHING" : "DELETING";
}

const STEP_CODES: { [kind in Step["kind"]]: GuidanceCode } = {
  requestCertificate: "ANALYZING",
  tagCertificate: "TAGGING",
  untagCertificate: "TAGGING",
  writeRecords: "PUBLISHING",
  updateDistribution: "ATTACHING",
  deleteCertificate: "RETIRING",
};

const PHASE_CODES: { [phase in Phase]: GuidanceCode } = {
  looking: "ANALYZING",
  requesting: "ANALYZING",
  validating: "WAITING_FOR_ISSUE",
  applying: "ATTACHING",
  attached: "ATTACHED",
};

function routingCauses(situation: Situation, phase: Phase): Cause[] {
  if (phase !== "attached" || situation.goal === "absent") return [];
  const byCode = new Map<GuidanceCode, DomainName[]>();
  for (const domain of situation.desired.domains) {
    const code = routingCode(domain, situation);
    if (code !== undefined) byCode.set(code, [...(byCode.get(code) ?? []), domain]);
  }
  return [...byCode].map(([code, domains]) =>
    cause(code, { domains, records: domains.map((domain) => `ROUTING:${domain}`) }),
  );
}

function routingCode(domain: DomainName, situation: Situation): GuidanceCode | undefined {
  const { observed, desired, distribution } = situation;
  const zone = zoneOf(domain, observed);
  if (zone !== undefined && desired.dns.kind === "route53" && distribution !== null) {
    if (observed.recordSets?.kind !== "known") return undefined;
    const routing = routingOf(domain, zone.zoneId, distribution, observed.recordSets.value, desired.dns.routing);
    if (routing.kind === "policy") return "ROUTING_HAS_POLICY";
    if (routing.kind === "foreign") return "ROUTING_LEADS_ELSEWHERE";
    return desired.dns.routing === "none" && routing.changes.length > 0 ? "ROUTING_TO_PUBLISH" : undefined;
  }
  const traffic = trafficOf(domain, situation);
  if (traffic === "NOT_POINTING") return "ROUTING_TO_PUBLISH";
  return traffic === "POINTS_ELSEWHERE" ? "ROUTING_LEADS_ELSEWHERE" : undefined;
}

function otherCauses(situation: Situation, phase: Phase): Cause[] {
  const { desired, memory, goal, distribution } = situation;
  const causes: Cause[] = [];
  if (goal === "present" && desired.domains.length > DEFAULT_NAMES_QUOTA && phase === "requesting")
    causes.push(cause("MANY_NAMES", { domains: desired.domains }));
  const users = heldByOthers(situation);
  if (goal === "present" && users.length > 0)
    causes.push(cause("HELD_BY", { domains: desired.domains, params: { users: users.join(", ") } }));
  if (goal === "present" && phase === "attached" && distribution?.enabled === false) {
    causes.push(
      cause("DISTRIBUTION_DISABLED", { domains: desired.domains, params: { distribution: distribution.id } }),
    );
  }
  if (memory.retiring.length > 0) causes.push(cause("RETIRING", { domains: desired.domains }));
  return causes;
}
