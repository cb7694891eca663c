import type { Instant, Observation } from "./core/model";
import type { Reply } from "./ports";

/** A failed look is not a look at nothing. */
export function observation<T, A>(reply: Reply<T>, at: Instant, absent: A): Observation<T | A> {
  if (reply.kind === "failed") return { kind: "unknown", trouble: reply.trouble, at };
  return { kind: "known", value: reply.kind === "absent" ? absent : reply.value, at };
}
