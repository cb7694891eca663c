import { AwsError, type ServiceName } from "./contracts";

/** What accounts may not do (IAM): everything that is not denied is allowed. */
export interface Permissions {
  /** Forbids `action` (`acm:ListCertificates`, `acm:*`) to everybody of the account. */
  deny(account: string, action: string): void;
  allow(account: string, action: string): void;
  denied(): Denial[];
  /** Throws AccessDenied in the words of the service. */
  authorize(identity: Identity, service: ServiceName, operation: string): void;
}

export interface Denial {
  account: string;
  action: string;
}

export interface Identity {
  account: string;
  /** ARN of the user or of the role's session. */
  principal: string;
}

/**
 * What operations need beside the action of their own name. CloudFront Developer Guide, "Move an alternate domain name"; API reference,
 * ListConflictingAliases and ListDomainConflicts.
 */
const moreActions: { [action: string]: string[] } = {
  "cloudfront:AssociateAlias": ["cloudfront:UpdateDistribution"],
  "cloudfront:UpdateDomainAssociation": ["cloudfront:UpdateDistribution"],
  "cloudfront:ListConflictingAliases": ["cloudfront:GetDistribution"],
  "cloudfront:ListDomainConflicts": ["cloudfront:GetDistribution"],
  // No action of its own (Service Authorization Reference, CloudFront).
  "cloudfront:CreateDistributionWithTags": ["cloudfront:CreateDistribution", "cloudfront:TagResource"],
};

export function createPermissions(): Permissions {
  let denials: Denial[] = [];
  return {
    deny: (account, action) => {
      denials.push({ account, action });
    },
    allow: (account, action) => {
      denials = denials.filter((denial) => denial.account !== account || denial.action !== action);
    },
    denied: () => [...denials],
    authorize: ({ account, principal }, service, operation) => {
      const own = `${service}:${operation}`;
      const forbidden = (action: string) =>
        denials.some((denial) => denial.account === account && denial.action === action);
      const action = [own, ...(moreActions[own] ?? [])].find((each) => forbidden(each) || forbidden(`${service}:*`));
      if (action === undefined) return;
      throw new AwsError(
        isJson(service) ? "AccessDeniedException" : "AccessDenied",
        `User: ${principal} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
        403,
      );
    },
  };
}

/** ACM speaks JSON 1.1 and names its errors after exceptions; the others do not. */
export const isJson = (service: ServiceName) => service === "acm";
