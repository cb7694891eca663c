import assert from "node:assert/strict";
import type { CustomErrorResponse, DistributionConfig, Method, Origin } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { cloudFrontBench } from "./cloudfront/bench";
import {
  accessControl,
  type Behavior,
  behaviorWith,
  bucketOrigin,
  customOrigin,
  originList,
  PICTURES,
  policies,
} from "./cloudfront/origin-bench";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const ALL_METHODS: Method[] = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

const creation = (more: Partial<DistributionConfig>) => cloudFrontBench().create(more);

function methods(Items: Method[], cached: Method[] = ["GET", "HEAD"]): Behavior["AllowedMethods"] {
  const CachedMethods = { Quantity: cached.length, Items: cached };
  return { Quantity: Items.length, Items, CachedMethods };
}

describe("the origins of a configuration", () => {
  it("are read with what was left out", async () => {
    const bench = cloudFrontBench();
    const { id } = await accessControl(bench);
    const [bucket, custom] = [bucketOrigin(id), customOrigin({ Id: "app" })];
    const created = await bench.create({ Origins: originList(bucket, custom) });
    const filled = {
      OriginPath: "",
      CustomHeaders: { Quantity: 0 },
      ConnectionAttempts: 3,
      ConnectionTimeout: 10,
      OriginShield: { Enabled: false },
    };
    const ofServer = {
      OriginSslProtocols: { Quantity: 1, Items: ["TLSv1"] },
      OriginReadTimeout: 30,
      OriginKeepaliveTimeout: 5,
    };
    assert.deepEqual((await bench.config(created.id)).config.Origins?.Items, [
      { ...bucket, ...filled },
      {
        ...custom,
        ...filled,
        OriginAccessControlId: "",
        CustomOriginConfig: { ...custom.CustomOriginConfig, ...ofServer },
      },
    ]);
  });

  const buckets: [string, boolean][] = [
    [PICTURES, true],
    ["pictures.s3.amazonaws.com", true],
    ["pictures.of.me.s3-us-gov-west-1.amazonaws.com", true],
    ["pictures.s3.dualstack.eu-west-1.amazonaws.com", true],
    ["pictures.s3-website-us-east-1.amazonaws.com", false],
    ["pictures.s3-website.eu-central-1.amazonaws.com", false],
    ["www.example.net", false],
  ];
  for (const [DomainName, isBucket] of buckets) {
    it(`${DomainName} ${isBucket ? "is" : "is no"} bucket`, async () => {
      const created = creation({ Origins: originList(bucketOrigin("", { DomainName })) });
      const message = "The parameter Origin DomainName does not refer to a valid S3 bucket.";
      await (isBucket ? created : assert.rejects(created, { name: "InvalidArgument", message }));
    });
  }

  const { CustomOriginConfig, ...bare } = customOrigin();
  const identity = { OriginAccessIdentity: "origin-access-identity/cloudfront/E1" };
  const refused: [string, Origin[], string][] = [
    ["an origin of no kind", [bare], "InvalidOrigin"],
    ["an origin of two kinds", [bucketOrigin("", { CustomOriginConfig })], "InvalidOrigin"],
    ["two origins of one id", [customOrigin(), customOrigin()], "InvalidArgument"],
    ["a host that is none", [customOrigin({ DomainName: "https://app.example.net/" })], "InvalidArgument"],
    ["a path that ends in a slash", [customOrigin({ OriginPath: "/a/" })], "InvalidArgument"],
    [
      "an identity that does not exist",
      [bucketOrigin("", { S3OriginConfig: identity })],
      "InvalidOriginAccessIdentity",
    ],
    [
      "an identity beside an access control",
      [bucketOrigin("E1", { S3OriginConfig: identity })],
      "IllegalOriginAccessConfiguration",
    ],
    [
      "an access control for a host that is no bucket",
      [customOrigin({ OriginAccessControlId: "E1" })],
      "InvalidDomainNameForOriginAccessControl",
    ],
    [
      "a custom origin without its ports",
      [customOrigin({ CustomOriginConfig: { OriginProtocolPolicy: "https-only" } as typeof CustomOriginConfig })],
      "InvalidArgument",
    ],
  ];
  for (const [what, origins, name] of refused) {
    it(`are refused: ${what}`, () => assert.rejects(creation({ Origins: originList(...origins) }), { name }));
  }
});

