import type { ViewerRequest } from "../contracts";
import type { Behavior } from "./behaviors";
import { type Forwarded, selects } from "./managed-policies";
import type { Origin } from "./origins";

/** What an edge sends to an origin. */
export interface OriginRequest {
  method: string;
  /** With the origin's own path before it. */
  path: string;
  /** Without the question mark. */
  query: string;
  headers: { [name: string]: string };
}

/** CloudFront Developer Guide, "Request and response behavior for custom origins": these two the edge sets where no policy selects the viewer's. */
export function originRequest(behavior: Behavior, origin: Origin, request: ViewerRequest): OriginRequest {
  return {
    method: request.method,
    path: `${origin.path}${request.path}`,
    query: selectedQuery(behavior, request.query),
    headers: { host: origin.domainName, "user-agent": "Amazon CloudFront", ...selectedHeaders(behavior, request) },
  };
}

function selectedHeaders(behavior: Behavior, { host, headers }: ViewerRequest): { [name: string]: string } {
  const cookie = selectedCookies(behavior, headers["cookie"] ?? "");
  const others = Object.entries({ ...headers, host }).filter(
    ([name]) => name !== "cookie" && selectsAny(behavior, "headers", name),
  );
  return { ...Object.fromEntries(others), ...(cookie === "" ? {} : { cookie }) };
}

function selectedCookies(behavior: Behavior, cookies: string): string {
  return cookies
    .split(/; */)
    .filter((pair) => pair !== "" && selectsAny(behavior, "cookies", pair.split("=")[0] ?? ""))
    .join("; ");
}

function selectedQuery(behavior: Behavior, query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "" && selectsAny(behavior, "query", pair.split("=")[0] ?? ""))
    .join("&");
}

function selectsAny({ forwarded }: Behavior, part: keyof Forwarded, name: string): boolean {
  return forwarded.some((each) => selects(each[part], name));
}
