import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsPorts, createAws } from "../../provider/aws/clients";
import { realClock } from "../simulator/clock";
import { startHttpServer } from "../simulator/http-server";
import { createSimulator } from "../simulator/simulator";
import { ownCredentials } from "./world";

/** Runs `use` as a process would that has this AWS in its environment. */
async function withEnvironment(
  url: string,
  use: (aws: AwsPorts) => Promise<void>,
  connection = ownCredentials,
  more: NodeJS.ProcessEnv = {},
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000001",
    AWS_SECRET_ACCESS_KEY: "secret",
    ...more,
  });
  try {
    await use(createAws({ connection, clock: realClock() }));
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe("AWS over HTTP, with endpoint and keys of the environment", () => {
  it("answers reads and writes, configurations as they are", async () => {
    const simulator = createSimulator({
      seed: "http",
      clock: realClock(),
      latencies: { call: 0, distributionReadLag: 0 },
    });
    const { id } = simulator.cloudfront.createDirect({ account: "111111111111", comment: "grüß & <kiss>" });
    const server = await startHttpServer(simulator, 0);
    try {
      await withEnvironment(server.url, async (aws) => {
        assert.deepEqual(await aws.identity.account(), { kind: "ok", value: "111111111111" });
        assert.deepEqual(await aws.zones.list(), { kind: "ok", value: [] });
        const before = await aws.distributions.get(id);
        assert.equal(before.kind, "ok", JSON.stringify(before));
        if (before.kind !== "ok") return;
        const { etag, config, viewerCertificate } = before.value;
        assert.match(config, /<Comment>grüß &amp; &lt;kiss><\/Comment>|<Comment>grüß &amp; &lt;kiss&gt;<\/Comment>/);
        const written = await aws.distributions.update(id, etag, config, { aliases: [], viewerCertificate });
        assert.equal(written.kind, "ok", JSON.stringify(written));
        const after = await aws.distributions.get(id);
        assert.equal(after.kind === "ok" && after.value.config, config);
      });
    } finally {
      await server.close();
    }
  });

  it("is unavailable for the time being when nobody listens", async () => {
    await withEnvironment("http://127.0.0.1:9", async ({ certificates }) => {
      const reply = await certificates.list();
      assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.code, reply.trouble.passing], [
        "UNAVAILABLE",
        "ECONNREFUSED",
        true,
      ]);
    });
  });

  it("is unavailable for the time being when the answer breaks off", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("<Distribution>", () => response.destroy());
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      await withEnvironment(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async ({ distributions }) => {
        const reply = await distributions.get("E1");
        assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.passing], [
          "UNAVAILABLE",
          true,
        ]);
      });
    } finally {
      server.close();
    }
  });

  it("has the keys of a profile where one is named, and says so when there is no such profile", async () => {
    const simulator = createSimulator({ seed: "http", clock: realClock(), latencies: { call: 0 } });
    const server = await startHttpServer(simulator, 0);
    const folder = mkdtempSync(join(tmpdir(), "profiles-"));
    const file = join(folder, "credentials");
    writeFileSync(file, "[other]\naws_access_key_id = AKIASIMULATOR0000002\naws_secret_access_key = secret\n");
    const accountOf = async (profile: string): Promise<string> => {
      let told = "";
      const tell = async ({ identity }: AwsPorts) => {
        const reply = await identity.account();
        told = reply.kind === "ok" ? reply.value : reply.kind === "failed" ? reply.trouble.reason : reply.kind;
      };
      const more = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: join(folder, "config") };
      await withEnvironment(server.url, tell, { ...ownCredentials, profile }, more);
      return told;
    };
    try {
      assert.equal(await accountOf("other"), "222222222222");
      assert.equal(await accountOf("missing"), "CREDENTIALS");
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
