/** CloudFront, with configurations as the text that travels over the wire. */
import { type CloudFrontClient, GetDistributionCommand, UpdateDistributionCommand } from "@aws-sdk/client-cloudfront";
import type { Distributions } from "../ports";
import type { Call } from "./call";
import { configOf, patchConfig } from "./distribution-config";
import { distributionFacts } from "./distribution-facts";
import { readBody, sendBody } from "./wire-body";

export function createDistributions(cloudfront: CloudFrontClient, call: Call): Distributions {
  return {
    get: (id) =>
      call("cloudfront:GetDistribution", async () => {
        const command = new GetDistributionCommand({ Id: id });
        const body = readBody(command.middlewareStack);
        const answer = await cloudfront.send(command);
        return distributionFacts(answer.Distribution, answer.ETag, configOf(body()));
      }),
    update: (id, etag, config, change) =>
      call("cloudfront:UpdateDistribution", async () => {
        const command = new UpdateDistributionCommand({ Id: id, IfMatch: etag, DistributionConfig: undefined });
        sendBody(command.middlewareStack, patchConfig(config, change));
        const body = readBody(command.middlewareStack);
        const answer = await cloudfront.send(command);
        return distributionFacts(answer.Distribution, answer.ETag, configOf(body()));
      }),
  };
}
