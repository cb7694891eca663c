import type { ServiceName, WireRequest } from "./contracts";
import { ConnectionLost, serviceOf } from "./dispatch";
import type { Simulator } from "./simulator";

/** The AWS SDK's request, as far as it is used here. */
export interface SdkRequest {
  method: string;
  path: string;
  query?: { [key: string]: string | string[] | null };
  headers: { [name: string]: string };
  body?: unknown;
}

export interface SdkResponse {
  statusCode: number;
  headers: { [name: string]: string };
  body: Uint8Array;
}

/** A `requestHandler` for AWS SDK v3 clients. */
export interface InProcessHandler {
  handle(request: SdkRequest, options?: { abortSignal?: unknown }): Promise<{ response: SdkResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
}

/** The AWS SDK talks to `simulator` without sockets, so that virtual time can pass under it. */
export function inProcessHandler(simulator: Simulator): InProcessHandler {
  return {
    handle: async (request, options = {}) => {
      const wire = toWire(request);
      const service = serviceOf(wire);
      return { response: await abortable(answer(simulator, wire, service), options.abortSignal) };
    },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

/** What every client of the simulator needs, whatever the service. The SDK must not retry: its own back-off runs on real time. */
export function clientConfig(simulator: Simulator, accessKey = "AKIASIMULATOR0000001") {
  return {
    region: "us-east-1",
    credentials: { accessKeyId: accessKey, secretAccessKey: "secret" },
    requestHandler: inProcessHandler(simulator),
    maxAttempts: 1,
  };
}

async function answer(simulator: Simulator, request: WireRequest, service: ServiceName): Promise<SdkResponse> {
  try {
    const { status, headers, body } = await simulator.call(request, service);
    return { statusCode: status, headers, body: Buffer.from(body) };
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    // As the SDK's own handler for Node.js reports a broken connection.
    throw Object.assign(new Error(error.message), { name: "TimeoutError", code: error.code });
  }
}

function toWire(request: SdkRequest): WireRequest {
  const query = Object.entries(request.query ?? {}).map(([key, value]) => [key, String(value ?? "")]);
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    body: bodyText(request.body),
  };
}

function bodyText(body: unknown): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError("The simulator takes bodies that are texts or bytes.");
}

/** The request is on its way all the same: giving up does not take back an effect. */
function abortable<T>(work: Promise<T>, signal: unknown): Promise<T> {
  if (!(signal instanceof AbortSignal)) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
