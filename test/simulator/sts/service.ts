import type { Accounts } from "../accounts";
import { restErrorResponse, xmlResponse } from "../codec/rest-xml";
import { element, type XmlElement } from "../codec/xml";
import { AwsError, type Caller, type Service, type WireRequest, type WireResponse } from "../contracts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const operations = ["AssumeRole", "GetCallerIdentity"];

/** AWS STS, Query protocol: a form goes in; errors come out in the form of REST-XML. */
export function createSts(accounts: Accounts): Service {
  return {
    name: "sts",
    operations,
    operationOf: (request) => operations.find((operation) => operation === parameters(request).get("Action")),
    isWrite: () => false,
    handle: (operation, request, caller) =>
      operation === "AssumeRole" ? assumeRole(accounts, parameters(request), caller) : callerIdentity(caller),
    errorResponse: (error, caller) => restErrorResponse(namespace, error, caller),
  };
}

const parameters = (request: WireRequest) => new URLSearchParams(request.body);

function callerIdentity(caller: Caller): WireResponse {
  return result("GetCallerIdentity", caller, {
    Arn: caller.principal,
    UserId: userId(caller.principal),
    Account: caller.account,
  });
}

/** Every role of an account that exists can be assumed by everybody: trust policies are not simulated, `accounts.deny` is the way to refuse. */
function assumeRole(accounts: Accounts, form: URLSearchParams, caller: Caller): WireResponse {
  const roleArn = form.get("RoleArn") ?? "";
  const sessionName = form.get("RoleSessionName") ?? "";
  const seconds = Number(form.get("DurationSeconds") ?? 3600);
  const [, account, role] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn) ?? [];
  if (account === undefined || role === undefined) throw new AwsError("ValidationError", `${roleArn} is invalid`, 400);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid(sessionName, "roleSessionName", "[\\w+=,.@-]{2,64}");
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw invalid(String(seconds), "durationSeconds", "an integer from 900 to 43200");
  }
  if (!accounts.exists(account)) {
    throw new AwsError(
      "AccessDenied",
      `User: ${caller.principal} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  const principal = `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`;
  const session = accounts.openSession({ account, principal }, seconds);
  return result("AssumeRole", caller, {
    AssumedRoleUser: { AssumedRoleId: userId(principal), Arn: principal },
    Credentials: {
      AccessKeyId: session.accessKey,
      SecretAccessKey: session.secretKey,
      SessionToken: session.token,
      Expiration: new Date(session.expiresAt).toISOString(),
    },
  });
}

function invalid(value: string, member: string, rule: string): AwsError {
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
    400,
  );
}

/** A user's id, or the role's id and the session's name. */
function userId(principal: string): string {
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(principal)?.[1];
  return session === undefined ? "AIDASIMULATOR00000001" : `AROASIMULATOR00000001:${session}`;
}

interface Members {
  [name: string]: string | Members;
}

function result(operation: string, caller: Caller, members: Members): WireResponse {
  const content = { [`${operation}Result`]: members, ResponseMetadata: { RequestId: caller.requestId } };
  return xmlResponse(200, namespace, elementOf(`${operation}Response`, content));
}

function elementOf(name: string, content: string | Members): XmlElement {
  if (typeof content === "string") return element(name, content);
  return element(
    name,
    Object.entries(content).map(([member, value]) => elementOf(member, value)),
  );
}
