import { childOf, textAt, type XmlElement } from "../codec/xml";
import { type BucketAddress, bucketAddress } from "./bucket";
import {
  accessControlBesideIdentity,
  domainNameForAccessControl,
  invalidArgument,
  invalidOrigin,
  invalidOriginAccessIdentity,
} from "./errors";
import { itemsOf, requireMembers } from "./members";
import { CUSTOM_ORIGIN, ORIGIN } from "./required-members";

export interface Origin {
  id: string;
  domainName: string;
  /** Put before the path of each request: `""` or `/something`. */
  path: string;
  accessControlId: string | undefined;
  /** Of one with S3OriginConfig; every other is a server of somebody's own. */
  bucket: BucketAddress | undefined;
}

const KINDS = ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"];
const PROTOCOL_POLICIES = ["http-only", "match-viewer", "https-only"];
const HOST_NAME = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Throws AwsError. */
export function readOrigins(config: XmlElement): readonly Origin[] {
  const sent = itemsOf(childOf(config, "Origins"));
  if (sent.length === 0) {
    throw invalidArgument("The parameter Origins is required.");
  }
  const origins = sent.map(readOrigin);
  if (new Set(origins.map(({ id }) => id)).size < origins.length) {
    throw invalidArgument("The parameter Origin Id must be unique.");
  }
  return origins;
}

function readOrigin(sent: XmlElement): Origin {
  requireMembers(sent, ORIGIN.always);
  const kinds = KINDS.filter((kind) => childOf(sent, kind) !== undefined);
  if (kinds.length !== 1) {
    throw invalidOrigin();
  }
  const origin: Origin = {
    id: textAt(sent, "Id") ?? "",
    domainName: textAt(sent, "DomainName") ?? "",
    path: textAt(sent, "OriginPath") ?? "",
    accessControlId: textAt(sent, "OriginAccessControlId") || undefined,
    bucket: undefined,
  };
  checkNames(origin);
  const s3 = childOf(sent, "S3OriginConfig");
  if (s3 !== undefined) {
    return { ...origin, bucket: readBucket(s3, origin) };
  }
  checkCustom(childOf(sent, "CustomOriginConfig"), origin);
  return origin;
}

function checkNames({ id, domainName, path }: Origin): void {
  if (id === "") {
    throw invalidArgument("The parameter Origin Id is required.");
  }
  if (domainName.length > 253 || !HOST_NAME.test(domainName)) {
    throw invalidArgument("The parameter Origin DomainName is not valid.");
  }
  if (path !== "" && (!path.startsWith("/") || path.endsWith("/"))) {
    throw invalidArgument("The parameter OriginPath must begin with a slash and not end with one.");
  }
}

/** There are no origin access identities here: whoever names one names one that does not exist. */
function readBucket(s3: XmlElement, { domainName, accessControlId }: Origin): BucketAddress {
  requireMembers(s3, ["OriginAccessIdentity"]);
  const address = bucketAddress(domainName);
  if (address === undefined) {
    throw invalidArgument("The parameter Origin DomainName does not refer to a valid S3 bucket.");
  }
  if (textAt(s3, "OriginAccessIdentity") !== "") {
    throw accessControlId === undefined ? invalidOriginAccessIdentity() : accessControlBesideIdentity();
  }
  return address;
}

function checkCustom(custom: XmlElement | undefined, { accessControlId }: Origin): void {
  if (accessControlId !== undefined) {
    // Hosts of MediaStore, MediaPackage and Lambda, which could have one, are not simulated.
    throw domainNameForAccessControl();
  }
  if (custom === undefined) {
    return;
  }
  requireMembers(custom, CUSTOM_ORIGIN.always);
  if (!PROTOCOL_POLICIES.includes(textAt(custom, "OriginProtocolPolicy") ?? "")) {
    throw invalidArgument("The parameter OriginProtocolPolicy contains one or more parameters that are not valid.");
  }
}
