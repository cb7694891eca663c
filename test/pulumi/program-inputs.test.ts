import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { bagIn } from "../../provider/pulumi/internal-input";
import type { Bag } from "../../provider/pulumi/reading";

const seen = new Map<string, Bag>();

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

/** Stands for a resource of another package: its outputs are its inputs. */
class Other extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  declare readonly bucketRegionalDomainName: pulumi.Output<string>;
  declare readonly dnsName: pulumi.Output<string>;
  constructor(name: string, outputs: pulumi.Inputs) {
    super("aws:other:Other", name, outputs);
  }
}

async function inputsOf(name: string, given: Partial<DomainGroupArgs>): Promise<Bag> {
  const group = new DomainGroup(name, { primaryDomain: "example.com", ...given });
  await plain(group.urn);
  return seen.get(name) ?? assert.fail(`${name} was not registered`);
}

const BUCKET = "files.s3.eu-central-1.amazonaws.com";
const SERVER = "lb.elb.amazonaws.com";

describe("of whole resources", () => {
  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => {
          seen.set(name, inputs);
          return { id: `${name}-id`, state: inputs };
        },
        call: () => ({}),
      },
      "shop",
      "dev",
    ),
  );

  const bucket = () => new Other("bucket", { bucketRegionalDomainName: BUCKET, arn: "arn", bucket: "files" });
  const loadBalancer = () => new Other("lb", { dnsName: SERVER, arn: "arn" });

  const origins: [
    what: string,
    service: () => NonNullable<DomainGroupArgs["distribution"]>["create"],
    origin: unknown,
  ][] = [
    ["a bucket", () => ({ serviceType: "static", origin: bucket() }), { bucketRegionalDomainName: BUCKET }],
    [
      "a bucket that is an output",
      () => ({ serviceType: "spa", origin: pulumi.output(bucket()) }),
      { bucketRegionalDomainName: BUCKET },
    ],
    ["a load balancer", () => ({ serviceType: "web", origin: loadBalancer() }), { dnsName: SERVER }],
    [
      "a load balancer that is an output",
      () => ({ serviceType: "web", origin: pulumi.output(loadBalancer()) }),
      { dnsName: SERVER },
    ],
    ["a host name", () => ({ serviceType: "api", origin: "api.example.net" }), "api.example.net"],
    [
      "a host name that is an output",
      () => ({ serviceType: "api", origin: pulumi.output("api.example.net") }),
      "api.example.net",
    ],
  ];
  for (const [what, service, origin] of origins) {
    it(`as an origin, what matters goes along: ${what}`, async () => {
      const create = service();
      assert.ok(create !== undefined);
      const { distribution } = await inputsOf(`origin ${what}`, { distribution: { create } });
      assert.deepEqual(distribution, { create: { serviceType: create.serviceType, origin } });
    });
  }

  it("as an origin, one of another kind is named, for the preview to refuse", async () => {
    const origin = new Other("website", { websiteEndpoint: "x" });
    const { distribution } = await inputsOf("other kind", {
      distribution: { create: { serviceType: "static", origin } },
    });
    assert.deepEqual(bagIn(distribution)["create"], {
      serviceType: "static",
      origin: { urn: "urn:pulumi:dev::shop::aws:other:Other::website" },
    });
  });

  it("of a certificate its ARN goes along", async () => {
    const certificate = new Other("certificate", { arn: "arn:aws:acm", domainName: "example.com" });
    assert.deepEqual((await inputsOf("certified", { certificate }))["certificate"], { arn: "arn:aws:acm" });
  });

  it("of a distribution that is an output three outputs go along", async () => {
    const cdn = pulumi.output({ id: "E1", domainName: "d1.cloudfront.net", etag: "A", arn: "arn", aliases: [] });
    const { distribution } = await inputsOf("later", { distribution: cdn });
    assert.deepEqual(distribution, { id: "E1", domainName: "d1.cloudfront.net", etag: "A" });
  });

  it("settings go along as they are, outputs resolved", async () => {
    const settings = { WebACLId: pulumi.output("acl"), Logging: null };
    const create = { serviceType: "web", origin: "a.example.net", settings } as const;
    const { distribution } = await inputsOf("set", { distribution: { create } });
    assert.deepEqual(bagIn(distribution)["create"], { ...create, settings: { WebACLId: "acl", Logging: null } });
  });

  it("a role for Route 53 is hidden beside the other credentials", async () => {
    const assumeRole = { roleArn: "arn:aws:iam::111111111111:role/dns", externalId: "x" };
    const { dns, __domainGroup } = await inputsOf("other account", {
      dns: { route53: { assumeRole, routing: "none" } },
    });
    assert.deepEqual(dns, { route53: { routing: "none" } });
    assert.deepEqual(bagIn(__domainGroup)["route53AssumeRole"], assumeRole);
  });

  it("what is null in a program of JavaScript is for the preview to judge", async () => {
    const nothing = { distribution: null, certificate: null, dns: null } as unknown as Partial<DomainGroupArgs>;
    const { distribution, certificate, dns } = await inputsOf("null", nothing);
    assert.deepEqual([distribution, certificate, dns], [null, null, null]);
  });
});
