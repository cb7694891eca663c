import { type Accounts, credentialScope } from "./accounts";
import { preconditionFailed } from "./cloudfront/errors";
import {
  AwsError,
  type Caller,
  type HistoryEntry,
  type Latencies,
  type Random,
  type Service,
  type ServiceName,
  type Services,
  type SimClock,
  type WireRequest,
  type WireResponse,
} from "./contracts";
import { minute } from "./defaults";
import type { FaultKind, Faults } from "./faults";
import type { History } from "./history";
import type { RateLimits } from "./rate-limits";

/** The connection broke before an answer came: the caller cannot know whether its request took effect. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  constructor(readonly code: "ECONNRESET" | "ETIMEDOUT") {
    super(code === "ECONNRESET" ? "socket hang up" : "connect ETIMEDOUT");
  }
}

export interface Dispatcher {
  clock: SimClock;
  random: Random;
  latencies: Latencies;
  accounts: Accounts;
  faults: Faults;
  rateLimits: RateLimits;
  history: History;
  services: Services;
  listeners: Set<CallListener>;
}

/** Is told of every call, whatever carries it. What it gives back is waited for: one that never resolves is a process that died there. */
export interface CallListener {
  /** Before anything of it is on its way. */
  before?(call: SentCall): void | Promise<void>;
  /** When it has taken effect, or failed, and nobody has heard of it yet. */
  after?(call: SentCall, outcome: HistoryEntry): void | Promise<void>;
}

export interface SentCall {
  service: ServiceName;
  operation: string;
  request: WireRequest;
}

const nobody = { account: "", principal: "" };

/** One call as AWS takes it: it travels, is known, signed, allowed, within its rate, takes effect, and travels back. */
export async function dispatch(on: Dispatcher, request: WireRequest, serviceName: ServiceName): Promise<WireResponse> {
  const service = on.services[serviceName];
  const operation = service.operationOf(request);
  const call: SentCall = { service: serviceName, operation: operation ?? describe(request), request };
  for (const listener of on.listeners) await listener.before?.(call);
  const caller: Caller = {
    ...nobody,
    region: credentialScope(request)?.region ?? "",
    requestId: requestId(on.random),
    stale: false,
  };
  await on.clock.sleep(on.latencies.call / 2);
  const outcome = await take(on, service, operation, request, caller);
  const entry = entryOf(on, call, caller, outcome);
  on.history.add(entry);
  for (const listener of on.listeners) await listener.after?.(call, entry);
  if (outcome instanceof ConnectionLost) {
    if (outcome.code === "ETIMEDOUT") await on.clock.sleep(minute);
    throw outcome;
  }
  await on.clock.sleep(on.latencies.call / 2);
  const response = outcome instanceof AwsError ? service.errorResponse(outcome, caller) : outcome;
  response.headers = { ...response.headers, "x-amzn-requestid": caller.requestId };
  return response;
}

/** The credential scope names the service; a request without a signature is told by its form, so that the right service can refuse it. */
export function serviceOf(request: WireRequest): ServiceName {
  const signedFor = credentialScope(request)?.service;
  if (signedFor === "acm" || signedFor === "cloudfront" || signedFor === "route53" || signedFor === "sts")
    return signedFor;
  if (request.headers["x-amz-target"] !== undefined) return "acm";
  if (request.path.startsWith("/2020-05-31/")) return "cloudfront";
  return request.path.startsWith("/2013-04-01/") ? "route53" : "sts";
}

type Outcome = WireResponse | AwsError | ConnectionLost;

async function take(
  on: Dispatcher,
  service: Service,
  operation: string | undefined,
  request: WireRequest,
  caller: Caller,
): Promise<Outcome> {
  try {
    if (operation === undefined) throw unknownOperation(service, request);
    const identity = on.accounts.identify(request, service.name);
    Object.assign(caller, { account: identity.account, principal: identity.principal });
    const isWrite = service.isWrite(operation);
    const call = { service: service.name, operation, isWrite, ...caller, body: request.body };
    const fault = on.faults.take({ ...call, hasIfMatch: request.headers["if-match"] !== undefined });
    if (fault === "timeout") return new ConnectionLost("ETIMEDOUT");
    if (fault === "throttle" || !on.rateLimits.admit(call)) throw throttled(service.name);
    const refusal = refusalOf(fault);
    if (refusal !== undefined) throw refusal;
    on.accounts.authorize(identity, service.name, operation);
    caller.stale = fault === "stale";
    const response = await on.clock.hold(async () => service.handle(operation, request, caller));
    if (fault === "lost") return new ConnectionLost("ECONNRESET");
    if (fault === "error500After") return internalFailure();
    return response;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function entryOf(
  on: Dispatcher,
  { service, operation, request }: SentCall,
  { account }: Caller,
  outcome: Outcome,
): HistoryEntry {
  return {
    service,
    operation,
    account,
    status: outcome instanceof ConnectionLost ? 0 : outcome.status,
    ...(outcome instanceof Error ? { code: outcome.code } : {}),
    time: new Date(on.clock.now()).toISOString(),
    attempt: Number(/attempt=(\d+)/.exec(request.headers["amz-sdk-request"] ?? "")?.[1] ?? 1),
  };
}

function unknownOperation(service: Service, request: WireRequest): AwsError {
  return new AwsError(
    service.name === "acm" ? "UnknownOperationException" : "NotImplemented",
    `The simulator does not know this operation of ${service.name}: ${describe(request)}`,
    501,
  );
}

const describe = (request: WireRequest) => request.headers["x-amz-target"] ?? `${request.method} ${request.path}`;

const throttled = (service: ServiceName) =>
  new AwsError(service === "acm" ? "ThrottlingException" : "Throttling", "Rate exceeded", 400);

const internalFailure = () =>
  new AwsError("InternalFailure", "We encountered an internal error. Please try again.", 500);

function refusalOf(fault: FaultKind | undefined): AwsError | undefined {
  if (fault === "error500") return internalFailure();
  if (fault === "error503") {
    return new AwsError("ServiceUnavailable", "The service is unavailable. Please try again shortly.", 503);
  }
  if (fault === "precondition") return preconditionFailed();
  return undefined;
}

function requestId(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join("-");
}
