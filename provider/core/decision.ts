/** What comes out of a decision: a step, a look, a wait, or an end; and the reason, by code. Plain JSON, as the rest of the model. */
import type { DomainName } from "./domain-name";
import type {
  AccessControl,
  CertificateArn,
  DistributionFacts,
  Instant,
  Json,
  KeyAlgorithm,
  Part,
  RecordChange,
  Tags,
  Trouble,
  ViewerCertificateFacts,
} from "./model";

/** What a step sets on a distribution. Everything else is written back as read. */
export interface DistributionChange {
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
  /** Absent: as it is. */
  enabled?: boolean;
}

/** One AWS call each, repeatable. */
export type Step =
  | { kind: "requestCertificate"; names: DomainName[]; keyAlgorithm: KeyAlgorithm; token: string; tags: Tags }
  | { kind: "tagCertificate"; arn: CertificateArn; tags: Tags }
  | { kind: "untagCertificate"; arn: CertificateArn; keys: string[] }
  | {
      kind: "writeRecords";
      purpose: "VALIDATION" | "ROUTING" | "CAA" | "ALIAS_PROOF";
      zoneId: string;
      changes: RecordChange[];
    }
  | { kind: "updateDistribution"; id: string; etag: string; config: string; change: DistributionChange }
  /** From one distribution of the account to another, without a gap. */
  | { kind: "moveAlias"; domain: DomainName; from: string; fromDomainName: string; to: string }
  /** Of a former distribution: what there was before the group comes back. */
  | { kind: "leaveDistribution"; id: string; etag: string; config: string; change: DistributionChange }
  | { kind: "deleteFormerDistribution"; id: string; etag: string }
  | { kind: "deleteCertificate"; arn: CertificateArn }
  | { kind: "createAccessControl"; name: string }
  /** One that somebody has changed signs again. */
  | { kind: "mendAccessControl"; id: string; etag: string; name: string }
  | { kind: "createDistribution"; attempt: number; settings: Json; tags: Tags }
  /** One that only asks who has the `domains`. */
  | { kind: "createTemporaryDistribution"; domains: DomainName[]; attempt: number; settings: Json; tags: Tags }
  | { kind: "deleteTemporaryDistribution"; id: string; etag: string }
  | { kind: "tagDistribution"; arn: string; tags: Tags }
  | { kind: "untagDistribution"; arn: string; keys: string[] }
  /** `settings`: the whole configuration, as it was read and with what is `wanted` over it. */
  | { kind: "configureDistribution"; id: string; etag: string; settings: Json; wanted: Json }
  | { kind: "deleteDistribution"; id: string; etag: string }
  | { kind: "deleteAccessControl"; id: string; etag: string };

export type Outcome =
  | { kind: "done"; result: StepResult }
  /** The world is unchanged. */
  | { kind: "refused"; trouble: Trouble; permanent: boolean }
  /** Sent, answer lost: look. */
  | { kind: "unknown"; trouble: Trouble };

export type StepResult =
  | { kind: "none" }
  | { kind: "certificateRequested"; arn: CertificateArn }
  | { kind: "distributionWritten"; distribution: DistributionFacts }
  /** The CallerReference has been used; `id`: by which distribution, where AWS says so. It may be gone. */
  | { kind: "distributionExists"; id: string | null }
  | { kind: "accessControlMade"; accessControl: AccessControl };

/** The one next thing. */
export type Next =
  | { kind: "step"; step: Step }
  | { kind: "look"; parts: Part[] }
  /** `what` names the wait in memory, where its start is kept. */
  | { kind: "wait"; what: string; until: Instant; parts: Part[]; on: "aws" | "you" | "sibling"; cause: Cause }
  | { kind: "settled" }
  /** Nothing goes on by itself in this run. */
  | { kind: "blocked"; cause: Cause }
  /** Goal absent: another incarnation owns what there is. */
  | { kind: "superseded" };

/** A reason, by code and parameters; the sentences are made of it in `guidance.ts`. */
export interface Cause {
  code: string;
  domains: DomainName[];
  params: { [name: string]: string };
  /** Keys of the records it is about. */
  records: string[];
}
