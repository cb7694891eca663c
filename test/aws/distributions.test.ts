import assert from "node:assert/strict";
import type { DistributionChange } from "../../provider/core/decision";
import { element } from "../simulator/codec/xml";
import { awsWorld } from "./world";

const standard: DistributionChange["viewerCertificate"] = {
  source: "default",
  id: null,
  minimumProtocolVersion: null,
  sslSupportMethod: null,
};

function distributionWorld(
  spec: Parameters<ReturnType<typeof awsWorld>["simulator"]["cloudfront"]["createDirect"]>[0],
) {
  const world = awsWorld({ latencies: { call: 0, distributionReadLag: 0 } });
  return { ...world, made: world.simulator.cloudfront.createDirect(spec) };
}

async function factsOf({ distributions, made }: ReturnType<typeof distributionWorld>) {
  const reply = await distributions.get(made.id);
  assert.equal(reply.kind, "ok", JSON.stringify(reply));
  return (reply as Extract<typeof reply, { kind: "ok" }>).value;
}

describe("CloudFront, by its adapter", () => {
  it("shows a distribution in the words of the model", async () => {
    const world = distributionWorld({ account: "111111111111", httpVersion: "http2and3", ipv6: false });
    const { config, settings, viewerCertificate, ...facts } = await factsOf(world);
    assert.deepEqual(facts, {
      id: world.made.id,
      arn: world.made.arn,
      accountId: "111111111111",
      domainName: world.made.domainName,
      etag: world.made.etag,
      deployed: true,
      enabled: true,
      staging: false,
      tenantOnly: false,
      httpVersion: "http2and3",
      ipv6: false,
      aliases: [],
    });
    assert.equal(viewerCertificate.source, "default");
    assert.match(config, /^<DistributionConfig xmlns=/);
    assert.deepEqual(settings["Origins"], {
      Quantity: 1,
      Items: [
        {
          Id: "origin",
          DomainName: "origin.example.net",
          OriginPath: "",
          CustomHeaders: { Quantity: 0 },
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: "https-only",
            OriginSslProtocols: { Quantity: 1, Items: ["TLSv1"] },
            OriginReadTimeout: 30,
            OriginKeepaliveTimeout: 5,
          },
          ConnectionAttempts: 3,
          ConnectionTimeout: 10,
          OriginShield: { Enabled: false },
          OriginAccessControlId: "",
        },
      ],
    });
  });

  it("disables in the write that takes aliases and certificate off", async () => {
    const world = distributionWorld({ account: "111111111111" });
    const { id, etag, config } = await factsOf(world);
    const change = { aliases: [], viewerCertificate: standard, enabled: false };
    assert.equal((await world.distributions.update(id, etag, config, change)).kind, "ok");
    const after = await factsOf(world);
    assert.deepEqual([after.enabled, after.deployed], [false, false]);
  });

  it("calls a distribution that is not there absent, and one of another account forbidden", async () => {
    const { distributions, simulator } = awsWorld();
    assert.deepEqual(await distributions.get("E0000000000000"), { kind: "absent" });
    const foreign = simulator.cloudfront.createDirect({ account: "222222222222" });
    const reply = await distributions.get(foreign.id);
    assert.equal(reply.kind === "failed" && reply.trouble.reason, "FORBIDDEN");
  });

  it("writes a configuration back with elements that the SDK does not know", async () => {
    const more = [element("Brandnew", [element("Mode", "a & b")]), element("Comment", "kept <as> it is")];
    const world = distributionWorld({ account: "111111111111", more });
    const before = await factsOf(world);
    const reply = await world.distributions.update(before.id, before.etag, before.config, {
      aliases: [],
      viewerCertificate: standard,
    });
    assert.equal(reply.kind, "ok", JSON.stringify(reply));
    const after = await factsOf(world);
    assert.deepEqual(reply.kind === "ok" && reply.value, after, "the answer shows what a later read shows");
    assert.notEqual(after.etag, before.etag);
    assert.match(after.config, /<Brandnew><Mode>a &amp; b<\/Mode><\/Brandnew>/);
    assert.match(after.config, /<Comment>kept &lt;as&gt; it is<\/Comment>/);
    assert.equal(after.deployed, false);
  });

  it("refuses a stale version, with AWS's code", async () => {
    const world = distributionWorld({ account: "111111111111" });
    const { id, etag, config } = await factsOf(world);
    const write = () => world.distributions.update(id, etag, config, { aliases: [], viewerCertificate: standard });
    assert.equal((await write()).kind, "ok");
    const second = await write();
    assert.deepEqual(second.kind === "failed" && [second.trouble.reason, second.trouble.code], [
      "REFUSED",
      "PreconditionFailed",
    ]);
  });

  it("attaches a certificate and aliases in one write", async () => {
    const world = distributionWorld({ account: "111111111111" });
    const { certificates, simulator } = world;
    const zone = { id: "Z", name: "example.com", nameServers: ["ns1.provider.net"], private: false, soaMinimum: 60 };
    simulator.dns.addZone(zone);
    simulator.dns.delegate("example.com", zone.nameServers);
    const requested = await certificates.request(["example.com"], "RSA_2048", "t", {});
    assert.equal(requested.kind, "ok");
    if (requested.kind !== "ok") return;
    await simulator.world.clock.sleep(60_000);
    const described = await certificates.describe(requested.value);
    const record = described.kind === "ok" ? described.value.validations[0]?.record : null;
    assert.ok(record);
    const cname = { name: record.name, type: "CNAME" as const, ttl: 300, values: [record.value] };
    simulator.dns.setRecord("Z", record.name, "CNAME", cname, simulator.world.clock.now());
    await simulator.world.clock.sleep(4 * 3_600_000);

    const before = await factsOf(world);
    const viewerCertificate = {
      source: "acm" as const,
      id: requested.value,
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    };
    const reply = await world.distributions.update(before.id, before.etag, before.config, {
      aliases: ["example.com"],
      viewerCertificate,
    });
    assert.equal(reply.kind, "ok", JSON.stringify(reply));
    const after = await factsOf(world);
    assert.deepEqual([after.aliases, after.viewerCertificate], [["example.com"], viewerCertificate]);
  });

  it("sends one request a write, also when the answer is lost", async () => {
    const world = distributionWorld({ account: "111111111111" });
    const { id, etag, config } = await factsOf(world);
    world.simulator.faults.inject({ kind: "lost", operation: "UpdateDistribution" });
    const reply = await world.distributions.update(id, etag, config, { aliases: [], viewerCertificate: standard });
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.passing], ["UNAVAILABLE", true]);
    const writes = world.simulator.history.entries().filter(({ operation }) => operation === "UpdateDistribution");
    assert.equal(writes.length, 1);
    assert.notEqual((await factsOf(world)).etag, etag);
  });
});
