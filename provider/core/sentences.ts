/** How the catalogue's entries are written. */

import type { Guidance } from "./outputs";

export interface Sentences {
  severity: Guidance["severity"];
  actor: Guidance["actor"];
  happening: string;
  todo: string;
  next: string;
  commands?: string[];
}

const NOTHING = "Nothing to do.";
export const UP_GOES_ON = "The next `pulumi up` goes on from here.";

/** `p` gives the cause's parameters, `who` its domains as people write them. */
export type Write = (p: (name: string) => string, who: string) => Sentences;

export const aws = (happening: string, next: string): Sentences => ({
  severity: "info",
  actor: "aws",
  happening,
  todo: NOTHING,
  next,
});
export const done = (happening: string, next: string): Sentences => ({ ...aws(happening, next), actor: "nobody" });
export const you = (severity: "warning" | "error", happening: string, todo: string, next = UP_GOES_ON): Sentences => ({
  severity,
  actor: "you",
  happening,
  todo,
  next,
});
