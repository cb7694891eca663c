/**
 * Settings that the API does not have. The SDK sends what it knows and drops the rest without a word: a misspelt setting would be wanted for ever, and
 * never be there. What the SDK knows stands in its schemas (`StaticSchema` of @smithy/types).
 */
import { DistributionConfig$ } from "@aws-sdk/client-cloudfront";
import type { StaticListSchema, StaticStructureSchema } from "@smithy/types";
import type { Json, JsonValue } from "../core/model";
import { isObject } from "../core/overlay";

export interface Misfit {
  /** `"DefaultCacheBehavior.compres"`. */
  path: string;
  rule: string;
}

export function misfitsOf(settings: Json): Misfit[] {
  return misfits(settings, DistributionConfig$, "");
}

function misfits(value: JsonValue, reference: unknown, path: string): Misfit[] {
  const schema = resolved(reference);
  if (value === null) return [];
  if (isStructure(schema))
    return isObject(value) ? membersOf(value, schema, path) : [{ path, rule: "must be an object" }];
  if (isList(schema)) {
    if (!Array.isArray(value)) return [{ path, rule: "must be a list" }];
    return value.flatMap((item, index) => misfits(item, schema[4], `${path}[${index}]`));
  }
  return typeof value === "object" ? [{ path, rule: "must be a single value" }] : [];
}

function membersOf(value: Json, [, , , , names, schemas]: StaticStructureSchema, path: string): Misfit[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const index = names.indexOf(name);
    return index < 0
      ? [{ path: at, rule: "CloudFront's API has no such member" }]
      : misfits(member, schemas[index], at);
  });
}

/** Behind functions, which break circles, and pairs of a schema and its traits. */
function resolved(reference: unknown): unknown {
  if (typeof reference === "function") return resolved(reference());
  return Array.isArray(reference) && reference.length === 2 ? resolved(reference[0]) : reference;
}

function isStructure(schema: unknown): schema is StaticStructureSchema {
  return Array.isArray(schema) && schema[0] === 3;
}

function isList(schema: unknown): schema is StaticListSchema {
  return Array.isArray(schema) && schema[0] === 1;
}
