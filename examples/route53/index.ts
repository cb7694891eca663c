import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`, `*.shop.${domain}`],
  distribution: { id: config.require("distributionId") },
  // Validation records now, routing records when every edge can serve. One that leads elsewhere today is reported, not replaced.
  dns: "route53",
});

export const status = brand.status;
export const dnsRecords = brand.dnsRecords;
export const certificateExpiry = brand.certificateExpiry;
