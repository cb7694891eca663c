/** Reads a part of a request's body; throws {@link ControlError} that names the property and the rule. */
export type Reader<T> = (value: unknown, property: string) => T;

/** A request that cannot be done. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

function mustBe(property: string, rule: string, value: unknown): ControlError {
  return new ControlError(
    `${property} must be ${rule}, and is ${value === undefined ? "missing" : JSON.stringify(value)}`,
  );
}

export const text: Reader<string> = (value, property) => {
  if (typeof value === "string" && value !== "") return value;
  throw mustBe(property, "a text", value);
};

export const truth: Reader<boolean> = (value, property) => {
  if (typeof value === "boolean") return value;
  throw mustBe(property, "true or false", value);
};

export const wholeNumber: Reader<number> = (value, property) => {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw mustBe(property, "a whole number that is not negative", value);
};

export const notNegative: Reader<number> = (value, property) => {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw mustBe(property, "a number that is not negative", value);
};

/** Lower case, without trailing dot. `_*.example.com` is where somebody proves that a wildcard is theirs. */
export const domainName: Reader<string> = (value, property) => {
  const name = typeof value === "string" ? value.toLowerCase().replace(/\.$/, "") : "";
  const labels = name.split(".");
  if (name.length <= 253 && labels.every((label) => label.length <= 63 && /^(_?\*|[a-z0-9_-]+)$/.test(label)))
    return name;
  throw mustBe(property, "a domain name", value);
};

/** IAM and ARNs write it with 12 digits. */
export const account: Reader<string> = (value, property) => {
  if (typeof value === "string" && /^\d{12}$/.test(value)) return value;
  throw mustBe(property, "an account number of 12 digits", value);
};

export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value, property) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw mustBe(property, `one of ${values.join(", ")}`, value);
  };
}

export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, property) => (value === null ? null : reader(value, property));
}

export function listOf<T>(reader: Reader<T>): Reader<T[]> {
  return (value, property) => {
    if (Array.isArray(value)) return value.map((element, index) => reader(element, `${property}[${index}]`));
    throw mustBe(property, "a list", value);
  };
}

export function mapOf<T>(reader: Reader<T>): Reader<{ [key: string]: T }> {
  return (value, property) =>
    Object.fromEntries(members(value, property).map(([key, member]) => [key, reader(member, `${property}.${key}`)]));
}

interface Optional<T> {
  optional: Reader<T>;
}

export function optional<T>(reader: Reader<T>): Optional<T> {
  return { optional: reader };
}

interface Shape {
  [property: string]: Reader<unknown> | Optional<unknown>;
}

type Content<S extends Shape> = {
  [P in keyof S as S[P] extends Reader<unknown> ? P : never]: S[P] extends Reader<infer T> ? T : never;
} & {
  [P in keyof S as S[P] extends Reader<unknown> ? never : P]?: S[P] extends Optional<infer T> ? T : never;
};

/** Exactly these properties: one that is not known is most likely a spelling mistake. */
export function object<S extends Shape>(shape: S): Reader<Content<S>> {
  return (value, property) => {
    const given = new Map(members(value, property));
    const path = (name: string): string => (property === "" ? name : `${property}.${name}`);
    for (const name of given.keys()) {
      if (!Object.hasOwn(shape, name)) {
        throw new ControlError(`${path(name)} is not known here: there is ${Object.keys(shape).join(", ")}`);
      }
    }
    const read = Object.entries(shape).flatMap(([name, reader]) => {
      if (typeof reader === "function") return [[name, reader(given.get(name), path(name))]];
      return given.has(name) ? [[name, reader.optional(given.get(name), path(name))]] : [];
    });
    return Object.fromEntries(read);
  };
}

function members(value: unknown, property: string): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw mustBe(property === "" ? "the body" : property, "an object", value);
}
