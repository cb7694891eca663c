import assert from "node:assert/strict";
import type { Json, JsonValue } from "../../provider/core/model";
import { changeable } from "../../provider/core/new-distribution";
import { holds, layOver, withoutRetired } from "../../provider/core/overlay";
import { createdWorld, known, services } from "./created-world";

const withSettings = (settings: Json) => ({ ...services.web, settings });

/** The settings after an update from one fragment of the program to another, as CloudFront answers it. */
async function afterChange(from: Json, to: Json): Promise<Json> {
  const { create, distributions, wanted } = await createdWorld();
  const { id, etag, settings } = await create(withSettings(from));
  const now = changeable(wanted(withSettings(to)));
  const kept = withoutRetired(settings, changeable(wanted(withSettings(from))), now);
  const configured = known(await distributions.configure(id, etag, layOver(kept, now)));
  assert.equal(holds(configured.settings, now), true, JSON.stringify(configured.settings));
  return configured.settings;
}

const logging = { Enabled: true, IncludeCookies: false, Bucket: "logs.s3.amazonaws.com", Prefix: "cdn/" };
const firewall = "arn:aws:wafv2:us-east-1:111111111111:global/webacl/x/1";
const second: Json = {
  Id: "second",
  DomainName: "second.example.net",
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
};
const images: Json = {
  PathPattern: "/images/*",
  TargetOriginId: "origin",
  ViewerProtocolPolicy: "https-only",
  CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
};
const legacy: Json = { PathPattern: "/old/*", TargetOriginId: "origin", ViewerProtocolPolicy: "https-only", MinTTL: 0 };
const ofOrigin = (members: Json): Json => ({ Origins: { Items: [{ Id: "origin", ...members }] } });
const list = (...Items: JsonValue[]): Json => ({ Quantity: Items.length, Items });

/** The member at a path such as `"Origins.Items.0"`; an empty list is its Quantity alone. */
const at = (settings: Json, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, name) => (value instanceof Object ? Reflect.get(value, name) : undefined), settings);

