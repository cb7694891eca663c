/**
 * XML elements as the objects that the AWS SDK makes of them, and back, by the SDK's own schemas (`StaticSchema` of @smithy/types). Elements are never
 * changed, and facts share them: each is read once.
 */
import type { StaticListSchema, StaticStructureSchema } from "@smithy/types";
import type { Json, JsonValue } from "../../../provider/core/model";
import { element, type XmlElement } from "../../simulator/codec/xml";

const read = new WeakMap<XmlElement, JsonValue>();

export function membersOf<T>(root: XmlElement, schema: unknown): T {
  return valueIn(root, schema) as T;
}

function valueIn(given: XmlElement, reference: unknown): JsonValue {
  const schema = resolved(reference);
  if (isStructure(schema) || isList(schema)) {
    const known = read.get(given);
    if (known !== undefined) return known;
    const value = isList(schema) ? given.children.map((each) => valueIn(each, schema[4])) : structureOf(given, schema);
    read.set(given, value);
    return value;
  }
  if (schema === BOOLEAN) return given.text === "true";
  return schema === NUMBER ? Number(given.text) : given.text;
}

function structureOf(given: XmlElement, [, , , , names, schemas]: StaticStructureSchema): Json {
  const members: Json = {};
  for (const child of given.children) {
    const index = names.indexOf(child.name);
    if (index >= 0) members[child.name] = valueIn(child, schemas[index]);
  }
  return members;
}

/** Members in the order of the schema, as the SDK sends them. */
export function elementOf(name: string, value: JsonValue, reference: unknown): XmlElement {
  const schema = resolved(reference);
  if (isList(schema) && Array.isArray(value)) {
    return element(
      name,
      value.map((item) => elementOf(itemName(schema), item, schema[4])),
    );
  }
  if (!isStructure(schema) || typeof value !== "object" || value === null || Array.isArray(value))
    return element(name, String(value));
  const [, , , , names, schemas] = schema;
  return element(
    name,
    names.map((member, index) => {
      const given = value[member];
      return given === undefined || given === null ? undefined : elementOf(member, given, schemas[index]);
    }),
  );
}

function itemName(schema: StaticListSchema): string {
  const [, traits] = Array.isArray(schema[4]) && schema[4].length === 2 ? schema[4] : [];
  return traits instanceof Object && "xmlName" in traits ? String(traits.xmlName) : "member";
}

const NUMBER = 1;
const BOOLEAN = 2;

/** Behind functions, which break circles, and pairs of a schema and its traits. */
function resolved(reference: unknown): unknown {
  if (typeof reference === "function") return resolved(reference());
  return Array.isArray(reference) && reference.length === 2 ? resolved(reference[0]) : reference;
}

const isStructure = (schema: unknown): schema is StaticStructureSchema => Array.isArray(schema) && schema[0] === 3;

const isList = (schema: unknown): schema is StaticListSchema => Array.isArray(schema) && schema[0] === 1;
