/** What CloudFront's answers say, in the words of the model. */
import type { Distribution, ViewerCertificate } from "@aws-sdk/client-cloudfront";
import type { DistributionFacts, ViewerCertificateFacts } from "../core/model";
import { hostName } from "./call";
import { required } from "./errors";

/** `config`: the DistributionConfig as it came over the wire. */
export function distributionFacts(
  answer: Distribution | undefined,
  etag: string | undefined,
  config: string,
): DistributionFacts {
  const distribution = required(answer, "Distribution");
  const settings = required(distribution.DistributionConfig, "DistributionConfig");
  const arn = required(distribution.ARN, "Distribution.ARN");
  return {
    id: required(distribution.Id, "Distribution.Id"),
    arn,
    accountId: required(arn.split(":")[4], "account in Distribution.ARN"),
    domainName: hostName(required(distribution.DomainName, "Distribution.DomainName")),
    etag: required(etag, "ETag"),
    deployed: required(distribution.Status, "Distribution.Status") === "Deployed",
    enabled: required(settings.Enabled, "DistributionConfig.Enabled"),
    staging: settings.Staging ?? false,
    tenantOnly: settings.ConnectionMode === "tenant-only",
    httpVersion: (settings.HttpVersion ?? "http2").toLowerCase(),
    ipv6: settings.IsIPV6Enabled ?? false,
    aliases: (settings.Aliases?.Items ?? []).map(hostName),
    viewerCertificate: viewerCertificateFacts(settings.ViewerCertificate),
    config,
  };
}

function viewerCertificateFacts(certificate: ViewerCertificate | undefined): ViewerCertificateFacts {
  const minimumProtocolVersion = certificate?.MinimumProtocolVersion ?? null;
  const sslSupportMethod = certificate?.SSLSupportMethod ?? null;
  if (certificate?.ACMCertificateArn) {
    return { source: "acm", id: certificate.ACMCertificateArn, minimumProtocolVersion, sslSupportMethod };
  }
  if (certificate?.IAMCertificateId) {
    return { source: "iam", id: certificate.IAMCertificateId, minimumProtocolVersion, sslSupportMethod };
  }
  return { source: "default", id: null, minimumProtocolVersion, sslSupportMethod };
}
