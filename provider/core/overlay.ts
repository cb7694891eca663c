/** Fragments of a configuration in the names of CloudFront's API: one laid over another, and compared with what CloudFront answers. */
import type { Json, JsonValue } from "./model";

/**
 * `base` with `fragment` over it. Objects merge, lists and values replace, `null` takes a member away. `Quantity` is counted, so nobody need write it;
 * `Origins` are merged by their `Id`, so that a fragment can add to one of them, or add another.
 */
export function layOver(base: Json, fragment: Json): Json {
  return counted(withoutNulls(mergeObjects(base, withLists(fragment))));
}

/** Two fragments as one, for laying over something later: so what is `null` in one, and nothing else in the second, stays `null`. */
export function combine(first: Json, second: Json): Json {
  return counted(mergeObjects(withLists(first), withLists(second)));
}

/** The only list whose items belong to several: ours, and those that a fragment adds. */
const SHARED_LIST = "Origins";

function merge(under: JsonValue | undefined, over: JsonValue, member: string): JsonValue {
  if (!isObject(over)) return over;
  const below = isObject(under) ? under : {};
  const merged = mergeObjects(below, over);
  return member === SHARED_LIST ? { ...merged, ...itemsById(below["Items"], over["Items"]) } : merged;
}

function mergeObjects(under: Json, over: Json): Json {
  const members = Object.entries(over).map(([name, value]): [string, JsonValue] => [
    name,
    merge(under[name], value, name),
  ]);
  return Object.fromEntries([...Object.entries(under), ...members]);
}

/** Nothing where items cannot be told apart: then the list over the other replaces it. */
function itemsById(under: JsonValue | undefined, over: JsonValue | undefined): { Items?: JsonValue[] } {
  if (!Array.isArray(under) || !Array.isArray(over)) return {};
  const byId = new Map<string, Json>();
  for (const item of [...under, ...over]) {
    if (!isObject(item) || typeof item["Id"] !== "string") return {};
    byId.set(item["Id"], mergeObjects(byId.get(item["Id"]) ?? {}, item));
  }
  return { Items: [...byId.values()] };
}

/** CloudFront shows an empty list as its Quantity alone, and so may people. */
function withLists(value: Json): Json {
  const members = Object.entries(value).map(([name, member]) => [name, eachObject(member, withLists)]);
  const isEmpty = value["Items"] === null || (!("Items" in value) && isSame(value["Quantity"], 0));
  return { ...Object.fromEntries(members), ...(isEmpty && { Items: [] }) };
}

function withoutNulls(value: Json): Json {
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, eachObject(member, withoutNulls)]));
}

function counted(value: Json): Json {
  const members = Object.entries(value).map(([name, member]) => [name, eachObject(member, counted)]);
  const { Items } = value;
  return { ...Object.fromEntries(members), ...(Array.isArray(Items) && { Quantity: Items.length }) };
}

function eachObject(value: JsonValue, change: (object: Json) => Json): JsonValue {
  if (Array.isArray(value)) return value.map((item) => eachObject(item, change));
  return isObject(value) ? change(value) : value;
}

export function isObject(value: JsonValue | undefined): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Does `actual`, as CloudFront answers, have all that `wanted` says? More is fine: CloudFront fills in what was left out. A member that is `null` in
 * `wanted` must be gone where it names another resource (`…Id`, `…Arn`); in place of any other, CloudFront may have put a value of its own.
 */
export function holds(actual: Json, wanted: Json): boolean {
  return agrees(actual, withLists(wanted), "");
}

function agrees(actual: JsonValue | undefined, wanted: JsonValue, member: string): boolean {
  if (wanted === null) return !/(Id|Arn|ARN)$/.test(member) || isVacant(actual);
  if (actual === undefined || actual === null) return isVacant(wanted);
  if (Array.isArray(wanted)) return Array.isArray(actual) && listAgrees(actual, wanted, member === SHARED_LIST);
  if (isObject(wanted)) return isObject(actual) && objectAgrees(actual, wanted, member);
  return isSame(actual, wanted);
}

function objectAgrees(actual: Json, wanted: Json, member: string): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    // How many there are follows from the items.
    return name === "Quantity" || agrees(actual[name], value, name === "Items" ? member : name);
  });
}

/** Members that tell the items of a list apart, whatever their order. Where an item has none of them, order has a meaning: the first path pattern wins. */
const KEYS = ["Id", "ErrorCode", "EventType", "HeaderName"];

function listAgrees(actual: JsonValue[], wanted: JsonValue[], mayHaveMore: boolean): boolean {
  if (!mayHaveMore && actual.length !== wanted.length) return false;
  const objects = wanted.filter(isObject);
  if (objects.length < wanted.length) return wanted.every((item) => actual.some((each) => isSame(each, item)));
  const key = KEYS.find((name) => objects.every((item) => name in item));
  return objects.every((item, index) => {
    const counterpart = key === undefined ? actual[index] : actual.find((each) => hasSame(each, item, key));
    return counterpart !== undefined && agrees(counterpart, item, "");
  });
}

function hasSame(one: JsonValue, other: Json, member: string): boolean {
  return isObject(one) && isSame(one[member], other[member]);
}

/** A number or a boolean may have been written as the text that travels. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return typeof one !== "object" && typeof other !== "object" && String(one) === String(other);
}

/** What CloudFront may leave out of its answer. */
function isVacant(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, member]) => (name === "Quantity" && member === 0) || isVacant(member));
}

/**
 * `actual` without what `before` said and `now` says no more: a member, or an item that has an `Id`. What neither of them ever said is somebody else's,
 * and stays.
 */
export function withoutRetired(actual: Json, before: Json, now: Json): Json {
  const members = Object.entries(actual).filter(([name]) => !(name in before) || name in now);
  return Object.fromEntries(members.map(([name, value]) => [name, retire(value, before[name], now[name])]));
}

function retire(actual: JsonValue, before: JsonValue | undefined, now: JsonValue | undefined): JsonValue {
  if (isObject(actual) && isObject(before) && isObject(now)) return withoutRetired(actual, before, now);
  if (!Array.isArray(actual) || !Array.isArray(before) || !Array.isArray(now)) return actual;
  return actual.flatMap((item, index) => {
    const [was, is] = [sameItem(before, item, index), sameItem(now, item, index)];
    if (isObject(item) && "Id" in item && was !== undefined && is === undefined) return [];
    return [retire(item, was, is)];
  });
}

/** By what tells it apart, else by its place. */
function sameItem(list: JsonValue[], item: JsonValue, index: number): JsonValue | undefined {
  const key = isObject(item) ? KEYS.find((name) => name in item) : undefined;
  return isObject(item) && key !== undefined ? list.find((each) => hasSame(each, item, key)) : list[index];
}
