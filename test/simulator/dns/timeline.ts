interface Version<T> {
  from: number;
  value: T;
}

/** A value for each key, with the instants at which it changed. */
export interface Timeline<T> {
  set(key: string, value: T, from: number): void;
  at(key: string, instant: number): T | undefined;
  keys(): Iterable<string>;
}

export function createTimeline<T>(): Timeline<T> {
  const versions = new Map<string, Version<T>[]>();
  return {
    set(key, value, from) {
      versions.set(key, [...(versions.get(key) ?? []), { from, value }]);
    },
    at: (key, instant) => versions.get(key)?.findLast((version) => version.from <= instant)?.value,
    keys: () => versions.keys(),
  };
}
