/** Where the settings of a created distribution are not as the group wrote them. */
import type { Json, JsonValue } from "./model";
import { holds, isObject } from "./overlay";

/** Paths of the members that `actual` does not have as `wanted` says, each plain one with the value that is there and the one that was written. */
export function differing(actual: Json, wanted: Json): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const there = actual[name] ?? null;
    return holds({ [name]: there }, { [name]: value }) ? [] : within(there, value).map((rest) => `${name}${rest}`);
  });
}

/** Deeper where both are objects. A list without ids is one thing, and its values may be secrets: those of the headers for an origin are. */
function within(there: JsonValue, wanted: JsonValue): string[] {
  if (isPlain(there) && isPlain(wanted)) return [` (${shown(there)} in place of ${shown(wanted)})`];
  if (!isObject(there) || !isObject(wanted)) return [""];
  const isList = "Items" in there || "Items" in wanted;
  const deeper = isList
    ? itemsWithin(there["Items"], wanted["Items"])
    : differing(there, wanted).map((path) => `.${path}`);
  return deeper.length === 0 ? [""] : deeper;
}

function itemsWithin(there: JsonValue | undefined, wanted: JsonValue | undefined): string[] {
  return withIds(wanted).flatMap(([id, item]) => {
    const counterpart = withIds(there).find(([other]) => other === id)?.[1];
    return counterpart === undefined
      ? [`.${id} (missing)`]
      : differing(counterpart, item).map((path) => `.${id}.${path}`);
  });
}

const withIds = (items: JsonValue | undefined): [string, Json][] =>
  (Array.isArray(items) ? items : [])
    .filter(isObject)
    .flatMap((item): [string, Json][] => (typeof item["Id"] === "string" ? [[item["Id"], item]] : []));

const isPlain = (value: JsonValue): value is string | number | boolean | null => typeof value !== "object" || !value;

const shown = (value: string | number | boolean | null): string =>
  value === null || value === "" ? "nothing" : String(value);
