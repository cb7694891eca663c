/** What a run says about the group: everything that becomes outputs, and nothing that only the next run needs. */
import { lostDomains } from "./asked";
import { DRIFT } from "./catalogue-drift";
import { cause } from "./causes";
import { concernsOf } from "./concerns";
import { isReached } from "./decide";
import type { Cause, Next } from "./decision";
import { dnsRecordsOf } from "./dns-records";
import { coveredBy, type DomainName, displayName } from "./domain-name";
import { type GuidanceCode, guidanceOf } from "./guidance";
import { known } from "./known";
import { attachedCause, mainCause } from "./main-cause";
import type { DomainGroupState, DomainState, Guidance, ViewerCertificate } from "./outputs";
import { lookAround } from "./rules/look";
import { isUnanswered } from "./rules/temporary";
import { arrivalOf } from "./serving";
import { distributionIdOf, type Input, type Situation, situationOf, targetOf } from "./situation";
import { attachmentStatus, groupStatus, isServed, milestoneOf, outgoing, type Phase, phaseOf } from "./status";

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
  if (previous !== null && (situation === undefined || isUnseen(input)))
    return withCauses({ ...previous, settled: false }, input, next);
  const phase = phaseOf(situation);
  const causes = causesOf(input, situation, phase, next, previous);
  const lost = lostDomains(causes);
  const facts = situation === undefined ? unknownFacts(input) : knownFacts(situation, lost, previous);
  const guidance = causes.map(guidanceOf);
  const stateOf = (name: DomainName): DomainState => {
    const state = domainState(name, situation, next, guidance, previous);
    return lost.includes(name) ? { ...state, attachment: "ERROR_ATTACHING" } : state;
  };
  const wanted = input.desired.domains.map(stateOf);
  return {
    status: groupStatus(phase, next),
    reached: milestoneOf(phase, wanted),
    settled: situation !== undefined && next.kind !== "blocked" && lost.length === 0 && isSettled(situation),
    actionRequired: guidance.some(({ actor }) => actor === "you"),
    guidance,
    domains: [...wanted, ...(situation === undefined ? [] : outgoing(situation)).map(stateOf)],
    ...facts,
    causes,
  };
}

/** What could not be asked is asked by the next run. */
const isSettled = (situation: Situation): boolean => isReached(situation) && !isUnanswered(situation);

