import assert from "node:assert/strict";
import { type Change, GetChangeCommand, ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { describe, it } from "mocha";
import { second } from "./defaults";
import { alias, plain, type Route53Bench, route53Bench } from "./route53/bench";

const A = "192.0.2.1";

/** What each name server of the zone says. */
function served(bench: Route53Bench, name: string): (string[] | string)[] {
  return bench.nameServers.map((server) => {
    const answer = bench.simulator.dns.query(server, name, "A");
    return answer.rcode === "NOERROR" ? (answer.answers[0]?.values ?? []) : answer.rcode;
  });
}

describe("listing record sets", () => {
  it("shows NS and SOA of the apex, names in lower case with a dot, and `*` as \\052", async () => {
    const bench = route53Bench();
    await bench.change(plain("CREATE", "A", "*.Example.com", [A]));
    const [ns, soa, wildcard] = await bench.list();
    assert.deepEqual(
      ns?.ResourceRecords?.map(({ Value }) => Value),
      bench.nameServers.map((server) => `${server}.`),
    );
    assert.deepEqual([ns?.Name, ns?.Type, ns?.TTL], ["example.com.", "NS", 172_800]);
    assert.deepEqual([soa?.Type, soa?.TTL], ["SOA", 900]);
    assert.match(
      soa?.ResourceRecords?.[0]?.Value ?? "",
      /^ns-\S+\. awsdns-hostmaster\.amazon\.com\. 1 7200 900 1209600 86400$/,
    );
    assert.deepEqual(wildcard, { Name: "\\052.example.com.", Type: "A", TTL: 300, ResourceRecords: [{ Value: A }] });
  });

  it("takes \\052 for `*` too", async () => {
    const bench = route53Bench();
    await bench.change(plain("CREATE", "A", "\\052.example.com.", [A]));
    await bench.change(plain("DELETE", "A", "*.example.com", [A]));
    assert.equal((await bench.list()).length, 2);
  });

  it("is ordered by reversed labels, then by type", async () => {
    const bench = route53Bench();
    const names = ["b.example.com", "a.b.example.com", "z.a.example.com", "*.example.com", "_x.example.com"];
    await bench.change(...names.map((name) => plain("CREATE", "A", name, [A])));
    await bench.change(plain("CREATE", "AAAA", "b.example.com", ["2001:db8::1"]));
    const listed = (await bench.list()).slice(2).map(({ Name, Type }) => `${Name} ${Type}`);
    assert.deepEqual(listed, [
      "\\052.example.com. A",
      "_x.example.com. A",
      "z.a.example.com. A",
      "b.example.com. A",
      "b.example.com. AAAA",
      "a.b.example.com. A",
    ]);
  });

  it("starts at a name and type that need not exist", async () => {
    const bench = route53Bench();
    await bench.change(
      plain("CREATE", "A", "b.example.com", [A]),
      plain("CREATE", "TXT", "b.example.com", ['"t"']),
      plain("CREATE", "A", "d.example.com", [A]),
    );
    const from = async (StartRecordName: string, StartRecordType?: "AAAA") =>
      (await bench.list({ StartRecordName, StartRecordType })).map(({ Name, Type }) => `${Name} ${Type}`);
    assert.deepEqual(await from("b.example.com", "AAAA"), ["b.example.com. TXT", "d.example.com. A"]);
    assert.deepEqual(await from("c.example.com"), ["d.example.com. A"]);
    await assert.rejects(bench.list({ StartRecordType: "A" }), { name: "InvalidInput" });
  });

  it("goes page by page, 300 at most", async () => {
    const bench = route53Bench();
    const names = Array.from({ length: 400 }, (_, index) => `n${String(index).padStart(3, "0")}.example.com`);
    await bench.change(...names.map((name) => plain("CREATE", "A", name, [A])));
    const input = { HostedZoneId: bench.zoneId, MaxItems: 1000 };
    const first = await bench.client.send(new ListResourceRecordSetsCommand(input));
    assert.equal(first.ResourceRecordSets?.length, 300);
    assert.equal(first.MaxItems, 300);
    const { NextRecordName: StartRecordName, NextRecordType: StartRecordType } = first;
    const rest = await bench.client.send(
      new ListResourceRecordSetsCommand({ ...input, StartRecordName, StartRecordType }),
    );
    assert.equal(rest.IsTruncated, false);
    const seen = [...(first.ResourceRecordSets ?? []), ...(rest.ResourceRecordSets ?? [])].map(({ Name }) => Name);
    assert.deepEqual(
      seen.slice(2),
      names.map((name) => `${name}.`),
    );
  });

  it("shows the state before the last write when the fault is injected", async () => {
    const bench = route53Bench();
    await bench.change(plain("CREATE", "A", "x.example.com", [A]));
    bench.simulator.faults.inject({ kind: "stale" });
    assert.equal((await bench.list()).length, 2);
    assert.equal((await bench.list()).length, 3);
  });
});

describe("a change", () => {
  it("shows in the API at once, and is PENDING until every name server has it", async () => {
    const bench = route53Bench({ latencies: { call: 0, insync: 40 * second } });
    const { ChangeInfo } = await bench.change(plain("CREATE", "A", "x.example.com", [A]));
    assert.match(ChangeInfo?.Id ?? "", /^\/change\/C[A-Z0-9]+$/);
    const status = async () =>
      (await bench.client.send(new GetChangeCommand({ Id: ChangeInfo?.Id ?? "" }))).ChangeInfo?.Status;
    assert.equal(await status(), "PENDING");
    assert.equal((await bench.list()).length, 3);
    assert.ok(served(bench, "x.example.com").includes("NXDOMAIN"));
    await bench.pass(40 * second);
    assert.equal(await status(), "INSYNC");
    assert.deepEqual(served(bench, "x.example.com"), [[A], [A], [A], [A]]);
  });

  it("reaches the name servers one after the other, the whole batch at once", async () => {
    const bench = route53Bench({ latencies: { insync: 40 * second } });
    await bench.change(plain("CREATE", "A", "x.example.com", [A]), plain("CREATE", "A", "y.example.com", [A]));
    const counts = new Set<number>();
    for (let step = 0; step <= 40; step++) {
      const [x, y] = [served(bench, "x.example.com"), served(bench, "y.example.com")];
      assert.deepEqual(x, y);
      counts.add(x.filter((each) => typeof each !== "string").length);
      await bench.pass(second);
    }
    assert.ok([...counts].some((count) => count > 0 && count < 4));
    assert.ok(counts.has(4));
  });

  it("of an alias answers with the addresses of the distribution", async () => {
    const bench = route53Bench();
    const { cloudfront, world } = bench.simulator;
    const { domainName } = cloudfront.addForeignOwner("example.com", "111111111111");
    await bench.change(alias("CREATE", "A", "example.com", domainName));
    await bench.pass(world.latencies.insync);
    assert.deepEqual(served(bench, "example.com")[0], [...cloudfront.edgeAddresses]);
  });

  it("answers in the forms of DNS: host names without their dot, of weighted sets the first by identifier", async () => {
    const bench = route53Bench();
    const weighted = (SetIdentifier: string, value: string): Change => ({
      Action: "CREATE",
      ResourceRecordSet: {
        Name: "w.example.com",
        Type: "A",
        SetIdentifier,
        Weight: 1,
        TTL: 60,
        ResourceRecords: [{ Value: value }],
      },
    });
    await bench.change(
      plain("CREATE", "MX", "example.com", ["10 Mail.example.net."]),
      weighted("green", "192.0.2.2"),
      weighted("blue", "192.0.2.1"),
    );
    await bench.pass(bench.simulator.world.latencies.insync);
    const mail = bench.simulator.dns.query(bench.nameServers[0] ?? "", "example.com", "MX");
    assert.ok(mail.rcode === "NOERROR");
    assert.deepEqual(mail.answers[0]?.values, ["10 mail.example.net"]);
    assert.deepEqual(served(bench, "w.example.com")[0], ["192.0.2.1"]);
  });

  it("of another account or unknown is NoSuchChange", async () => {
    const bench = route53Bench();
    const { ChangeInfo } = await bench.change(plain("CREATE", "A", "x.example.com", [A]));
    const get = new GetChangeCommand({ Id: ChangeInfo?.Id ?? "" });
    await assert.rejects(bench.otherClient.send(get), { name: "NoSuchChange" });
    await assert.rejects(bench.client.send(new GetChangeCommand({ Id: "C1" })), { name: "NoSuchChange" });
  });

  it("of deletion takes the name out of DNS", async () => {
    const bench = route53Bench();
    await bench.change(plain("CREATE", "A", "x.example.com", [A]));
    await bench.change(plain("DELETE", "A", "x.example.com", [A]));
    await bench.pass(bench.simulator.world.latencies.insync);
    assert.deepEqual(new Set(served(bench, "x.example.com")), new Set(["NXDOMAIN"]));
  });
});

describe("records put in by the control plane", () => {
  it("show in the API and in DNS", async () => {
    const bench = route53Bench();
    const { route53, world } = bench.simulator;
    route53.putRecord(bench.zoneId, { name: "x.example.com", type: "A", ttl: 60, values: [A] });
    await bench.pass(world.latencies.insync);
    assert.equal((await bench.list()).length, 3);
    assert.deepEqual(served(bench, "x.example.com")[0], [A]);
    route53.removeRecord(bench.zoneId, "x.example.com", "A");
    assert.equal((await bench.list()).length, 2);
    assert.throws(() => route53.removeRecord("Z1", "x.example.com", "A"), /no hosted zone Z1/);
  });
});
