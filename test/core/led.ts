/** Groups that are attached and led here, and what their edges present. */
import type { EdgeLook } from "../../provider/core/looks";
import { emptyMemory, TAKE_OVER } from "../../provider/core/memory";
import type { Observed } from "../../provider/core/model";
import type { Input } from "../../provider/core/situation";
import { attached, DOMAINS, input, known, MINUTE, NOW } from "./gen";
import { everything, issued } from "./table";

type Presented = Extract<EdgeLook, { kind: "certificate" }>;

export const presented = (more: Partial<Presented> = {}): Presented => ({
  kind: "certificate",
  names: [...DOMAINS],
  issuer: "Amazon",
  notBefore: NOW - MINUTE,
  notAfter: NOW + MINUTE,
  trusted: true,
  ...more,
});
/** The same for each. */
export const byDomain = <T>(value: T) => Object.fromEntries(DOMAINS.map((domain) => [domain, value]));
/** DNS gives no address. */
export const nobody: EdgeLook = { kind: "unknown", code: "ENOTFOUND" };

/** Attached, with routing records in Route 53. */
export const led = (edges: Observed["edges"], more: Partial<Input> = {}): Input => {
  const picture = input({ certificates: issued, recordSets: everything, distribution: known(attached("a")) }, more);
  const { edges: _edges, ...rest } = picture.observed;
  return { ...picture, observed: edges === undefined ? rest : { ...rest, edges } };
};

/** What all edges present. */
export const all = (edge: EdgeLook) => known(byDomain(edge));
/** What stands where one of the domains is led; the others are served. */
export const one = (edge: EdgeLook) => known({ ...byDomain<EdgeLook>(presented()), "www.example.com": edge });

/** The same, and its program waits for traffic. */
export const waiting = (edges: Observed["edges"], more: Partial<Input> = {}): Input =>
  led(edges, { ...more, desired: { ...input().desired, waitFor: "serving" } });

/** The same picture with other parts. */
export const seeing = (world: Input, observed: Partial<Observed>): Input => ({
  ...world,
  observed: { ...world.observed, ...observed },
});

/** The memory of a run that has replaced somebody else's record then. */
export const takenOver = (at: number): Input["memory"] => ({
  ...emptyMemory(NOW - MINUTE),
  waits: { [TAKE_OVER]: at },
});
