/** Reads `create`: what a distribution of the group is to serve, and from where. */
import type { Service } from "../core/model";
import { parseHostName } from "./host-name";
import {
  type Bag,
  bad,
  isBag,
  known,
  mapped,
  objectOf,
  oneOf,
  optional,
  type Reader,
  type Reading,
  reader,
  together,
} from "./reading";
import { settings } from "./settings-reader";

/** S3's name of a bucket in its region (S3 user guide, "Virtual hosting of general purpose buckets"). */
const REGIONAL = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]\.s3[.-](dualstack\.)?[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com$/;
const REGIONAL_RULE = 'must be the regional domain name of a bucket, such as "files.s3.eu-central-1.amazonaws.com"';

const regionalDomainName: Reader<string> = reader((value) => {
  if (typeof value !== "string") return bad(value, REGIONAL_RULE);
  if (REGIONAL.test(value)) return known(value);
  if (value.endsWith(".s3.amazonaws.com")) {
    return bad(value, `${REGIONAL_RULE}; this is the global one, which may redirect viewers to S3 itself`);
  }
  if (value.includes(".s3-website")) {
    return bad(value, `${REGIONAL_RULE}; this is the bucket's website, which can't be closed to all but CloudFront`);
  }
  return bad(value, REGIONAL_RULE);
});

const BUCKET_RULE =
  'must be a bucket, since "static" and "spa" serve files: an aws.s3.Bucket, or { bucketRegionalDomainName } of one';

const isBucket = (value: unknown): value is Bag => isBag(value) && "bucketRegionalDomainName" in value;
const isLoadBalancer = (value: unknown): value is Bag => isBag(value) && "dnsName" in value;

const bucket: Reader<string> = reader((value) => {
  if (isBucket(value)) {
    const read = objectOf({ bucketRegionalDomainName: regionalDomainName }, BUCKET_RULE);
    return mapped(read, ({ bucketRegionalDomainName }) => bucketRegionalDomainName)(value);
  }
  const isServer = isLoadBalancer(value) || (typeof value === "string" && parseHostName(value).kind === "ok");
  return bad(value, isServer ? `${BUCKET_RULE}; a server goes with serviceType "web" or "api"` : BUCKET_RULE);
});

const SERVER_RULE = 'must be a server for "web" and "api": a host name, or an aws.lb.LoadBalancer';

const hostName: Reader<string> = reader((value) => {
  if (typeof value !== "string") return bad(value, 'must be a host name, such as "origin.example.net"');
  const parsed = parseHostName(value);
  return parsed.kind === "ok" ? known(parsed.host) : bad(value, parsed.rule);
});

const server: Reader<string> = reader((value) => {
  if (typeof value === "string") return hostName(value);
  if (isLoadBalancer(value)) {
    return mapped(objectOf({ dnsName: hostName }, SERVER_RULE), ({ dnsName }) => dnsName)(value);
  }
  return bad(value, isBucket(value) ? `${SERVER_RULE}; a bucket goes with serviceType "static" or "spa"` : SERVER_RULE);
});

/** CloudFront API reference, DistributionConfig.DefaultRootObject. */
const rootObject: Reader<string> = reader((value) => {
  if (typeof value !== "string" || value === "") return bad(value, 'must be a path, such as "index.html"');
  const path = value.replace(/^\/+/, "");
  if (path !== value) return bad(value, `must begin without a slash; write ${JSON.stringify(path)}`);
  const isAllowed = /^[\w.*$/~"'&-]{1,255}$/.test(value);
  return isAllowed ? known(value) : bad(value, "must be at most 255 letters, digits and _ - . * $ / ~ \" ' &");
});

const SERVICE_RULE = "must be an object: { serviceType, origin }";

const staticService: Reader<Service> = mapped(
  objectOf(
    {
      serviceType: oneOf("static", "spa"),
      origin: bucket,
      defaultRootObject: optional(rootObject, "index.html"),
      settings: optional(settings, {}),
    },
    SERVICE_RULE,
  ),
  ({ serviceType, origin, ...others }): Service => ({ type: serviceType, bucket: origin, ...others }),
);

const webService: Reader<Service> = mapped(
  objectOf({ serviceType: oneOf("web", "api"), origin: server, settings: optional(settings, {}) }, SERVICE_RULE),
  ({ serviceType, origin, ...others }): Service => ({ type: serviceType, host: origin, ...others }),
);

const serviceType = oneOf("static", "spa", "web", "api");

/** What else there may be follows from the type of the service. */
export const service: Reader<Service> = reader((value): Reading<Service> => {
  if (!isBag(value)) return bad(value, SERVICE_RULE);
  const read = together({ serviceType: serviceType(value["serviceType"]) }, (name) => `.${name}`);
  if (read.kind !== "known") return read;
  const isStatic = read.value.serviceType === "static" || read.value.serviceType === "spa";
  return isStatic ? staticService(value) : webService(value);
});
