import assert from "node:assert/strict";
import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import { ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { describe, it } from "mocha";
import { ACCOUNT, controlBench } from "./control/bench";

const bench = controlBench();

describe("POST /zones and /records", () => {
  it("a zone outside of AWS takes records, changes and removals", async () => {
    await bench.post("/zones", { name: bench.domain });
    const name = `www.${bench.domain}`;
    await bench.post("/records", { name: `WWW.${bench.domain}.`, type: "A", values: ["192.0.2.1"] });
    assert.deepEqual(await bench.resolver.resolve4(name), ["192.0.2.1"]);
    await bench.post("/records", { name, type: "A", values: ["192.0.2.2"] });
    assert.deepEqual(await bench.resolver.resolve4(name), ["192.0.2.2"]);
    await bench.post("/records", { name, type: "A", values: null });
    await assert.rejects(bench.resolver.resolve4(name), { code: "ENOTFOUND" });
  });

  it("a record in a hosted zone shows in Route 53's API too", async () => {
    const { zoneId } = await bench.post<{ zoneId: string }>("/zones", { name: bench.domain, account: ACCOUNT });
    await bench.post("/records", { name: `www.${bench.domain}`, type: "CNAME", values: ["d1.cloudfront.net."] });
    const route53 = new Route53Client(bench.sdk());
    const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }));
    assert.deepEqual(
      ResourceRecordSets.map((set) => set.Type),
      ["NS", "SOA", "CNAME"],
    );
    await bench.post("/records", { name: `www.${bench.domain}`, type: "CNAME", values: null });
    await assert.rejects(bench.resolver.resolveCname(`www.${bench.domain}`), { code: "ENOTFOUND" });
  });

  it("one name server can have a record that the others lack", async () => {
    await bench.post("/zones", { name: bench.domain, nameServers: ["ns1.x.net", "ns2.x.net"] });
    await bench.post("/records", { name: bench.domain, type: "TXT", values: ['"x"'], nameServers: ["ns2.x.net"] });
    const { dns } = bench.running.simulator;
    const [first, second] = ["ns1.x.net", "ns2.x.net"].map((server) => dns.query(server, bench.domain, "TXT"));
    assert.ok(first?.rcode === "NOERROR" && second?.rcode === "NOERROR");
    assert.deepEqual([first.answers.length, second.answers.length], [0, 1]);
  });

  it("an ALIAS answers with the addresses of its target", async () => {
    const { domainName } = await bench.post<{ domainName: string }>("/distributions", {});
    await bench.post("/zones", { name: bench.domain });
    await bench.post("/records", { name: bench.domain, type: "ALIAS", values: [domainName] });
    assert.deepEqual(await bench.resolver.resolve4(bench.domain), await bench.resolver.resolve4(domainName));
  });

  it("delegation moves to another zone, to servers that know nothing, and away", async () => {
    await bench.post("/zones", { name: bench.domain });
    const { zoneId } = await bench.post<{ zoneId: string }>("/zones", {
      name: bench.domain,
      account: ACCOUNT,
      delegated: false,
    });
    assert.deepEqual(await bench.resolver.resolveNs(bench.domain), ["ns1.dns-host.net", "ns2.dns-host.net"]);
    await bench.post("/zones", { name: bench.domain, zoneId });
    assert.ok((await bench.resolver.resolveNs(bench.domain)).every((server) => server.includes("awsdns")));
    await bench.post("/zones", { name: bench.domain, nameServers: ["ns1.dns-host.net"], held: false });
    await bench.post("/zones", { name: `sub.${bench.domain}`, nameServers: ["ns.nowhere.net"], held: false });
    await assert.rejects(bench.resolver.resolve4(`sub.${bench.domain}`), { code: "ESERVFAIL" });
    await bench.post("/zones", { name: `sub.${bench.domain}`, nameServers: [] });
    await bench.post("/zones", { name: bench.domain, nameServers: [] });
    await assert.rejects(bench.resolver.resolveNs(bench.domain), { code: "ENOTFOUND" });
  });

  it("one wrong record in a list leaves all unpublished", async () => {
    await bench.post("/zones", { name: bench.domain });
    const records = [bench.domain, "nobody-has.this"].map((name) => ({ name, type: "A", values: ["192.0.2.1"] }));
    const answer = await bench.send("POST", "/records", records);
    assert.equal(answer.status, 404);
    assert.equal(answer.body.error, "name: No zone holds nobody-has.this; POST /zones makes one");
    await assert.rejects(bench.resolver.resolve4(bench.domain), { code: "ENODATA" });
  });
});

