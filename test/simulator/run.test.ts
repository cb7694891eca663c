import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { createInterface } from "node:readline";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, it } from "mocha";
import { startSimulator } from "./run";

const LONG = 20_000;

function start(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "test/simulator/main.ts", ...args]);
  return { child, lines: createInterface({ input: child.stdout }), errors: createInterface({ input: child.stderr }) };
}

describe("npm run simulator", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`prints where everything is in one line, serves, and leaves nothing behind on ${signal}`, async () => {
      const { child, lines } = start();
      const [line] = await once(lines, "line");
      const places = JSON.parse(line);
      assert.deepEqual(Object.keys(places), ["aws", "dns", "edges", "control", "ca"]);
      assert.ok(new X509Certificate(readFileSync(places.ca)).ca);
      const credentials = { accessKeyId: "AKIASIMULATOR0000002", secretAccessKey: "secret" };
      const sts = new STSClient({ endpoint: places.aws, region: "us-east-1", credentials });
      assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, "222222222222");
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, 0);
      assert.equal(existsSync(places.ca), false);
    }).timeout(LONG);
  }

  const table: [string, string[], RegExp][] = [
    ["an unknown latency", ["--latency", "isuance=5"], /^--latency\.isuance is not known here/],
    [
      "a wrong switch",
      ["--switch", "caaServfail=maybe"],
      /^--switch\.caaServfail must be one of fail, pass, and is "maybe"/,
    ],
    ["a wrong port", ["--port", "x"], /^--port must be a whole number from 1 to 65532, and is x/],
    ["an unknown option", ["--prot", "1"], /^Unknown option '--prot'/],
  ];
  for (const [what, args, message] of table) {
    it(`refuses ${what}, with code 2`, async () => {
      const { child, errors } = start(...args);
      const [[first], [code]] = await Promise.all([once(errors, "line"), once(child, "exit")]);
      assert.match(first, message);
      assert.equal(code, 2);
    }).timeout(LONG);
  }
});

describe("the running simulator", () => {
  it("serves a domain from DNS to the edge: name, address, handshake, page", async () => {
    const running = await startSimulator({ seed: 1 });
    try {
      const { simulator } = running;
      const { id, domainName } = simulator.cloudfront.addForeignOwner("www.example.org", "999999999999");
      simulator.dns.addZone({
        id: "Z1",
        name: "example.org",
        nameServers: ["ns.x.net"],
        private: false,
        soaMinimum: 60,
      });
      simulator.dns.delegate("example.org", ["ns.x.net"]);
      const record = { name: "www.example.org", type: "CNAME" as const, ttl: 60, values: [domainName] };
      simulator.dns.setRecord("Z1", record.name, record.type, record, 0);
      const resolver = new Resolver();
      resolver.setServers([running.dns]);
      const addresses = await resolver.resolve4("www.example.org");
      assert.deepEqual(
        addresses.map((address) => `${address}:${running.httpsPort}`),
        running.edges,
      );
      const outgoing = request({
        host: addresses[1],
        port: running.httpsPort,
        servername: "www.example.org",
        headers: { host: "www.example.org" },
        ca: readFileSync(running.ca),
      });
      outgoing.end();
      const [incoming] = await once(outgoing, "response");
      let page = "";
      for await (const chunk of incoming) page += chunk;
      assert.ok(page.startsWith(`www.example.org is served by ${id} at edge 1.\n`), page);
    } finally {
      await running.close();
    }
  });

  it("starts at given ports, and says so when one is taken, with nothing left open", async () => {
    const first = await startSimulator({ seed: 1 });
    const port = Number(new URL(first.control).port) - 1;
    await assert.rejects(startSimulator({ port }), { code: "EADDRINUSE" });
    await first.close();
    const second = await startSimulator({ port });
    await second.close();
    assert.deepEqual([second.aws, second.control], [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]);
    assert.deepEqual([second.dnsPort, second.httpsPort], [port + 2, port + 3]);
  });
});
