import assert from "node:assert/strict";
import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { type CloudFrontBench, cloudFrontBench } from "./cloudfront/bench";
import { behaviorWith } from "./cloudfront/origin-bench";

/** Created with the least that CloudFront takes; read as CloudFront has completed it. */
async function created(bench: CloudFrontBench): Promise<{ id: string; config: DistributionConfig }> {
  const page = { ErrorCode: 404, ResponsePagePath: "/404.html", ResponseCode: "404" };
  const { id } = await bench.create({
    CacheBehaviors: { Quantity: 1, Items: [{ ...behaviorWith(), PathPattern: "/images/*" }] },
    CustomErrorResponses: { Quantity: 1, Items: [page] },
  });
  return { id, config: (await bench.config(id)).config };
}

/** @param place `"Origins.Items.0"` */
function without(config: DistributionConfig, place: string, member: string): DistributionConfig {
  const copy = structuredClone(config);
  const names = place === "" ? [] : place.split(".");
  const parent = names.reduce<object>((at, name) => Reflect.get(at, name), copy);
  assert.ok(member in parent);
  Reflect.deleteProperty(parent, member);
  return copy;
}

const ofBehavior = "AllowedMethods SmoothStreaming Compress LambdaFunctionAssociations FieldLevelEncryptionId";
const required: [what: string, place: string, members: string][] = [
  ["it", "", "Aliases DefaultRootObject CacheBehaviors CustomErrorResponses Logging PriceClass"],
  ["it", "", "ViewerCertificate Restrictions WebACLId HttpVersion"],
  ["the default behavior", "DefaultCacheBehavior", ofBehavior],
  ["a cache behavior", "CacheBehaviors.Items.0", ofBehavior],
  ["an origin", "Origins.Items.0", "OriginPath CustomHeaders"],
  ["a server", "Origins.Items.0.CustomOriginConfig", "OriginSslProtocols OriginReadTimeout OriginKeepaliveTimeout"],
  ["an error response", "CustomErrorResponses.Items.0", "ResponsePagePath ResponseCode ErrorCachingMinTTL"],
];

/** The service has several answers. */
function refusalOf(place: string, member: string): { name: string; message: string } {
  const responses = "The specified list of custom error responses does not exist or is not valid.";
  if (place.startsWith("CustomErrorResponses")) return { name: "IllegalUpdate", message: responses };
  if (member.endsWith("Timeout")) return { name: "IllegalUpdate", message: `${member} is required for updates.` };
  return { name: "InvalidArgument", message: `The parameter ${member} is required.` };
}

describe("an update of a distribution", () => {
  it("may send back what was read of one that was created with the least", async () => {
    const bench = cloudFrontBench();
    const { id, config } = await created(bench);
    assert.notEqual(await bench.replace(id, config), "");
  });

  for (const [what, place, members] of required) {
    for (const member of members.split(" ")) {
      it(`is refused when ${what} lacks ${member}, which a creation need not have`, async () => {
        const bench = cloudFrontBench();
        const { id, config } = await created(bench);
        await assert.rejects(bench.replace(id, without(config, place, member)), refusalOf(place, member));
      });
    }
  }

  for (const member of ["OriginGroups", "IsIPV6Enabled", "Staging", "ContinuousDeploymentPolicyId"]) {
    it(`may leave out ${member}`, async () => {
      const bench = cloudFrontBench();
      const { id, config } = await created(bench);
      assert.notEqual(await bench.replace(id, without(config, "", member)), "");
    });
  }
});