describe("GET /world", () => {
  it("shows certificates, distributions and zones of all accounts, with delegation and records", async () => {
    await bench.post("/zones", { name: bench.domain, account: ACCOUNT });
    await bench.post("/records", { name: bench.domain, type: "TXT", values: ['"x"'], ttl: 7 });
    const arn = await bench.requested(bench.domain);
    const { id } = await bench.post<{ id: string }>("/distributions", {
      account: "222222222222",
      aliases: [bench.domain],
    });
    const { certificates, distributions, zones } = await bench.world();
    assert.equal(certificates.find((each) => each.arn === arn)?.status, "PENDING_VALIDATION");
    assert.deepEqual(distributions.find((each) => each.id === id)?.aliases, [bench.domain]);
    const zone = zones.find((each) => each.name === bench.domain);
    assert.equal(zone?.account, ACCOUNT);
    assert.deepEqual(zone?.delegation, zone?.nameServers);
    const { servers, ...record } = zone?.records.find((each) => each.type === "TXT") ?? { servers: [] };
    assert.deepEqual(record, { name: bench.domain, type: "TXT", ttl: 7, values: ['"x"'] });
    assert.deepEqual(servers, zone?.nameServers);
  });
});

describe("GET /operations", () => {
  it("lists what each service knows", async () => {
    const { body } = await bench.send<{ [service: string]: string[] }>("GET", "/operations");
    assert.deepEqual(Object.keys(body), ["acm", "cloudfront", "route53", "sts"]);
    assert.deepEqual(body["sts"], ["AssumeRole", "GetCallerIdentity"]);
    assert.ok(body["acm"]?.includes("RequestCertificate"));
    assert.ok(body["cloudfront"]?.includes("UpdateDistribution"));
    assert.ok(body["route53"]?.includes("ChangeResourceRecordSets"));
  });
});

describe("the history", () => {
  it("lists calls in order, and can be cleared", async () => {
    await bench.send("DELETE", "/history");
    await bench.requested(bench.domain);
    await new ACMClient(bench.sdk("AKIASIMULATOR0000002")).send(new ListCertificatesCommand({}));
    const { body } = await bench.send<{ service: string; operation: string; account: string }[]>("GET", "/history");
    assert.deepEqual(
      body.map(({ service, operation, account }) => [service, operation, account]),
      [
        ["acm", "RequestCertificate", ACCOUNT],
        ["acm", "ListCertificates", "222222222222"],
      ],
    );
    await bench.send("DELETE", "/history");
    assert.deepEqual((await bench.send("GET", "/history")).body, []);
  });
});

describe("a request that cannot be done", () => {
  const table: [string, string, unknown, number, string][] = [
    ["an unknown path", "/nope", {}, 404, "POST /nope is not known here: there is GET /world, "],
    [
      "a method of another",
      "/history",
      {},
      405,
      "POST /history is not known here: there is GET /history, DELETE /history",
    ],
    ["no JSON", "/records", "{", 400, "the body must be JSON: "],
    ["a list for an object", "/zones", [], 400, "the body must be an object, and is []"],
    ["a missing property", "/zones", {}, 400, "name must be a domain name, and is missing"],
    ["a misspelt property", "/zones", { nome: "x.org" }, 400, "nome is not known here: there is name, account, "],
    ["a wrong type", "/records", [{ name: "x.org", type: "ZZ" }], 400, "records[0].type must be one of A, AAAA, "],
    ["a wrong value", "/latency", { issuance: -1 }, 400, "issuance must be a number that is not negative, and is -1"],
    [
      "an account",
      "/distributions",
      { account: "1" },
      400,
      'account must be an account number of 12 digits, and is "1"',
    ],
    ["an unknown certificate", "/certificates", { arn: "x", event: "expire" }, 404, "There is no certificate x."],
    ["an unknown distribution", "/distributions", { id: "E1" }, 404, "There is no distribution E1."],
    ["an unknown zone", "/zones", { name: "x.org", zoneId: "Z0" }, 404, "zoneId: there is no zone Z0"],
    [
      "a distribution's ARN",
      "/buckets",
      { name: "pictures", allow: ["E1"] },
      400,
      'allow[0] must be the ARN of a distribution, and is "E1"',
    ],
    ["an action", "/deny", { action: "acm" }, 400, "action must be an IAM action such as acm:ListCertificates"],
    ["a session", "/expire-session", { accessKey: "ASIA" }, 404, "No session has the access key ASIA."],
  ];
  for (const [what, path, body, status, message] of table) {
    it(`says why: ${what}`, async () => {
      const answer = await bench.send("POST", path, body);
      assert.equal(answer.status, status);
      assert.ok(answer.body.error?.startsWith(message), answer.body.error);
    });
  }
});
