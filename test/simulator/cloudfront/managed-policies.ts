/** A choice among names, lower case. */
export type Selection = { only: readonly string[] } | { allBut: readonly string[] };

/** What of the viewer's request goes on to the origin. */
export interface Forwarded {
  headers: Selection;
  cookies: Selection;
  query: Selection;
}

const none: Selection = { only: [] };
const all: Selection = { allBut: [] };
const nothing: Forwarded = { headers: none, cookies: none, query: none };
const everything: Forwarded = { headers: all, cookies: all, query: all };

const overrides = ["x-http-method-override", "x-http-method", "x-method-override"];
const byOrigin: Forwarded = { headers: { only: ["host", "origin", ...overrides] }, cookies: all, query: none };

/** CloudFront Developer Guide, "Use managed cache policies": what is in the cache key goes to the origin too. */
export const CACHE_POLICIES: ReadonlyMap<string, Forwarded> = new Map([
  // Amplify
  [
    "2e54312d-136d-493c-8eb9-b001f22f67d2",
    { headers: { only: ["authorization", "cloudfront-viewer-country", "host"] }, cookies: all, query: all },
  ],
  // CachingDisabled
  ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", nothing],
  // CachingOptimized
  ["658327ea-f89d-4fab-a63d-7e88639e58f6", nothing],
  // CachingOptimizedForUncompressedObjects
  ["b2884449-e4de-46a7-ac36-70bc7f1ddd6d", nothing],
  // Elemental-MediaPackage
  [
    "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    { headers: { only: ["origin"] }, cookies: none, query: { only: ["aws.manifestfilter", "start", "end", "m"] } },
  ],
  // UseOriginCacheControlHeaders
  ["83da9c7e-98b4-4e11-a168-04f0df8e2c65", byOrigin],
  // UseOriginCacheControlHeaders-QueryStrings
  ["4cc15a8a-d715-48a4-82b8-cc0b614638fe", { ...byOrigin, query: all }],
]);

const corsPreflight = ["origin", "access-control-request-headers", "access-control-request-method"];

/** CloudFront Developer Guide, "Use managed origin request policies". */
export const ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, Forwarded> = new Map([
  // AllViewer
  ["216adef6-5c7f-47e4-b989-5492eafa07d3", everything],
  // AllViewerAndCloudFrontHeaders-2022-06
  ["33f36d7e-f396-46d9-90e0-52428a34d9dc", everything],
  // AllViewerExceptHostHeader
  ["b689b0a8-53d0-40ab-baf2-68738e2966ac", { ...everything, headers: { allBut: ["host"] } }],
  // CORS-CustomOrigin
  ["59781a5b-3903-41f3-afcb-af62929ccde1", { ...nothing, headers: { only: ["origin"] } }],
  // CORS-S3Origin
  ["88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", { ...nothing, headers: { only: corsPreflight } }],
  // Elemental-MediaTailor-PersonalizedManifests
  [
    "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    { headers: { only: [...corsPreflight, "user-agent", "x-forwarded-for"] }, cookies: none, query: all },
  ],
  // HostHeaderOnly
  ["bf0718e1-ba1e-49d1-88b1-f726733018ae", { ...nothing, headers: { only: ["host"] } }],
  // UserAgentRefererHeaders
  ["acba4595-bd28-49b8-b9fe-13317c0390fa", { ...nothing, headers: { only: ["user-agent", "referer"] } }],
]);

/** CloudFront Developer Guide, "Use managed response headers policies". */
export const RESPONSE_HEADERS_POLICIES: ReadonlySet<string> = new Set([
  // CORS-and-SecurityHeadersPolicy
  "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  // CORS-With-Preflight
  "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
  // CORS-with-preflight-and-SecurityHeadersPolicy
  "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
  // SecurityHeadersPolicy
  "67f7725c-6f97-4210-82d7-5512b31e9d03",
  // SimpleCORS
  "60669652-455b-4ae9-85a4-c4c02393f86c",
]);

export function selects(selection: Selection, name: string): boolean {
  return "only" in selection ? selection.only.includes(name) : !selection.allBut.includes(name);
}
