/** Records as a group reports them, for the tests of their forms. */
import type { DnsRecord } from "../../provider/core/outputs";

export function record(overrides: Partial<DnsRecord> = {}): DnsRecord {
  return {
    key: "VALIDATION:example.com",
    purpose: "VALIDATION",
    type: "CNAME",
    name: "_a.example.com",
    host: "_a",
    zone: "example.com",
    value: "_b.acm-validations.aws",
    ttl: 300,
    domains: ["example.com", "*.example.com"],
    state: "MISSING",
    action: "PUBLISH",
    publishedBy: "you",
    ...overrides,
  };
}

export const apex = (overrides: Partial<DnsRecord> = {}): DnsRecord =>
  record({
    key: "ROUTING:example.com",
    purpose: "ROUTING",
    type: "ALIAS",
    name: "example.com",
    host: "@",
    value: "d111111abcdef8.cloudfront.net",
    domains: ["example.com"],
    ...overrides,
  });
