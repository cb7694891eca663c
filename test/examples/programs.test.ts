import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { type Made, type Ran, runExample } from "./run-example";

const BUCKET_HOST = "site.s3.eu-central-1.amazonaws.com";
const CDN_HOST = "d111111abcdef8.cloudfront.net";

/** What AWS would add to the inputs. */
const ADDED: { [type: string]: { [output: string]: string } } = {
  "aws:cloudfront/distribution:Distribution": { domainName: CDN_HOST, etag: "E1" },
  "aws:s3/bucket:Bucket": { bucketRegionalDomainName: BUCKET_HOST, arn: "arn:aws:s3:::site" },
};
const FOUND: { [token: string]: { [output: string]: string } } = {
  "aws:cloudfront/getCachePolicy:getCachePolicy": { id: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
  "aws:route53/getZone:getZone": { zoneId: "Z1" },
};
const AWS = {
  newResource: ({ name, type, inputs }: pulumi.runtime.MockResourceArgs) => ({
    id: `${name}_id`,
    state: { ...inputs, ...ADDED[type] },
  }),
  call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => ({ ...inputs, ...FOUND[token] }),
};

const DOMAIN_GROUP = "pulumi-nodejs:dynamic/domain-group:DomainGroup";

function one({ resources }: Ran, type: string): Made {
  const [found, ...others] = resources.filter((resource) => resource.type === type);
  assert.ok(found !== undefined && others.length === 0, type);
  return found;
}

describe("existing-distribution", () => {
  let ran: Ran;
  before(async () => {
    ran = await runExample("existing-distribution", { domain: "example.com", originDomain: "o.example.net" }, AWS);
  });

  it("hands its distribution to the group, with all that the group can use", () => {
    const { distribution } = one(ran, DOMAIN_GROUP).inputs;
    assert.deepEqual(distribution, { id: "cdn_id", domainName: CDN_HOST, etag: "E1" });
  });

  it("keeps the AWS provider from writing aliases and certificate", () => {
    const { opts } = one(ran, "aws:cloudfront/distribution:Distribution");
    assert.deepEqual(opts.ignoreChanges, ["aliases", "viewerCertificate"]);
  });

  it("does not wait for the edges twice", () => {
    assert.equal(one(ran, "aws:cloudfront/distribution:Distribution").inputs.waitForDeployment, false);
  });

  it("comes to the end", () => assert.equal(ran.outputs["status"], "CERTIFICATE_ATTACHED"));
});

describe("program-attaches", () => {
  let ran: Ran;
  before(async () => {
    ran = await runExample("program-attaches", { zone: "example.com", originDomain: "o.example.net" }, AWS);
  });

  it("gives its distribution the group's domains and certificate", () => {
    const { aliases, viewerCertificate } = one(ran, "aws:cloudfront/distribution:Distribution").inputs;
    assert.deepEqual(aliases, ["example.com", "www.example.com"]);
    const { acmCertificateArn, ...rest } = viewerCertificate;
    assert.match(acmCertificateArn, /^arn:aws:acm:us-east-1:\d{12}:certificate\//);
    assert.deepEqual([rest.sslSupportMethod, rest.minimumProtocolVersion], ["sni-only", "TLSv1.2_2021"]);
  });

  it("keeps nothing from the AWS provider: there is one writer", () => {
    const { opts } = one(ran, "aws:cloudfront/distribution:Distribution");
    assert.deepEqual(opts.ignoreChanges, undefined);
    assert.equal(one(ran, DOMAIN_GROUP).inputs.distribution, undefined);
  });

  it("leads every domain to the distribution, over IPv4 and IPv6", () => {
    const routes = ran.resources
      .filter(({ type }) => type === "aws:route53/record:Record")
      .map(({ inputs: { name, type, zoneId, aliases } }) => [name, type, zoneId, aliases[0].name].join(" "));
    assert.deepEqual(
      routes.toSorted(),
      ["example.com", "www.example.com"].flatMap((name) => [`${name} A Z1 ${CDN_HOST}`, `${name} AAAA Z1 ${CDN_HOST}`]),
    );
  });
});

describe("created-static-site", () => {
  let ran: Ran;
  before(async () => {
    ran = await runExample("created-static-site", { domain: "example.com" }, AWS);
  });

  it("makes the bucket the origin of the distribution", () => {
    const { create } = one(ran, DOMAIN_GROUP).inputs.distribution;
    assert.deepEqual(
      [create.serviceType, create.origin.bucketRegionalDomainName ?? create.origin],
      ["static", BUCKET_HOST],
    );
  });

  it("lets that one distribution read the bucket, and nobody else", () => {
    const { bucket, policy } = one(ran, "aws:s3/bucketPolicy:BucketPolicy").inputs;
    const { Statement: statements } = JSON.parse(policy);
    assert.equal(bucket, "site_id");
    assert.equal(statements.length, 1);
    const [{ Effect, Principal, Action, Resource, Condition }] = statements;
    assert.deepEqual(
      [Effect, Principal, Action, Resource],
      ["Allow", { Service: "cloudfront.amazonaws.com" }, "s3:GetObject", "arn:aws:s3:::site/*"],
    );
    assert.match(Condition.StringEquals["AWS:SourceArn"], /^arn:aws:cloudfront::\d{12}:distribution\/E\w+$/);
    const { bucket: _, ...blocks } = one(ran, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs;
    assert.deepEqual(Object.values(blocks), [true, true, true, true]);
  });

  it("comes to the end", () => assert.equal(ran.outputs["status"], "CERTIFICATE_ATTACHED"));
});
