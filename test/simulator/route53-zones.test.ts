import assert from "node:assert/strict";
import {
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameCommandInput,
  ListHostedZonesCommand,
  type ListHostedZonesCommandInput,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-route-53";
import { describe, it } from "mocha";
import { idOf, plain, type Route53Bench, route53Bench } from "./route53/bench";

const VPC = { VPCRegion: "us-east-1", VPCId: "vpc-0123456789abcdef0" } as const;

describe("a hosted zone", () => {
  it("is created with four name servers, NS and SOA, and a pending change", async () => {
    const { client, simulator } = route53Bench();
    const created = await client.send(
      new CreateHostedZoneCommand({
        Name: "Example.ORG",
        CallerReference: "first",
        HostedZoneConfig: { Comment: "mine", PrivateZone: false },
      }),
    );
    assert.equal(created.$metadata.httpStatusCode, 201);
    assert.match(created.HostedZone?.Id ?? "", /^\/hostedzone\/Z[A-Z0-9]+$/);
    assert.equal(created.Location, `https://route53.amazonaws.com/2013-04-01${created.HostedZone?.Id}`);
    assert.equal(created.HostedZone?.Name, "example.org.");
    assert.equal(created.HostedZone?.ResourceRecordSetCount, 2);
    assert.deepEqual(created.HostedZone?.Config, { Comment: "mine", PrivateZone: false });
    assert.equal(created.ChangeInfo?.Status, "PENDING");
    const servers = created.DelegationSet?.NameServers ?? [];
    assert.deepEqual(
      servers.map((server) => server.replace(/\d+/g, "N")),
      ["ns-N.awsdns-N.com", "ns-N.awsdns-N.net", "ns-N.awsdns-N.org", "ns-N.awsdns-N.co.uk"],
    );
    const answer = simulator.dns.query(servers[0] ?? "", "example.org", "NS");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(answer.answers[0]?.values, servers);
  });

  it("may have the name of another one; its servers are its own", async () => {
    const bench = route53Bench();
    await bench.createZone("example.com", "a");
    await bench.createZone("example.com", "b");
    const servers = bench.simulator.route53.snapshot().flatMap(({ nameServers }) => nameServers);
    assert.equal(new Set(servers).size, 12);
  });

  it("needs a caller reference that was not used before", async () => {
    const bench = route53Bench();
    await bench.createZone("example.org", "once");
    await assert.rejects(bench.createZone("example.net", "once"), { name: "HostedZoneAlreadyExists" });
  });

  it("needs a domain name", () =>
    assert.rejects(route53Bench().createZone("a..example.org"), { name: "InvalidDomainName" }));

  it("of another account is AccessDenied, one that is not there NoSuchHostedZone", async () => {
    const { client, otherClient, zoneId } = route53Bench();
    await assert.rejects(otherClient.send(new GetHostedZoneCommand({ Id: zoneId })), { name: "AccessDenied" });
    await assert.rejects(client.send(new GetHostedZoneCommand({ Id: "Z1" })), {
      name: "NoSuchHostedZone",
      message: "No hosted zone found with ID: Z1",
    });
  });

  it("with a VPC is private: it has no delegation set, and answers nobody", async () => {
    const { client, simulator } = route53Bench();
    const { HostedZone } = await client.send(
      new CreateHostedZoneCommand({ Name: "corp.example.com", CallerReference: "private", VPC }),
    );
    const read = await client.send(new GetHostedZoneCommand({ Id: HostedZone?.Id ?? "" }));
    assert.equal(read.HostedZone?.Config?.PrivateZone, true);
    assert.equal(read.DelegationSet, undefined);
    assert.deepEqual(read.VPCs, [VPC]);
    const [server = ""] = simulator.route53.snapshot().find((zone) => zone.private)?.nameServers ?? [];
    assert.notEqual(simulator.dns.query(server, "corp.example.com", "SOA").rcode, "NOERROR");
  });

  it("cannot be private without a VPC", async () => {
    const { client } = route53Bench();
    const HostedZoneConfig = { PrivateZone: true };
    const creation = new CreateHostedZoneCommand({ Name: "corp.example.com", CallerReference: "x", HostedZoneConfig });
    await assert.rejects(client.send(creation), { name: "InvalidInput" });
  });

  it("is deleted only when nothing but its own NS and SOA is left", async () => {
    const bench = route53Bench();
    const deletion = () => bench.client.send(new DeleteHostedZoneCommand({ Id: bench.zoneId }));
    await bench.change(plain("CREATE", "A", "example.com", ["192.0.2.1"]));
    await assert.rejects(deletion, { name: "HostedZoneNotEmpty" });
    await bench.change(plain("DELETE", "A", "example.com", ["192.0.2.1"]));
    assert.equal((await deletion()).ChangeInfo?.Status, "PENDING");
    await assert.rejects(deletion, { name: "NoSuchHostedZone" });
    assert.equal(bench.simulator.dns.query(bench.nameServers[0] ?? "", "example.com", "SOA").rcode, "REFUSED");
  });

  it("is one of at most 500 of its account", async () => {
    const bench = route53Bench();
    for (let count = 1; count < 500; count++) {
      bench.simulator.route53.createZone("111111111111", "example.com");
    }
    await assert.rejects(bench.createZone("example.com"), { name: "TooManyHostedZones" });
  });

  it("has tags", async () => {
    const { client, zoneId } = route53Bench();
    const resource = { ResourceType: "hostedzone", ResourceId: zoneId } as const;
    const AddTags = [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ];
    await client.send(new ChangeTagsForResourceCommand({ ...resource, AddTags }));
    await client.send(new ChangeTagsForResourceCommand({ ...resource, RemoveTagKeys: ["a"] }));
    const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
    assert.deepEqual(ResourceTagSet, { ...resource, Tags: [{ Key: "b", Value: "2" }] });
    await assert.rejects(client.send(new ChangeTagsForResourceCommand({ ...resource, AddTags: [] })), {
      name: "InvalidInput",
    });
  });
});

describe("listing hosted zones", () => {
  async function list(bench: Route53Bench, input: ListHostedZonesCommandInput = {}) {
    const { HostedZones = [], ...rest } = await bench.client.send(new ListHostedZonesCommand(input));
    return { ids: HostedZones.map(({ Id }) => idOf(Id)), ...rest };
  }

  async function listByName(bench: Route53Bench, input: ListHostedZonesByNameCommandInput = {}) {
    const { HostedZones = [], ...rest } = await bench.client.send(new ListHostedZonesByNameCommand(input));
    return { names: HostedZones.map(({ Name }) => Name), ...rest };
  }

  it("goes page by page and sees one account", async () => {
    const bench = route53Bench();
    bench.simulator.route53.createZone("222222222222", "example.com");
    const ids = [bench.zoneId, await bench.createZone("b.example"), await bench.createZone("a.example")];
    const first = await list(bench, { MaxItems: 2 });
    assert.deepEqual(first.ids, ids.slice(0, 2));
    assert.equal(first.IsTruncated, true);
    const last = await list(bench, { Marker: first.NextMarker });
    assert.deepEqual(last.ids, ids.slice(2));
    assert.equal(last.IsTruncated, false);
  });

  it("refuses a start or a size that makes no sense", async () => {
    const bench = route53Bench();
    await assert.rejects(list(bench, { Marker: "Z1" }), { name: "InvalidInput" });
    await assert.rejects(list(bench, { MaxItems: 0 }), { name: "InvalidInput" });
    await assert.rejects(listByName(bench, { HostedZoneId: bench.zoneId }), { name: "InvalidInput" });
  });

  it("filters private zones", async () => {
    const bench = route53Bench();
    const { id } = bench.simulator.route53.createZone("111111111111", "example.com", { private: true });
    assert.deepEqual((await list(bench, { HostedZoneType: "PrivateHostedZone" })).ids, [id]);
  });

  it("by name is ordered by reversed labels, from a start point that is no filter", async () => {
    const bench = route53Bench();
    for (const name of ["b.example.com", "example.net", "a.example.com", "example.org"]) {
      await bench.createZone(name);
    }
    const ordered = ["example.com.", "a.example.com.", "b.example.com.", "example.net.", "example.org."];
    assert.deepEqual((await listByName(bench)).names, ordered);
    assert.deepEqual((await listByName(bench, { DNSName: "b.example.com" })).names, ordered.slice(2));
    assert.deepEqual((await listByName(bench, { DNSName: "aa.example.com" })).names, ordered.slice(2));
  });

  it("by name goes on from name and id", async () => {
    const bench = route53Bench();
    for (let count = 0; count < 3; count++) {
      await bench.createZone("example.com", `twin ${count}`);
    }
    const seen: (string | undefined)[] = [];
    let start: ListHostedZonesByNameCommandInput | undefined = {};
    while (start !== undefined) {
      const page = await listByName(bench, { ...start, MaxItems: 1 });
      seen.push(...page.names);
      start = page.IsTruncated ? { DNSName: page.NextDNSName, HostedZoneId: page.NextHostedZoneId } : undefined;
    }
    assert.equal(seen.length, 4);
  });

  it("gives 100 in a page, whatever is asked for", async () => {
    const bench = route53Bench();
    for (let count = 0; count < 100; count++) {
      bench.simulator.route53.createZone("111111111111", "example.com");
    }
    assert.equal((await list(bench)).ids.length, 100);
    assert.equal((await list(bench, { MaxItems: 300 })).ids.length, 100);
    assert.equal((await listByName(bench)).names.length, 100);
  });
});
