/** What steps, and time, make of a picture of AWS in which all goes well: for previews and examples. */
import type { Outcome, Step, StepResult } from "./decision";
import { baseName } from "./domain-name";
import { seenAt, withCertificate, withDetail, withDistributions, withTags } from "./imagine-parts";
import { known } from "./known";
import type {
  Certificate,
  CertificateArn,
  CertificateDetail,
  DistributionFacts,
  Instant,
  Observed,
  Tags,
  ValidationRecord,
} from "./model";
import { isObject } from "./overlay";
import { DEFAULT_VIEWER_CERTIFICATE } from "./ownership";
import { unreachable, withEffect } from "./steps";

/** What AWS would have to name. */
export interface MadeUp {
  now: Instant;
  certificateArn(token: string): CertificateArn;
  validationRecord(base: string): ValidationRecord;
  distribution: Pick<DistributionFacts, "id" | "arn" | "accountId" | "domainName">;
  accessControlId(name: string): string;
}

/** The world after a step, and what AWS answered. */
export interface Taken {
  observed: Observed;
  outcome: Outcome;
}

const done = (observed: Observed, result: StepResult = { kind: "none" }): Taken => ({
  observed,
  outcome: { kind: "done", result },
});

export function take(observed: Observed, step: Step, madeUp: MadeUp): Taken {
  const seen = seenAt(madeUp.now);
  switch (step.kind) {
    case "requestCertificate":
      return requested(observed, step, madeUp);
    case "tagCertificate":
      return done(withTags(observed, step.arn, (tags) => ({ ...tags, ...step.tags })));
    case "untagCertificate":
      return done(withTags(observed, step.arn, (tags) => without(tags, step.keys)));
    case "deleteCertificate":
      return done(withCertificate(observed, step.arn, () => []));
    case "updateDistribution":
      return written(observed, step, step.change);
    case "configureDistribution":
      return written(observed, step, { settings: step.settings });
    case "leaveDistribution":
      return written(observed, step, step.change);
    case "createAccessControl":
    case "mendAccessControl": {
      const accessControl = { id: madeUp.accessControlId(step.name), etag: "E1", intact: true };
      return done({ ...observed, accessControl: seen(accessControl) }, { kind: "accessControlMade", accessControl });
    }
    case "createDistribution": {
      const distribution = { ...emptyDistribution(madeUp.distribution), settings: step.settings, deployed: false };
      const result = { kind: "distributionWritten", distribution } as const;
      return done({ ...observed, distribution: seen(distribution), distributionTags: seen(step.tags) }, result);
    }
    case "createTemporaryDistribution": {
      const distribution = temporaryOf(step, madeUp);
      return done(withEffect(observed, step, { kind: "distributionWritten", distribution }, madeUp.now), {
        kind: "distributionWritten",
        distribution,
      });
    }
    case "tagDistribution":
      return done({ ...observed, distributionTags: seen({ ...known(observed.distributionTags), ...step.tags }) });
    case "untagDistribution":
      return done({
        ...observed,
        distributionTags: seen(without(known(observed.distributionTags) ?? {}, step.keys)),
      });
    case "deleteFormerDistribution": {
      const left = (known(observed.former) ?? []).filter(({ distribution }) => distribution.id !== step.id);
      return done({ ...observed, former: seen(left) });
    }
    case "moveAlias":
    case "writeRecords":
    case "deleteDistribution":
    case "deleteAccessControl":
    case "deleteTemporaryDistribution":
      return done(withEffect(observed, step, { kind: "none" }, madeUp.now));
    default:
      return unreachable(step);
  }
}

function temporaryOf(
  { settings }: Extract<Step, { kind: "createTemporaryDistribution" }>,
  { distribution }: MadeUp,
): DistributionFacts {
  const { ViewerCertificate: certificate } = settings;
  const arn = isObject(certificate) ? String(certificate["ACMCertificateArn"]) : null;
  const viewerCertificate = { ...DEFAULT_VIEWER_CERTIFICATE, source: "acm" as const, id: arn };
  return { ...emptyDistribution(distribution), settings, viewerCertificate, enabled: false, deployed: false };
}

function requested(observed: Observed, step: Extract<Step, { kind: "requestCertificate" }>, madeUp: MadeUp): Taken {
  const { token, names, keyAlgorithm, tags } = step;
  const seen = seenAt(madeUp.now);
  const arn = madeUp.certificateArn(token);
  const certificate: Certificate = { arn, tags: seen(tags), detail: seen(pendingDetail(names, keyAlgorithm, madeUp)) };
  const certificates = seen([...(known(observed.certificates) ?? []), certificate]);
  return done({ ...observed, certificates }, { kind: "certificateRequested", arn });
}

export function pendingDetail(
  names: string[],
  keyAlgorithm: string,
  { now, validationRecord }: Pick<MadeUp, "now" | "validationRecord">,
): CertificateDetail {
  return {
    status: "PENDING_VALIDATION",
    names,
    keyAlgorithm,
    validations: names.map((domain) => ({
      domain,
      status: "PENDING_VALIDATION",
      record: validationRecord(baseName(domain)),
    })),
    failureReason: null,
    createdAt: now,
    notAfter: null,
    inUseBy: [],
    renewal: null,
  };
}

/** ACM: certificates are valid for 198 days (since February 2026). */
const VALID_FOR_MS = 198 * 24 * 3_600_000;

export function issuedDetail(detail: CertificateDetail, now: Instant): CertificateDetail {
  const validations = detail.validations.map((validation) => ({ ...validation, status: "SUCCESS" as const }));
  return { ...detail, status: "ISSUED", validations, notAfter: now + VALID_FOR_MS };
}

const without = (tags: Tags, keys: string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));

export function emptyDistribution(named: MadeUp["distribution"]): DistributionFacts {
  return {
    ...named,
    etag: "E1",
    deployed: true,
    enabled: true,
    staging: false,
    tenantOnly: false,
    httpVersion: "http2",
    ipv6: true,
    aliases: [],
    viewerCertificate: DEFAULT_VIEWER_CERTIFICATE,
    config: "",
    settings: {},
  };
}

/** One that is not in the picture is somebody's whom nobody looked at. */
function written(observed: Observed, step: { id: string; etag: string }, change: Partial<DistributionFacts>): Taken {
  let distribution: DistributionFacts | undefined;
  const picture = withDistributions(observed, (each) => {
    if (each.id !== step.id) return each;
    distribution = { ...each, ...change, etag: `${each.etag}+`, deployed: false };
    return distribution;
  });
  return distribution === undefined ? done(observed) : done(picture, { kind: "distributionWritten", distribution });
}

/** Every edge has what was written, and nobody holds what nobody uses. */
export function deploy(observed: Observed): Observed {
  const deployed = withDistributions(observed, (each) => ({ ...each, deployed: true }));
  const places = [
    known(deployed.distribution) ?? null,
    ...(known(deployed.former) ?? []).map((each) => each.distribution),
  ];
  const usersOf = (arn: CertificateArn, before: string[]): string[] => [
    ...before.filter((user) => !places.some((place) => place?.arn === user)),
    ...places.flatMap((place) => (place?.viewerCertificate.id === arn ? [place.arn] : [])),
  ];
  return withDetail(deployed, (detail, arn) => ({ ...detail, inUseBy: usersOf(arn, detail.inUseBy) }));
}

/** ACM has found every validation record. */
export const issue = (observed: Observed, now: Instant): Observed =>
  withDetail(observed, (detail) => (detail.status === "PENDING_VALIDATION" ? issuedDetail(detail, now) : detail));
