/** What a group remembers, as a state holds it. */
import type { CertificateArn, Json, RecordSetFacts, Trouble, ViewerCertificateFacts } from "../../core/model";
import type {
  Absence,
  Before,
  CertificateRequest,
  FormerPlace,
  Memory,
  Refusal,
  Retiring,
} from "../../core/remembered";
import { bagAs, dictionary, flag, list, members, nullable, number, text, textAs, word } from "./members";

const arn = textAs<CertificateArn>();

const trouble = members<Trouble>({
  reason: word({ UNAVAILABLE: true, FORBIDDEN: true, CREDENTIALS: true, UNREADABLE: true, REFUSED: true }),
  operation: text,
  code: text,
  message: text,
  passing: flag,
});

const refusal = members<Refusal>({
  step: text,
  trouble,
  permanent: flag,
  firstAt: number,
  lastAt: number,
  count: number,
});

const request = members<CertificateRequest>({ arn, requestedAt: number, pendingAt: nullable(number) });

const viewerCertificate = members<ViewerCertificateFacts>({
  source: word({ default: true, acm: true, iam: true }),
  id: nullable(text),
  minimumProtocolVersion: nullable(text),
  sslSupportMethod: nullable(text),
});

const recordSet = members<RecordSetFacts>({
  zoneId: text,
  name: text,
  type: text,
  ttl: nullable(number),
  values: list(text),
  alias: nullable(members({ dnsName: text, zoneId: text, evaluateTargetHealth: flag })),
  routingPolicy: flag,
});

const retiring = members<Retiring>({
  kind: word<Retiring["kind"]>({ certificate: true, distribution: true }),
  id: text,
  since: number,
  dueAt: number,
  tries: number,
});

const before = nullable(members<Before>({ aliases: list(text), viewerCertificate }));

const created = nullable(members({ id: text, attempt: number, at: number, settings: nullable(bagAs<Json>()) }));

const formerPlace = members<FormerPlace>({ id: text, domainName: nullable(text), before, created });

export const memory = members<Memory>({
  runStartedAt: number,
  refusals: list(refusal),
  requests: list(request),
  lastWrite: nullable(members({ etag: text, at: number, certificateArn: nullable(text), aliases: list(text) })),
  before,
  created,
  accessControlId: nullable(text),
  formerPlaces: list(formerPlace),
  writes: list(members({ id: text, etag: text, at: number })),
  moves: list(members({ domain: text, from: text, to: text, at: number })),
  given: list(text),
  formerTargets: list(text),
  madeRecords: list(recordSet),
  madeCaa: list(members({ zoneId: text, name: text, value: text })),
  formerIds: list(text),
  routingRemovedAt: nullable(number),
  had: list(text),
  predecessors: list(text),
  replacedRecords: list(recordSet),
  deletions: list(members({ arn, at: number })),
  tagKeys: list(text),
  tagWrites: list(members({ arn: text, tags: dictionary(text), removed: list(text), at: number })),
  absences: dictionary(members<Absence>({ negativeTtl: number, seenAt: nullable(number) })),
  retiring: list(retiring),
  waits: dictionary(number),
});
