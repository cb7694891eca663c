import { type JsonInput, objectListOf, requiredTextOf, textOf } from "../codec/json";
import { AwsError } from "../contracts";
import type { Tag } from "./certificate";

/** ACM API Reference, `TagList` and `Tag`. */
const largestCount = 50;
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** `undefined`: the member is missing. */
export function tagsOf(input: JsonInput): Tag[] | undefined {
  const tags = objectListOf(input, "Tags")?.map((item) => {
    const value = textOf(item, "Value");
    return checked({ key: requiredTextOf(item, "Key"), ...(value === undefined ? {} : { value }) });
  });
  if (tags !== undefined && new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw new AwsError(
      "InvalidTagException",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      400,
    );
  }
  return tags;
}

/** Later values take the place of earlier ones with the same key. */
export function withTags(current: Tag[], added: Tag[]): Tag[] {
  const keys = new Set(added.map(({ key }) => key));
  const all = [...current.filter(({ key }) => !keys.has(key)), ...added];
  if (all.length > largestCount) {
    throw new AwsError("TooManyTagsException", `The certificate cannot have more than ${largestCount} tags.`, 400);
  }
  return all;
}

/** A tag that is given with a value goes only when it has that value. */
export function withoutTags(current: Tag[], removed: Tag[]): Tag[] {
  return current.filter(
    (tag) => !removed.some(({ key, value }) => key === tag.key && (value === undefined || value === (tag.value ?? ""))),
  );
}

export const tagMembers = (tags: Tag[]) =>
  tags.map(({ key, value }) => (value === undefined ? { Key: key } : { Key: key, Value: value }));

function checked(tag: Tag): Tag {
  const { key, value = "" } = tag;
  if (key.toLowerCase().startsWith("aws:"))
    throw invalidTag(key, "aws: prefixed tag keys are not allowed for external use");
  if (key.length < 1 || key.length > 128 || !characters.test(key)) throw invalidTag(key, "the key is not valid");
  if (value.length > 256 || !characters.test(value)) throw invalidTag(key, "the value is not valid");
  return tag;
}

const invalidTag = (key: string, why: string) =>
  new AwsError("InvalidTagException", `Invalid tag ${key}: ${why}.`, 400);
