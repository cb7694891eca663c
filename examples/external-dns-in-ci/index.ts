import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

// The whole group as one output: what to-do.ts reads. The first `up` returns within seconds, with the records; a later one attaches.
export const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: { id: config.require("distributionId") },
  dns: "external",
});
