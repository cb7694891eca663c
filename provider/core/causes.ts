import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { Part, Trouble } from "./model";

export function cause(code: GuidanceCode, about: Partial<Omit<Cause, "code">> = {}): Cause {
  return { code, domains: about.domains ?? [], params: about.params ?? {}, records: about.records ?? [] };
}

/** A look or a step that failed, as a reason. Messages of AWS carry ids and counts: they go to the log, never into a cause. */
export function causeOfTrouble(trouble: Trouble, domains: DomainName[] = []): Cause {
  const params = { operation: trouble.operation, code: trouble.code };
  switch (trouble.reason) {
    case "CREDENTIALS":
      return cause("CREDENTIALS", { params, domains });
    case "FORBIDDEN":
      return cause("FORBIDDEN", { params, domains });
    case "UNREADABLE":
      return cause("UNREADABLE", { params, domains });
    case "UNAVAILABLE":
      return cause("COULD_NOT_ASK", { params, domains });
    case "REFUSED":
      return cause(codeOfRefusal(trouble), { params, domains });
  }
}

/** One code has two meanings, told apart by its message alone (CloudFront developer guide, "Troubleshooting distribution issues"). */
export const isAboutDns = ({ code, message }: Pick<Trouble, "code" | "message">): boolean =>
  code === "CNAMEAlreadyExists" && message.includes("incorrectly configured DNS record");

const codeOfRefusal = (trouble: Trouble): GuidanceCode =>
  isAboutDns(trouble) ? "ALIAS_DNS_LEADS_ELSEWHERE" : (REFUSALS[trouble.code] ?? "REFUSED");

/** AWS error codes with a meaning of their own (aws-sdk errors of ACM and CloudFront). */
const REFUSALS: { [code: string]: GuidanceCode } = {
  LimitExceededException: "QUOTA_REACHED",
  TooManyCertificates: "QUOTA_REACHED",
  TooManyDistributionCNAMEs: "QUOTA_REACHED",
  TooManyDistributions: "QUOTA_REACHED",
  TooManyOriginAccessControls: "QUOTA_REACHED",
  EntityLimitExceeded: "QUOTA_REACHED",
  CNAMEAlreadyExists: "ALIAS_TAKEN",
  InvalidViewerCertificate: "CERTIFICATE_REFUSED",
};

export const part = (name: Exclude<Part["part"], "certificate">): Part => ({ part: name });
