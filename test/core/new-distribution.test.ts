import assert from "node:assert/strict";
import type { Json, Service } from "../../provider/core/model";
import { accessControlName, callerReference, distributionSettings } from "../../provider/core/new-distribution";
import { layOver } from "../../provider/core/overlay";

const about = { callerReference: "dg-1-1", comment: "domain-group x", accessControlId: "E1" };
const bucket: Service = {
  type: "static",
  bucket: "pictures.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};
const server: Service = { type: "web", host: "app.example.net", settings: {} };

/** What would be sent. */
const sent = (service: Service): Json => layOver({}, distributionSettings(service, about));

const everyService = {
  CallerReference: "dg-1-1",
  Comment: "domain-group x",
  Enabled: true,
  HttpVersion: "http2and3",
  IsIPV6Enabled: true,
  PriceClass: "PriceClass_All",
};
const readMethods = { Quantity: 2, Items: ["GET", "HEAD"] };
const ofBucket = {
  ...everyService,
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: "origin",
        DomainName: "pictures.s3.eu-west-1.amazonaws.com",
        S3OriginConfig: { OriginAccessIdentity: "" },
        OriginAccessControlId: "E1",
      },
    ],
  },
  DefaultRootObject: "index.html",
  DefaultCacheBehavior: {
    TargetOriginId: "origin",
    ViewerProtocolPolicy: "redirect-to-https",
    AllowedMethods: { ...readMethods, CachedMethods: readMethods },
    Compress: true,
    CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  CustomErrorResponses: { Quantity: 0, Items: [] },
};
const ofServer = {
  ...everyService,
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: "origin",
        DomainName: "app.example.net",
        CustomOriginConfig: {
          HTTPPort: 80,
          HTTPSPort: 443,
          OriginProtocolPolicy: "https-only",
          OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
        },
        OriginAccessControlId: "",
      },
    ],
  },
  DefaultRootObject: "",
  DefaultCacheBehavior: {
    TargetOriginId: "origin",
    ViewerProtocolPolicy: "redirect-to-https",
    AllowedMethods: {
      Quantity: 7,
      Items: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
      CachedMethods: readMethods,
    },
    Compress: true,
    CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    OriginRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  },
  CustomErrorResponses: { Quantity: 0, Items: [] },
};

describe("a distribution that the group makes", () => {
  it("for static files has the bucket behind an access control, compressed and cached", () => {
    assert.deepEqual(sent(bucket), ofBucket);
  });

  it("for a spa answers unknown paths with the root object and 200, and is else as for static files", () => {
    const pages = [403, 404].map((ErrorCode) => ({
      ErrorCode,
      ResponsePagePath: "/app.html",
      ResponseCode: "200",
    }));
    assert.deepEqual(sent({ ...bucket, type: "spa", defaultRootObject: "app.html" }), {
      ...ofBucket,
      DefaultRootObject: "app.html",
      CustomErrorResponses: { Quantity: 2, Items: pages },
    });
  });

  it("for web has the server over HTTPS, every method, nothing cached, everything of the viewer's forwarded", () => {
    assert.deepEqual(sent(server), ofServer);
  });

  it("for an api is as for web, with answers untouched", () => {
    const DefaultCacheBehavior = { ...ofServer.DefaultCacheBehavior, Compress: false };
    assert.deepEqual(sent({ ...server, type: "api" }), { ...ofServer, DefaultCacheBehavior });
  });

  it("has the program's settings over these", () => {
    const settings = {
      PriceClass: "PriceClass_100",
      DefaultCacheBehavior: { OriginRequestPolicyId: null },
      Origins: { Items: [{ Id: "origin", OriginPath: "/v1" }] },
    };
    const { OriginRequestPolicyId: _gone, ...DefaultCacheBehavior } = ofServer.DefaultCacheBehavior;
    const [origin] = ofServer.Origins.Items;
    assert.deepEqual(sent({ ...server, settings }), {
      ...ofServer,
      PriceClass: "PriceClass_100",
      DefaultCacheBehavior,
      Origins: { Quantity: 1, Items: [{ ...origin, OriginPath: "/v1" }] },
    });
  });

  it("keeps what it is found by, whatever the program's settings say", () => {
    const { CallerReference, Comment } = sent({ ...server, settings: { CallerReference: "x", Comment: null } });
    assert.deepEqual([CallerReference, Comment], ["dg-1-1", "domain-group x"]);
  });

  const changes: [rule: string, from: Service, to: Service, expected: Json][] = [
    ["a bucket in place of a server", server, bucket, ofBucket],
    ["a server in place of a bucket", bucket, server, ofServer],
    ["static in place of spa", { ...bucket, type: "spa" }, bucket, ofBucket],
    ["what the program took out of ours again", { ...server, settings: { DefaultRootObject: "x" } }, server, ofServer],
  ];
  for (const [rule, from, to, expected] of changes) {
    it(`becomes another by laying that over it: ${rule}`, () => {
      assert.deepEqual(layOver(sent(from), distributionSettings(to, about)), expected);
    });
  }
});

describe("the names by which a group finds what it made", () => {
  it("are the same in every run, and others for another group", () => {
    assert.equal(accessControlName("acme/shop/prod/brand"), "dg-8bd6acd3efd203ee");
    assert.notEqual(accessControlName("acme/shop/prod/other"), accessControlName("acme/shop/prod/brand"));
  });

  it("number the attempts to create a distribution", () => {
    assert.equal(callerReference("acme/shop/prod/brand", 2), `${accessControlName("acme/shop/prod/brand")}-2`);
  });
});
