import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import type { RecordToPublish } from "../../provider/pulumi/dns-args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { bagIn } from "../../provider/pulumi/internal-input";
import type { Bag } from "../../provider/pulumi/reading";
import { SHOWN_KEYS } from "./shown-keys";

const TARGET = "d1.cloudfront.net";
const GROUP = "domain-group:DomainGroup";
const RECORD = "domain-group:DomainGroupRecord";

/** What was registered, in its order. */
let registered: { name: string; type: string; inputs: Bag }[] = [];

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

/** Stands for a DNS provider's resource. */
class Published extends pulumi.CustomResource {
  constructor(
    name: string,
    record: { name: pulumi.Input<string>; value: pulumi.Input<string> },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("dns:index:Record", name, { name: record.name, value: record.value }, opts);
  }
}

const args: DomainGroupArgs = {
  primaryDomain: "example.com",
  alternativeDomains: ["*.example.com", "www.example.org"],
  distribution: { id: "E1" },
};

interface Call {
  record: RecordToPublish;
  opts: pulumi.CustomResourceOptions;
}

/** A group that publishes, once everything is registered; `skip`: keys that somebody else publishes. */
async function publish(
  name: string,
  given: Partial<DomainGroupArgs> = {},
  opts?: pulumi.CustomResourceOptions,
  skip: string[] = [],
) {
  registered = [];
  const calls: Call[] = [];
  const made: pulumi.Resource[] = [];
  const callback = (record: RecordToPublish, itsOpts: pulumi.CustomResourceOptions) => {
    calls.push({ record, opts: itsOpts });
    if (skip.includes(record.key)) return undefined;
    const resource = new Published(record.resourceName, record, itsOpts);
    made.push(resource);
    return resource;
  };
  const group = new DomainGroup(name, { ...args, ...given, dns: { publish: callback } }, opts);
  await Promise.all([group, ...made].map(({ urn }) => plain(urn)));
  const seen = (resource: string) => registered.find((one) => one.name === resource) ?? assert.fail(`no ${resource}`);
  return { group, calls, seen };
}

/** These were registered, and in this order. */
function assertOrder(...expected: string[]): void {
  const names = registered.map(({ name }) => name);
  // A memory and what the program publishes of it have one name.
  const found = [...new Set(names.filter((name) => expected.includes(name)))];
  assert.deepEqual(found, expected, names.join("\n"));
}

/** It is registered after everything that does not depend on it. */
function slowZone(name: string): Published {
  const slow = new Promise<string>((resolve) => setTimeout(resolve, 20, "zone"));
  return new Published(name, { name: "zone", value: slow });
}

const typeOf = (type: string): string => type.replace("pulumi-nodejs:dynamic/", "");

