import { isAtOrBelow } from "./names";
import { createTimeline } from "./timeline";

/** Which servers the parent of a name, registry or zone, refers to. */
export interface Delegations {
  set(name: string, nameServers: string[], from: number): void;
  of(name: string, at: number): string[];
  /** Whether the parent knows of `name` because it, or a name below it, is delegated. */
  atOrBelow(name: string, at: number): boolean;
}

export function createDelegations(): Delegations {
  const facts = createTimeline<string[]>();
  const of = (name: string, at: number): string[] => facts.at(name, at) ?? [];
  return {
    of,
    set: facts.set,
    atOrBelow(name, at) {
      for (const delegated of facts.keys())
        if (isAtOrBelow(delegated, name) && of(delegated, at).length > 0) return true;
      return false;
    },
  };
}
