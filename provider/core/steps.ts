import type { Step, StepResult } from "./decision";
import type { Instant, Observed, Part, RecordChange, RecordSetFacts } from "./model";

/** Identifies a step for the memory of refusals: equal when AWS would judge it the same. The configuration that is only carried along is left out. */
export function stepKey(step: Step): string {
  switch (step.kind) {
    case "requestCertificate":
      return `requestCertificate ${step.token}`;
    case "tagCertificate":
      return `tagCertificate ${step.arn} ${JSON.stringify(step.tags)}`;
    case "untagCertificate":
      return `untagCertificate ${step.arn} ${step.keys.join(" ")}`;
    case "writeRecords":
      return `writeRecords ${step.zoneId} ${JSON.stringify(step.changes)}`;
    case "updateDistribution":
      return `updateDistribution ${step.id} ${step.etag} ${JSON.stringify(step.change)}`;
    case "deleteCertificate":
      return `deleteCertificate ${step.arn}`;
    default:
      return unreachable(step);
  }
}

/** Code of a step whose object was gone when it was taken. */
export const GONE_MEANWHILE = "GoneMeanwhile";

/** Equal for steps that would change the same thing in the same way, whatever version of it they were decided on. */
export function effectKey(step: Step): string {
  return step.kind === "updateDistribution" ? stepKey({ ...step, etag: "" }) : stepKey(step);
}

/**
 * What must be looked at after a step: when it is `done`, beside what {@link withEffect} knows; and when its effect is in `doubt`, before it is tried
 * again. A request needs no look: repeated, it is the same request by its token.
 */
export const LOOK_AFTER: { [kind in Step["kind"]]: { done: Part[]; doubt: Part[] } } = {
  requestCertificate: { done: [], doubt: [] },
  tagCertificate: { done: [], doubt: [{ part: "certificates" }] },
  untagCertificate: { done: [{ part: "certificates" }], doubt: [{ part: "certificates" }] },
  deleteCertificate: { done: [{ part: "certificates" }], doubt: [{ part: "certificates" }] },
  writeRecords: { done: [{ part: "dns" }, { part: "traffic" }], doubt: [{ part: "zones" }, { part: "recordSets" }] },
  updateDistribution: { done: [{ part: "dns" }, { part: "traffic" }], doubt: [{ part: "distribution" }] },
};

/** What a step that is done has made of the picture, as far as its answer is certain. */
export function withEffect(observed: Observed, step: Step, result: StepResult, now: Instant): Observed {
  if (result.kind === "distributionWritten") {
    return { ...observed, distribution: { kind: "known", value: result.distribution, at: now } };
  }
  return step.kind === "writeRecords" ? withRecords(observed, step.changes) : observed;
}

/** A batch of Route 53 is atomic: the zone holds just what was sent. */
function withRecords(observed: Observed, changes: RecordChange[]): Observed {
  if (observed.recordSets?.kind !== "known") return observed;
  const isSame = (a: RecordSetFacts, b: RecordSetFacts): boolean =>
    a.zoneId === b.zoneId && a.name === b.name && a.type === b.type;
  const touched = (set: RecordSetFacts): boolean => changes.some(({ record }) => isSame(record, set));
  const kept = observed.recordSets.value.filter((set) => !touched(set));
  const made = changes.filter(({ action }) => action !== "DELETE").map(({ record }) => record);
  return { ...observed, recordSets: { ...observed.recordSets, value: [...kept, ...made] } };
}

export function unreachable(value: never): never {
  throw new Error(`not a known kind: ${JSON.stringify(value)}`);
}
