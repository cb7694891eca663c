/** Domain names in the simulator are lower case and without trailing dot; the root is `""`. */
export function canonical(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

export function isAtOrBelow(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

export function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** The names from just below `zone` down to `name` itself: for `a.b.example.com` in `example.com`: `b.example.com`, `a.b.example.com`. */
export function downFrom(zone: string, name: string): string[] {
  const names: string[] = [];
  for (let current = name; current !== zone; current = parentOf(current)) names.unshift(current);
  return names;
}

export function topLevelOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
