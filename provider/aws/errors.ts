/** What AWS errors mean. The one place that knows their names: always by `name`, since `instanceof` fails across copies of the SDK. */
import type { Trouble } from "../core/model";

/** IAM's name of an action: `"acm:DescribeCertificate"`. */
export type AwsAction = `${"acm" | "cloudfront" | "route53" | "sts"}:${string}`;

/** The members of the SDK's errors that matter. Parts are missing on errors of the network and of the credential providers. */
interface SdkError {
  name: string;
  message: string;
  /** Node's error code. */
  code?: unknown;
  $metadata?: { httpStatusCode?: number };
  /** How Route 53 spells InvalidChangeBatch on the wire in its older form, which the SDK does not know. */
  Messages?: { Message?: string | string[] };
}

const absent = new Set([
  "ResourceNotFoundException",
  "NoSuchDistribution",
  "NoSuchHostedZone",
  "NoSuchOriginAccessControl",
  // What CloudFront says of an ARN in calls about tags.
  "NoSuchResource",
]);

/** What ListDomainConflicts says of who asks; elsewhere it is about something that a configuration names (CloudFront API reference). */
const absentTo: { [action: AwsAction]: string } = { "cloudfront:ListDomainConflicts": "EntityNotFound" };

const forbidden = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedAccess",
  "UnauthorizedOperation",
  "OptInRequired",
]);

/** AWS: "Common errors" of each API reference; the last ones are the SDK's own, from before a request is sent. */
const credentials = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "NotAuthorized",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
  "CredentialsProviderError",
  "TokenProviderError",
  "ProviderError",
]);

/** Limits on the rate of calls: other limits (LimitExceededException) do not pass by themselves. */
const throttles = new Set([
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

const passing = new Set([
  "AbortError",
  "InternalFailure",
  "InternalServiceError",
  "NetworkingError",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "TimeoutError",
]);

const unreadableName = "UnreadableAnswer";

/** An answer that lacks what it must have. */
export function unreadable(message: string): Error {
  return Object.assign(new Error(message), { name: unreadableName });
}

/** A member without which an answer means nothing. */
export function required<T>(value: T | null | undefined, member: string): T {
  if (value === undefined || value === null || value === "") throw unreadable(`the answer has no ${member}`);
  return value;
}

/** AWS asks for fewer calls. */
export function isThrottle(error: unknown): boolean {
  return throttles.has(asSdkError(error).name);
}

/** What a failed call means. Messages hold no request id: equal failures have equal messages. */
export function failureOf(
  error: unknown,
  action: AwsAction,
): { kind: "absent" } | { kind: "failed"; trouble: Trouble } {
  const sdkError = asSdkError(error);
  const code = codeOf(sdkError);
  if (absent.has(code) || absentTo[action] === code) return { kind: "absent" };
  const { reason, passes } = meaningOf(sdkError, code);
  const message = messageOf(sdkError);
  const operation = reason === "FORBIDDEN" ? (deniedAction(message) ?? action) : action;
  return { kind: "failed", trouble: { reason, operation, code, message, passing: passes } };
}

function meaningOf(error: SdkError, code: string): { reason: Trouble["reason"]; passes: boolean } {
  const status = error.$metadata?.httpStatusCode;
  if (error.name === unreadableName) return { reason: "UNREADABLE", passes: false };
  if (forbidden.has(code)) return { reason: "FORBIDDEN", passes: false };
  if (credentials.has(code)) return { reason: "CREDENTIALS", passes: false };
  if (throttles.has(code) || passing.has(code) || status === 429) return { reason: "UNAVAILABLE", passes: true };
  if (status === undefined) return beforeAnyAnswer(error);
  // 501 is no failure: what stands there does not know the operation, and will not learn it.
  if (status >= 500 && status !== 501) return { reason: "UNAVAILABLE", passes: true };
  if (status < 300 || !isAwsCode(code)) return { reason: "UNREADABLE", passes: false };
  return { reason: "REFUSED", passes: false };
}

/** No status: the network failed (Node's errors have a code such as ECONNRESET), or there was nothing to sign with. */
function beforeAnyAnswer(error: SdkError): { reason: Trouble["reason"]; passes: boolean } {
  if (typeof error.code === "string") return { reason: "UNAVAILABLE", passes: true };
  if (/credential/i.test(error.message)) return { reason: "CREDENTIALS", passes: false };
  return { reason: "REFUSED", passes: false };
}

/** The SDK's own names for errors whose body it could not read: a proxy's page, a redirect. */
function isAwsCode(name: string): boolean {
  return !/^(|NotFound|Unknown|UnknownError|Error|SyntaxError|TypeError|HTTP .*)$/.test(name);
}

function codeOf(error: SdkError): string {
  if (error.Messages !== undefined && !isAwsCode(error.name)) return "InvalidChangeBatch";
  if (isAwsCode(error.name)) return error.name;
  if (typeof error.code === "string") return error.code;
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? error.name : `HTTP ${status}`;
}

function messageOf(error: SdkError): string {
  const batch = error.Messages?.Message;
  const text = batch === undefined ? error.message : [batch].flat().join(" ");
  const status = error.$metadata?.httpStatusCode;
  if (status !== undefined && !isAwsCode(codeOf(error)))
    return `HTTP status ${status}, with an answer that is not AWS's`;
  const [firstLine = ""] = text.split("\n");
  return firstLine.replace(/\s*[([]?request ?id:? ?[\w-]+[)\]]?/gi, "").trim();
}

/** The action that IAM names: behind a role it is `sts:AssumeRole`, whatever was asked for. */
function deniedAction(message: string): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}

function asSdkError(error: unknown): SdkError {
  if (error instanceof Object && "name" in error && "message" in error) return error as SdkError;
  return { name: "Error", message: String(error) };
}
