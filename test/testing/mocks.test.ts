import assert from "node:assert/strict";
import { mock } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { parseDomainGroup } from "../../provider/pulumi/parse-domain-group";
import { exampleState, withDomainGroups } from "../../provider/testing/mocks";

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

/** Stands for the resource of another package. */
class Other extends pulumi.CustomResource {
  declare readonly domainName: pulumi.Output<string>;
  declare readonly size: pulumi.Output<number>;
  constructor(name: string, props: pulumi.Inputs = {}, opts: pulumi.CustomResourceOptions = {}) {
    super("aws:cloudfront/distribution:Distribution", name, { domainName: undefined, size: undefined, ...props }, opts);
  }
}

const args: DomainGroupArgs = {
  primaryDomain: "example.com",
  alternativeDomains: ["*.example.com", "www.example.com"],
  distribution: { id: "E1" },
};

/** A program as people write it. */
function program() {
  const cdn = new Other("cdn", { enabled: true });
  const brand = new DomainGroup("brand", {
    primaryDomain: "Example.com",
    alternativeDomains: ["*.example.com", "bücher.example"],
    distribution: cdn,
  });
  return {
    brand,
    status: brand.status,
    books: brand.domain("Bücher.example").attachment,
    proofs: brand.validationRecords.apply((records) => records.map(({ key }) => key)),
    routes: brand.routingRecords.apply((records) => records.map(({ name, value }) => `${name} -> ${value}`)),
  };
}

describe("withDomainGroups", () => {
  it("brings a whole program to where all is attached, without a wait", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const timers = mock.method(globalThis, "setTimeout");
    const { brand: _exported, ...outputs } = await plain(pulumi.output(program()));
    const waits = timers.mock.calls.map((call) => Number(call.arguments[1] ?? 0));
    timers.mock.restore();
    assert.deepEqual(
      waits.filter((ms) => ms > 0),
      [],
    );
    const target = "di1r1qoebdtrrb.cloudfront.net";
    assert.deepEqual(outputs, {
      status: "CERTIFICATE_ATTACHED",
      books: "ATTACHED",
      proofs: ["VALIDATION:example.com", "VALIDATION:xn--bcher-kva.example"],
      routes: [`example.com -> ${target}`, `*.example.com -> ${target}`, `xn--bcher-kva.example -> ${target}`],
    });
  });

  it("gives a group its own name, id and distribution", async () => {
    await pulumi.runtime.setMocks(withDomainGroups(), "shop", "dev");
    const { brand } = program();
    assert.deepEqual(await plain(pulumi.all([brand.name, brand.groupId, brand.id, brand.distributionId])), [
      "brand",
      "organization/shop/dev/brand",
      "organization/shop/dev/brand",
      "cdn_id",
    ]);
  });

  it("makes of a group as a stack output what other stacks can read", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const { brand } = program();
    const exported: { [name: string]: unknown } = { ...brand };
    const names = Object.keys(exampleState(args));
    const state = await plain(pulumi.output(Object.fromEntries(names.map((name) => [name, exported[name]]))));
    assert.equal(parseDomainGroup(JSON.parse(JSON.stringify(state))).status, "CERTIFICATE_ATTACHED");
  });

  it("is the same in every run", async () => {
    const once = async () => {
      await pulumi.runtime.setMocks(withDomainGroups());
      return plain(new DomainGroup("brand", args).dnsRecords);
    };
    assert.deepEqual(await once(), await once());
  });

  it("lays other outputs over the usual ones, by name", async () => {
    const mocks = withDomainGroups({}, (name) =>
      name === "late" ? { status: "ERROR", certificateArn: undefined } : {},
    );
    await pulumi.runtime.setMocks(mocks);
    const late = new DomainGroup("late", args);
    const good = new DomainGroup("good", { ...args, distribution: { id: "E2" } });
    assert.deepEqual(await plain(pulumi.all([late.status, late.certificateArn, good.status])), [
      "ERROR",
      undefined,
      "CERTIFICATE_ATTACHED",
    ]);
  });

  it("hands the arguments on, so that examples keep the group's name", async () => {
    const mocks = withDomainGroups({}, (_name, given) => exampleState(given, "waiting-for-records"));
    await pulumi.runtime.setMocks(mocks, "shop", "dev");
    const { brand } = program();
    assert.deepEqual(await plain(pulumi.all([brand.name, brand.status, brand.certificateExpiry])), [
      "brand",
      "AWAITING_CERTIFICATE_ISSUE",
      undefined,
    ]);
  });

  it("leaves every other resource and every function to the user's own mocks", async () => {
    const seen: string[] = [];
    await pulumi.runtime.setMocks(
      withDomainGroups({
        newResource: ({ name, inputs }) => {
          seen.push(name);
          return { id: "EOWN", state: { ...inputs, size: 3 } };
        },
        call: ({ token }) => ({ token }),
      }),
    );
    const cdn = new Other("cdn");
    new DomainGroup("brand", { ...args, distribution: cdn });
    assert.deepEqual(await plain(pulumi.all([cdn.id, cdn.size])), ["EOWN", 3]);
    assert.deepEqual(await pulumi.runtime.invoke("aws:index/getRegion:getRegion", {}), {
      token: "aws:index/getRegion:getRegion",
    });
    assert.deepEqual(seen, ["cdn"]);
  });

  it("echoes other resources and functions without any mocks", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const cdn = new Other("cdn", { size: 5 });
    assert.deepEqual(await plain(pulumi.all([cdn.id, cdn.size])), ["cdn_id", 5]);
    assert.deepEqual(await pulumi.runtime.invoke("a:b:c", { x: 1 }), { x: 1 });
  });

  it("knows nothing in a preview while an argument is unknown", async () => {
    await pulumi.runtime.setMocks(withDomainGroups(), "shop", "dev", true);
    const { domainName, id } = new Other("cdn");
    const groups = [
      new DomainGroup("by-name", { ...args, primaryDomain: domainName }),
      new DomainGroup("by-distribution", { ...args, distribution: { id, domainName } }),
      new DomainGroup("known", { ...args, distribution: { id } }),
    ];
    await Promise.all(groups.map(({ urn }) => plain(urn)));
    const isKnown = ({ status }: DomainGroup) => (status as unknown as { isKnown: Promise<boolean> }).isKnown;
    assert.deepEqual(await Promise.all(groups.map(isKnown)), [false, false, true]);
  });
});

