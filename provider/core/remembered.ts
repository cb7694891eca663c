/** What a group remembers between runs. Plain JSON, as the rest of the model. */
import type { CertificateArn, Instant, Json, RecordSetFacts, Tags, Trouble, ViewerCertificateFacts } from "./model";

/** A step that AWS refused, or whose answer was lost. Dies when its step or the world around it changes. */
export interface Refusal {
  /** {@link stepKey} of the step. */
  step: string;
  trouble: Trouble;
  /** No new try in this run. */
  permanent: boolean;
  firstAt: Instant;
  lastAt: Instant;
  count: number;
}

export interface CertificateRequest {
  arn: CertificateArn;
  requestedAt: Instant;
  /** When it was last seen without a verdict: a certificate that fails after the run's start is not requested again in that run. */
  pendingAt: Instant | null;
}

/** What the distribution had before the group came: restored when the group leaves. */
export interface Before {
  aliases: string[];
  viewerCertificate: ViewerCertificateFacts;
}

/** A distribution that the group had, until nothing of the group is on it any more. */
export interface FormerPlace {
  id: string;
  domainName: string | null;
  /** What it had before the group came. */
  before: Before | null;
  /** The group made it: it goes. */
  created: Memory["created"];
}

/** A validation record that was missing: resolvers that were told so then may go on saying so (RFC 2308, 5). */
export interface Absence {
  /** For so many seconds. */
  negativeTtl: number;
  /** When it was first there: it may have been missing until then. `null`: it is missing still. */
  seenAt: Instant | null;
}

export interface Retiring {
  kind: "certificate" | "distribution";
  id: string;
  since: Instant;
  dueAt: Instant;
  tries: number;
}

/** What the world cannot show. Losing it in a crash costs one more try, nothing else. */
export interface Memory {
  runStartedAt: Instant;
  refusals: Refusal[];
  requests: CertificateRequest[];
  lastWrite: {
    etag: string;
    at: Instant;
    certificateArn: string | null;
    aliases: string[];
  } | null;
  before: Before | null;
  /**
   * The distribution that the group made. `attempt`: the number in its CallerReference, which can be used only once. `settings`: what the group last
   * wrote; `null` when another run did.
   */
  created: { id: string; attempt: number; at: Instant; settings: Json | null } | null;
  /** The origin access control that the group made or found. `""`: there may be one. */
  accessControlId: string | null;
  /** The oldest first. */
  formerPlaces: FormerPlace[];
  /** ETags that our writes have replaced: reads follow some seconds later. */
  writes: { id: string; etag: string; at: Instant }[];
  /** Aliases that we moved from distribution to distribution: reads follow some seconds later. */
  moves: { domain: string; from: string; to: string; at: Instant }[];
  /** Wanted names that were on the group's distribution, and that another group has taken: they are that group's until it lets them go. */
  given: string[];
  /** Domain names of distributions that the group had and that are gone: routing records that lead there are still ours. */
  formerTargets: string[];
  /** Validation records that we wrote, and that are not taken off yet. */
  madeRecords: RecordSetFacts[];
  /** Values that we added to CAA sets, by zone and name. */
  madeCaa: { zoneId: string; name: string; value: string }[];
  /** Distributions that the group has been on: ACM calls a certificate in use by them for a while. */
  formerIds: string[];
  /** When routing records of domains that leave were taken off last: resolvers know them for a while. */
  routingRemovedAt: Instant | null;
  /** Names of earlier wishes that may not all have gone yet: a run that is cut short does not see them. */
  had: string[];
  /** Incarnations whose certificates were found: this resource took their place, and takes along what they left. */
  predecessors: string[];
  replacedRecords: RecordSetFacts[];
  /** Certificates that we deleted: reads follow some seconds later. */
  deletions: { arn: CertificateArn; at: Instant }[];
  /** Keys of the program's own tags that we wrote: those go when the program no longer wants them. */
  tagKeys: string[];
  /** Tags that we wrote and took off: reads follow some seconds later. */
  tagWrites: { arn: string; tags: Tags; removed: string[]; at: Instant }[];
  /** By record key. */
  absences: { [key: string]: Absence };
  retiring: Retiring[];
  /** When AWS first showed what we now wait for: the poll schedule counts from here. By what is waited for. */
  waits: { [what: string]: Instant };
}
