/** CloudFront's distributions. Configurations of distributions that are not ours travel as text, settings of ours as the SDK spells them. */
import {
  AssociateAliasCommand,
  type CloudFrontClient,
  CreateDistributionWithTagsCommand,
  DeleteDistributionCommand,
  type Distribution,
  GetDistributionCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import type { MiddlewareStack } from "@smithy/types";
import type { DistributionFacts, DistributionSummary } from "../core/model";
import type { Clock, Creation, Distributions, Reply } from "../ports";
import { allPages, type Call } from "./call";
import { createConflicts } from "./conflicts";
import { configOf, patchConfig } from "./distribution-config";
import { asConfig, distributionFacts, distributionSummary } from "./distribution-facts";
import { createDistributionTags, tagsList } from "./distribution-tags";
import { createSharedLook } from "./shared-look";
import { readBody, sendBody } from "./wire-body";

const listingKeptMs = 5_000;

export function createDistributions(cloudfront: CloudFrontClient, call: Call, clock: Clock): Distributions {
  const listing = createSharedLook(clock, listingKeptMs, () => listDistributions(cloudfront, call));
  return {
    ...createDistributionTags(cloudfront, call),
    ...createConflicts(cloudfront, call),
    list: listing.get,
    get: (id) =>
      call("cloudfront:GetDistribution", () => {
        const command = new GetDistributionCommand({ Id: id });
        return factsFrom(command.middlewareStack, () => cloudfront.send(command));
      }),
    update: (id, etag, config, change) =>
      call("cloudfront:UpdateDistribution", () => {
        const command = new UpdateDistributionCommand({ Id: id, IfMatch: etag, DistributionConfig: undefined });
        sendBody(command.middlewareStack, patchConfig(config, change));
        return factsFrom(command.middlewareStack, () => cloudfront.send(command));
      }),
    configure: (id, etag, settings) =>
      call("cloudfront:UpdateDistribution", () => {
        const command = new UpdateDistributionCommand({
          Id: id,
          IfMatch: etag,
          DistributionConfig: asConfig(settings),
        });
        return factsFrom(command.middlewareStack, () => cloudfront.send(command));
      }),
    create: async (settings, tags) =>
      creation(
        await listing.staleAfter(
          // IAM asks for cloudfront:TagResource too, and names the one that is missing.
          call("cloudfront:CreateDistribution", () => {
            const DistributionConfigWithTags = { DistributionConfig: asConfig(settings), Tags: tagsList(tags) };
            const command = new CreateDistributionWithTagsCommand({ DistributionConfigWithTags });
            return factsFrom(command.middlewareStack, () => cloudfront.send(command));
          }),
        ),
      ),
    move: (alias, to) =>
      listing.staleAfter(
        call("cloudfront:AssociateAlias", async () => {
          await cloudfront.send(new AssociateAliasCommand({ Alias: alias, TargetDistributionId: to }));
          return null;
        }),
      ),
    delete: (id, etag) =>
      listing.staleAfter(
        call("cloudfront:DeleteDistribution", async () => {
          await cloudfront.send(new DeleteDistributionCommand({ Id: id, IfMatch: etag }));
          return null;
        }),
      ),
  };
}

interface Answer {
  Distribution?: Distribution | undefined;
  ETag?: string | undefined;
}

async function factsFrom<Input extends object, Output extends Answer>(
  stack: MiddlewareStack<Input, Output>,
  send: () => Promise<Output>,
): Promise<DistributionFacts> {
  const body = readBody(stack);
  const answer = await send();
  return distributionFacts(answer.Distribution, answer.ETag, configOf(body()));
}

/** A used CallerReference is an answer, not a failure: the id is in the message alone (`... Already exists: E1`). */
function creation(reply: Reply<DistributionFacts>): Reply<Creation> {
  if (reply.kind === "ok") return { kind: "ok", value: { kind: "created", distribution: reply.value } };
  if (reply.kind === "absent" || reply.trouble.code !== "DistributionAlreadyExists") return reply;
  const id = /already exists: *(\w+)/i.exec(reply.trouble.message)?.[1] ?? null;
  return { kind: "ok", value: { kind: "exists", id } };
}

function listDistributions(cloudfront: CloudFrontClient, call: Call): Promise<Reply<DistributionSummary[]>> {
  const operation = "cloudfront:ListDistributions";
  return allPages(
    (start) =>
      call(operation, async () => {
        const { DistributionList: page } = await cloudfront.send(new ListDistributionsCommand({ Marker: start }));
        // The last page has an empty marker.
        return { items: (page?.Items ?? []).map(distributionSummary), next: page?.NextMarker || undefined };
      }),
    operation,
  );
}
