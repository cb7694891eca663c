/** Tags of distributions. A change of tags is no change of the distribution: it keeps its ETag, and nothing is deployed. */
import {
  type CloudFrontClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  type Tags as TagsList,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudfront";
import type { Tags } from "../core/model";
import type { Distributions } from "../ports";
import type { Call } from "./call";
import { required } from "./errors";

export function createDistributionTags(
  cloudfront: CloudFrontClient,
  call: Call,
): Pick<Distributions, "tags" | "tag" | "untag"> {
  return {
    tags: (arn) =>
      call("cloudfront:ListTagsForResource", async () =>
        asTags((await cloudfront.send(new ListTagsForResourceCommand({ Resource: arn }))).Tags),
      ),
    tag: (arn, tags) =>
      call("cloudfront:TagResource", async () => {
        await cloudfront.send(new TagResourceCommand({ Resource: arn, Tags: tagsList(tags) }));
        return null;
      }),
    untag: (arn, keys) =>
      call("cloudfront:UntagResource", async () => {
        await cloudfront.send(new UntagResourceCommand({ Resource: arn, TagKeys: { Items: keys } }));
        return null;
      }),
  };
}

export function tagsList(tags: Tags): TagsList {
  return { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function asTags(list: TagsList | undefined): Tags {
  return Object.fromEntries((list?.Items ?? []).map((tag) => [required(tag.Key, "Tag.Key"), tag.Value ?? ""]));
}
