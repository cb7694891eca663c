/** Takes one step: one AWS call a case, each repeatable. */
import type { Outcome, Step, StepResult } from "./core/decision";
import type { AccessControl, DistributionFacts, Trouble } from "./core/model";
import { GONE_MEANWHILE, unreachable } from "./core/steps";
import type { Ports, Reply } from "./ports";

export async function act(step: Step, ports: Ports): Promise<Outcome> {
  const { certificates, distributions, accessControls, zones } = ports;
  switch (step.kind) {
    case "requestCertificate":
      return outcome(await certificates.request(step.names, step.keyAlgorithm, step.token, step.tags), (arn) => ({
        kind: "certificateRequested",
        arn,
      }));
    case "tagCertificate":
      return outcome(await certificates.tag(step.arn, step.tags));
    case "untagCertificate":
      return outcome(await certificates.untag(step.arn, step.keys));
    case "writeRecords":
      return outcome(await zones.change(step.zoneId, step.changes));
    case "updateDistribution":
    case "leaveDistribution":
      return outcome(await distributions.update(step.id, step.etag, step.config, step.change), written);
    case "deleteCertificate":
      return outcome(gone(await certificates.delete(step.arn)));
    case "moveAlias":
      return outcome(await distributions.move(step.domain, step.to));
    case "createAccessControl":
      return outcome(await accessControls.create(step.name), controlled);
    case "mendAccessControl":
      return outcome(await accessControls.mend(step.id, step.etag, step.name), controlled);
    case "createDistribution":
    case "createTemporaryDistribution":
      return outcome(await distributions.create(step.settings, step.tags), (creation) =>
        creation.kind === "created"
          ? { kind: "distributionWritten", distribution: creation.distribution }
          : { kind: "distributionExists", id: creation.id },
      );
    case "tagDistribution":
      return outcome(await distributions.tag(step.arn, step.tags));
    case "untagDistribution":
      return outcome(await distributions.untag(step.arn, step.keys));
    case "configureDistribution":
      return outcome(await distributions.configure(step.id, step.etag, step.settings), written);
    case "deleteDistribution":
    case "deleteFormerDistribution":
    case "deleteTemporaryDistribution":
      return outcome(gone(await distributions.delete(step.id, step.etag)));
    case "deleteAccessControl":
      return outcome(gone(await accessControls.delete(step.id, step.etag)));
    default:
      return unreachable(step);
  }
}

const written = (distribution: DistributionFacts): StepResult => ({ kind: "distributionWritten", distribution });

const controlled = (accessControl: AccessControl): StepResult => ({ kind: "accessControlMade", accessControl });

/** What is to be deleted and is not there, is deleted. */
const gone = (reply: Reply<null>): Reply<null> => (reply.kind === "absent" ? { kind: "ok", value: null } : reply);

function outcome<T>(reply: Reply<T>, result: (value: T) => StepResult = () => ({ kind: "none" })): Outcome {
  if (reply.kind === "ok") return { kind: "done", result: result(reply.value) };
  // Something that was there a moment ago: the next look tells.
  if (reply.kind === "absent") return { kind: "unknown", trouble: GONE };
  const { trouble } = reply;
  if (LOOK_AGAIN.has(trouble.code)) return { kind: "unknown", trouble: { ...trouble, passing: true } };
  if (trouble.reason === "UNAVAILABLE" || trouble.reason === "UNREADABLE") return { kind: "unknown", trouble };
  return { kind: "refused", trouble, permanent: !trouble.passing };
}

/** Somebody else wrote in between (RFC 9110 section 13.1.1), or we did and do not know it: what was decided no longer fits. */
const LOOK_AGAIN = new Set(["PreconditionFailed", "InvalidIfMatchVersion", "OriginAccessControlAlreadyExists"]);

const GONE: Trouble = {
  reason: "REFUSED",
  operation: "aws",
  code: GONE_MEANWHILE,
  message: "it is no longer there",
  passing: true,
};