describe("a setting that the program takes back", () => {
  const cases: [path: string, setting: Json, neutral: JsonValue][] = [
    ["Logging", { Logging: logging }, { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" }],
    ["Logging.Prefix", { Logging: logging }, ""],
    [
      "Restrictions.GeoRestriction",
      { Restrictions: { GeoRestriction: { RestrictionType: "whitelist", Items: ["DE"] } } },
      { RestrictionType: "none", Quantity: 0 },
    ],
    ["WebACLId", { WebACLId: firewall }, ""],
    ["CacheBehaviors", { CacheBehaviors: list(images) }, { Quantity: 0 }],
    ["CustomErrorResponses", { CustomErrorResponses: list({ ErrorCode: 503 }) }, { Quantity: 0 }],
    ["DefaultRootObject", { DefaultRootObject: "index.html" }, ""],
    ["PriceClass", { PriceClass: "PriceClass_100" }, "PriceClass_All"],
    ["Origins.Quantity", { Origins: list(second) }, 1],
    ["Origins.Items.0.OriginPath", ofOrigin({ OriginPath: "/v1" }), ""],
    [
      "Origins.Items.0.CustomHeaders",
      ofOrigin({ CustomHeaders: list({ HeaderName: "x", HeaderValue: "1" }) }),
      { Quantity: 0 },
    ],
    ["Origins.Items.0.ConnectionAttempts", ofOrigin({ ConnectionAttempts: 1 }), 3],
    [
      "Origins.Items.0.CustomOriginConfig.OriginReadTimeout",
      ofOrigin({ CustomOriginConfig: { OriginReadTimeout: 60 } }),
      30,
    ],
    ["DefaultCacheBehavior.SmoothStreaming", { DefaultCacheBehavior: { SmoothStreaming: true } }, false],
  ];
  for (const [path, setting, neutral] of cases) {
    it(`has CloudFront's own value after that, and the update is not refused: ${path}`, async () => {
      assert.deepEqual(at(await afterChange(setting, {}), path), neutral);
    });
  }

  it("goes from a cache behavior of the program too", async () => {
    const before = { ...images, Compress: true, ResponseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03" };
    const settings = await afterChange({ CacheBehaviors: list(before) }, { CacheBehaviors: list(images) });
    assert.equal(at(settings, "CacheBehaviors.Items.0.Compress"), false);
    assert.equal(at(settings, "CacheBehaviors.Items.0.ResponseHeadersPolicyId"), undefined);
  });

  it("has CloudFront's own value, not that of the group, where the program says null", async () => {
    const settings = await afterChange(
      {},
      { Logging: null, HttpVersion: null, DefaultCacheBehavior: { Compress: null } },
    );
    assert.deepEqual([settings["HttpVersion"], at(settings, "DefaultCacheBehavior.Compress")], ["http2", false]);
  });
});

describe("a setting that the program adds later", () => {
  const forwarded = { ...legacy, ForwardedValues: { QueryString: true, Cookies: { Forward: "none" } } };
  const cases: [string, Json][] = [
    ["an origin", { Origins: list(second) }],
    ["a cache behavior", { CacheBehaviors: list(images) }],
    ["a cache behavior without policies", { CacheBehaviors: list(forwarded) }],
    ["an error response", { CustomErrorResponses: list({ ErrorCode: 503, ErrorCachingMinTTL: 3 }) }],
    ["logs", { Logging: { Enabled: true, Bucket: "logs.s3.amazonaws.com" } }],
  ];
  for (const [what, setting] of cases) {
    it(`needs no more in an update than in a creation: ${what}`, async () => {
      assert.equal(holds(await afterChange({}, setting), setting), true);
    });
  }
});

describe("an origin of the program", () => {
  it("is spoken to by TLSv1.2, whether it was there at the creation or came later, unless the program says otherwise", async () => {
    const protocols = (settings: Json) => {
      const items = (settings["Origins"] as { Items: Json[] }).Items;
      return at(items.find(({ Id }) => Id === "second") ?? {}, "CustomOriginConfig.OriginSslProtocols.Items");
    };
    const { create } = await createdWorld();
    const { settings } = await create(withSettings({ Origins: list(second) }));
    assert.deepEqual(protocols(settings), ["TLSv1.2"]);
    assert.deepEqual(protocols(await afterChange({}, { Origins: list(second) })), ["TLSv1.2"]);
    const own = { Id: "second", CustomOriginConfig: { OriginSslProtocols: list("TLSv1.1") } };
    const older = layOver({ Origins: list(second) }, { Origins: list(own) });
    assert.deepEqual(protocols(await afterChange({}, older)), ["TLSv1.1"]);
    assert.deepEqual(protocols(await afterChange(older, { Origins: list(second) })), ["TLSv1.2"]);
  });
});

describe("a setting that somebody else made", () => {
  it("stays in an update of the group's", async () => {
    const { create, distributions, wanted } = await createdWorld();
    const { id, etag, settings } = await create(services.web);
    const theirs = known(
      await distributions.configure(id, etag, { ...settings, WebACLId: firewall, Logging: logging }),
    );
    const now = changeable(wanted(withSettings({ PriceClass: "PriceClass_100" })));
    const kept = withoutRetired(theirs.settings, changeable(wanted(services.web)), now);
    const configured = known(await distributions.configure(id, theirs.etag, layOver(kept, now)));
    assert.deepEqual([configured.settings["WebACLId"], configured.settings["Logging"]], [firewall, logging]);
  });

  it("is no reason for an update", async () => {
    const { create, distributions, wanted } = await createdWorld();
    const { id, etag, settings } = await create(services.web);
    const theirs = known(
      await distributions.configure(id, etag, { ...settings, WebACLId: firewall, Logging: logging }),
    );
    assert.equal(holds(theirs.settings, changeable(wanted(services.web))), true);
  });
});