describe("the cache behaviors of a configuration", () => {
  it("are read with what was left out, methods in CloudFront's own order", async () => {
    const bench = cloudFrontBench();
    const AllowedMethods = methods(ALL_METHODS);
    const { id } = await bench.create({ DefaultCacheBehavior: behaviorWith({ AllowedMethods }) });
    const { DefaultCacheBehavior: read } = (await bench.config(id)).config;
    assert.deepEqual(read?.AllowedMethods?.Items, ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"]);
    assert.deepEqual(read?.AllowedMethods?.CachedMethods?.Items, ["HEAD", "GET"]);
    assert.deepEqual([read?.Compress, read?.TrustedSigners], [false, { Enabled: false, Quantity: 0 }]);
    const { id: plain } = await bench.create();
    const readers = ["HEAD", "GET"];
    assert.deepEqual((await bench.config(plain)).config.DefaultCacheBehavior?.AllowedMethods, {
      Quantity: 2,
      Items: readers,
      CachedMethods: { Quantity: 2, Items: readers },
    });
  });

  it("may use every managed policy of their kind", async () => {
    await creation({
      DefaultCacheBehavior: behaviorWith({
        CachePolicyId: policies.cachingDisabled,
        OriginRequestPolicyId: policies.allViewerExceptHost,
        ResponseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
      }),
    });
  });

  it("may forward values without a policy", async () => {
    const ForwardedValues = { QueryString: true, Cookies: { Forward: "none" as const } };
    await creation({ DefaultCacheBehavior: behaviorWith({ CachePolicyId: undefined, ForwardedValues, MinTTL: 0 }) });
  });

  const refused: [string, Partial<Behavior>, string, RegExp][] = [
    ["an unknown cache policy", { CachePolicyId: NOBODY }, "NoSuchCachePolicy", /cache policy does not exist/],
    [
      "an unknown origin request policy",
      { OriginRequestPolicyId: policies.cachingOptimized },
      "NoSuchOriginRequestPolicy",
      /origin request policy does not exist/,
    ],
    ["an unknown response headers policy", { ResponseHeadersPolicyId: NOBODY }, "NoSuchResponseHeadersPolicy", /exist/],
    ["neither policy nor forwarded values", { CachePolicyId: undefined }, "InvalidArgument", /ForwardedValues/],
    [
      "an origin request policy alone",
      { CachePolicyId: undefined, OriginRequestPolicyId: policies.allViewer },
      "InvalidArgument",
      /without a cache policy/,
    ],
    [
      "times to live beside a policy",
      { MinTTL: 0 },
      "InvalidArgument",
      /^The parameter MinTTL cannot be used when a cache policy is associated to the cache behavior\.$/,
    ],
    ["no viewer protocol policy", { ViewerProtocolPolicy: undefined }, "InvalidArgument", /ViewerProtocolPolicy/],
    ["an origin that is not there", { TargetOriginId: "other" }, "NoSuchOrigin", /do not exist/],
    [
      "methods that are no set of CloudFront",
      { AllowedMethods: methods(["GET", "POST"]) },
      "InvalidArgument",
      /Allowed/,
    ],
    [
      "cached methods that are not allowed",
      { AllowedMethods: methods(["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"]) },
      "InvalidArgument",
      /CachedMethods/,
    ],
  ];
  for (const [what, more, name, message] of refused) {
    it(`are refused: ${what}`, () =>
      assert.rejects(creation({ DefaultCacheBehavior: behaviorWith(more) }), { name, message }));
  }

  it("those with a path pattern are checked as the default is", async () => {
    const Items = [{ ...behaviorWith({ CachePolicyId: NOBODY }), PathPattern: "/api/*" }];
    await assert.rejects(creation({ CacheBehaviors: { Quantity: 1, Items } }), { name: "NoSuchCachePolicy" });
  });
});

describe("error pages and the root object of a configuration", () => {
  it("are read with what was left out", async () => {
    const bench = cloudFrontBench();
    const page = { ErrorCode: 403, ResponsePagePath: "/index.html", ResponseCode: "200" };
    const CustomErrorResponses = { Quantity: 2, Items: [page, { ErrorCode: 500, ErrorCachingMinTTL: 0 }] };
    const { id } = await bench.create({ CustomErrorResponses, DefaultRootObject: "index.html" });
    const { config } = await bench.config(id);
    assert.equal(config.DefaultRootObject, "index.html");
    assert.deepEqual(config.CustomErrorResponses?.Items, [
      { ...page, ErrorCachingMinTTL: 10 },
      { ErrorCode: 500, ResponsePagePath: "", ResponseCode: "", ErrorCachingMinTTL: 0 },
    ]);
  });

  const page = { ErrorCode: 404, ResponsePagePath: "/index.html", ResponseCode: "200" };
  const refused: [string, CustomErrorResponse[], string][] = [
    ["a code that is no error", [{ ErrorCode: 302 }], "InvalidErrorCode"],
    ["a page without a status", [{ ErrorCode: 404, ResponsePagePath: "/x" }], "InvalidArgument"],
    ["a status without a page", [{ ErrorCode: 404, ResponseCode: "200" }], "InvalidArgument"],
    ["a status that cannot be chosen", [{ ...page, ResponseCode: "302" }], "InvalidResponseCode"],
    ["a page that is no path", [{ ...page, ResponsePagePath: "index.html" }], "InvalidArgument"],
    ["one code twice", [page, page], "InvalidArgument"],
  ];
  for (const [what, Items, name] of refused) {
    it(`are refused: ${what}`, () =>
      assert.rejects(creation({ CustomErrorResponses: { Quantity: Items.length, Items } }), { name }));
  }

  it("a root object does not begin with a slash", () =>
    assert.rejects(creation({ DefaultRootObject: "/index.html" }), { name: "InvalidDefaultRootObject" }));
});
