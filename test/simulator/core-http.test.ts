import assert from "node:assert/strict";
import { ACMClient, ListCertificatesCommand, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { CloudFrontClient, GetDistributionCommand } from "@aws-sdk/client-cloudfront";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, it } from "mocha";
import { realClock } from "./clock";
import { defaultLatencies } from "./defaults";
import { type RunningHttpServer, startHttpServer } from "./http-server";
import { createSimulator, type Simulator } from "./simulator";

describe("the simulator over HTTP", () => {
  let simulator: Simulator;
  let server: RunningHttpServer;
  const config = () => ({
    endpoint: server.url,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIASIMULATOR0000001", secretAccessKey: "secret" },
    maxAttempts: 1,
  });

  beforeEach(async () => {
    simulator = createSimulator({ seed: 1, clock: realClock(), latencies: defaultLatencies });
    server = await startHttpServer(simulator);
  });
  afterEach(() => server.close());

  it("answers every service at one address, by what the request is signed for", async () => {
    const { Account } = await new STSClient(config()).send(new GetCallerIdentityCommand({}));
    assert.equal(Account, "111111111111");
    const acm = new ACMClient(config());
    await acm.send(new RequestCertificateCommand({ DomainName: "example.com", ValidationMethod: "DNS" }));
    await assert.rejects(new CloudFrontClient(config()).send(new GetDistributionCommand({ Id: "E1" })), {
      name: "NoSuchDistribution",
    });
    assert.deepEqual(
      simulator.history.entries().map(({ service, operation, status }) => `${service} ${operation} ${status}`),
      ["sts GetCallerIdentity 200", "acm RequestCertificate 200", "cloudfront GetDistribution 404"],
    );
  });

  it("breaks the connection where the answer is lost", async () => {
    simulator.faults.inject({ kind: "lost" });
    const acm = new ACMClient(config());
    await assert.rejects(acm.send(new ListCertificatesCommand({})), { code: "ECONNRESET" });
    await acm.send(new ListCertificatesCommand({}));
  });

  it("closes while a call hangs", async () => {
    simulator.faults.inject({ kind: "timeout" });
    const call = new ACMClient(config()).send(new ListCertificatesCommand({}));
    const failed = assert.rejects(call, { code: "ECONNRESET" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.close();
    await failed;
  });

  it("says that a port is taken", async () => {
    const port = Number(new URL(server.url).port);
    await assert.rejects(startHttpServer(simulator, port), { code: "EADDRINUSE" });
  });
});