/** Stands for a bucket, whose outputs nobody has mocked. */
class Bucket extends pulumi.CustomResource {
  declare readonly bucketRegionalDomainName: pulumi.Output<string>;
  declare readonly arn: pulumi.Output<string>;
  constructor(name: string) {
    super("aws:s3/bucket:Bucket", name, { bucketRegionalDomainName: undefined, arn: undefined });
  }
}

describe("withDomainGroups and the other ways to serve and to publish", () => {
  it("makes up what a bucket or a certificate of the program has not got from its mocks", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const bucket = new Bucket("files");
    const brand = new DomainGroup("brand", {
      primaryDomain: "example.com",
      distribution: { create: { serviceType: "static", origin: bucket } },
      certificate: bucket,
    });
    const [arn, status] = await plain(pulumi.all([brand.distributionArn, brand.status]));
    assert.match(arn ?? "", /^arn:aws:cloudfront::123456789012:distribution\/E/);
    assert.equal(status, "CERTIFICATE_ATTACHED");
  });

  it("hands the program what its own distribution needs", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const brand = new DomainGroup("brand", { primaryDomain: "example.com" });
    const [aliases, certificate] = await plain(pulumi.all([brand.aliases, brand.viewerCertificate]));
    assert.deepEqual(aliases, ["example.com"]);
    assert.match(certificate.acmCertificateArn ?? "", /^arn:aws:acm:us-east-1:/);
  });

  for (const preview of [false, true]) {
    it(`publishes what the group then says it needs${preview ? ", in a preview too" : ""}`, async () => {
      const published: { [name: string]: unknown } = {};
      const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
        published[name] = inputs["value"];
        return { id: name, state: inputs };
      };
      await pulumi.runtime.setMocks(withDomainGroups({ newResource }), "shop", "dev", preview);
      const made: pulumi.Resource[] = [];
      const brand = new DomainGroup("brand", {
        primaryDomain: "example.com",
        distribution: { id: "E1" },
        dns: {
          publish: ({ resourceName, value }, opts) => {
            const record = new Other(resourceName, { value }, opts);
            made.push(record);
            return record;
          },
        },
      });
      const records = await plain(brand.dnsRecords);
      await Promise.all(made.map(({ urn }) => plain(urn)));
      assert.deepEqual(
        records.map(({ key, publishedBy }) => [key, publishedBy]),
        [
          ["VALIDATION:example.com", "program"],
          ["ROUTING:example.com", "program"],
        ],
      );
      assert.deepEqual(published, {
        "brand-validation-example.com": records[0]?.value,
        "brand-routing-example.com": records[1]?.value,
      });
    });
  }
});

// Last: a program leaves its stack behind as the parent of all that follows.
describe("bad arguments under mocks", () => {
  const table: [string, Partial<DomainGroupArgs>, string][] = [
    ["a scheme", { primaryDomain: "https://example.com" }, 'primaryDomain: got "https://example.com": '],
    ["a duration that is none", { timeout: "soon" }, 'timeout: got "soon": must be a duration such as '],
  ];
  for (const [what, wrong, message] of table) {
    it(`${what} fails the program as a preview does`, async () => {
      await pulumi.runtime.setMocks(withDomainGroups());
      const run = pulumi.runtime.runInPulumiStack(async () => {
        const { status } = new DomainGroup("brand", { ...args, ...wrong });
        return { status };
      });
      await assert.rejects(run, (error: Error) => error.message.includes(message));
    });
  }
});
