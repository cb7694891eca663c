/** Tables of decisions: a picture of the world, and what is said about it. */
import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import { emptyMemory } from "../../provider/core/memory";
import type { Input } from "../../provider/core/situation";
import { aliasRecord, arn, certificate, DOMAINS, input, known, MINUTE, NOW, plainRecord } from "./gen";

/** What a decision says, in one line. */
export function said(next: Next): string {
  switch (next.kind) {
    case "step":
      return next.step.kind;
    case "look":
      return `look ${next.parts.map(({ part }) => part).join(" ")}`;
    case "wait":
      return `wait ${next.cause.code} ${next.on}`;
    case "blocked":
      return `blocked ${next.cause.code}`;
    default:
      return next.kind;
  }
}

export const validationRecords = DOMAINS.map((name) =>
  plainRecord(`_1.${name}`, "CNAME", `_2.${name}.acm-validations.aws`),
);
export const routingRecords = DOMAINS.flatMap((name) => ["A", "AAAA", "HTTPS"].map((type) => aliasRecord(name, type)));
export const everything = known([...validationRecords, ...routingRecords]);
export const pending = { status: "PENDING_VALIDATION", issuedAt: null, notAfter: null } as const;
export const requested = (id: string, ago: number, pendingAgo: number | null = null): Input["memory"] => ({
  ...emptyMemory(NOW - MINUTE),
  requests: [{ arn: arn(id), requestedAt: NOW - ago, pendingAt: pendingAgo === null ? null : NOW - pendingAgo }],
});

export const issued = known([certificate("a")]);

export const leaving = (observed: Input["observed"], more: Partial<Input> = {}): Input =>
  input(observed, { goal: "absent", ...more });

export interface Case {
  rule: string;
  input: Input;
  says: string;
}

export const table = (title: string, cases: Case[]): void => {
  describe(title, () => {
    for (const entry of cases) {
      it(entry.rule, () => assert.equal(said(decide(entry.input)), entry.says));
    }
  });
};
