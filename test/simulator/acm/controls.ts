import type { World } from "../contracts";
import {
  baseDomains,
  type Certificate,
  existsAt,
  type Status,
  statusAt,
  type Tag,
  tagsAt,
  usersAt,
} from "./certificate";
import { serialNumber, type ValidationRecord, validationRecord } from "./proof";
import type { AcmQuotas, AcmStore } from "./store";
import { withoutTags, withTags } from "./tags";
import { fail } from "./validation";
import { deleteCertificate, setTags } from "./writes";

/** One certificate as it is now, without any lag. */
export interface CertificateSnapshot {
  arn: string;
  account: string;
  region: string;
  names: string[];
  status: Status;
  failureReason?: string;
  requestedAt: number;
  issuedAt?: number;
  notAfter?: number;
  tags: Tag[];
  inUseBy: string[];
  records: ValidationRecord[];
}

/** What happens to certificates from outside of the API. Each throws a RangeError for an ARN that does not exist. */
export interface AcmControls {
  /** For all accounts; may be changed at any time. */
  readonly quotas: AcmQuotas;
  snapshot(): CertificateSnapshot[];
  /** A pending request fails now, for all its names. `reason` is one of ACM's `FailureReason`. */
  failCertificate(arn: string, reason: string): void;
  /** An issued certificate is over now. */
  expire(arn: string): void;
  revoke(arn: string): void;
  /** Something outside of CloudFront (a load balancer) uses the certificate from now on; `inUse: false` ends that. */
  setForeignUser(arn: string, userArn: string, inUse?: boolean): void;
  /** Somebody deletes it in the console. Throws AwsError while it is in use, as for everybody. */
  deleteDirect(arn: string): void;
  /** Somebody tags it in the console; tags with the same keys are replaced. */
  tagDirect(arn: string, tags: { [key: string]: string }): void;
  untagDirect(arn: string, keys: readonly string[]): void;
}

export function createControls(world: World, store: AcmStore): AcmControls {
  const { clock } = world;

  function existing(arn: string): Certificate {
    const certificate = store.byArn(arn);
    if (certificate !== undefined && existsAt(certificate, clock.now())) return certificate;
    throw new RangeError(`There is no certificate ${arn}.`);
  }

  function issued(arn: string): Certificate {
    const certificate = existing(arn);
    if (statusAt(certificate, clock.now()) === "ISSUED") return certificate;
    throw new RangeError(`The certificate ${arn} is not issued.`);
  }

  return {
    quotas: store.quotas,
    snapshot: () =>
      store
        .all()
        .filter((certificate) => existsAt(certificate, clock.now()))
        .map((certificate) => snapshotOf(world, certificate)),
    failCertificate: (arn, reason) => fail(world, existing(arn), reason, existing(arn).names),
    expire: (arn) => {
      const { outcome } = issued(arn);
      if (outcome?.status !== "ISSUED") return;
      // Other dates make another certificate, and whoever keeps the certificates tells them apart by their serial numbers.
      outcome.facts = { ...outcome.facts, serial: serialNumber(world.random), notAfter: clock.now() };
    },
    revoke: (arn) => {
      issued(arn).revokedAt = clock.now();
    },
    setForeignUser: (arn, userArn, inUse = true) => {
      const { foreignUsers } = existing(arn);
      const current = foreignUsers.find((user) => user.arn === userArn && user.until === undefined);
      if (inUse && current === undefined) foreignUsers.push({ arn: userArn, since: clock.now() });
      if (!inUse && current !== undefined) current.until = clock.now();
    },
    deleteDirect: (arn) => deleteCertificate(world, store, existing(arn)),
    tagDirect: (arn, tags) => {
      const added = Object.entries(tags).map(([key, value]) => ({ key, value }));
      setTags(store, existing(arn), withTags(tagsAt(existing(arn), clock.now()), added));
    },
    untagDirect: (arn, keys) => {
      const removed = keys.map((key) => ({ key }));
      setTags(store, existing(arn), withoutTags(tagsAt(existing(arn), clock.now()), removed));
    },
  };
}

function snapshotOf(world: World, certificate: Certificate): CertificateSnapshot {
  const now = world.clock.now();
  const { arn, account, region, names, requestedAt, outcome } = certificate;
  return {
    arn,
    account,
    region,
    names,
    status: statusAt(certificate, now),
    ...(outcome?.status === "FAILED" ? { failureReason: outcome.reason } : {}),
    requestedAt,
    ...(outcome?.status === "ISSUED" ? { issuedAt: outcome.at, notAfter: outcome.facts.notAfter } : {}),
    tags: tagsAt(certificate, now),
    inUseBy: usersAt(world, certificate, now),
    records: baseDomains(certificate).map((domain) => validationRecord(account, domain)),
  };
}