/** What a rule goes by could not be looked at: nothing of the picture is news then. */
function isUnseen(input: Input): boolean {
  const next = lookAround(input);
  return next !== undefined && next.kind !== "look";
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

function unknownFacts(input: Input): Facts {
  const { facts, observed } = input;
  return {
    dnsRecords: [],
    certificateArn: null,
    certificateExpiry: null,
    distributionId: distributionIdOf(input),
    distributionArn: null,
    distributionDomainName: targetOf(input),
    accountId: facts.accountId ?? known(observed.account) ?? "",
    aliases: [],
    viewerCertificate: DEFAULT_CERTIFICATE,
  };
}

function knownFacts(situation: Situation, lost: DomainName[], previous: Report | null): Facts {
  const { distribution, wanted, own, account } = situation;
  const expiry = wanted?.detail.notAfter ?? null;
  return {
    dnsRecords: dnsRecordsOf(situation, previous?.dnsRecords ?? []),
    certificateArn: wanted?.arn ?? own[0]?.arn ?? situation.hidden[0] ?? null,
    certificateExpiry: expiry === null ? null : new Date(expiry).toISOString(),
    distributionId: distributionIdOf(situation),
    distributionArn: distribution?.arn ?? null,
    distributionDomainName: distribution?.domainName ?? targetOf(situation),
    accountId: account,
    ...attachmentOf(situation, lost, previous),
  };
}

/** For the program's own distribution: the last good set serves while its successor is pending, and as long as nothing better is there. */
function attachmentOf(
  situation: Situation,
  lost: DomainName[],
  previous: Report | null,
): Pick<Report, "aliases" | "viewerCertificate"> {
  const { desired, wanted, attached } = situation;
  const issued = [wanted, attached].find((candidate) => candidate?.detail.status === "ISSUED");
  if (issued !== undefined) {
    const free = desired.domains.filter((domain) => !lost.includes(domain));
    const aliases = free.filter((domain) => coveredBy(issued.detail.names, domain));
    return { aliases, viewerCertificate: viewerCertificateOf(situation, issued.arn) };
  }
  const { aliases, viewerCertificate } = previous ?? { aliases: [], viewerCertificate: DEFAULT_CERTIFICATE };
  return { aliases, viewerCertificate };
}

function viewerCertificateOf({ desired, distribution }: Situation, arn: string): ViewerCertificate {
  // Where the program attaches, the policy is what the program says.
  const kept = desired.distribution.kind === "program" ? undefined : distribution?.viewerCertificate;
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
  const last = previous?.domains.find((domain) => domain.name === name)?.traffic;
  return {
    name,
    displayName: displayName(name),
    attachment: attachmentStatus(name, situation, next),
    traffic: situation === undefined ? (last ?? "UNKNOWN") : arrivalOf(name, situation, last),
    guidance: guidanceFor(name, situation, guidance),
  };
}

/** What is about others alone is not about a domain that is served. */
function guidanceFor(name: DomainName, situation: Situation | undefined, guidance: Guidance[]): Guidance {
  const about = guidance.find(({ domains }) => domains.includes(name) || domains.length === 0);
  if (about !== undefined) return about;
  if (situation !== undefined && isServed(name, situation)) return guidanceOf(attachedCause(situation.desired, [name]));
  return guidance[0] ?? guidanceOf(cause("ANALYZING"));
}

/** Most urgent first. */
function causesOf(
  input: Input,
  situation: Situation | undefined,
  phase: Phase,
  next: Next,
  previous: Report | null,
): Cause[] {
  const extra = situation === undefined ? [] : concernsOf(situation, phase, previous);
  const rank = (reason: Cause): number => {
    const { severity, actor } = guidanceOf(reason);
    return severity === "error" ? 0 : actor === "you" ? 1 : severity === "warning" ? 2 : 3;
  };
  // A step that is due because of a drift is what the drift's own sentence says; nobody takes it while a refresh looks.
  const isSaid = next.kind === "step" && extra.some(({ code }) => code in DRIFT);
  const main = isSaid ? [] : withoutLost(mainCause(input, situation, phase, next), extra);
  const others = extra.filter((each) => !main.some((said) => isSame(said, each) || isImplied(said, each)));
  return [...main, ...others].sort((a, b) => rank(a) - rank(b));
}

/** What the program is to attach, without what it is to do without. */
function withoutLost(main: Cause, extra: Cause[]): Cause[] {
  if (main.code !== "FOR_THE_PROGRAM_TO_ATTACH") return [main];
  const lost = lostDomains(extra);
  const domains = main.domains.filter((domain) => !lost.includes(domain));
  return domains.length === 0 ? [] : [{ ...main, domains }];
}

const isSame = (one: Cause, other: Cause): boolean =>
  one.code === other.code && JSON.stringify(one.params) === JSON.stringify(other.params);

/** What comes first says as much: what is to be published, that the names are too many, that no DNS gets out of here, that CAA is being mended. */
const isImplied = (first: Cause, { code, domains }: Cause): boolean =>
  IMPLIED[first.code] === code && domains.every((domain) => first.domains.includes(domain));

const IMPLIED: { [first: string]: GuidanceCode } = {
  WAITING_FOR_TRAFFIC: "ROUTING_TO_PUBLISH",
  QUOTA_NAMES: "MANY_NAMES",
  RECORDS_BLOCKED: "CAA_UNASKED",
  CAA_EXTENDING: "CAA_FORBIDS",
};
