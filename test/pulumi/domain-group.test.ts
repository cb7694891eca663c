import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DomainName } from "../../provider/core/domain-name";
import { digestsOf } from "../../provider/core/name-digests";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { bagIn } from "../../provider/pulumi/internal-input";
import type { Bag } from "../../provider/pulumi/reading";
import { SHOWN_KEYS } from "./shown-keys";

const seen = new Map<string, { type: string; inputs: Bag }>();
const domains = [{ name: "example.com" }, { name: "xn--bcher-kva.example" }];
const dnsRecords = [{ purpose: "VALIDATION" }, { purpose: "ROUTING" }];

const args: DomainGroupArgs = {
  primaryDomain: "Example.com",
  alternativeDomains: ["bücher.example"],
  distribution: { id: "E1" },
};

class AwsProvider extends pulumi.ProviderResource {}

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

async function inputsOf(name: string, given: DomainGroupArgs, opts?: pulumi.CustomResourceOptions): Promise<Bag> {
  const group = new DomainGroup(name, given, opts);
  await plain(group.urn);
  return seen.get(name)?.inputs ?? assert.fail(`${name} was not registered`);
}

describe("the class DomainGroup", () => {
  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ name, type, inputs }) => {
          seen.set(name, { type, inputs });
          return { id: `${name}-id`, state: { ...inputs, domains, dnsRecords, status: "CERTIFICATE_ATTACHED" } };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    ),
  );
  beforeEach(() => pulumi.runtime.setAllConfig({}));

  it("has the type that is in every URN, for ever", async () => {
    const group = new DomainGroup("typed", args);
    assert.equal(await plain(group.urn), "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/domain-group:DomainGroup::typed");
  });

  it("sends arguments under their own names, and all else under one", async () => {
    const { __provider, ...inputs } = await inputsOf("simple", { ...args, timeout: "5m", dns: undefined });
    assert.match(String(__provider), /pulumi-domain-group\/provider/);
    assert.deepEqual(inputs, {
      primaryDomain: "Example.com",
      alternativeDomains: ["bücher.example"],
      distribution: { id: "E1" },
      timeout: "5m",
      __domainGroup: {
        kind: "group",
        name: "simple",
        resource: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/domain-group:DomainGroup::simple",
        organization: "organization",
        project: "shop",
        stack: "dev",
        timeouts: {},
        aws: {},
        defaultTags: {},
      },
    });
  });

  it("takes three outputs of a distribution that is a whole resource", async () => {
    const cdn = {
      id: pulumi.output("E1"),
      domainName: pulumi.output("d1.cloudfront.net"),
      etag: "A",
      arn: "arn",
      aliases: [],
    };
    const { distribution } = await inputsOf("whole", { ...args, distribution: cdn });
    assert.deepEqual(distribution, { id: "E1", domainName: "d1.cloudfront.net", etag: "A" });
  });

  it("knows the URN below a parent", async () => {
    const parent = new pulumi.ComponentResource("app:Site", "site");
    const { __domainGroup } = await inputsOf("child", args, { parent });
    assert.equal(
      (__domainGroup as Bag)["resource"],
      "urn:pulumi:dev::shop::app:Site$pulumi-nodejs:dynamic/domain-group:DomainGroup::child",
    );
  });

  it("does not wait for its siblings in a component", async () => {
    const parent = new pulumi.ComponentResource("app:Site", "family");
    const group = new DomainGroup("elder", args, { parent });
    const sibling = new pulumi.ComponentResource(
      "app:Part",
      "younger",
      { status: group.status },
      { parent, dependsOn: group },
    );
    assert.match(await plain(sibling.urn), /younger$/);
  });

  it("hands customTimeouts on", async () => {
    const { __domainGroup } = await inputsOf("timed", args, { customTimeouts: { create: "5m" } });
    assert.deepEqual((__domainGroup as Bag)["timeouts"], { create: "5m" });
  });

  it("refuses opts.provider, and names aws", () => {
    const provider = new AwsProvider("aws", "other-account");
    assert.throws(
      () => new DomainGroup("provided", args, { provider }),
      (error: Error) => {
        assert.match(error.message, /^provided: opts.provider .*aws: \{ profile, assumeRole \}/);
        return pulumi.RunError.isInstance(error);
      },
    );
  });

  it("shows its outputs alone as a stack output", () => {
    const group = new DomainGroup("shown", { ...args, tags: { team: "web" }, groupId: "shown" });
    const shown = Object.keys(group).filter((key) => !key.startsWith("__"));
    assert.deepEqual(shown.sort(), SHOWN_KEYS);
  });

  it("has proofs and routes apart, computed from dnsRecords", async () => {
    const group = new DomainGroup("records", args);
    assert.deepEqual(await plain(group.validationRecords), [{ purpose: "VALIDATION" }]);
    assert.deepEqual(await plain(group.routingRecords), [{ purpose: "ROUTING" }]);
  });

  it("has one domain by any spelling", async () => {
    const group = new DomainGroup("spelt", args);
    assert.deepEqual(await plain(group.domain("Bücher.Example.")), { name: "xn--bcher-kva.example" });
  });

  it("refuses a domain that is not in it at once", () => {
    const group = new DomainGroup("strange", args);
    assert.throws(() => group.domain("ww.example.com"), {
      message:
        'domain("ww.example.com"): there is no such name in this group; there are example.com, xn--bcher-kva.example',
    });
    assert.throws(() => group.domain("https://example.com"), { message: /^domain\("https:\/\/example.com"\): / });
  });

  it("has names that are outputs too", async () => {
    const group = new DomainGroup("later", { ...args, primaryDomain: pulumi.output("example.com") });
    assert.deepEqual(await plain(group.domain("example.com")), { name: "example.com" });
  });

  it("knows its own kind, and nothing else", () => {
    assert.equal(DomainGroup.isInstance(new DomainGroup("kind", args)), true);
    assert.equal(DomainGroup.isInstance(new pulumi.ComponentResource("app:Site", "other-kind")), false);
    assert.equal(DomainGroup.isInstance({}), false);
    assert.equal(DomainGroup.isInstance(undefined), false);
  });
});

