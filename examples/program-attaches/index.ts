import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DomainGroup, route53Records } from "pulumi-domain-group";

const config = new pulumi.Config();
const zoneName = config.require("zone");
const domains = { primaryDomain: zoneName, alternativeDomains: [`www.${zoneName}`] };

// No distribution: the group gets the certificate issued and renewed, and says when an old one may go.
const brand = new DomainGroup("brand", { ...domains, dns: "route53" });

// The AWS provider is the only writer of this distribution, so its previews are complete and nothing has to be ignored.
const cdn = new aws.cloudfront.Distribution("cdn", {
  enabled: true,
  httpVersion: "http2and3",
  isIpv6Enabled: true,
  aliases: brand.aliases,
  viewerCertificate: brand.viewerCertificate,
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
    cachePolicyId: aws.cloudfront.getCachePolicyOutput({ name: "Managed-CachingOptimized" }).apply(({ id = "" }) => id),
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
});

// The group does not know the distribution, so leading traffic to it is the program's too. An ALIAS is A and AAAA in Route 53.
const { zoneId } = aws.route53.getZoneOutput({ name: zoneName });
for (const name of [domains.primaryDomain, ...domains.alternativeDomains]) {
  const record = { purpose: "ROUTING", type: "ALIAS", ttl: 300, name, value: cdn.domainName } as const;
  for (const { suffix, args } of route53Records(record)) {
    new aws.route53.Record(`${name}${suffix}`, { zoneId, ...args });
  }
}

export const status = brand.status;
export const certificateExpiry = brand.certificateExpiry;
