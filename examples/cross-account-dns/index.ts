import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: { id: config.require("distributionId") },
  // For Route 53 alone. Certificate and distribution stay in the account of the stack's own credentials.
  dns: { route53: { assumeRole: { roleArn: config.require("dnsRoleArn") } } },
});

export const status = brand.status;
export const dnsRecords = brand.dnsRecords;
