/**
 * Without `undefined` members; throws on what JSON can't hold, and names where. The engine's wire type (google.protobuf.Struct) fails on `undefined` and
 * loses Date, Map and NaN without a word.
 */
export function plainJson<T>(value: T, path = "outputs"): T {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => plainJson(item, `${path}[${index}]`)) as T;
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plainJson(member, `${path}.${key}`)])) as T;
  }
  throw new TypeError(`${path} is not plain JSON: ${String(value)}`);
}
