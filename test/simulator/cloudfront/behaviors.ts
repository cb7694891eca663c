import { childOf, textAt, type XmlElement } from "../codec/xml";
import { invalidArgument, noSuchCachePolicy, noSuchOriginRequestPolicy, noSuchResponseHeadersPolicy } from "./errors";
import {
  CACHE_POLICIES,
  type Forwarded,
  ORIGIN_REQUEST_POLICIES,
  RESPONSE_HEADERS_POLICIES,
  type Selection,
} from "./managed-policies";
import { itemsOf, requireMembers } from "./members";
import { BEHAVIOR } from "./required-members";

export interface Behavior {
  /** `*` and `?` stand for any characters and for one. */
  pathPattern: string;
  /** An origin or an origin group. */
  targetOriginId: string;
  allowedMethods: readonly string[];
  /** By each policy; what one of them selects goes to the origin. */
  forwarded: readonly Forwarded[];
}

const VIEWER_PROTOCOL_POLICIES = ["allow-all", "https-only", "redirect-to-https"];

/** In the order in which CloudFront answers with them. */
export const READ_METHODS = ["HEAD", "GET"];
const READ_AND_OPTIONS = [...READ_METHODS, "OPTIONS"];
const ALL_METHODS = ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"];

/** Those with a path pattern, in their order, then the default. Throws AwsError. */
export function readBehaviors(config: XmlElement): readonly Behavior[] {
  const patterned = itemsOf(childOf(config, "CacheBehaviors")).map((sent) => {
    requireMembers(sent, ["PathPattern"]);
    return readBehavior(sent, textAt(sent, "PathPattern") ?? "");
  });
  const fallback = childOf(config, "DefaultCacheBehavior");
  return fallback === undefined ? patterned : [...patterned, readBehavior(fallback, "*")];
}

function readBehavior(sent: XmlElement, pathPattern: string): Behavior {
  requireMembers(sent, BEHAVIOR.always);
  if (!VIEWER_PROTOCOL_POLICIES.includes(textAt(sent, "ViewerProtocolPolicy") ?? "")) {
    throw invalidArgument("The parameter ViewerProtocolPolicy contains one or more parameters that are not valid.");
  }
  const responseHeaders = textAt(sent, "ResponseHeadersPolicyId");
  if (responseHeaders && !RESPONSE_HEADERS_POLICIES.has(responseHeaders)) {
    throw noSuchResponseHeadersPolicy();
  }
  return {
    pathPattern,
    targetOriginId: textAt(sent, "TargetOriginId") ?? "",
    allowedMethods: readMethods(childOf(sent, "AllowedMethods")),
    forwarded: readForwarded(sent),
  };
}

/** Three sets of methods can be allowed, two of them cached (CloudFront API reference, AllowedMethods and CachedMethods). */
function readMethods(sent: XmlElement | undefined): readonly string[] {
  const allowed = methodsOf(sent);
  const cached = methodsOf(childOf(sent, "CachedMethods"));
  if (!isOneOf(allowed, [READ_METHODS, READ_AND_OPTIONS, ALL_METHODS])) {
    throw invalidArgument("The parameter AllowedMethods contains one or more parameters that are not valid.");
  }
  const fits = isOneOf(cached, [READ_METHODS, READ_AND_OPTIONS]) && cached.every((method) => allowed.includes(method));
  if (!fits) {
    throw invalidArgument("The parameter CachedMethods contains one or more parameters that are not valid.");
  }
  return allowed;
}

function methodsOf(sent: XmlElement | undefined): readonly string[] {
  if (sent === undefined) {
    return READ_METHODS;
  }
  requireMembers(sent, ["Quantity", "Items"]);
  return itemsOf(sent).map(({ text }) => text);
}

function isOneOf(methods: readonly string[], sets: readonly (readonly string[])[]): boolean {
  return sets.some((set) => set.length === methods.length && set.every((method) => methods.includes(method)));
}

/** The sequence in which CloudFront answers, whatever was sent. */
export function methodOrder(one: string, other: string): number {
  return ALL_METHODS.indexOf(one) - ALL_METHODS.indexOf(other);
}

const LEGACY = ["ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL"];

function readForwarded(sent: XmlElement): readonly Forwarded[] {
  const cachePolicyId = textAt(sent, "CachePolicyId");
  const originRequestPolicyId = textAt(sent, "OriginRequestPolicyId");
  if (!cachePolicyId) {
    if (originRequestPolicyId) {
      throw invalidArgument("The parameter OriginRequestPolicyId cannot be used without a cache policy.");
    }
    return [readForwardedValues(sent)];
  }
  const legacy = LEGACY.find((name) => childOf(sent, name) !== undefined);
  if (legacy !== undefined) {
    const message = `The parameter ${legacy} cannot be used when a cache policy is associated to the cache behavior.`;
    throw invalidArgument(message);
  }
  const byCache = CACHE_POLICIES.get(cachePolicyId);
  if (byCache === undefined) {
    throw noSuchCachePolicy();
  }
  const byRequest = ORIGIN_REQUEST_POLICIES.get(originRequestPolicyId ?? "");
  if (originRequestPolicyId && byRequest === undefined) {
    throw noSuchOriginRequestPolicy();
  }
  return byRequest === undefined ? [byCache] : [byCache, byRequest];
}

/** The way from before there were policies. */
function readForwardedValues(sent: XmlElement): Forwarded {
  requireMembers(sent, ["ForwardedValues", "MinTTL"]);
  const values = childOf(sent, "ForwardedValues");
  const headers = itemsOf(childOf(values, "Headers")).map(({ text }) => text.toLowerCase());
  return {
    headers: headers.includes("*") ? { allBut: [] } : { only: headers },
    cookies: allOrNone(textAt(values, "Cookies/Forward") === "all"),
    query: allOrNone(textAt(values, "QueryString") === "true"),
  };
}

function allOrNone(isAll: boolean): Selection {
  return isAll ? { allBut: [] } : { only: [] };
}
