import assert from "node:assert/strict";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { readableName } from "../../provider/aws/record-sets";
import type { RecordSetFacts } from "../../provider/core/model";
import { clientConfig } from "../simulator/in-process";
import { awsWorld } from "./world";

async function zoneWorld(...sets: ResourceRecordSet[]) {
  const world = awsWorld({ latencies: { call: 0 } });
  const user = new Route53Client(clientConfig(world.simulator));
  const created = await user.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "one" }));
  const zoneId = (created.HostedZone?.Id ?? "").replace("/hostedzone/", "");
  for (let first = 0; first < sets.length; first += 100) {
    const Changes = sets
      .slice(first, first + 100)
      .map((set) => ({ Action: "CREATE" as const, ResourceRecordSet: set }));
    await user.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }));
  }
  world.simulator.history.clear();
  return { ...world, user, zoneId, nameServers: created.DelegationSet?.NameServers ?? [] };
}

const a = (Name: string, value = "192.0.2.1"): ResourceRecordSet => ({
  Name,
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value: value }],
});

async function setsOf(
  { zones, zoneId }: Awaited<ReturnType<typeof zoneWorld>>,
  ...names: string[]
): Promise<RecordSetFacts[]> {
  const reply = await zones.recordSets(zoneId, names);
  assert.equal(reply.kind, "ok", JSON.stringify(reply));
  return reply.kind === "ok" ? reply.value : [];
}

