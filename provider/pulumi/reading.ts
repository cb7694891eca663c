/** Reads values that a program gave: each reader says what is wrong in one sentence, and leaves alone what the engine does not know yet. */

/** How the engine writes a value that only the update will know (`unknownValue` in @pulumi/pulumi runtime/rpc.ts). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A bag of properties, as the engine hands it over. */
export interface Bag {
  [property: string]: unknown;
}

/** What is wrong with one value. */
export interface Problem {
  /** Where it stands within its argument: `"[1]"`, `".route53.zoneIds"`. */
  path: string;
  /** `undefined`: not to be shown. */
  got: string | undefined;
  /** Completes `<argument>: got <value>: `. */
  rule: string;
}

export type Reading<T> = { kind: "known"; value: T } | { kind: "unknown" } | { kind: "bad"; problems: Problem[] };

export type Reader<T> = (value: unknown) => Reading<T>;

export function known<T>(value: T): Reading<T> {
  return { kind: "known", value };
}

/** One value in one line, cut where it is long. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const text = JSON.stringify(value) ?? `a ${typeof value}`;
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

export function bad<T>(value: unknown, rule: string): Reading<T> {
  return { kind: "bad", problems: [{ path: "", got: show(value), rule }] };
}

/** A reader for values that are known. */
export function reader<T>(read: Reader<T>): Reader<T> {
  return (value) => (value === UNKNOWN ? { kind: "unknown" } : read(value));
}

/** `fallback` where the program says nothing. */
export function optional<T, F>(read: Reader<T>, fallback: F): Reader<T | F> {
  return (value) => (value === undefined || value === null ? known(fallback) : read(value));
}

/** A string that `pattern` matches. */
export function text(pattern: RegExp, rule: string): Reader<string> {
  return reader((value) => (typeof value === "string" && pattern.test(value) ? known(value) : bad(value, rule)));
}

export function oneOf<const C extends readonly (string | boolean)[]>(...choices: C): Reader<C[number]> {
  const words = choices.map((choice) => JSON.stringify(choice));
  const rule = `must be ${words.slice(0, -1).join(", ")}${words.length > 1 ? " or " : ""}${words.at(-1)}`;
  return reader((value) => {
    const choice: C[number] | undefined = choices.find((candidate) => candidate === value);
    return choice === undefined ? bad(value, rule) : known(choice);
  });
}

export function listOf<T>(item: Reader<T>, rule: string): Reader<T[]> {
  return reader((value) => {
    if (!Array.isArray(value)) return bad(value, rule);
    return gather(value.map((element, index) => [`[${index}]`, item(element)] as const));
  });
}

/** All parts, or the problems of all of them, or unknown. */
export function gather<T>(parts: (readonly [path: string, reading: Reading<T>])[]): Reading<T[]> {
  const problems = parts.flatMap(([path, reading]) =>
    reading.kind === "bad" ? reading.problems.map((problem) => ({ ...problem, path: path + problem.path })) : [],
  );
  if (problems.length > 0) return { kind: "bad", problems };
  const values: T[] = [];
  for (const [, reading] of parts) {
    if (reading.kind !== "known") return { kind: "unknown" };
    values.push(reading.value);
  }
  return known(values);
}

/** Readings of different kinds as one. `path`: where the problems of each stand. */
export function together<T extends object>(
  readings: { [K in keyof T]: Reading<T[K]> },
  path: (name: string) => string,
): Reading<T> {
  const parts = Object.entries<Reading<unknown>>(readings);
  const read = gather(parts.map(([name, reading]) => [path(name), reading] as const));
  if (read.kind !== "known") return read;
  return known(Object.fromEntries(parts.map(([name], index) => [name, read.value[index]])) as T);
}

/** An object of exactly these properties. */
export function objectOf<T extends object>(readers: { [K in keyof T]: Reader<T[K]> }, rule: string): Reader<T> {
  const names = Object.keys(readers);
  return reader((value) => {
    if (!isBag(value)) return bad(value, rule);
    const strangers = Object.keys(value).filter((name) => !names.includes(name));
    const refused = strangers.map((name) => [name, bad(value[name], "there is no such property here")]);
    const read = Object.entries<Reader<unknown>>(readers).map(([name, readMember]) => [name, readMember(value[name])]);
    return together<T>(Object.fromEntries([...read, ...refused]), (name) => `.${name}`);
  });
}

export function mapped<T, U>(read: Reader<T>, change: (value: T) => U): Reader<U> {
  return (value) => {
    const reading = read(value);
    return reading.kind === "known" ? known(change(reading.value)) : reading;
  };
}

export function isBag(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Is anything in it not known before the update? */
export function containsUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(containsUnknown);
}

/** Equal for equal values, whatever the order of their keys: the engine sorts them. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
