/**
 * Members that an update must have and a creation need not: a setting that the program takes back must not be missing. Each has the value that CloudFront
 * gives to what a creation leaves out, unless it says otherwise. What is there stays.
 *
 * Sources: CloudFront Developer Guide, "Required API fields for creating and updating distributions". That page does not speak of origins and error
 * responses; there the service itself refuses ("OriginReadTimeout is required for updates."), as told in terraform#13627, cf-cdn-service-broker#108,
 * lambda-letsencrypt#22, cumulus#131 and community.aws#1424.
 */
import type { Json, JsonValue } from "../core/model";
import { isObject } from "../core/overlay";

const list = (...Items: string[]): Json => ({ Quantity: Items.length, Items });
const none = list();
const readMethods = list("GET", "HEAD");

/** Without Aliases and ViewerCertificate: these are the group's, and every configuration that is read has them. */
const ofConfig: Json = {
  DefaultRootObject: "",
  CacheBehaviors: none,
  CustomErrorResponses: none,
  Logging: { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" },
  PriceClass: "PriceClass_All",
  Restrictions: { GeoRestriction: { RestrictionType: "none", ...none } },
  WebACLId: "",
  HttpVersion: "http2",
};

const ofBehavior: Json = {
  AllowedMethods: { ...readMethods, CachedMethods: readMethods },
  SmoothStreaming: false,
  Compress: false,
  LambdaFunctionAssociations: none,
  FieldLevelEncryptionId: "",
};

/** The way from before there were cache policies. */
const ofForwardedValues: Json = { Headers: none, QueryStringCacheKeys: none };

const ofOrigin: Json = { OriginPath: "", CustomHeaders: none };

/** Seconds. */
const timeouts: Json = { OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 };

/** TLSv1.2 in place of CloudFront's TLSv1, which is deprecated (RFC 8996). */
const ofServer: Json = { ...timeouts, OriginSslProtocols: list("TLSv1.2") };

const ofErrorResponse: Json = { ResponsePagePath: "", ResponseCode: "", ErrorCachingMinTTL: 10 };

/** @param settings a whole DistributionConfig, as `layOver` gives it: without `null`s, lists with `Items` and their `Quantity` */
export function withRequired(settings: Json): Json {
  const items: [list: string, change: (item: Json) => Json][] = [
    ["Origins", wholeOrigin],
    ["CacheBehaviors", wholeBehavior],
    ["CustomErrorResponses", (item) => filled(item, ofErrorResponse)],
  ];
  const config = changeMember(filled(settings, ofConfig), "DefaultCacheBehavior", wholeBehavior);
  return items.reduce(
    (whole, [name, change]) => changeMember(whole, name, (each) => changeItems(each, change)),
    config,
  );
}

function wholeOrigin(origin: Json): Json {
  const withServer = changeMember(origin, "CustomOriginConfig", (server) => filled(server, ofServer));
  return filled(
    changeMember(withServer, "VpcOriginConfig", (server) => filled(server, timeouts)),
    ofOrigin,
  );
}

function wholeBehavior(behavior: Json): Json {
  return filled(
    changeMember(behavior, "ForwardedValues", (values) => filled(values, ofForwardedValues)),
    ofBehavior,
  );
}

function filled(value: Json, neutral: Json): Json {
  const members = Object.entries(neutral).map(([name, member]) => [name, filledMember(value[name], member)]);
  return { ...value, ...Object.fromEntries(members) };
}

function filledMember(value: JsonValue | undefined, neutral: JsonValue): JsonValue {
  if (value === undefined || value === null) return neutral;
  return isObject(value) && isObject(neutral) ? filled(value, neutral) : value;
}

/** Only where the member is an object: anything else is for CloudFront to refuse. */
function changeMember(parent: Json, name: string, change: (member: Json) => Json): Json {
  const member = parent[name];
  return isObject(member) ? { ...parent, [name]: change(member) } : parent;
}

function changeItems(parent: Json, change: (item: Json) => Json): Json {
  const { Items } = parent;
  if (!Array.isArray(Items)) return parent;
  return { ...parent, Items: Items.map((item) => (isObject(item) ? change(item) : item)) };
}
