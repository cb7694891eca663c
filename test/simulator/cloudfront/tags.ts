import { childOf, element, textAt, type XmlElement } from "../codec/xml";
import { accessDenied, invalidArgument, invalidTagging, noSuchResource } from "./errors";
import type { Distribution, Tag } from "./facts";
import { itemsOf } from "./members";
import type { CloudFrontState } from "./state";

const TAGS_PER_DISTRIBUTION = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

const DISTRIBUTION_ARN = /^arn:aws:cloudfront::(\d{12}):distribution\/(\w+)$/;

export function findTagged(state: CloudFrontState, account: string, arn: string | undefined): Distribution {
  const [, owner, id] = DISTRIBUTION_ARN.exec(arn ?? "") ?? [];
  if (owner === undefined || id === undefined) {
    throw invalidArgument("The parameter Resource is not a valid ARN of a distribution.");
  }
  if (owner !== account) {
    throw accessDenied();
  }
  const distribution = state.facts.distributions.get(id);
  if (distribution === undefined || distribution.deletedAt !== undefined) {
    throw noSuchResource();
  }
  return distribution;
}

export function readTags(tags: XmlElement | undefined): Tag[] {
  return itemsOf(tags).map((tag) => ({ key: textAt(tag, "Key") ?? "", value: textAt(tag, "Value") ?? "" }));
}

export function readTagKeys(tagKeys: XmlElement): string[] {
  return itemsOf(tagKeys).map((key) => key.text);
}

/** Tags of the same key are replaced. */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map([...existing, ...added].map((tag) => [tag.key, tag]));
  if (merged.size > TAGS_PER_DISTRIBUTION) {
    throw invalidTagging(`A resource can have at most ${TAGS_PER_DISTRIBUTION} tags.`);
  }
  const refused = added.find(({ key, value }) => !isTag(key, value));
  if (refused !== undefined) {
    throw invalidTagging(`The tag "${refused.key}" is not valid.`);
  }
  return [...merged.values()];
}

function isTag(key: string, value: string): boolean {
  return (
    key !== "" && key.length <= LONGEST_KEY && value.length <= LONGEST_VALUE && !key.toLowerCase().startsWith("aws:")
  );
}

/** Neither ETag nor deployment follow a change of tags. */
export function setTags(distribution: Distribution, tags: readonly Tag[]): void {
  distribution.tagsBefore = distribution.tags;
  distribution.tags = tags;
}

export function tagsElement(tags: readonly Tag[]): XmlElement {
  return element("Tags", [
    element(
      "Items",
      tags.map(({ key, value }) => element("Tag", [element("Key", key), element("Value", value)])),
    ),
  ]);
}

/** The two parts of a `DistributionConfigWithTags`. */
export function splitConfigWithTags(body: XmlElement): { config: XmlElement | undefined; tags: Tag[] } {
  return { config: childOf(body, "DistributionConfig"), tags: mergeTags([], readTags(childOf(body, "Tags"))) };
}
