/** What each step makes of a made-up account. */
import type { Outcome, Step, StepResult } from "../core/decision";
import type { Desired, DistributionFacts, Json, Observation, Observed, Tags } from "../core/model";
import { unreachable, withEffect } from "../core/steps";
import { certificatesOf, requested, withDetail, withTags } from "./example-certificates";
import type { ExampleKind } from "./example-kind";
import { emptyDistribution } from "./example-world";
import * as madeUp from "./made-up";

const known = <T>(value: T): Observation<T> => ({ kind: "known", value, at: madeUp.NOW });

/** The world after a step, and what AWS answered. */
export interface Taken {
  observed: Observed;
  outcome: Outcome;
}

const done = (observed: Observed, result: StepResult = { kind: "none" }): Taken => ({
  observed,
  outcome: { kind: "done", result },
});

export function take(observed: Observed, step: Step, desired: Desired, what: ExampleKind): Taken {
  switch (step.kind) {
    case "requestCertificate": {
      const certificate = requested(step);
      const certificates = [...certificatesOf(observed), certificate];
      const result = { kind: "certificateRequested", arn: certificate.arn } as const;
      return done({ ...observed, certificates: known(certificates) }, result);
    }
    case "tagCertificate":
      return done(withTags(observed, step.arn, (tags) => ({ ...tags, ...step.tags })));
    case "untagCertificate":
      return done(withTags(observed, step.arn, (tags) => without(tags, step.keys)));
    case "deleteCertificate": {
      const left = certificatesOf(observed).filter(({ arn }) => arn !== step.arn);
      return done({ ...observed, certificates: known(left) });
    }
    case "updateDistribution":
      return what === "conflict" ? { observed, outcome: CONFLICT } : written(observed, { ...step.change, etag: "E2" });
    case "createAccessControl":
    case "mendAccessControl": {
      const accessControl = { id: madeUp.accessControlId(step.name), etag: "E1", intact: true };
      return done({ ...observed, accessControl: known(accessControl) }, { kind: "accessControlMade", accessControl });
    }
    case "createDistribution":
      return created(observed, desired, step);
    case "configureDistribution":
      return written(observed, { settings: step.settings, etag: "E2" });
    case "tagDistribution":
      return done({ ...observed, distributionTags: known({ ...tagsOf(observed), ...step.tags }) });
    case "untagDistribution":
      return done({ ...observed, distributionTags: known(without(tagsOf(observed), step.keys)) });
    case "moveAlias":
    case "leaveDistribution":
    case "deleteFormerDistribution":
    case "writeRecords":
    case "deleteDistribution":
    case "deleteAccessControl":
      return done(withEffect(observed, step, { kind: "none" }, madeUp.NOW));
    default:
      return unreachable(step);
  }
}

/** CloudFront API reference, UpdateDistribution, CNAMEAlreadyExists. */
const CONFLICT: Outcome = {
  kind: "refused",
  permanent: true,
  trouble: {
    reason: "REFUSED",
    operation: "cloudfront:UpdateDistribution",
    code: "CNAMEAlreadyExists",
    message: "One or more of the CNAMEs you provided are already associated with a different resource.",
    passing: false,
  },
};

function tagsOf({ distributionTags }: Observed): Tags {
  return distributionTags?.kind === "known" ? (distributionTags.value ?? {}) : {};
}

function without(tags: Tags, keys: string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

function created(observed: Observed, { groupId }: Desired, { settings, tags }: { settings: Json; tags: Tags }): Taken {
  const distribution = { ...emptyDistribution(madeUp.distributionId(groupId), null), settings };
  return done(
    { ...observed, distribution: known(distribution), distributionTags: known(tags) },
    { kind: "distributionWritten", distribution },
  );
}

function written(observed: Observed, change: Partial<DistributionFacts>): Taken {
  if (observed.distribution?.kind !== "known" || observed.distribution.value === null) return done(observed);
  const distribution: DistributionFacts = { ...observed.distribution.value, ...change };
  const used = withDetail(observed, (detail) => ({ ...detail, inUseBy: [distribution.arn] }));
  return done({ ...used, distribution: known(distribution) }, { kind: "distributionWritten", distribution });
}
