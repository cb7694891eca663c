import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { checked } from "./fixtures";
import { type Project, scratchProject } from "./scratch-project";

/** The SDK's generated code has no types that fit; these are the parts used here. */
type Loose = ReturnType<typeof JSON.parse>;

const load = createRequire(require.resolve("@pulumi/pulumi"));
const grpc: Loose = load("@grpc/grpc-js");
const engineService: Loose = load("@pulumi/pulumi/proto/engine_grpc_pb");
const providerService: Loose = load("@pulumi/pulumi/proto/provider_grpc_pb");
const messages: Loose = load("@pulumi/pulumi/proto/provider_pb");
const { Empty }: Loose = load("google-protobuf/google/protobuf/empty_pb.js");
const { Struct }: Loose = load("google-protobuf/google/protobuf/struct_pb.js");

interface Logged {
  message: string;
  urn: string;
  ephemeral: boolean;
}

/** An engine that keeps what it is told. */
async function startEngine(): Promise<{ address: string; logged: Logged[]; stop(): void }> {
  const logged: Logged[] = [];
  const server: Loose = new grpc.Server();
  server.addService(engineService.EngineService, {
    log: ({ request }: Loose, done: (error: null, answer: unknown) => void) => {
      logged.push({ message: request.getMessage(), urn: request.getUrn(), ephemeral: request.getEphemeral() });
      done(null, new Empty());
    },
  });
  const port = await new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error: Error | null, bound: number) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, logged, stop: () => server.forceShutdown() };
}

/** The plugin process of the SDK, as the engine starts it. */
async function startPlugin(project: Project, engine: string): Promise<{ process: ChildProcess; client: Loose }> {
  const script = join(project.folder, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
  // Nobody listens there: a group that asks AWS waits, and asks again.
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  const plugin = spawn(process.execPath, [script, engine], {
    cwd: project.folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(createInterface(plugin.stdout), "line");
  const client = new providerService.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return { process: plugin, client };
}

const call = (client: Loose, name: string, request: unknown): Promise<Loose> =>
  new Promise((resolve, reject) =>
    client[name](request, (error: Error | null, answer: unknown) => (error ? reject(error) : resolve(answer))),
  );

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition(); ) {
    if (Date.now() > deadline) throw new Error("it never came to that");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("in the plugin process of the SDK", () => {
  let project: Project;
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let plugin: Awaited<ReturnType<typeof startPlugin>>;

  before(async function () {
    this.timeout(120_000);
    const { prepareBuild } = await import("../setup/build.mjs");
    await prepareBuild();
    project = scratchProject("npm");
    engine = await startEngine();
    plugin = await startPlugin(project, engine.address);
    const configure = new messages.ConfigureRequest();
    configure.setArgs(Struct.fromJavaScript({}));
    await call(plugin.client, "configure", configure);
  });

  after(() => {
    plugin?.client.close();
    plugin?.process.kill();
    engine?.stop();
    project?.remove();
  });

  const provider = readFileSync(join(__dirname, "golden", "provider.txt"), "utf8");

  it("a check answers with reasons", async () => {
    const request = new messages.CheckRequest();
    request.setOlds(Struct.fromJavaScript({}));
    request.setNews(Struct.fromJavaScript({ ...(await checked({ primaryDomain: "-" })), __provider: provider }));
    const answer = await call(plugin.client, "check", request);
    const [failure] = answer.getFailuresList();
    assert.match(failure.getReason(), /^primaryDomain: got "-": /);
  });

  it("a create talks in the row of its resource, and Ctrl-C ends it at once", async function () {
    this.timeout(20_000);
    const request = new messages.CreateRequest();
    request.setProperties(Struct.fromJavaScript({ ...(await checked()), __provider: provider }));
    const ended = call(plugin.client, "create", request).then(
      () => "created",
      (error: Error) => error.message,
    );
    await until(() => engine.logged.some(({ message }) => message.includes("sts:GetCallerIdentity")));
    const cancelledAt = Date.now();
    await call(plugin.client, "cancel", new Empty());
    assert.match(await ended, /brand was cancelled/);
    assert.ok(Date.now() - cancelledAt < 5_000, `${Date.now() - cancelledAt} ms`);
    const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/domain-group:DomainGroup::brand";
    assert.deepEqual(
      engine.logged.map((logged) => [logged.urn, logged.ephemeral]),
      engine.logged.map(() => [urn, true]),
    );
  });
});

describe("without an engine", () => {
  it("kept messages go to standard output, and the process ends", function () {
    this.timeout(30_000);
    const project = scratchProject("npm");
    try {
      const output = project.node(`
        const { openEngineLog } = require("./node_modules/pulumi-domain-group/dist/pulumi/engine.js");
        const work = async (address) => {
          const log = openEngineLog("urn", address);
          log.progress.live("not shown");
          log.progress.say("warning", "shown");
          await log.close();
        };
        work(undefined).then(() => work("no address")).then(() => work("127.0.0.1:9"));
      `);
      assert.equal(output, "warning: shown\nwarning: shown\n");
    } finally {
      project.remove();
    }
  });
});