describe("Route 53, by its adapter", () => {
  it("lists zones by their bare id and name", async () => {
    const { zones, zoneId } = await zoneWorld();
    assert.deepEqual(await zones.list(), {
      kind: "ok",
      value: [{ id: zoneId, name: "example.com", private: false, linkedService: false }],
    });
  });

  it("lists all pages of zones", async () => {
    const { zones, user, simulator } = await zoneWorld();
    for (let number = 0; number < 105; number += 1) {
      await simulator.world.clock.sleep(1_000);
      await user.send(new CreateHostedZoneCommand({ Name: `n${number}.example`, CallerReference: `n${number}` }));
    }
    const reply = await zones.list();
    assert.equal(reply.kind === "ok" && reply.value.length, 106);
  });

  it("gives the name servers of a zone", async () => {
    const { zones, zoneId, nameServers } = await zoneWorld();
    const reply = await zones.nameServers(zoneId);
    assert.deepEqual(reply, { kind: "ok", value: nameServers });
    assert.equal(nameServers.length, 4);
  });

  it("calls a zone that is not there absent", async () => {
    const { zones } = await zoneWorld();
    assert.deepEqual(await zones.nameServers("Z0000000000000"), { kind: "absent" });
    assert.deepEqual(await zones.recordSets("Z0000000000000", ["example.com"]), { kind: "absent" });
  });

  it("shows record sets of the wanted names alone, with wildcards and host names as people write them", async () => {
    const world = await zoneWorld(
      a("www.example.com"),
      a("www2.example.com"),
      { Name: "*.shop.example.com", Type: "CNAME", TTL: 300, ResourceRecords: [{ Value: "Target.Example.ORG." }] },
      { Name: "example.com", Type: "TXT", TTL: 60, ResourceRecords: [{ Value: '"Hello"' }] },
    );
    const { zoneId } = world;
    assert.deepEqual(await setsOf(world, "www.example.com", "*.shop.example.com"), [
      {
        zoneId,
        name: "*.shop.example.com",
        type: "CNAME",
        ttl: 300,
        values: ["target.example.org"],
        alias: null,
        routingPolicy: false,
      },
      { zoneId, name: "www.example.com", type: "A", ttl: 60, values: ["192.0.2.1"], alias: null, routingPolicy: false },
    ]);
    const txt = (await setsOf(world, "example.com")).find(({ type }) => type === "TXT");
    assert.deepEqual(txt?.values, ['"Hello"']);
  });

  it("knows record sets with a routing policy", async () => {
    const weighted = { SetIdentifier: "blue", Weight: 10 };
    const world = await zoneWorld({ ...a("www.example.com"), ...weighted }, a("api.example.com"));
    const policies = (await setsOf(world, "www.example.com", "api.example.com")).map(({ name, routingPolicy }) => [
      name,
      routingPolicy,
    ]);
    assert.deepEqual(Object.fromEntries(policies), { "www.example.com": true, "api.example.com": false });
  });

  it("asks once in a small zone, and once a name beside that in a large one", async () => {
    const calls = (world: Awaited<ReturnType<typeof zoneWorld>>): number => world.simulator.history.entries().length;
    const small = await zoneWorld(a("a.example.com"));
    await setsOf(small, "a.example.com", "b.example.com", "c.example.com");
    assert.equal(calls(small), 1);

    const large = await zoneWorld(...Array.from({ length: 400 }, (_, number) => a(`n${number}.example.com`)));
    const found = await setsOf(large, "n7.example.com", "n399.example.com", "missing.example.com");
    assert.deepEqual(
      found.map(({ name }) => name),
      ["n7.example.com", "n399.example.com"],
    );
    assert.equal(calls(large), 4);
  });

  it("replaces a CNAME by an alias in one batch, and the CNAME to the letter", async () => {
    const world = await zoneWorld({
      Name: "www.example.com",
      Type: "CNAME",
      TTL: 300,
      ResourceRecords: [{ Value: "Old.Example.ORG" }],
    });
    const { zones, zoneId, simulator } = world;
    const { domainName } = simulator.cloudfront.createDirect({ account: "111111111111", aliases: ["www.example.com"] });
    const [old] = await setsOf(world, "www.example.com");
    assert.ok(old);
    const alias = { dnsName: domainName, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false };
    const record: RecordSetFacts = {
      zoneId,
      name: "www.example.com",
      type: "A",
      ttl: null,
      values: [],
      alias,
      routingPolicy: false,
    };
    const reply = await zones.change(zoneId, [
      { action: "DELETE", record: old },
      { action: "CREATE", record },
    ]);
    assert.deepEqual(reply, { kind: "ok", value: null });
    assert.deepEqual(await setsOf(world, "www.example.com"), [record]);
  });

  it("writes validation records again and again", async () => {
    const world = await zoneWorld();
    const { zones, zoneId } = world;
    const name = "_a1.example.com";
    const record = {
      zoneId,
      name,
      type: "CNAME",
      ttl: 300,
      values: ["_b2.acm-validations.aws"],
      alias: null,
      routingPolicy: false,
    };
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await zones.change(zoneId, [{ action: "UPSERT", record }])).kind, "ok");
    }
    assert.deepEqual(await setsOf(world, name), [record]);
    assert.equal((await zones.change(zoneId, [{ action: "DELETE", record }])).kind, "ok");
    assert.deepEqual(await setsOf(world, name), []);
  });

  it("changes nothing when one change of a batch is refused", async () => {
    const world = await zoneWorld(a("www.example.com"));
    const { zones, zoneId } = world;
    const [record] = await setsOf(world, "www.example.com");
    assert.ok(record);
    const reply = await zones.change(zoneId, [
      { action: "CREATE", record: { ...record, name: "api.example.com" } },
      { action: "CREATE", record },
    ]);
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.code], [
      "REFUSED",
      "InvalidChangeBatch",
    ]);
    assert.deepEqual(await setsOf(world, "api.example.com"), []);
  });
});

describe("a name of Route 53", () => {
  const cases = [
    ["\\052.example.com.", "*.example.com"],
    ["WWW.example.com.", "www.example.com"],
    ["a\\100b.example.com.", "a@b.example.com"],
    ["a\\056b.example.com.", "a\\056b.example.com"],
    ["a\\134b.example.com.", "a\\134b.example.com"],
    ["a\\040b.example.com.", "a\\040b.example.com"],
  ] as const;
  for (const [wire, name] of cases) {
    it(`${wire} is ${name}`, () => assert.equal(readableName(wire), name));
  }
});
