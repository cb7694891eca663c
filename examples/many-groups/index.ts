import * as pulumi from "@pulumi/pulumi";
import { DomainGroup, summarizeGroups } from "pulumi-domain-group";

interface Customer {
  name: string;
  domain: string;
  alternatives?: string[];
}

const config = new pulumi.Config();
const origin = config.require("originDomain");

// CloudFront has one certificate a distribution, so each customer gets one of each: nobody's mistake holds up anybody else.
const groups = config.requireObject<Customer[]>("customers").map(
  ({ name, domain, alternatives }) =>
    new DomainGroup(name, {
      primaryDomain: domain,
      alternativeDomains: alternatives,
      distribution: { create: { serviceType: "web", origin } },
      dns: "external",
      // One customer's problem is in the summary; it does not fail the `up` of all.
      ifNotReached: "report",
    }),
);

export const summary = summarizeGroups(groups);
