import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DomainGroup, keepAttachedDomains } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const cdn = new aws.cloudfront.Distribution(
  "cdn",
  {
    enabled: true,
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    origins: [
      {
        originId: "origin",
        domainName: config.require("originDomain"),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "origin",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: aws.cloudfront
        .getCachePolicyOutput({ name: "Managed-CachingOptimized" })
        .apply(({ id = "" }) => id),
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    // Only until the group attaches. From then on aliases and certificate are the group's.
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    // The group waits for the edges. Waiting here too would take the same minutes twice.
    waitForDeployment: false,
  },
  // Not `ignoreChanges` alone: the AWS provider would write the aliases of the state, which may be older than the group's write.
  keepAttachedDomains(),
);

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: cdn,
  dns: "route53",
});

export const status = brand.status;
export const dnsRecords = brand.dnsRecords;
