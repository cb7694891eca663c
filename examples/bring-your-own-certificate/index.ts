import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: { id: config.require("distributionId") },
  // In us-east-1, issued, covering every domain: else the preview says what is wrong. Attached, never changed or deleted.
  certificate: { arn: config.require("certificateArn") },
  dns: "route53",
});

export const status = brand.status;
export const certificateExpiry = brand.certificateExpiry;
