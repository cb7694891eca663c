/** What CloudFront's answers say, in the words of the model. */
import type {
  Distribution,
  DistributionConfig,
  DistributionSummary as ListedDistribution,
  ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import type { DistributionFacts, DistributionSummary, Json, ViewerCertificateFacts } from "../core/model";
import { layOver } from "../core/overlay";
import { hostName } from "./call";
import { required } from "./errors";
import { withRequired } from "./required-settings";
import { misfitsOf } from "./settings-check";

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
    deployed: isDeployed(required(distribution.Status, "Distribution.Status")),
    enabled: required(settings.Enabled, "DistributionConfig.Enabled"),
    staging: settings.Staging ?? false,
    tenantOnly: settings.ConnectionMode === "tenant-only",
    httpVersion: httpVersionOf(settings),
    ipv6: settings.IsIPV6Enabled ?? false,
    aliases: (settings.Aliases?.Items ?? []).map(hostName),
    viewerCertificate: viewerCertificateFacts(settings.ViewerCertificate),
    config,
    settings: settingsOf(settings),
  };
}

export function distributionSummary(listed: ListedDistribution): DistributionSummary {
  return {
    id: required(listed.Id, "DistributionSummary.Id"),
    arn: required(listed.ARN, "DistributionSummary.ARN"),
    comment: listed.Comment ?? "",
    domainName: hostName(required(listed.DomainName, "DistributionSummary.DomainName")),
    httpVersion: httpVersionOf(listed),
    enabled: required(listed.Enabled, "DistributionSummary.Enabled"),
    deployed: isDeployed(required(listed.Status, "DistributionSummary.Status")),
    aliases: (listed.Aliases?.Items ?? []).map(hostName),
    certificateArn: listed.ViewerCertificate?.ACMCertificateArn ?? null,
  };
}

/** Lists spell it in capitals (`HTTP2`), configurations do not; left out of a configuration it is the second. */
function httpVersionOf({ HttpVersion }: { HttpVersion?: string | undefined }): string {
  return (HttpVersion ?? "http2").toLowerCase();
}

/** `Status` is text of CloudFront's own; every value but this one means that edges differ. */
function isDeployed(status: string): boolean {
  return status === "Deployed";
}

/** Members that were not in the answer are `undefined` in the SDK's object; JSON has none of these. */
function settingsOf(config: DistributionConfig): Json {
  return JSON.parse(JSON.stringify(config));
}

/**
 * The one place where settings are taken for what the SDK wants. Whether a value is right is for CloudFront to say, and its answer names the member; a
 * member that the SDK does not have would never get there.
 */
export function asConfig(settings: Json): DistributionConfig {
  const config = withRequired(layOver({}, settings));
  const misfits = misfitsOf(config);
  if (misfits.length > 0)
    throw Object.assign(new Error(misfits.map(({ path, rule }) => `${path}: ${rule}`).join("; ")), {
      name: "InvalidSettings",
    });
  return config as Json & DistributionConfig;
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
