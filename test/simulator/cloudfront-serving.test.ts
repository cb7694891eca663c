import assert from "node:assert/strict";
import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { acmCertificate, aliasList, type CloudFrontBench, type Created, cloudFrontBench } from "./cloudfront/bench";
import {
  accessControl,
  type Behavior,
  behaviorWith,
  bucketOrigin,
  customOrigin,
  get,
  originList,
  pictures,
  policies,
} from "./cloudfront/origin-bench";
import type { ViewerRequest } from "./contracts";

const OPEN = { name: "pictures", region: "eu-west-1" };

function open(bench: CloudFrontBench, { arn }: Created, objects?: string[]): void {
  bench.simulator.cloudfront.putBucket({ ...OPEN, allow: [arn], ...(objects ? { objects } : {}) });
}

const page = (created: Created, edge: number, rest: string) =>
  `${created.domainName} is served by ${created.id} at edge ${edge}.\n\n${rest}\n`;

describe("a bucket behind a distribution", () => {
  it("answers 403 until its policy allows the distribution's ARN, then 200", async () => {
    const bench = cloudFrontBench();
    const created = await pictures(bench);
    const { cloudfront } = bench.simulator;
    assert.equal(get(bench, created.domainName).status, 403);
    cloudfront.putBucket({ ...OPEN, allow: [created.arn.replace(created.id, "E0")] });
    const refused = get(bench, created.domainName, "/cat.jpg");
    assert.deepEqual([refused.status, refused.headers], [403, { server: "AmazonS3" }]);
    assert.equal(refused.body, page(created, 0, "AccessDenied (bucket pictures: cat.jpg)"));
    open(bench, created);
    const served = get(bench, created.domainName, "/cat.jpg");
    assert.deepEqual([served.status, served.body], [200, page(created, 0, "bucket pictures: cat.jpg")]);
  });

  it("answers 403 to unsigned requests: without access control, and with one that never signs", async () => {
    const bench = cloudFrontBench();
    const { id } = await accessControl(bench, { SigningBehavior: "never" });
    for (const each of ["", id]) {
      const created = await bench.create({ Origins: originList(bucketOrigin(each)) });
      await bench.settle();
      open(bench, created);
      assert.equal(get(bench, created.domainName).status, 403);
    }
  });

  it("answers 403 when a policy forwards the viewer's Host", async () => {
    const bench = cloudFrontBench();
    const created = await pictures(bench, {
      DefaultCacheBehavior: behaviorWith({ OriginRequestPolicyId: policies.allViewer }),
    });
    open(bench, created);
    assert.match(get(bench, created.domainName).body, /SignatureDoesNotMatch/);
  });

  const endpoints: [string, number][] = [
    ["pictures.s3.amazonaws.com", 307],
    ["pictures.s3.us-west-2.amazonaws.com", 301],
  ];
  for (const [DomainName, status] of endpoints) {
    it(`of another Region redirects with ${status} from ${DomainName}`, async () => {
      const bench = cloudFrontBench();
      const { id } = await accessControl(bench);
      const created = await bench.create({ Origins: originList(bucketOrigin(id, { DomainName })) });
      await bench.settle();
      open(bench, created);
      const { status: given, headers } = get(bench, created.domainName, "/cat.jpg");
      assert.deepEqual([given, headers["location"]], [status, "https://pictures.s3.eu-west-1.amazonaws.com/cat.jpg"]);
    });
  }

  it("answers 403 for a key that is not there, and the default root object for the root", async () => {
    const bench = cloudFrontBench();
    const created = await pictures(bench, { DefaultRootObject: "index.html" });
    open(bench, created, ["index.html"]);
    assert.equal(get(bench, created.domainName, "/").body, page(created, 0, "bucket pictures: index.html"));
    assert.equal(get(bench, created.domainName, "/about").status, 403);
  });
});

describe("error pages", () => {
  const spa = { ErrorCode: 403, ResponsePagePath: "/index.html", ResponseCode: "200" };
  const CustomErrorResponses = { Quantity: 1, Items: [spa] };

  it("come in place of an origin's error, with a status of their own", async () => {
    const bench = cloudFrontBench();
    const created = await pictures(bench, { CustomErrorResponses });
    open(bench, created, ["index.html"]);
    const { status, body } = get(bench, created.domainName, "/about");
    assert.deepEqual([status, body], [200, page(created, 0, "bucket pictures: index.html")]);
  });

  it("that cannot be had themselves leave the origin's error", async () => {
    const bench = cloudFrontBench();
    const created = await pictures(bench, { CustomErrorResponses });
    assert.equal(get(bench, created.domainName, "/about").status, 403);
  });
});

async function app(bench: CloudFrontBench, behavior: Partial<Behavior>, more: Partial<DistributionConfig> = {}) {
  const Origins = originList(customOrigin({ OriginPath: "/v1" }));
  const created = await bench.create({ Origins, DefaultCacheBehavior: behaviorWith(behavior), ...more });
  await bench.settle();
  return created;
}

