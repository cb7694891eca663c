/** What was wanted, and how to get there, as a state holds it. */
import type {
  CertificateArn,
  Desired,
  DnsWish,
  Json,
  KeyAlgorithm,
  Milestone,
  Service,
  WantedDistribution,
} from "../../core/model";
import { isBag, type Reader } from "../reading";
import type { Steering } from "../wish";
import { bagAs, byKind, dictionary, flag, list, members, nullable, number, text, textAs, word } from "./members";

type OfBucket = Extract<Service, { bucket: string }>;
type OfServer = Exclude<Service, OfBucket>;

const ofBucket = members<OfBucket>({
  type: word({ static: true, spa: true }),
  bucket: text,
  defaultRootObject: text,
  settings: bagAs<Json>(),
});
const ofServer = members<OfServer>({ type: word({ web: true, api: true }), host: text, settings: bagAs<Json>() });
const service: Reader<Service> = (value) => (isBag(value) && "bucket" in value ? ofBucket : ofServer)(value);

const distribution = byKind<WantedDistribution>({
  existing: members({ kind: word({ existing: true }), id: text, domainName: nullable(text) }),
  created: members({ kind: word({ created: true }), service, domainName: nullable(text) }),
  program: members({ kind: word({ program: true }) }),
});

const removal: Reader<"auto" | boolean> = (value) => (typeof value === "boolean" ? flag : word({ auto: true }))(value);

const dns = byKind<DnsWish>({
  external: members({ kind: word({ external: true }) }),
  route53: members({
    kind: word({ route53: true }),
    zoneIds: nullable(list(text)),
    onMissingZone: word({ fail: true, external: true }),
    routing: word({ create: true, takeOver: true, none: true }),
    removeValidationRecords: removal,
    manageCaa: flag,
  }),
  publish: members({ kind: word({ publish: true }), keys: list(text) }),
});

export const desired = members<Desired>({
  groupId: text,
  name: text,
  owner: text,
  domains: list(textAs()),
  distribution,
  dns,
  certificate: nullable(textAs<CertificateArn>()),
  keyAlgorithm: word<KeyAlgorithm>({ RSA_2048: true, EC_prime256v1: true }),
  minimumProtocolVersion: nullable(text),
  tags: dictionary(text),
  moveFrom: list(text),
  waitFor: word<Milestone | "auto">({ auto: true, records: true, issued: true, attached: true, serving: true }),
});

export const steering = members<Steering>({
  ifNotReached: word({ fail: true, report: true }),
  timeouts: members({ create: number, update: number, delete: number, letGo: number }),
  resolvers: nullable(list(text)),
  dnsPort: number,
  httpsPort: number,
  preflight: flag,
});
