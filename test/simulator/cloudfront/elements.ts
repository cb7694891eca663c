import { childOf, element, type XmlElement } from "../codec/xml";
import { type Distribution, type DistributionVersion, isDeployed } from "./facts";

function statusElement(version: DistributionVersion, now: number): XmlElement {
  return element("Status", isDeployed(version, now) ? "Deployed" : "InProgress");
}

function timeElement(version: DistributionVersion): XmlElement {
  return element("LastModifiedTime", new Date(version.at).toISOString());
}

/** Aliases need an ICP filing in China alone: everywhere else they come back as approved. */
function filingsElement(version: DistributionVersion): XmlElement | undefined {
  const aliases = version.config.aliases;
  return aliases.length === 0
    ? undefined
    : element(
        "AliasICPRecordals",
        aliases.map((alias) =>
          element("AliasICPRecordal", [element("CNAME", alias), element("ICPRecordalStatus", "APPROVED")]),
        ),
      );
}

export function distributionElement(distribution: Distribution, version: DistributionVersion, now: number): XmlElement {
  return element("Distribution", [
    element("Id", distribution.id),
    element("ARN", distribution.arn),
    statusElement(version, now),
    timeElement(version),
    element("InProgressInvalidationBatches", 0),
    element("DomainName", distribution.domainName),
    element("ActiveTrustedSigners", [element("Enabled", false), element("Quantity", 0)]),
    element("ActiveTrustedKeyGroups", [element("Enabled", false), element("Quantity", 0)]),
    version.config.xml,
    filingsElement(version),
  ]);
}

/** Members that a summary takes from the configuration as they are. */
const SUMMARY_MEMBERS = [
  "Aliases",
  "Origins",
  "OriginGroups",
  "DefaultCacheBehavior",
  "CacheBehaviors",
  "CustomErrorResponses",
  "Comment",
  "PriceClass",
  "Enabled",
  "ViewerCertificate",
  "Restrictions",
  "WebACLId",
  "HttpVersion",
  "IsIPV6Enabled",
  "Staging",
  "ConnectionMode",
];

export function summaryElement(distribution: Distribution, version: DistributionVersion, now: number): XmlElement {
  return element("DistributionSummary", [
    element("Id", distribution.id),
    element("ARN", distribution.arn),
    element("ETag", version.etag),
    statusElement(version, now),
    timeElement(version),
    element("DomainName", distribution.domainName),
    ...SUMMARY_MEMBERS.map((name) => childOf(version.config.xml, name)),
    filingsElement(version),
  ]);
}
