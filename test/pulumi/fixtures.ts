/** Bags, reports and stand-ins for the tests of the hooks. */

import assert from "node:assert/strict";
import type { Cause } from "../../provider/core/decision";
import { guidanceOf } from "../../provider/core/guidance";
import type { RecordExam } from "../../provider/core/looks";
import type { DnsRecord } from "../../provider/core/outputs";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import type { Report } from "../../provider/core/report";
import type { Dns, Ports, Progress } from "../../provider/ports";
import { createHooks } from "../../provider/pulumi/create-hooks";
import type { Hooks } from "../../provider/pulumi/hook-set";
import type { Bag } from "../../provider/pulumi/reading";
import type { Dependencies } from "../../provider/pulumi/run-group";
import type { Run, RunResult } from "../../provider/reconcile";

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const NOW = Date.UTC(2026, 9, 1);
export const ARN = "arn:aws:acm:us-east-1:111111111111:certificate/c0ffee00-0000-4000-8000-000000000001";

export function internal(overrides: Bag = {}): Bag {
  const name = overrides["name"] ?? "brand";
  return {
    kind: "group",
    name,
    resource: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/domain-group:DomainGroup::${name}`,
    organization: "acme",
    project: "shop",
    stack: "dev",
    timeouts: {},
    aws: {},
    defaultTags: {},
    ...overrides,
  };
}

/** What the class hands to the engine. `undefined` takes an input away. */
export function inputs(overrides: Bag = {}): Bag {
  const all: Bag = {
    primaryDomain: "example.com",
    alternativeDomains: ["www.example.com"],
    distribution: { id: "E2QWRUHAPOMQZL" },
    __domainGroup: internal(),
    __provider: "text of the provider",
    ...overrides,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export const cause = (code: string, about: Partial<Cause> = {}): Cause => ({
  code,
  domains: [],
  params: {},
  records: [],
  ...about,
});

export function report(codes: (string | Cause)[] = ["ATTACHED"], overrides: Partial<Report> = {}): Report {
  const causes = codes.map((code) => (typeof code === "string" ? cause(code) : code));
  return {
    status: "CERTIFICATE_ATTACHED",
    reached: "attached",
    settled: true,
    actionRequired: false,
    guidance: causes.map(guidanceOf),
    domains: [],
    dnsRecords: [],
    certificateArn: ARN,
    certificateExpiry: null,
    distributionId: "E2QWRUHAPOMQZL",
    distributionArn: null,
    distributionDomainName: null,
    accountId: "111111111111",
    aliases: [],
    viewerCertificate: {
      cloudfrontDefaultCertificate: undefined,
      acmCertificateArn: ARN,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
    causes,
    ...overrides,
  };
}

export function validationRecord(overrides: Partial<DnsRecord> = {}): DnsRecord {
  return {
    key: "VALIDATION:example.com",
    purpose: "VALIDATION",
    type: "CNAME",
    name: "_a.example.com",
    host: "_a",
    zone: "example.com",
    value: "_b.acm-validations.aws",
    ttl: 300,
    domains: ["example.com"],
    state: "MISSING",
    action: "PUBLISH",
    publishedBy: "you",
    ...overrides,
  };
}

/** A group whose records nobody has published yet. */
export const waiting = (overrides: Partial<Report> = {}): Report =>
  report(["WAITING_FOR_RECORDS"], {
    status: "AWAITING_CERTIFICATE_ISSUE",
    reached: "records",
    settled: false,
    actionRequired: true,
    dnsRecords: [validationRecord()],
    ...overrides,
  });

/** The memory of a run that has requested a certificate. */
export const requested = (run: Run): Run["memory"] => ({
  ...run.memory,
  requests: [{ arn: ARN as Run["memory"]["requests"][number]["arn"], requestedAt: NOW, pendingAt: NOW }],
});

export type Loop = (run: Run) => RunResult | Promise<RunResult>;

export const ends =
  (end: RunResult["end"], what: Report, memory: (run: Run) => Run["memory"] = requested): Loop =>
  (run) => ({ end, report: what, memory: memory(run), accountId: "111111111111" });

export interface Stage {
  hooks: Hooks;
  said: string[];
  runs: Run[];
  looks: string[];
}

export interface Stand {
  reconcile?: Loop;
  refresh?: Loop;
  look?: Dns["look"];
  /** Of a record that is missing. */
  exam?: Partial<RecordExam>;
  ports?: Partial<Ports>;
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

/** What the class hands to the engine for the validation record of one domain of {@link inputs}. */
export function recordInputs(domain = "example.com", group: Bag = {}, overrides: Bag = {}): Bag {
  const names = { primaryDomain: "example.com", alternativeDomains: ["*.example.com", "www.example.com"] };
  const resource = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/domain-group:DomainGroupRecord::brand-validation-${domain}`;
  return {
    domain,
    __domainGroup: { ...internal({ kind: "record", resource, ...overrides }), group: { ...names, ...group } },
    __provider: "text of the provider",
  };
}

const NO_PORT = new Proxy({}, { get: (_target, name) => () => assertUnused(String(name)) });

function assertUnused(name: string): never {
  throw new Error(`nothing is to be asked here: ${name}`);
}

/** The hooks over stand-ins that record what they are asked. */
export function stage(stand: Stand = {}): Stage {
  const { reconcile, refresh, look, exam, ports, now = () => NOW, sleep = async () => {} } = stand;
  const said: string[] = [];
  const runs: Run[] = [];
  const looks: string[] = [];
  const recorded = (loop: Loop | undefined) => async (run: Run) => {
    runs.push(run);
    return (loop ?? (() => assertUnused("the loop")))(run);
  };
  const progress: Progress = { live: () => {}, say: (severity, message) => said.push(`${severity}: ${message}`) };
  let incarnations = 0;
  const dependencies: Dependencies = {
    reconcile: recorded(reconcile),
    refresh: recorded(refresh),
    rehearse: async () => ({ items: [], end: "reached", guidance: [], obstacle: null, unchecked: [] }),
    createPorts: () => (ports ?? NO_PORT) as Ports,
    createDns: () => ({
      ...(NO_PORT as Dns),
      look: (name, type) => {
        looks.push(`${name} ${type}`);
        return (look ?? (() => assertUnused("dns")))(name, type);
      },
      examine: async () => ({ ...NOTHING_FOUND, ...exam }),
    }),
    openEngineLog: () => ({ progress, close: async () => {} }),
    cancellation: () => ({ cancelled: () => false, cancellation: new Promise(() => {}) }),
    clock: { now, sleep },
    newIncarnation: () => `incarnation-${++incarnations}`,
  };
  return { hooks: createHooks(dependencies), said, runs, looks };
}

/** AWS does not answer: a certificate of the program's own can't be judged. */
const SILENT: Partial<Ports> = {
  identity: {
    account: async () => ({
      kind: "failed",
      trouble: {
        reason: "UNAVAILABLE",
        operation: "sts:GetCallerIdentity",
        code: "ETIMEDOUT",
        message: "",
        passing: true,
      },
    }),
  },
};

/** Inputs as `check` returns them. */
export async function checked(overrides: Bag = {}, olds: Bag = {}): Promise<Bag> {
  return (await stage({ ports: SILENT }).hooks.check(olds, inputs(overrides))).inputs;
}

/** Outputs of a create that ended so, as the state gives them back. */
export async function created(loop: Loop, overrides: Bag = {}): Promise<Bag> {
  const { outs } = await stage({ reconcile: loop }).hooks.create(await checked(overrides));
  return JSON.parse(JSON.stringify(outs));
}

/** What `check` says is wrong. */
export async function reasons(overrides: Bag, olds: Bag = {}): Promise<string[]> {
  const { failures } = await stage({ ports: SILENT }).hooks.check(olds, inputs(overrides));
  return failures.map(({ reason }) => reason);
}

/** The memory of a run that has done nothing. */
export const untouched = (run: Run): Run["memory"] => run.memory;
export const applying = report(["DEPLOYING"], { status: "APPLYING_CERTIFICATE", reached: "issued", settled: false });
export const stopped = (code: string) => report([code], { status: "ERROR", reached: "records", settled: false });

/** What a failure of create or update carries for the engine. */
interface HookFailure {
  message: string;
  stack: string;
  id?: string;
  properties?: Bag;
  reasons?: string[];
}

export async function failure(promise: Promise<unknown>): Promise<HookFailure> {
  return promise.then(
    () => assert.fail("it did not fail"),
    (error) => error as HookFailure,
  );
}