describe("credentials", () => {
  const role = { roleArn: "arn:aws:iam::111111111111:role/deploy", externalId: "x" };
  const table: [string, { [key: string]: string }, Partial<DomainGroupArgs>, Bag][] = [
    ["are the SDK's own where nobody says anything", {}, {}, {}],
    ["are the profile of the stack", { "aws:profile": "dev" }, {}, { profile: "dev" }],
    ["are the role of the stack", { "aws:assumeRole": JSON.stringify(role) }, {}, { assumeRoles: [role] }],
    [
      "are the roles of the stack, one after the other",
      { "aws:assumeRoles": JSON.stringify([role, role]) },
      {},
      { assumeRoles: [role, role] },
    ],
    [
      "are the group's, and nothing of the stack's",
      { "aws:profile": "dev" },
      { aws: { assumeRole: role } },
      { assumeRoles: [role] },
    ],
    ["are the SDK's own when the group says so", { "aws:profile": "dev" }, { aws: {} }, {}],
  ];
  for (const [what, config, given, expected] of table) {
    it(what, async () => {
      pulumi.runtime.setAllConfig(config);
      const { __domainGroup } = await inputsOf(`credentials ${what}`, { ...args, ...given });
      assert.deepEqual((__domainGroup as Bag)["aws"], expected);
    });
  }

  it("the default tags of the stack go along", async () => {
    pulumi.runtime.setAllConfig({ "aws:defaultTags": JSON.stringify({ tags: { team: "web" } }) });
    const { __domainGroup } = await inputsOf("tagged", args);
    assert.deepEqual((__domainGroup as Bag)["defaultTags"], { team: "web" });
  });
});

// Last: a program leaves its stack behind as the parent of all that follows.
describe("two groups of one program", () => {
  it("are told beforehand what the other one takes: nothing where the program attaches", async () => {
    let urns: Promise<string>[] = [];
    await pulumi.runtime.runInPulumiStack(async () => {
      const giver = new DomainGroup("giver", { ...args, alternativeDomains: [] });
      const taker = new DomainGroup("taker", { ...args, distribution: { id: "E2" }, primaryDomain: "www.example.com" });
      const site = new DomainGroup("site", { ...args, distribution: undefined, primaryDomain: "blog.example.com" });
      urns = [giver, taker, site].map(({ urn }) => plain(urn));
    });
    await Promise.all(urns);
    const elsewhere = (name: string): unknown => bagIn(seen.get(name)?.inputs["__domainGroup"])["elsewhere"];
    assert.equal(elsewhere("giver"), digestsOf(["www.example.com", "xn--bcher-kva.example"] as DomainName[]));
    assert.equal(elsewhere("taker"), digestsOf(["example.com"] as DomainName[]));
  });

  it("refuses the distribution of another group of the program, before anything is known of it", async () => {
    const cdn = { id: pulumi.output(new Promise<string>((resolve) => resolve("E1"))) };
    const program = async () => {
      new DomainGroup("first", { ...args, distribution: cdn });
      new DomainGroup("second", { ...args, distribution: cdn });
    };
    await assert.rejects(pulumi.runtime.runInPulumiStack(program), {
      message: /^second: the group "first" has this distribution/,
    });
  });
});
