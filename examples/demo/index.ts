import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();

// Only because AWS is a simulator here: its DNS is not at port 53 of the world's resolvers, nor are its edges at port 443.
const simulated = {
  resolvers: [config.require("resolver")],
  ports: { dns: config.requireNumber("dnsPort"), https: config.requireNumber("httpsPort") },
};

// Our own shop: its zone is in Route 53, so one `pulumi up` does everything.
export const shop = new DomainGroup("shop", {
  primaryDomain: "example.com",
  alternativeDomains: ["www.example.com", "*.shop.example.com"],
  distribution: { id: config.require("shopDistribution") },
  dns: "route53",
  ...simulated,
});

// A customer's domain: somebody else publishes its records, so the first `up` says which.
export const customer = new DomainGroup("customer", {
  primaryDomain: "customer.net",
  alternativeDomains: ["www.customer.net"],
  distribution: { id: config.require("customerDistribution") },
  ...simulated,
});
