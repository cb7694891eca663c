/** Readers for what a state holds. They answer as those for arguments do; a rule completes `<member> `. */
import { type Bag, bad, gather, isBag, known, type Reader, show, together } from "../reading";

const plain =
  <T>(is: (value: unknown) => value is T, rule: string): Reader<T> =>
  (value) =>
    is(value) ? known(value) : bad(value, rule);

export const text = plain((value): value is string => typeof value === "string", "must be a string");
export const flag = plain((value): value is boolean => typeof value === "boolean", "must be true or false");
export const number = plain((value): value is number => typeof value === "number", "must be a number");
const bag = plain(isBag, "must be an object");

/** A string that the types tell from others: `Reader<DomainName>`. */
export const textAs = <T extends string>(): Reader<T> => text as Reader<T>;

/** An object whose members are anybody's. */
export const bagAs = <T extends object>(): Reader<T> => bag as unknown as Reader<T>;

/** `words`: every word of the type, so that the compiler misses none. */
export function word<W extends string>(words: { [word in W]: true }): Reader<W> {
  const isWord = (value: unknown): value is W => typeof value === "string" && Object.hasOwn(words, value);
  return plain(isWord, `must be one of ${Object.keys(words).join(", ")}`);
}

/** An absent member is damage: `null` is written. */
export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === null ? known(null) : read(value));
}

export function list<T>(item: Reader<T>): Reader<T[]> {
  return (value) =>
    Array.isArray(value)
      ? gather(value.map((element, index) => [`[${index}]`, item(element)] as const))
      : bad(value, "must be a list");
}

/** The object as it is: what a state has beside these members stays. */
export function members<T extends object>(readers: { [M in keyof T]: Reader<T[M]> }): Reader<T> {
  const entries = Object.entries<Reader<unknown>>(readers);
  return (value) => {
    if (!isBag(value)) return bad(value, "must be an object");
    const read = Object.fromEntries(entries.map(([name, reader]) => [name, reader(value[name])]));
    const parts = together<Bag>(read, (name) => `.${name}`);
    return parts.kind === "known" ? known(value as T) : parts;
  };
}

/** Members of any name. */
export function dictionary<T>(item: Reader<T>): Reader<{ [name: string]: T }> {
  return (value) => {
    if (!isBag(value)) return bad(value, "must be an object");
    const read = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, item(member)]));
    return together<{ [name: string]: T }>(read, (name) => `.${name}`);
  };
}

/** Of several shapes the one that the member `kind` names. */
export function byKind<T extends { kind: string }>(
  shapes: {
    [K in T["kind"]]: Reader<Extract<T, { kind: K }>>;
  },
): Reader<T> {
  const readers = new Map<unknown, Reader<T>>(Object.entries<Reader<T>>(shapes));
  const rule = `must be one of ${[...readers.keys()].join(", ")}`;
  return (value) => {
    if (!isBag(value)) return bad(value, "must be an object");
    const read = readers.get(value["kind"]);
    return read === undefined
      ? { kind: "bad", problems: [{ path: ".kind", got: show(value["kind"]), rule }] }
      : read(value);
  };
}