describe("dns: { publish }", () => {
  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: async ({ name, type, inputs }) => {
          if (name.startsWith("slow-validation")) await new Promise((resolve) => setTimeout(resolve, 20));
          registered.push({ name, type: typeOf(type), inputs });
          const { domain, target } = inputs;
          const memory = domain === undefined ? { value: target } : { name: `_a.${domain}`, value: `_b.${domain}.acm` };
          return {
            id: `${name}-id`,
            state: { ...inputs, ...(typeOf(type) === RECORD ? memory : { distributionDomainName: TARGET }) },
          };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    ),
  );

  beforeEach(() => pulumi.runtime.setAllConfig({}));

  it("hands out one record for each proof and each domain, known before anything exists", async () => {
    const { calls } = await publish("brand");
    assert.deepEqual(
      calls.map(({ record: { name: _name, value: _value, ...known } }) => known),
      [
        [
          "VALIDATION:example.com",
          "brand-validation-example.com",
          "VALIDATION",
          "CNAME",
          ["example.com", "*.example.com"],
        ],
        ["VALIDATION:www.example.org", "brand-validation-www.example.org", "VALIDATION", "CNAME", ["www.example.org"]],
        ["ROUTING:example.com", "brand-routing-example.com", "ROUTING", "ALIAS", ["example.com"]],
        ["ROUTING:*.example.com", "brand-routing-_wildcard.example.com", "ROUTING", "CNAME", ["*.example.com"]],
        ["ROUTING:www.example.org", "brand-routing-www.example.org", "ROUTING", "CNAME", ["www.example.org"]],
      ].map(([key, resourceName, purpose, type, domains]) => ({ key, resourceName, purpose, type, ttl: 300, domains })),
    );
    const values = await Promise.all(calls.map(({ record }) => plain(pulumi.all([record.name, record.value]))));
    assert.deepEqual(values, [
      ["_a.example.com", "_b.example.com.acm"],
      ["_a.www.example.org", "_b.www.example.org.acm"],
      ["example.com", TARGET],
      ["*.example.com", TARGET],
      ["www.example.org", TARGET],
    ]);
  });

  it("makes the order: proofs, the group, routing records", async () => {
    await publish("ordered");
    const stages = registered.map(({ type, name }) => `${type} ${name.replace(/-[^-]*\.com$/, "")}`);
    const first = (what: string): number => stages.indexOf(what);
    const last = (what: string): number => stages.lastIndexOf(what);
    const order = [
      last(`${RECORD} ordered-validation`),
      first("dns:index:Record ordered-validation"),
      last("dns:index:Record ordered-validation"),
      first(`${GROUP} ordered`),
      first(`${RECORD} ordered-routing`),
      first("dns:index:Record ordered-routing"),
    ];
    assert.ok(!order.includes(-1), stages.join("\n"));
    assert.ok(first(`${RECORD} ordered-validation`) < (order[1] ?? 0), stages.join("\n"));
    assert.deepEqual(
      order.slice(1),
      order.slice(1).sort((a, b) => a - b),
    );
  });

  it("tells the group which records the program publishes", async () => {
    const skip = ["VALIDATION:www.example.org", "ROUTING:*.example.com"];
    const { seen } = await publish("partial", {}, undefined, skip);
    const keys = ["VALIDATION:example.com", "ROUTING:example.com", "ROUTING:www.example.org"];
    assert.deepEqual(seen("partial").inputs["dns"], { publish: keys });
  });

  it("keeps the group behind the memory of a record that somebody else publishes", async () => {
    await publish("slow", {}, undefined, ["VALIDATION:example.com", "VALIDATION:www.example.org"]);
    assertOrder("slow-validation-example.com", "slow");
    assertOrder("slow-validation-www.example.org", "slow");
  });

  it("remembers a proof by what the certificate depends on, and by nothing of the distribution", async () => {
    const { seen } = await publish(
      "remembered",
      { tags: { team: "web" }, timeout: "5m", waitFor: "issued" },
      { customTimeouts: { create: "2m" } },
    );
    const { __domainGroup, domain, __provider, ...rest } = seen("remembered-validation-example.com").inputs;
    assert.deepEqual([domain, rest], ["example.com", {}]);
    assert.deepEqual(__domainGroup, {
      kind: "record",
      name: "remembered",
      resource: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/${RECORD}::remembered-validation-example.com`,
      organization: "organization",
      project: "shop",
      stack: "dev",
      timeouts: { create: "2m" },
      aws: {},
      defaultTags: {},
      group: {
        primaryDomain: "example.com",
        alternativeDomains: ["*.example.com", "www.example.org"],
        tags: { team: "web" },
        timeout: "5m",
      },
    });
  });

  it("remembers where traffic goes, unless the program says it", async () => {
    const { seen } = await publish("led");
    assert.equal(seen("led-routing").inputs["target"], TARGET);
    const { calls } = await publish("said", {
      distribution: { id: "E2", domainName: pulumi.output("D2.CloudFront.net.") },
    });
    assert.equal(
      registered.some(({ name }) => name === "said-routing"),
      false,
    );
    assert.equal(await plain(calls.at(-1)?.record.value ?? assert.fail()), "d2.cloudfront.net");
  });

  it("has no routing records without a distribution: the program leads traffic to its own", async () => {
    const { calls } = await publish("headless", { distribution: undefined });
    assert.deepEqual(
      calls.map(({ record }) => record.purpose),
      ["VALIDATION", "VALIDATION"],
    );
  });

  it("has no proofs with a certificate of the program's own", async () => {
    const arn = "arn:aws:acm:us-east-1:111111111111:certificate/c0ffee00";
    const { calls, seen } = await publish("own", { certificate: { arn } });
    assert.deepEqual(
      calls.map(({ record }) => record.purpose),
      ["ROUTING", "ROUTING", "ROUTING"],
    );
    assert.deepEqual(seen("own").inputs["certificate"], { arn });
  });

  it("keeps what a group without proofs depends on", async () => {
    const arn = "arn:aws:acm:us-east-1:111111111111:certificate/c0ffee00";
    await publish("proven", { certificate: { arn } }, { dependsOn: slowZone("zone-proven") });
    assertOrder("zone-proven", "proven");
  });

  it("leads traffic after the group, also where the program knows where to", async () => {
    await publish("patient", { distribution: { id: "E2", domainName: "d2.cloudfront.net" } });
    assertOrder("patient", "patient-routing-example.com");
  });

  it("gives the parent of the group to everything that belongs to it", async () => {
    const parent = new pulumi.ComponentResource("app:Site", "site");
    const { calls, group, seen } = await publish("child", {}, { parent });
    assert.ok(calls.every(({ opts }) => opts.parent === parent));
    assert.match(await plain(group.urn), /app:Site\$/);
    const { resource } = bagIn(seen("child-routing").inputs["__domainGroup"]);
    assert.match(String(resource), /app:Site\$pulumi-nodejs:dynamic\/domain-group:DomainGroupRecord::child-routing$/);
  });

  const forms: [
    string,
    (zone: pulumi.Resource) => pulumi.Input<pulumi.Input<pulumi.Resource>[]> | pulumi.Input<pulumi.Resource>,
  ][] = [
    ["one", (zone) => zone],
    ["list", (zone) => [zone]],
    ["promise", (zone) => Promise.resolve([zone])],
    ["output", (zone) => pulumi.output(zone)],
  ];
  for (const [form, of] of forms) {
    it(`keeps what the group depends on before its records too (${form})`, async () => {
      const zone = slowZone(`zone-${form}`);
      const { group } = await publish(`behind-${form}`, {}, { dependsOn: of(zone) });
      await plain(group.urn);
      assertOrder(`zone-${form}`, `behind-${form}-validation-example.com`, `behind-${form}`);
    });
  }

  it("shows the outputs of the group alone as a stack output", async () => {
    const { group } = await publish("shown");
    assert.deepEqual(
      Object.keys(group)
        .filter((key) => !key.startsWith("__"))
        .sort(),
      SHOWN_KEYS,
    );
  });
});
