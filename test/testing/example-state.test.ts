import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupState } from "../../provider/core/outputs";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import type { ExampleKind } from "../../provider/testing/mocks";
import { exampleState } from "../../provider/testing/mocks";

const args: DomainGroupArgs = {
  primaryDomain: "example.com",
  alternativeDomains: ["*.example.com", "bücher.example"],
  distribution: { id: "E2QWRUHAPOMQZL" },
};

/** What people would ask first. */
function gist({ status, reached, settled, guidance, domains, dnsRecords }: DomainGroupState) {
  return {
    status,
    reached,
    settled,
    codes: guidance.map(({ code }) => code),
    domains: domains.map(({ attachment, traffic }) => `${attachment} ${traffic}`),
    records: [...new Set(dnsRecords.map(({ purpose, state, action }) => `${purpose} ${state} ${action}`))],
  };
}

type Gist = ReturnType<typeof gist>;

const all = (word: string): string[] => [word, word, word];
const DONE = ["VALIDATION OK KEEP", "ROUTING OK KEEP"];
const PROVEN = ["VALIDATION OK KEEP", "ROUTING MISSING PUBLISH_WHEN_ATTACHED"];

describe("exampleState", () => {
  const table: [ExampleKind, "external" | "route53", Gist][] = [
    ...(["external", "route53"] as const).map((dns): [ExampleKind, typeof dns, Gist] => [
      "attached",
      dns,
      {
        status: "CERTIFICATE_ATTACHED",
        reached: "attached",
        settled: true,
        codes: ["ATTACHED"],
        domains: all("ATTACHED POINTING"),
        records: DONE,
      },
    ]),
    [
      "waiting-for-records",
      "external",
      {
        status: "AWAITING_CERTIFICATE_ISSUE",
        reached: "records",
        settled: false,
        codes: ["WAITING_FOR_RECORDS"],
        domains: all("AWAITING_VERIFICATION_RECORDS_TO_BE_SET NOT_POINTING"),
        records: ["VALIDATION MISSING PUBLISH", "ROUTING MISSING PUBLISH_WHEN_ATTACHED"],
      },
    ],
    [
      "waiting-for-records",
      "route53",
      {
        status: "AWAITING_CERTIFICATE_ISSUE",
        reached: "records",
        settled: false,
        codes: ["WAITING_FOR_ISSUE"],
        domains: all("PENDING_CERTIFICATE_FOR_ATTACHMENT NOT_POINTING"),
        records: PROVEN,
      },
    ],
    ...(["external", "route53"] as const).map((dns): [ExampleKind, typeof dns, Gist] => [
      "caa-forbids",
      dns,
      {
        status: "ERROR",
        reached: "nothing",
        settled: false,
        codes: ["CAA_FORBIDS"],
        domains: ["ERROR_ATTACHING NOT_POINTING", "ERROR_ATTACHING NOT_POINTING", "PENDING NOT_POINTING"],
        records: ["ROUTING MISSING PUBLISH_WHEN_ATTACHED", "CAA MISSING PUBLISH"],
      },
    ]),
  ];
  for (const [what, dns, expected] of table) {
    it(`"${what}" with ${dns} DNS is what a real run would say`, () => {
      assert.deepEqual(gist(exampleState({ ...args, dns }, what)), expected);
    });
  }

  it("lacks a CAA record for the primary domain and those below it, and requests nothing", () => {
    const given = {
      ...args,
      primaryDomain: "shop.example.com",
      alternativeDomains: ["example.com", "a.shop.example.com"],
    };
    const { certificateArn, dnsRecords, domains } = exampleState(given, "caa-forbids");
    assert.equal(certificateArn, undefined);
    assert.deepEqual(
      domains.map(({ attachment }) => attachment),
      ["ERROR_ATTACHING", "PENDING", "ERROR_ATTACHING"],
    );
    assert.deepEqual(
      dnsRecords.filter(({ purpose }) => purpose === "CAA").map(({ host, value, domains }) => [host, value, domains]),
      [["shop", '0 issue "amazon.com"', ["shop.example.com", "a.shop.example.com"]]],
    );
  });

  for (const dns of ["external", "route53"] as const) {
    it(`leaves the primary domain to the distribution that has it, with ${dns} DNS`, () => {
      const { status, settled, guidance, domains } = exampleState({ ...args, dns }, "conflict");
      const [first] = guidance;
      assert.deepEqual(
        [status, settled, first?.severity, first?.actor, first?.domains],
        ["ERROR", false, "error", "you", ["example.com"]],
      );
      assert.deepEqual(
        domains.map(({ attachment }) => attachment),
        ["ERROR_ATTACHING", "ATTACHED", "ATTACHED"],
      );
    });
  }

  const BUCKET = { bucketRegionalDomainName: "files.s3.us-east-1.amazonaws.com" };
  const OWN = "arn:aws:acm:us-east-1:123456789012:certificate/12345678";
  const names = { primaryDomain: "example.com", alternativeDomains: ["www.example.com"] };
  const keys = [
    "VALIDATION:example.com",
    "VALIDATION:www.example.com",
    "ROUTING:example.com",
    "ROUTING:www.example.com",
  ];
  const [first, second, third, fourth] = keys;
  const forms: [form: string, args: DomainGroupArgs, records: (string | undefined)[], publishedBy: string][] = [
    [
      "a created distribution",
      { ...names, distribution: { create: { serviceType: "spa", origin: BUCKET } } },
      keys,
      "you",
    ],
    [
      "a created one for a server",
      { ...names, distribution: { create: { serviceType: "web", origin: "a.example.net" } } },
      keys,
      "you",
    ],
    ["a distribution of the program", names, [first, second], "you"],
    [
      "a certificate of the program",
      { ...names, distribution: { id: "E1" }, certificate: { arn: OWN } },
      [third, fourth],
      "you",
    ],
    ["both of the program", { ...names, certificate: { arn: OWN } }, [], "you"],
    [
      "records of the program",
      { ...names, distribution: { id: "E1" }, dns: { publish: () => undefined } },
      keys,
      "program",
    ],
    [
      "zones of another account",
      {
        ...names,
        distribution: { id: "E1" },
        dns: { route53: { assumeRole: { roleArn: "arn:aws:iam::123456789012:role/dns" } } },
      },
      keys,
      "domain-group",
    ],
  ];
  for (const [form, given, records, publishedBy] of forms) {
    it(`is all attached with ${form}`, () => {
      const state = exampleState(given);
      assert.deepEqual(
        [state.status, state.settled, state.domains.map(({ attachment }) => attachment), state.aliases],
        ["CERTIFICATE_ATTACHED", true, ["ATTACHED", "ATTACHED"], ["example.com", "www.example.com"]],
      );
      assert.match(state.distributionArn ?? "", /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]+$/);
      assert.deepEqual(
        state.dnsRecords.map(({ key }) => key),
        records,
      );
      assert.ok(state.dnsRecords.every((record) => record.publishedBy === publishedBy));
    });
  }

  it("waits for records before its program attaches anything", () => {
    const state = exampleState(names, "waiting-for-records");
    assert.deepEqual(
      [state.status, state.aliases, state.distributionId],
      ["AWAITING_CERTIFICATE_ISSUE", [], undefined],
    );
    assert.equal(state.viewerCertificate.cloudfrontDefaultCertificate, true);
  });

  const own: DomainGroupArgs = { ...names, certificate: { arn: OWN } };
  const impossible: [ExampleKind, group: string, DomainGroupArgs][] = [
    ["waiting-for-records", "a group with a certificate of your own", own],
    ["caa-forbids", "a group with a certificate of your own", own],
    ["caa-forbids", "a group with manageCaa", { ...names, dns: { route53: { manageCaa: true } } }],
    ["conflict", "a group without a distribution", names],
  ];
  for (const [what, group, given] of impossible) {
    it(`"${what}" is an error for ${group}`, () => {
      const message = new RegExp(`^exampleState: "${what}" does not happen to ${group}`);
      assert.throws(() => exampleState(given, what), { name: "TypeError", message });
    });
  }

  it("looks like AWS: ids, names and dates", () => {
    const state = exampleState({ ...args, distribution: { id: "E2QWRUHAPOMQZL" } });
    assert.match(
      state.certificateArn ?? "",
      /^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    assert.match(state.distributionDomainName ?? "", /^d[0-9a-z]{13}\.cloudfront\.net$/);
    assert.equal(state.distributionArn, "arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL");
    assert.equal(state.viewerCertificate.acmCertificateArn, state.certificateArn);
    assert.deepEqual(state.aliases, ["example.com", "*.example.com", "xn--bcher-kva.example"]);
    for (const { name, value } of state.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION")) {
      assert.match(name, /^_[0-9a-f]{32}\.(example\.com|xn--bcher-kva\.example)$/);
      assert.match(value, /^_[0-9a-f]{32}\.acm-validations\.aws$/);
    }
  });

  it("expires after any test that looks at it will run", () => {
    assert.equal(exampleState(args).certificateExpiry, "2099-07-18T00:00:00.000Z");
  });

  it("takes the distribution's domain name when it is given", () => {
    const domainName = "d111111abcdef8.cloudfront.net";
    const state = exampleState({ ...args, distribution: { id: "E1", domainName } });
    assert.equal(state.distributionDomainName, domainName);
  });

  it("has an account's record for a domain whatever group it is in", () => {
    const proofs = (state: DomainGroupState) => state.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION");
    const [one] = proofs(exampleState({ ...args, groupId: "one" }));
    const [other] = proofs(
      exampleState({ primaryDomain: "example.com", distribution: { id: "E2" }, groupId: "other" }),
    );
    assert.equal(one?.value, other?.value);
  });

  it("takes credentials as a program gives them", () => {
    const roleArn = "arn:aws:iam::123456789012:role/deploy";
    assert.equal(exampleState({ ...args, aws: { assumeRole: { roleArn } } }).settled, true);
  });

  const outputs: [string, DomainGroupArgs][] = [
    ["primaryDomain", { ...args, primaryDomain: pulumi.output("example.com") }],
    ["alternativeDomains.0", { ...args, alternativeDomains: [pulumi.output("www.example.com")] }],
    ["distribution.id", { ...args, distribution: { id: Promise.resolve("E1") } }],
    ["certificate.arn", { ...args, certificate: { arn: pulumi.output("arn") } }],
    [
      "distribution.create.origin.bucketRegionalDomainName",
      {
        ...args,
        distribution: { create: { serviceType: "static", origin: { bucketRegionalDomainName: pulumi.output("x") } } },
      },
    ],
  ];
  for (const [path, wrong] of outputs) {
    it(`an Output as ${path} is an error that says so`, () => {
      assert.throws(() => exampleState(wrong), {
        name: "TypeError",
        message: `exampleState: ${path} must be a plain value, and is an Output or a promise`,
      });
    });
  }

  it("bad arguments are the errors of a preview, all of them", () => {
    assert.throws(() => exampleState({ ...args, primaryDomain: "10.0.0.1", timeout: "soon" }), {
      message: /^primaryDomain: got "10\.0\.0\.1": .*\ntimeout: got "soon": must be a duration/,
    });
  });
});
