import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { after, before, beforeEach } from "mocha";
import { type RunningSimulator, startSimulator } from "../run";
import type { WorldView } from "./world-routes";

export const ACCOUNT = "111111111111";

interface Answer<T> {
  status: number;
  body: T & { error?: string };
}

/** A simulator with its control plane for all tests of a file. It is there when the tests run. */
export interface ControlBench {
  running: RunningSimulator;
  resolver: Resolver;
  /** Tests share one simulator, so each has a domain of its own. */
  domain: string;
  send<T = object>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  post<T = object>(path: string, body: unknown): Promise<Answer<T>["body"]>;
  world(): Promise<WorldView>;
  /** Options for a client of the AWS SDK. */
  sdk(accessKey?: string): ReturnType<typeof sdkOptions>;
  /** The ARN of a certificate that has just been requested. */
  requested(...names: string[]): Promise<string>;
}

export function controlBench(): ControlBench {
  const bench = {} as ControlBench;
  before(async () => Object.assign(bench, await openBench()));
  after(() => bench.running.close());
  let tests = 0;
  beforeEach(() => {
    tests += 1;
    bench.domain = `customer${tests}.org`;
  });
  return bench;
}

async function openBench(): Promise<Omit<ControlBench, "domain">> {
  const latencies = { insync: 0, certificateVisible: 0, call: 0, resolverCache: 0, resolverNegativeCache: 0 };
  const running = await startSimulator({ seed: 1, latencies });
  const resolver = new Resolver();
  resolver.setServers([running.dns]);
  const sdk = (accessKey?: string) => sdkOptions(running.aws, accessKey);
  return { running, resolver, sdk, ...requestsTo(running.control), requested: (...names) => request(sdk(), names) };
}

function requestsTo(control: string): Pick<ControlBench, "send" | "post" | "world"> {
  async function send<T = object>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${control}${path}`, { method, ...(body === undefined ? {} : { body: text }) });
    return { status: response.status, body: (await response.json()) as Answer<T>["body"] };
  }

  async function post<T = object>(path: string, body: unknown): Promise<Answer<T>["body"]> {
    const answer = await send<T>("POST", path, body);
    assert.equal(answer.status, 200, answer.body?.error);
    return answer.body;
  }

  return { send, post, world: async () => (await send<WorldView>("GET", "/world")).body };
}

function sdkOptions(endpoint: string, accessKeyId = "AKIASIMULATOR0000001") {
  return { endpoint, region: "us-east-1", credentials: { accessKeyId, secretAccessKey: "secret" }, maxAttempts: 1 };
}

async function request(options: ReturnType<typeof sdkOptions>, names: string[]): Promise<string> {
  const command = new RequestCertificateCommand({
    DomainName: names[0],
    SubjectAlternativeNames: names,
    ValidationMethod: "DNS",
  });
  return (await new ACMClient(options).send(command)).CertificateArn ?? "";
}
