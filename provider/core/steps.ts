import type { Part, Step } from "./model";

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

/** What must be looked at again after a step. Tags that we wrote are remembered, and a new certificate is looked at by its ARN. */
export function staleAfter(step: Step): Part[] {
  switch (step.kind) {
    case "requestCertificate":
    case "tagCertificate":
      return [];
    case "untagCertificate":
    case "deleteCertificate":
      return [{ part: "certificates" }];
    case "writeRecords":
      return [{ part: "recordSets" }, { part: "dns" }, { part: "traffic" }];
    case "updateDistribution":
      return [{ part: "distribution" }, { part: "traffic" }];
    default:
      return unreachable(step);
  }
}

export function unreachable(value: never): never {
  throw new Error(`not a known kind: ${JSON.stringify(value)}`);
}
