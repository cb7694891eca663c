import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmBench, zoneServer } from "./acm/bench";
import { hour, minute, second } from "./defaults";

/** The zone's CAA records by name, the certificate's names, and whether Amazon may issue (RFC 8659). */
interface Case {
  rule: string;
  caa: { [name: string]: string[] };
  names: string[];
  allowed: boolean;
}

const cases: Case[] = [
  { rule: "no CAA at all", caa: {}, names: ["www.example.com"], allowed: true },
  {
    rule: "another CA at the name",
    caa: { "www.example.com": ['0 issue "ca.example.net"'] },
    names: ["www.example.com"],
    allowed: false,
  },
  {
    rule: "another CA above the name",
    caa: { "example.com": ['0 issue "ca.example.net"'] },
    names: ["www.example.com"],
    allowed: false,
  },
  {
    rule: "the nearest set alone decides",
    caa: { "example.com": ['0 issue "ca.example.net"'], "www.example.com": ['0 issue "amazon.com"'] },
    names: ["www.example.com"],
    allowed: true,
  },
  ...["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"].map((issuer) => ({
    rule: `Amazon as ${issuer} among others`,
    caa: { "example.com": ['0 issue "ca.example.net"', `0 issue "${issuer}"`] },
    names: ["example.com"],
    allowed: true,
  })),
  {
    rule: "an issuer in capitals with parameters",
    caa: { "example.com": ['0 ISSUE " Amazon.com ; a=b; c=d"'] },
    names: ["example.com"],
    allowed: true,
  },
  {
    rule: "malformed parameters grant nothing",
    caa: { "example.com": ['0 issue "amazon.com; nonsense"'] },
    names: ["example.com"],
    allowed: false,
  },
  { rule: "nobody may issue", caa: { "example.com": ['0 issue ";"'] }, names: ["example.com"], allowed: false },
  {
    rule: "nobody, and Amazon",
    caa: { "example.com": ['0 issue ";"', '0 issue "amazon.com"'] },
    names: ["example.com"],
    allowed: true,
  },
  {
    rule: "iodef only",
    caa: { "example.com": ['0 iodef "mailto:a@example.com"'] },
    names: ["example.com"],
    allowed: true,
  },
  { rule: "an unknown tag", caa: { "example.com": ['0 future "x"'] }, names: ["example.com"], allowed: true },
  {
    rule: "an unknown critical tag",
    caa: { "example.com": ['128 future "x"'] },
    names: ["example.com"],
    allowed: false,
  },
  {
    rule: "a known critical tag",
    caa: { "example.com": ['128 issue "amazon.com"'] },
    names: ["example.com"],
    allowed: true,
  },
  {
    rule: "issuewild says nothing about other names",
    caa: { "example.com": ['0 issuewild ";"'] },
    names: ["example.com"],
    allowed: true,
  },
  {
    rule: "issuewild forbids the wildcard",
    caa: { "example.com": ['0 issue "amazon.com"', '0 issuewild ";"'] },
    names: ["*.example.com"],
    allowed: false,
  },
  {
    rule: "issuewild permits the wildcard",
    caa: { "example.com": ['0 issue ";"', '0 issuewild "amazon.com"'] },
    names: ["*.example.com"],
    allowed: true,
  },
  {
    rule: "issue decides for the wildcard without issuewild",
    caa: { "example.com": ['0 issue ";"'] },
    names: ["*.example.com"],
    allowed: false,
  },
];

describe("CAA", () => {
  for (const { rule, caa, names, allowed } of cases) {
    it(`${rule}: ${allowed ? "issued" : "CAA_ERROR"}`, async () => {
      const bench = acmBench();
      for (const [name, values] of Object.entries(caa)) bench.caa(name, values);
      const detail = await bench.describe(await bench.issued(names));
      assert.equal(detail.Status, allowed ? "ISSUED" : "FAILED");
      assert.equal(detail.FailureReason, allowed ? undefined : "CAA_ERROR");
    });
  }

  it("an alias is followed to its target's set, and climbing goes on from the name itself", async () => {
    const { simulator, caa, issued, describe } = acmBench();
    const now = simulator.world.clock.now();
    const alias = (name: string, target: string) =>
      simulator.dns.setRecord("Z1", name, "CNAME", { name, type: "CNAME", ttl: 60, values: [target] }, now);
    alias("www.example.com", "target.below.example.com");
    alias("app.example.com", "bare.below.example.com");
    caa("target.below.example.com", ['0 issue "ca.example.net"']);
    simulator.dns.setRecord(
      "Z1",
      "bare.below.example.com",
      "A",
      { name: "bare.below.example.com", type: "A", ttl: 60, values: ["192.0.2.1"] },
      now,
    );
    caa("below.example.com", ['0 issue "ca.example.net"']);
    assert.equal((await describe(await issued(["www.example.com"]))).FailureReason, "CAA_ERROR");
    assert.equal((await describe(await issued(["app.example.com"]))).Status, "ISSUED");
  });

  it("one forbidden name fails the certificate and is shown", async () => {
    const { caa, issued, describe } = acmBench();
    caa("www.example.com", ['0 issue ";"']);
    const detail = await describe(await issued(["example.com", "www.example.com"]));
    assert.deepEqual(
      detail.DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus),
      ["SUCCESS", "FAILED"],
    );
  });

  it("is looked at only after all domains are proved", async () => {
    const { caa, request, describe, pass } = acmBench();
    caa("example.com", ['0 issue ";"']);
    const arn = await request(["example.com"]);
    await pass(hour);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
  });

  for (const [caaServfail, status] of [
    ["fail", "FAILED"],
    ["pass", "ISSUED"],
  ] as const) {
    it(`that cannot be looked up: ${status} with caaServfail: ${caaServfail}`, async () => {
      const { simulator, request, publish, describe, pass } = acmBench({ switches: { caaServfail } });
      const arn = await request(["example.com"]);
      publish(arn);
      await pass(31 * second);
      simulator.dns.setServerFault(zoneServer, "SERVFAIL");
      await pass(minute);
      assert.equal((await describe(arn)).Status, status);
    });
  }
});
