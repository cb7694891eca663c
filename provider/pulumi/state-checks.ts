/** Checks of plain values that somebody else wrote: each returns the value with its type, or throws and says where, what, and what it should be. */
import * as pulumi from "@pulumi/pulumi";

export type Check<T> = (value: unknown, path: string) => T;

/** As the engine writes secrets that it was not told to show. */
const HIDDEN_SECRET = "[secret]";
/** The key that marks a secret, an asset or an output in the engine's own JSON (`specialSigKey` in @pulumi/pulumi runtime/rpc.ts). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

export function fail(path: string, value: unknown, expected: string): never {
  const place = path === "" ? "" : `${path}: `;
  throw new TypeError(`parseDomainGroup: ${place}expected ${expected}, got ${opaque(value) ?? shown(value)}`);
}

/** What wraps a value, and how to get at it. */
function opaque(value: unknown): string | undefined {
  if (pulumi.Output.isInstance(value)) return "an Output: use output.apply(parseDomainGroup)";
  if (value instanceof Promise) return "a promise: await it first";
  if (value === HIDDEN_SECRET) return "a secret that is not shown: use pulumi stack output --show-secrets";
  if (isObject(value) && SIGNATURE in value) return "a secret or another special value in the engine's own form";
  return undefined;
}

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "string") return typeof value === "object" ? "an object" : `${typeof value} ${String(value)}`;
  return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);
}

export function isObject(value: unknown): value is { [member: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isHidden = (value: unknown): boolean => opaque(value) !== undefined;

export const text: Check<string> = (value, path) =>
  typeof value === "string" && !isHidden(value) ? value : fail(path, value, "a string");

export const flag: Check<boolean> = (value, path) =>
  typeof value === "boolean" ? value : fail(path, value, "true or false");

export const count: Check<number> = (value, path) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : fail(path, value, "a whole number");

/** `words`: every word of the type, so that the compiler misses none. */
export function word<W extends string>(words: { [word in W]: true }): Check<W> {
  const isWord = (value: unknown): value is W => typeof value === "string" && Object.hasOwn(words, value);
  return (value, path) => (isWord(value) ? value : fail(path, value, `one of ${Object.keys(words).join(", ")}`));
}

/** Absent in JSON and null in a StackReference mean the same. */
export function maybe<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : check(value, path));
}

export function list<T>(item: Check<T>): Check<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return fail(path, value, "a list");
    return Array.from(value, (element, index) => item(element, `${path}[${index}]`));
  };
}

/** The members that this release knows; others are left out. */
export function object<T extends object>(members: { [M in keyof T]: Check<T[M]> }): Check<T> {
  const checks = Object.entries<Check<unknown>>(members);
  return (value, path) => {
    if (!isObject(value) || isHidden(value)) return fail(path, value, "an object");
    const prefix = path === "" ? "" : `${path}.`;
    return Object.fromEntries(checks.map(([name, check]) => [name, check(value[name], `${prefix}${name}`)])) as T;
  };
}
