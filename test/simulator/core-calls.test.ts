import assert from "node:assert/strict";
import {
  ACMClient,
  DeleteCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import { CloudFrontClient, ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import { hour, minute, second } from "./defaults";
import { clientConfig } from "./in-process";
import { createSimulator } from "./simulator";

describe("a call to AWS", () => {
  it("is recorded with service, operation, account, status and time, in order", async () => {
    const { simulator, request, list } = acmBench();
    await request(["example.com"]);
    await list();
    const entries = simulator.history.entries();
    assert.deepEqual(entries[0], {
      service: "acm",
      operation: "RequestCertificate",
      account: "111111111111",
      status: 200,
      time: "2026-10-01T09:30:00.075Z",
      attempt: 1,
    });
    assert.deepEqual(
      entries.map(({ operation }) => operation),
      ["RequestCertificate", "ListCertificates"],
    );
    assert.equal(simulator.history.count("ListCertificates"), 1);
  });

  it("takes its time", async () => {
    const { simulator, list } = acmBench({ latencies: { call: 400 } });
    const began = simulator.world.clock.now();
    await list();
    assert.equal(simulator.world.clock.now() - began, 400);
  });

  it("comes back before a deadline that lies behind it, even when it is the first of its client", async () => {
    const { simulator, list } = acmBench();
    const deadline = simulator.world.clock.sleep(minute).then(() => "deadline");
    assert.notEqual(await Promise.race([deadline, list()]), "deadline");
  });

  it("of an operation that is not simulated fails loudly and is recorded", async () => {
    const simulator = createSimulator({ seed: 1 });
    const response = await simulator.call(
      {
        method: "POST",
        path: "/",
        query: {},
        headers: { "x-amz-target": "CertificateManager.ExportCertificate" },
        body: "{}",
      },
      "acm",
    );
    assert.equal(response.status, 501);
    assert.match(response.body, /does not know this operation of acm: CertificateManager\.ExportCertificate/);
    assert.equal(simulator.history.entries()[0]?.code, "UnknownOperationException");
  });

  it("that a client's own retry sent again is found", async () => {
    const { simulator } = acmBench();
    const client = new ACMClient({ ...clientConfig(simulator), maxAttempts: 2 });
    simulator.faults.inject({ kind: "error500" });
    await client.send(new ListCertificatesCommand({}));
    assert.equal(simulator.history.retried().length, 1);
  });

  it("can be given up on; its effect stays", async () => {
    const { simulator, client } = acmBench();
    const cancellation = new AbortController();
    const call = client.send(new RequestCertificateCommand({ DomainName: "example.com", ValidationMethod: "DNS" }), {
      abortSignal: cancellation.signal,
    });
    setImmediate(() => cancellation.abort());
    await assert.rejects(call, { name: "AbortError" });
    await simulator.world.clock.sleep(second);
    assert.equal(simulator.acm.snapshot().length, 1);
  });

  it("of one world leaves another one alone", async () => {
    const [one, other] = [acmBench({ seed: 1 }), acmBench({ seed: 2 })];
    await one.request(["example.com"]);
    assert.equal(one.simulator.acm.snapshot().length, 1);
    assert.equal(other.simulator.acm.snapshot().length, 0);
  });

  it("gives the same answers to the same calls for the same seed", async () => {
    const run = async (seed: number) => {
      const { request, issued, describe } = acmBench({ seed });
      await request(["a.example.com"]);
      return JSON.stringify((await describe(await issued(["b.example.com"]))).Serial);
    };
    assert.equal(await run(7), await run(7));
    assert.notEqual(await run(7), await run(8));
  });
});

describe("rates", () => {
  it("ACM takes 5 requests for certificates a second, for each account", async () => {
    const { simulator, request } = acmBench({ latencies: { call: 0 } });
    for (let call = 0; call < 5; call += 1) await request([`a${call}.example.com`]);
    await assert.rejects(request(["b.example.com"]), { name: "ThrottlingException", message: "Rate exceeded" });
    const other = new ACMClient(clientConfig(simulator, "AKIASIMULATOR0000002"));
    await other.send(new RequestCertificateCommand({ DomainName: "example.com", ValidationMethod: "DNS" }));
    await simulator.world.clock.sleep(200);
    await request(["c.example.com"]);
    await assert.rejects(request(["d.example.com"]), { name: "ThrottlingException" });
    assert.equal(simulator.history.throttled().length, 2);
  });

  it("operations have buckets of their own", async () => {
    const { request, list } = acmBench({ latencies: { call: 0 } });
    for (let call = 0; call < 5; call += 1) await request([`a${call}.example.com`]);
    for (let call = 0; call < 8; call += 1) await list();
    await assert.rejects(list(), { name: "ThrottlingException" });
  });

  it("CloudFront throttles with 400 Throttling", async () => {
    const simulator = createSimulator({ seed: 1, latencies: { call: 0 } });
    const client = new CloudFrontClient(clientConfig(simulator));
    for (let call = 0; call < 50; call += 1) await client.send(new ListDistributionsCommand({}));
    await assert.rejects(client.send(new ListDistributionsCommand({})), (error: Error) => {
      assert.equal(error.name, "Throttling");
      assert.match(error.message, /Rate exceeded/);
      return true;
    });
  });

  it("can be left out", async () => {
    const { list } = acmBench({ latencies: { call: 0 }, rates: () => undefined });
    for (let call = 0; call < 100; call += 1) await list();
  });
});

describe("an injected fault", () => {
  it("hits the next calls of its operation and no others", async () => {
    const { simulator, list, request } = acmBench();
    simulator.faults.inject({ kind: "throttle", operation: "ListCertificates", count: 2 });
    await request(["example.com"]);
    await assert.rejects(list(), { name: "ThrottlingException" });
    await assert.rejects(list(), { name: "ThrottlingException" });
    await list();
    assert.deepEqual(simulator.faults.pending(), []);
  });

  for (const [kind, name, status] of [
    ["error500", "InternalFailure", 500],
    ["error503", "ServiceUnavailable", 503],
  ] as const) {
    it(`${kind} refuses with ${name}, without any effect`, async () => {
      const { simulator, request } = acmBench();
      simulator.faults.inject({ kind });
      await assert.rejects(
        request(["example.com"]),
        (error: { name: string; $metadata: { httpStatusCode: number } }) => {
          assert.equal(error.name, name);
          assert.equal(error.$metadata.httpStatusCode, status);
          return true;
        },
      );
      assert.equal(simulator.acm.snapshot().length, 0);
    });
  }

  it("error500After refuses after the effect", async () => {
    const { simulator, request } = acmBench();
    simulator.faults.inject({ kind: "error500After" });
    await assert.rejects(request(["example.com"]), { name: "InternalFailure" });
    assert.equal(simulator.acm.snapshot().length, 1);
  });

  it("lost breaks the connection after the effect", async () => {
    const { simulator, request } = acmBench();
    simulator.faults.inject({ kind: "lost" });
    await assert.rejects(request(["example.com"]), { name: "TimeoutError", code: "ECONNRESET" });
    assert.equal(simulator.acm.snapshot().length, 1);
    assert.deepEqual(
      simulator.history.entries().map(({ status, code }) => [status, code]),
      [[0, "ECONNRESET"]],
    );
  });

  it("timeout breaks it after a minute, without any effect", async () => {
    const { simulator, request } = acmBench();
    const began = simulator.world.clock.now();
    simulator.faults.inject({ kind: "timeout" });
    await assert.rejects(request(["example.com"]), { name: "TimeoutError", code: "ETIMEDOUT" });
    assert.ok(simulator.world.clock.now() - began >= minute);
    assert.equal(simulator.acm.snapshot().length, 0);
  });

  it("stale shows a read the state before the last write, and waits for a read", async () => {
    const { simulator, client, request, describe, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(10 * second);
    simulator.faults.inject({ kind: "stale", count: 1 });
    await client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
    await assert.rejects(describe(arn), { name: "ResourceNotFoundException" });
  });

  it("a stale read is a minute old at most", async () => {
    const { simulator, request, describe, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(73 * hour);
    simulator.faults.inject({ kind: "stale" });
    assert.equal((await describe(arn)).Status, "VALIDATION_TIMED_OUT");
  });

  it("precondition waits for a call with If-Match", async () => {
    const { simulator, list } = acmBench();
    simulator.faults.inject({ kind: "precondition" });
    await list();
    assert.equal(simulator.faults.pending().length, 1);
    const response = await simulator.call(
      {
        method: "DELETE",
        path: "/2020-05-31/distribution/E1",
        query: {},
        headers: {
          authorization:
            "AWS4-HMAC-SHA256 Credential=AKIASIMULATOR0000001/20261001/us-east-1/cloudfront/aws4_request, Signature=0",
          "if-match": "E2",
        },
        body: "",
      },
      "cloudfront",
    );
    assert.equal(response.status, 412);
    assert.match(response.body, /<Code>PreconditionFailed<\/Code>/);
  });

  it("can be chosen for each call", async () => {
    const { simulator, list, request } = acmBench();
    simulator.faults.choose(({ operation }) => (operation === "ListCertificates" ? "error503" : undefined));
    await request(["example.com"]);
    await assert.rejects(list(), { name: "ServiceUnavailable" });
    simulator.faults.clear();
    await list();
  });
});
