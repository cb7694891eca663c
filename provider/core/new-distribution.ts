/**
 * The distribution that a group makes: what CloudFront is to do for each kind of service, and why. Names and values are those of DistributionConfig in
 * the CloudFront API reference; `null` says that a member must not be there, as when a bucket takes the place of a server. What is not said here is
 * CloudFront's default. Aliases and ViewerCertificate are the group's, and not among these settings.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Json, Service, WantedDistribution } from "./model";
import { combine, isObject } from "./overlay";

export interface AboutDistribution {
  callerReference: string;
  /** At most 128 characters (CloudFront API reference, DistributionConfig). */
  comment: string;
  /** Of a bucket; `null`: there is none, as for every other origin. */
  accessControlId: string | null;
}

/** A whole DistributionConfig, with the program's own settings over ours. */
export function distributionSettings(
  service: Service,
  { callerReference, comment, accessControlId }: AboutDistribution,
): Json {
  const ours = {
    ...everyService,
    ...("bucket" in service ? bucketService(service, accessControlId) : server(service)),
  };
  // These two are how the group finds it again.
  return { ...combine(ours, service.settings), CallerReference: callerReference, Comment: comment };
}

const ORIGIN_ID = "origin";

const everyService: Json = {
  Enabled: true,
  // HTTP/3 saves round trips where viewers can, HTTP/2 is for those who cannot.
  HttpVersion: "http2and3",
  // Networks without IPv4 reach it too. AAAA records go with the A records.
  IsIPV6Enabled: true,
  // Every edge: domains of a brand are asked for from everywhere. Cheaper classes leave continents out.
  PriceClass: "PriceClass_All",
};

/** So it is found again among all distributions of the account. At most 128 characters (CloudFront API reference, DistributionConfig). */
export const commentOf = (groupId: string): string => `domain-group ${groupId}`.slice(0, 128);

/** How a bucket's distribution proves itself to it; other origins have none. */
export const hasAccessControl = (place: WantedDistribution): boolean =>
  place.kind === "created" && "bucket" in place.service;

/** Each path once from the bucket, then from the edges. */
function bucketService(service: Extract<Service, { bucket: string }>, accessControlId: string | null): Json {
  return {
    Origins: { Items: [bucketOrigin(service.bucket, accessControlId)] },
    // `/` is not the name of an object.
    DefaultRootObject: service.defaultRootObject,
    DefaultCacheBehavior: {
      ...everyBehavior,
      // Files are only read. Preflights of CORS need OPTIONS here and the origin request policy CORS-S3Origin: both in `settings`.
      AllowedMethods: { Items: ["GET", "HEAD"], CachedMethods: { Items: ["GET", "HEAD"] } },
      // Gzip and Brotli at the edge: this cache policy allows both.
      Compress: true,
      CachePolicyId: managedPolicy.cachingOptimized,
      // A viewer's Host would break the signature of the request, which is made for the bucket's name.
      OriginRequestPolicyId: null,
    },
    CustomErrorResponses: { Items: service.type === "spa" ? pagesOfSpa(service.defaultRootObject) : [] },
  };
}

/** The bucket stays private: CloudFront signs each request (S3OriginConfig with an empty identity is how the API says "no older way"). */
function bucketOrigin(bucket: string, accessControlId: string | null): Json {
  return {
    Id: ORIGIN_ID,
    DomainName: bucket,
    S3OriginConfig: { OriginAccessIdentity: "" },
    OriginAccessControlId: accessControlId ?? "",
    CustomOriginConfig: null,
    VpcOriginConfig: null,
  };
}

/**
 * The routes of the application are no objects: the root object answers for them, with 200. S3 says 403 for what is not there to those who may not list
 * the bucket, and 404 to those who may. Where the bucket gives nothing at all, viewers still get its 403.
 */
function pagesOfSpa(rootObject: string): Json[] {
  return [403, 404].map((ErrorCode) => ({
    ErrorCode,
    ResponsePagePath: `/${rootObject}`,
    ResponseCode: "200",
  }));
}

function server(service: Extract<Service, { host: string }>): Json {
  return {
    Origins: { Items: [serverOrigin(service.host)] },
    // The server's own answer to `/`.
    DefaultRootObject: "",
    DefaultCacheBehavior: {
      ...everyBehavior,
      AllowedMethods: {
        Items: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        // Required, and without effect while nothing is cached.
        CachedMethods: { Items: ["GET", "HEAD"] },
      },
      // With CachingDisabled CloudFront compresses nothing (its Gzip and Brotli are off): the viewer's Accept-Encoding reaches the server, and what
      // that compresses passes. For `web` this stands ready for a cache policy of the program that has Gzip and Brotli on.
      Compress: service.type === "web",
      // What is made for one viewer is never shown to another.
      CachePolicyId: managedPolicy.cachingDisabled,
      // Query, cookies and every header, Host among them: so the server can tell the domains of the group apart. Its certificate must then be for the
      // origin's host or for the viewer's Host (Developer Guide, "HTTP 502 status code"). Servers that go by their own name (API Gateway, function
      // URLs) want AllViewerExceptHostHeader in `settings`.
      OriginRequestPolicyId: managedPolicy.allViewer,
    },
    // The server's own errors: an API's 404 is an answer.
    CustomErrorResponses: { Items: [] },
  };
}

function serverOrigin(host: string): Json {
  return {
    Id: ORIGIN_ID,
    DomainName: host,
    CustomOriginConfig: {
      // Required, and never used with https-only.
      HTTPPort: 80,
      HTTPSPort: 443,
      // What came encrypted goes on encrypted.
      OriginProtocolPolicy: "https-only",
      // The newest that CloudFront offers to an origin by name; older ones are deprecated (RFC 8996).
      OriginSslProtocols: { Items: ["TLSv1.2"] },
    },
    OriginAccessControlId: "",
    S3OriginConfig: null,
    VpcOriginConfig: null,
  };
}

const everyBehavior: Json = {
  TargetOriginId: ORIGIN_ID,
  // Old links and what people type still arrive.
  ViewerProtocolPolicy: "redirect-to-https",
};

/** Developer Guide, "Use managed cache policies" and "Use managed origin request policies": the same in every account. */
export const managedPolicy = {
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
};

/** The origin access control that a distribution's settings name. */
export function accessControlIn({ Origins: origins }: Json): string | null {
  const items = isObject(origins) && Array.isArray(origins["Items"]) ? origins["Items"] : [];
  const ids = items.map((item) => (isObject(item) ? item["OriginAccessControlId"] : ""));
  return ids.find((id): id is string => typeof id === "string" && id !== "") ?? null;
}

/** The same after every crash: a creation that is repeated is refused, with the id of what it made. `attempt` from 1: each can be used only once. */
export function callerReference(groupId: string, attempt: number): string {
  return `${accessControlName(groupId)}-${attempt}`;
}

/** Access controls have no tags: the name, unique in the account, says whose it is. */
export function accessControlName(groupId: string): string {
  return `dg-${bytesToHex(sha256(utf8ToBytes(groupId))).slice(0, 16)}`;
}

/** What can be changed once the distribution is there (CloudFront API reference, UpdateDistribution). */
export function changeable({ CallerReference: _fixed, ...settings }: Json): Json {
  return settings;
}
