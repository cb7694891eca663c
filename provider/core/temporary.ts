/**
 * A distribution that only asks. CloudFront tells who has a name to who has a distribution with a certificate for it (CloudFront API reference,
 * ListDomainConflicts); it may be disabled, and need not have the name. Where the program attaches, the group has none: it makes one, and deletes it.
 */
import type { CertificateArn, Json, Tags } from "./model";
import { accessControlName, managedPolicy } from "./new-distribution";
import { shortHash, TAG } from "./ownership";

/** Found again by it after a crash. At most 128 characters (CloudFront API reference, DistributionConfig). */
export const temporaryComment = (groupId: string): string => `domain-group asks for ${groupId}`.slice(0, 128);

/** What the certificate says of it, before it is made and after it is gone. `attempt`: the number in its CallerReference, which can be used only once. */
export interface AskNote {
  isOpen: boolean;
  attempt: number;
  /** {@link wishKey} of the names of which CloudFront has said that nobody has any: for runs to which DNS tells nothing. `""`: it has not. */
  free: string;
}

export function noteTag({ isOpen, attempt, free = "" }: Omit<AskNote, "free"> & Partial<AskNote>): Tags {
  const words = [isOpen ? "yes" : "no", String(attempt), ...(free === "" ? [] : [free])];
  return { [TAG.asks]: words.join(" ") };
}

export function noteOf(tags: Tags): AskNote {
  const [word, attempt, free = ""] = (tags[TAG.asks] ?? "no 0").split(" ");
  return { isOpen: word === "yes", attempt: Number(attempt), free };
}

export const wishKey = (domains: string[]): string => shortHash([...domains].sort().join(" "));

export interface AboutTemporary {
  groupId: string;
  certificateArn: CertificateArn;
  attempt: number;
  /** All distributions of a certificate must have the same (CloudFront developer guide, "Requirements for using SSL/TLS certificates"). */
  httpVersion: string;
}

/** What the API demands, and the certificate. Nothing is ever asked of its origin: a name that is reserved (RFC 2606). */
export function temporarySettings({ groupId, certificateArn, attempt, httpVersion }: AboutTemporary): Json {
  return {
    CallerReference: `${accessControlName(groupId)}-asks-${shortHash(certificateArn)}-${attempt}`,
    Comment: temporaryComment(groupId),
    Enabled: false,
    HttpVersion: httpVersion,
    Origins: {
      Items: [
        {
          Id: "nobody",
          DomainName: "example.com",
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "nobody",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: managedPolicy.cachingDisabled,
    },
    ViewerCertificate: {
      ACMCertificateArn: certificateArn,
      SSLSupportMethod: "sni-only",
      MinimumProtocolVersion: "TLSv1.2_2021",
    },
  };
}
