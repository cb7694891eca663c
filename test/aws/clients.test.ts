import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createAws } from "../../provider/aws/clients";
import type { Connection } from "../../provider/aws/connection";
import { connectionKey } from "../../provider/aws/connection";
import { virtualClock } from "../simulator/clock";
import { clientConfig } from "../simulator/in-process";
import { awsWorld, ownCredentials } from "./world";

/** The SDK judges by real time whether the credentials of a role are still good. */
const today = () => ({ clock: virtualClock(Date.now()) });

const role = (account: string) => ({
  roleArn: `arn:aws:iam::${account}:role/deploy`,
  externalId: null,
  sessionName: "ci",
});

describe("the AWS connection", () => {
  it("is that of the credentials at hand", async () => {
    assert.deepEqual(await awsWorld().identity.account(), { kind: "ok", value: "111111111111" });
  });

  it("goes through one role after the other", async () => {
    const connection: Connection = { ...ownCredentials, assumeRoles: [role("111111111111"), role("222222222222")] };
    const { identity, simulator } = awsWorld(today(), connection);
    assert.deepEqual(await identity.account(), { kind: "ok", value: "222222222222" });
    assert.equal(simulator.history.entries().filter(({ operation }) => operation === "AssumeRole").length, 2);
  });

  it("takes its role once for all services", async () => {
    const { certificates, distributions, zones, simulator } = awsWorld(today(), {
      ...ownCredentials,
      assumeRoles: [role("222222222222")],
    });
    await Promise.all([certificates.list(), distributions.get("E1"), zones.list()]);
    await certificates.list();
    const operations = simulator.history.entries().map(({ operation }) => operation);
    assert.equal(operations.filter((operation) => operation === "AssumeRole").length, 1);
  });

  it("takes a role for Route 53 alone", async () => {
    const { zones, certificates, simulator } = awsWorld(today(), {
      ...ownCredentials,
      route53AssumeRole: role("222222222222"),
    });
    await zones.list();
    await certificates.list();
    const accounts = simulator.history.entries().map(({ operation, account }) => [operation, account]);
    assert.deepEqual(accounts, [
      ["AssumeRole", "111111111111"],
      ["ListHostedZones", "222222222222"],
      ["ListCertificates", "111111111111"],
    ]);
  });

  it("that may not take its role says so, by the name of that action", async () => {
    const { certificates, simulator } = awsWorld({}, { ...ownCredentials, assumeRoles: [role("222222222222")] });
    simulator.accounts.deny("111111111111", "sts:AssumeRole");
    const reply = await certificates.list();
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.operation], [
      "FORBIDDEN",
      "sts:AssumeRole",
    ]);
  });

  it("asks for the account once", async () => {
    const { identity, simulator } = awsWorld();
    await Promise.all([identity.account(), identity.account()]);
    await identity.account();
    assert.equal(simulator.history.entries().length, 1);
  });

  it("is shared by all groups of a process, and with it limits and listings", async () => {
    const { simulator } = awsWorld();
    const { requestHandler, credentials } = clientConfig(simulator);
    const transport = { requestHandler, credentials };
    const make = (connection: Connection) => createAws({ connection, clock: simulator.world.clock, transport });
    assert.equal(make(ownCredentials), make({ ...ownCredentials }));
    assert.notEqual(make(ownCredentials), make({ ...ownCredentials, assumeRoles: [role("222222222222")] }));
  });

  it("is another one with other keys or another endpoint in the environment, and the same with other things there", () => {
    const key = (environment: NodeJS.ProcessEnv) => connectionKey(ownCredentials, environment);
    assert.notEqual(key({ AWS_ACCESS_KEY_ID: "a" }), key({ AWS_ACCESS_KEY_ID: "b" }));
    assert.notEqual(key({}), key({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }));
    assert.equal(key({ AWS_REGION: "x", AWS_PROFILE: "y" }), key({ PATH: "/bin", AWS_PROFILE: "y", AWS_REGION: "x" }));
  });

  it("keeps to the rates of AWS, however much is asked at once", async () => {
    const { certificates, zones, simulator } = awsWorld({ latencies: { call: 50 } });
    const requests = Array.from({ length: 40 }, (_, number) =>
      certificates.request([`n${number}.example`], "RSA_2048", `t${number}`, {}),
    );
    const reads = Array.from({ length: 60 }, () => zones.nameServers("Z1"));
    await Promise.all([...requests, ...reads]);
    assert.deepEqual(simulator.history.throttled(), []);
    assert.deepEqual(simulator.history.retried(), []);
  });

  it("prints nothing of its own: the SDK's notices would land in the Diagnostics of every `pulumi up`", () => {
    const program = `
      const { createAws } = require("./provider/aws/clients");
      const clock = { now: Date.now, sleep: async () => {} };
      createAws({ connection: { profile: null, assumeRoles: [], route53AssumeRole: null }, clock }).identity.account().then((reply) => console.log(reply.kind));
    `;
    const env = {
      PATH: process.env["PATH"],
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SECRET_ACCESS_KEY: "s",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    };
    const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    assert.equal(output, "failed\n");
  });
});
