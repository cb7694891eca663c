/**
 * Whether ACM will be able to renew the certificate that serves: it does so by the same records, and asks for CAA again (ACM user guide, "Managed
 * certificate renewal"). What somebody has done to one of them is missed months later.
 */
import { caaObstacles } from "./caa-needed";
import { cause } from "./causes";
import type { Cause } from "./decision";
import { dnsRecordsOf } from "./dns-records";
import type { DomainName } from "./domain-name";
import { endsSoon, isExpiring } from "./expiry";
import type { GuidanceCode } from "./guidance";
import type { DnsRecord, RecordState } from "./outputs";
import { neededValidations } from "./records";
import { isBrought, type OwnCertificate, type Situation } from "./situation";
import type { Phase } from "./status";

/** One cause for all that will make it fail, and what is wrong with records that somebody else publishes. */
export function renewalConcerns(situation: Situation, phase: Phase): Cause[] {
  const { goal, attached } = situation;
  if (goal !== "present" || attached?.detail.status !== "ISSUED" || isBrought(attached.arn, situation)) return [];
  const records = recordsOf(situation, attached);
  const found = [...risksOfRecords(records), ...riskOfCaa(situation, attached), ...riskOfRenewal(situation, attached)];
  const risks = found.length > 0 ? found : riskOfTime(situation, attached);
  // Before that, they are waited for.
  const named = phase === "attached" ? records.filter(({ publishedBy }) => publishedBy !== "domain-group") : [];
  return [...atRisk(risks, situation.desired.domains), ...recordCauses(named)];
}

/** By which it was issued, as far as they were looked at. */
function recordsOf(situation: Situation, { detail }: OwnCertificate): DnsRecord[] {
  const keys = neededValidations(situation.desired.domains, detail).map(({ key }) => key);
  return dnsRecordsOf(situation, []).filter(({ key }) => keys.includes(key));
}

interface Risk {
  /** A word of the catalogue. */
  why: "gone" | "wrong" | "caa" | "unvalidated" | "failed" | "late";
  domains: DomainName[];
  records: string[];
  /** ACM's own word. */
  reason?: string;
}

function risksOfRecords(records: DnsRecord[]): Risk[] {
  const risk = (why: Risk["why"], bad: RecordState): Risk[] => {
    const found = records.filter(({ state }) => state === bad);
    return found.length === 0 ? [] : [{ why, ...about(found) }];
  };
  return [...risk("gone", "MISSING"), ...risk("wrong", "WRONG")];
}

/** CAA is looked at for the certificate that is wanted. */
function riskOfCaa(situation: Situation, attached: OwnCertificate): Risk[] {
  const obstacles = situation.wanted?.arn === attached.arn ? caaObstacles(situation) : [];
  if (obstacles.length === 0) return [];
  const domains = obstacles.flatMap((each) => each.domains);
  return [{ why: "caa", domains, records: obstacles.flatMap(({ records }) => records) }];
}

/** A renewal that waits for validation has found a domain that it can't validate (ACM user guide, "Check a certificate's renewal status"). */
function riskOfRenewal({ desired: { domains } }: Situation, { detail: { renewal } }: OwnCertificate): Risk[] {
  if (renewal?.status === "PENDING_VALIDATION") return [{ why: "unvalidated", domains, records: [] }];
  if (renewal?.status !== "FAILED") return [];
  return [{ why: "failed", domains, records: [], reason: renewal.reason ?? "OTHER" }];
}

/** Nothing is known to be wrong, and ACM should be done by now. Nearer to the end the next `up` requests another one. */
function riskOfTime({ desired: { domains }, now }: Situation, { detail }: OwnCertificate): Risk[] {
  return endsSoon(detail, now) && !isExpiring(detail, now) ? [{ why: "late", domains, records: [] }] : [];
}

/** One for all of them: people alert on it. */
function atRisk(risks: Risk[], wanted: DomainName[]): Cause[] {
  if (risks.length === 0) return [];
  const reason = risks.find((risk) => risk.reason !== undefined)?.reason;
  const params = { why: risks.map(({ why }) => why).join(" "), ...(reason !== undefined && { reason }) };
  const domains = wanted.filter((domain) => risks.some((risk) => risk.domains.includes(domain)));
  const records = [...new Set(risks.flatMap((risk) => risk.records))];
  return [cause("RENEWAL_AT_RISK", { domains, records, params })];
}

function recordCauses(records: DnsRecord[]): Cause[] {
  const gone = records.filter(({ state, publishedBy }) => state === "MISSING" && publishedBy === "you");
  // Whoever writes it by hand is in the way of the program's own resource.
  const programs = records.filter(({ state, publishedBy }) => state === "MISSING" && publishedBy === "program");
  const wrong = records
    .filter(({ state }) => state === "WRONG")
    .map((record) => {
      const { name, value } = record;
      return cause("VALIDATION_RECORD_WRONG", { ...about([record]), params: { name, value } });
    });
  const causes = (code: GuidanceCode, found: DnsRecord[]) => (found.length === 0 ? [] : [cause(code, about(found))]);
  return [...causes("VALIDATION_RECORD_GONE", gone), ...causes("VALIDATION_RECORD_BY_PROGRAM", programs), ...wrong];
}

const about = (records: DnsRecord[]) => ({
  domains: records.flatMap(({ domains }) => domains) as DomainName[],
  records: records.map(({ key }) => key),
});
