import { childOf, textAt, type XmlElement } from "../codec/xml";
import { invalidArgument, invalidErrorCode, invalidResponseCode } from "./errors";
import { itemsOf, requireMembers } from "./members";

/** What viewers get in place of an origin's error. */
export interface ErrorResponse {
  errorCode: number;
  /** Absent: the origin's own page, kept for some time. */
  page: { path: string; status: number } | undefined;
}

/** CloudFront Developer Guide, "HTTP status codes that CloudFront caches": those that can have a page of their own. */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Throws AwsError. */
export function readErrorResponses(config: XmlElement): readonly ErrorResponse[] {
  const responses = itemsOf(childOf(config, "CustomErrorResponses")).map(readErrorResponse);
  if (new Set(responses.map(({ errorCode }) => errorCode)).size < responses.length) {
    throw invalidArgument("The parameter CustomErrorResponses contains an ErrorCode more than once.");
  }
  return responses;
}

function readErrorResponse(sent: XmlElement): ErrorResponse {
  requireMembers(sent, ["ErrorCode"]);
  const errorCode = Number(textAt(sent, "ErrorCode"));
  if (!ERROR_CODES.includes(errorCode)) {
    throw invalidErrorCode();
  }
  const path = textAt(sent, "ResponsePagePath") || undefined;
  const code = textAt(sent, "ResponseCode") || undefined;
  if (path === undefined && code === undefined) {
    return { errorCode, page: undefined };
  }
  if (path === undefined || code === undefined) {
    throw invalidArgument("The parameters ResponsePagePath and ResponseCode must be given together.");
  }
  if (!path.startsWith("/")) {
    throw invalidArgument("The parameter ResponsePagePath must begin with a slash.");
  }
  const status = Number(code);
  if (status !== 200 && !ERROR_CODES.includes(status)) {
    throw invalidResponseCode();
  }
  return { errorCode, page: { path, status } };
}
