import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { cloudflareRecord, DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");
const zoneId = config.require("zoneId");

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: { id: config.require("distributionId") },
  dns: {
    // Called for each record. `opts` holds the order: validation records before the group, routing records after it, and the reverse on delete.
    publish: (record, opts) =>
      new cloudflare.DnsRecord(record.resourceName, { zoneId, ...cloudflareRecord(record) }, opts),
  },
});

export const status = brand.status;
