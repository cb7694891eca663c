import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  distribution: { id: config.require("distribution") },
  dns: config.require("dns") === "route53" ? "route53" : "external",
  // What stands in the way is an output, and does not fail the `up`.
  ifNotReached: "report",
  // Only because AWS is a simulator here: its DNS is not at port 53 of the world's resolvers, nor are its edges at port 443.
  resolvers: [config.require("resolver")],
  ports: { dns: config.requireNumber("dnsPort"), https: config.requireNumber("httpsPort") },
});

export const status = brand.status;
export const says = brand.guidance.apply((all) =>
  all.map(({ code, happening, todo }) => `${code}: ${happening} ${todo}`),
);
