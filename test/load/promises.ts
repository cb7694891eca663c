/**
 * What visitors may count on. Whoever DNS leads to an edge is served there, always. Whoever comes straight to an edge is served from the first time
 * that this edge served the name until the name is meant to go.
 */
export interface Promises {
  /** The program wants these from now on. What it wanted until now is meant to go; what was on its way off before is forgotten. */
  want(hosts: readonly string[]): void;
  /** An `up` has come to its good end: all that is wanted is served everywhere. Resolvers may not know the way yet. */
  complete(): void;
  /** Whom to ask for. */
  hosts(): string[];
  /** Straight at an edge. */
  isPromised(host: string, edge: string): boolean;
  /** DNS has led somewhere before, and the name is wanted. */
  isLed(host: string): boolean;
  noteServed(host: string, edge: string): void;
  noteLed(host: string): void;
}

export function createPromises(edges: readonly string[]): Promises {
  let wanted = new Set<string>();
  let going = new Set<string>();
  const served = new Set<string>();
  const led = new Set<string>();
  const keyOf = (host: string, edge: string): string => `${host} ${edge}`;
  const forget = (host: string): void => {
    led.delete(host);
    for (const edge of edges) served.delete(keyOf(host, edge));
  };
  return {
    want: (hosts) => {
      const before = wanted;
      wanted = new Set(hosts);
      going = new Set([...before].filter((host) => !wanted.has(host)));
      for (const host of going) forget(host);
    },
    complete: () => {
      for (const host of wanted) {
        for (const edge of edges) served.add(keyOf(host, edge));
      }
    },
    hosts: () => [...wanted, ...going],
    isPromised: (host, edge) => served.has(keyOf(host, edge)),
    isLed: (host) => led.has(host),
    noteServed: (host, edge) => {
      if (wanted.has(host)) served.add(keyOf(host, edge));
    },
    noteLed: (host) => {
      if (wanted.has(host)) led.add(host);
    },
  };
}
