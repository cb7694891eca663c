import assert from "node:assert/strict";
import fc from "fast-check";
import { type Served, servedBy } from "../../provider/core/edge-look";
import type { EdgeLook } from "../../provider/core/looks";
import { NOW } from "./gen";

const domain = "www.example.com";

type Certificate = Extract<EdgeLook, { kind: "certificate" }>;

function presented(more: Partial<Certificate> = {}): Certificate {
  return {
    kind: "certificate",
    names: [domain],
    issuer: "Amazon",
    notBefore: NOW - 1,
    notAfter: NOW + 1,
    trusted: true,
    ...more,
  };
}

describe("a certificate that an edge presents", () => {
  const cases: [rule: string, look: EdgeLook | undefined, domain: string, expected: Served][] = [
    ["serves a domain that it lists", presented({ names: ["example.org", domain] }), domain, "served"],
    ["serves what its wildcard covers", presented({ names: ["*.example.com"] }), domain, "served"],
    ["serves a wildcard by the same one", presented({ names: ["*.example.com"] }), "*.example.com", "served"],
    ["covers one level by a wildcard", presented({ names: ["*.example.com"] }), `a.${domain}`, "otherCertificate"],
    ["covers no apex by a wildcard", presented({ names: ["*.example.com"] }), "example.com", "otherCertificate"],
    ["does not serve a wildcard by one name of it", presented(), "*.example.com", "otherCertificate"],
    ["is another one without any name", presented({ names: [] }), domain, "otherCertificate"],
    ["serves in its first moment", presented({ notBefore: NOW }), domain, "served"],
    ["serves in its last moment", presented({ notAfter: NOW }), domain, "served"],
    ["does not serve before its time", presented({ notBefore: NOW + 1 }), domain, "expired"],
    ["does not serve after its time", presented({ notAfter: NOW - 1 }), domain, "expired"],
    ["needs an authority that is trusted", presented({ trusted: false }), domain, "untrusted"],
    ["is over before it is untrusted", presented({ notAfter: NOW - 1, trusted: false }), domain, "expired"],
    [
      "is another's before it is over",
      presented({ names: ["a.example"], notAfter: NOW - 1 }),
      domain,
      "otherCertificate",
    ],
    [
      "is missing where there is no handshake",
      { kind: "none", code: "ECONNREFUSED", port: 443 },
      domain,
      "noHandshake",
    ],
    ["is unknown where DNS gives no address", { kind: "unknown", code: "SERVFAIL" }, domain, "unknown"],
    ["is unknown while nobody has looked", undefined, domain, "unknown"],
  ];
  for (const [rule, look, name, expected] of cases) {
    it(rule, () => assert.equal(servedBy(look, name, NOW), expected));
  }

  it("serves only if it covers, is valid and is trusted", () => {
    const names = fc.subarray(["*.example.com", domain, "example.com", "*.www.example.com"]);
    const around = fc.integer({ min: NOW - 3, max: NOW + 3 });
    fc.assert(
      fc.property(names, around, around, fc.boolean(), (listed, notBefore, notAfter, trusted) => {
        const served = servedBy(presented({ names: listed, notBefore, notAfter, trusted }), domain, NOW);
        const covered = listed.includes(domain) || listed.includes("*.example.com");
        assert.equal(served === "served", covered && notBefore <= NOW && NOW <= notAfter && trusted);
      }),
    );
  });
});
