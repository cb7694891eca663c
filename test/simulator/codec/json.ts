import { AwsError, type WireRequest, type WireResponse } from "../contracts";

/** AWS JSON 1.1: the operation in `X-Amz-Target`, members in a JSON object, errors named by `__type` (smithy.io, "AWS JSON 1.1 protocol"). */
export interface JsonInput {
  readonly [member: string]: unknown;
}

export function operationOfTarget(request: WireRequest, prefix: string): string | undefined {
  const target = request.headers["x-amz-target"] ?? "";
  return request.method === "POST" && target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : undefined;
}

export function inputOf(request: WireRequest): JsonInput {
  return asObject(request.content ?? parse(request.body)) ?? fail("a JSON object is expected");
}

export function textOf(input: JsonInput, member: string): string | undefined {
  const value = input[member] ?? undefined;
  return value === undefined || typeof value === "string" ? value : fail(`${member} must be a string`);
}

export function requiredTextOf(input: JsonInput, member: string): string {
  return textOf(input, member) ?? missing(member);
}

export function integerOf(input: JsonInput, member: string, smallest: number, largest: number): number | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) return fail(`${member} must be an integer`);
  if (value < smallest)
    throw constraintViolation(member, String(value), `Member must have value greater than or equal to ${smallest}`);
  if (value > largest)
    throw constraintViolation(member, String(value), `Member must have value less than or equal to ${largest}`);
  return value;
}

export function listOf(input: JsonInput, member: string): unknown[] | undefined {
  const value = input[member] ?? undefined;
  return value === undefined || Array.isArray(value) ? value : fail(`${member} must be a list`);
}

export function textListOf(input: JsonInput, member: string): string[] | undefined {
  return listOf(input, member)?.map((item) => (typeof item === "string" ? item : fail(`${member} must hold strings`)));
}

export function objectOf(input: JsonInput, member: string): JsonInput | undefined {
  const value = input[member] ?? undefined;
  return value === undefined ? undefined : (asObject(value) ?? fail(`${member} must be an object`));
}

export function objectListOf(input: JsonInput, member: string): JsonInput[] | undefined {
  return listOf(input, member)?.map((item) => asObject(item) ?? fail(`${member} must hold objects`));
}

/** What AWS answers when a member breaks the rules of the service's model. */
export function constraintViolation(member: string, value: string, rule: string): AwsError {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`,
    400,
  );
}

/** Members that are `undefined` are left out, as JSON does. */
export function jsonResponse(body: object): WireResponse {
  return answer(200, { "content-type": contentType }, body);
}

export function emptyJsonResponse(): WireResponse {
  return { status: 200, headers: { "content-type": contentType }, body: "" };
}

export function jsonErrorResponse(error: AwsError): WireResponse {
  const headers = { "content-type": contentType, "x-amzn-errortype": error.code };
  return answer(error.status, headers, { __type: error.code, message: error.message, ...error.members });
}

function answer(status: number, headers: WireResponse["headers"], content: object): WireResponse {
  return {
    status,
    headers,
    content,
    get body() {
      return JSON.stringify(content);
    },
  };
}

/** Timestamps are numbers of seconds. */
export const epochSeconds = (instant: number | undefined) => (instant === undefined ? undefined : instant / 1000);

const contentType = "application/x-amz-json-1.1";

function parse(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return fail("the body is not JSON");
  }
}

function asObject(value: unknown): JsonInput | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonInput) : undefined;
}

function missing(member: string): never {
  throw constraintViolation(member, "null", "Member must not be null");
}

function fail(why: string): never {
  throw new AwsError("SerializationException", why, 400);
}