describe("a custom origin behind a distribution", () => {
  const viewer: Partial<ViewerRequest> = {
    query: "a=1&b=2",
    headers: { cookie: "s=1; t=2", "x-custom": "x", "user-agent": "curl", origin: "https://a.example" },
  };
  const hostOf = { origin: "app.example.net" };
  const cases: [string, Partial<Behavior>, (domainName: string) => string[]][] = [
    [
      "no policy forwards nothing but method and path",
      { CachePolicyId: policies.cachingDisabled },
      () => ["GET /v1/x", `host: ${hostOf.origin}`, "user-agent: Amazon CloudFront"],
    ],
    [
      "AllViewer forwards everything",
      { CachePolicyId: policies.cachingDisabled, OriginRequestPolicyId: policies.allViewer },
      (host) => [
        "GET /v1/x?a=1&b=2",
        `host: ${host}`,
        "user-agent: curl",
        "x-custom: x",
        "origin: https://a.example",
        "cookie: s=1; t=2",
      ],
    ],
    [
      "AllViewerExceptHostHeader leaves the origin its own name",
      { CachePolicyId: policies.cachingDisabled, OriginRequestPolicyId: policies.allViewerExceptHost },
      () => [
        "GET /v1/x?a=1&b=2",
        `host: ${hostOf.origin}`,
        "user-agent: curl",
        "x-custom: x",
        "origin: https://a.example",
        "cookie: s=1; t=2",
      ],
    ],
    [
      "what a cache policy keys by is forwarded",
      { CachePolicyId: policies.byOriginAndQuery },
      (host) => [
        "GET /v1/x?a=1&b=2",
        `host: ${host}`,
        "user-agent: Amazon CloudFront",
        "origin: https://a.example",
        "cookie: s=1; t=2",
      ],
    ],
    [
      "forwarded values name what they forward",
      {
        CachePolicyId: undefined,
        MinTTL: 0,
        ForwardedValues: {
          QueryString: true,
          Cookies: { Forward: "none" },
          Headers: { Quantity: 1, Items: ["X-Custom"] },
        },
      },
      () => ["GET /v1/x?a=1&b=2", `host: ${hostOf.origin}`, "user-agent: Amazon CloudFront", "x-custom: x"],
    ],
  ];
  for (const [rule, behavior, expected] of cases) {
    it(rule, async () => {
      const bench = cloudFrontBench();
      const created = await app(bench, behavior);
      const { status, body } = get(bench, created.domainName, "/x", viewer);
      assert.deepEqual([status, body], [200, page(created, 0, expected(created.domainName).join("\n"))]);
    });
  }

  it("answers with the status that the path asks for, untouched where no error page is for it", async () => {
    const bench = cloudFrontBench();
    const created = await app(bench, {});
    assert.equal(get(bench, created.domainName, "/status/404").status, 404);
  });

  it("gets the methods that are allowed, others are refused", async () => {
    const bench = cloudFrontBench();
    const created = await app(bench, {});
    const answer = (method: string) => get(bench, created.domainName, "/x", { method }).status;
    assert.deepEqual([answer("GET"), answer("HEAD"), answer("POST")], [200, 200, 403]);
  });

  it("gets the requests of its path pattern, the default the others", async () => {
    const bench = cloudFrontBench();
    const Items = [{ ...behaviorWith(), TargetOriginId: "api", PathPattern: "api/*" }];
    const api = customOrigin({ Id: "api", DomainName: "api.example.net" });
    const created = await app(
      bench,
      {},
      { Origins: originList(customOrigin(), api), CacheBehaviors: { Quantity: 1, Items } },
    );
    assert.match(get(bench, created.domainName, "/api/x").body, /host: api\.example\.net/);
    assert.match(get(bench, created.domainName, "/apix").body, /host: app\.example\.net/);
  });
});

describe("an origin group behind a distribution", () => {
  it("is served by its first member", async () => {
    const bench = cloudFrontBench();
    const Members = { Quantity: 2, Items: [{ OriginId: "second" }, { OriginId: "origin" }] };
    const FailoverCriteria = { StatusCodes: { Quantity: 1, Items: [500] } };
    const second = customOrigin({ Id: "second", DomainName: "second.example.net" });
    const created = await app(
      bench,
      { TargetOriginId: "group" },
      {
        Origins: originList(customOrigin(), second),
        OriginGroups: { Quantity: 1, Items: [{ Id: "group", Members, FailoverCriteria }] },
      },
    );
    assert.match(get(bench, created.domainName).body, /host: second\.example\.net/);
  });
});

describe("who serves a host", () => {
  it("each edge answers by the configuration that it has", async () => {
    const bench = cloudFrontBench();
    const created = await bench.create();
    const statuses = () => {
      const request = { host: created.domainName, method: "GET", path: "/", query: "", headers: {} };
      const { cloudfront } = bench.simulator;
      return [0, 1, 2, 3].map((edge) => cloudfront.serve(edge, request).status);
    };
    assert.deepEqual(statuses(), [403, 403, 403, 403]);
    await bench.pass(bench.simulator.world.latencies.deployFirstEdge);
    assert.equal(statuses().filter((status) => status === 200).length, 1);
    await bench.settle();
    assert.deepEqual(statuses(), [200, 200, 200, 200]);
  });

  it("a distribution serves its aliases, and nothing once it is disabled", async () => {
    const bench = cloudFrontBench();
    const ViewerCertificate = acmCertificate(await bench.certificate(["www.example.com"]));
    const created = await bench.create({ Aliases: aliasList("www.example.com"), ViewerCertificate });
    await bench.settle();
    assert.match(
      get(bench, "www.example.com").body,
      new RegExp(`^www.example.com is served by ${created.id} at edge 0`),
    );
    assert.equal(get(bench, "example.com").status, 403);
    await bench.update(created.id, { Enabled: false });
    await bench.settle();
    assert.deepEqual(
      [get(bench, "www.example.com"), get(bench, created.domainName)].map(({ status }) => status),
      [403, 403],
    );
  });
});
