import assert from "node:assert/strict";
import { Resolver } from "node:dns/promises";
import { ACMClient, ListCertificatesCommand, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { after, before, beforeEach, describe, it } from "mocha";
import type { WorldView } from "./control/world-routes";
import { type RunningSimulator, startSimulator } from "./run";

const ACCOUNT = "111111111111";

let running: RunningSimulator;
let resolver: Resolver;

before(async () => {
  const latencies = { insync: 0, certificateVisible: 0, call: 0, resolverCache: 0, resolverNegativeCache: 0 };
  running = await startSimulator({ seed: 1, latencies });
  resolver = new Resolver();
  resolver.setServers([running.dns]);
});
after(() => running.close());

/** Tests share one simulator, so each has a domain of its own. */
let tests = 0;
let domain = "";
beforeEach(() => {
  tests += 1;
  domain = `customer${tests}.org`;
});

interface Answer<T> {
  status: number;
  body: T & { error?: string };
}

async function send<T = object>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${running.control}${path}`, { method, ...(body === undefined ? {} : { body: text }) });
  return { status: response.status, body: (await response.json()) as Answer<T>["body"] };
}

async function post<T = object>(path: string, body: unknown): Promise<Answer<T>["body"]> {
  const answer = await send<T>("POST", path, body);
  assert.equal(answer.status, 200, answer.body?.error);
  return answer.body;
}

const world = async (): Promise<WorldView> => (await send<WorldView>("GET", "/world")).body;

function sdk(accessKey = "AKIASIMULATOR0000001") {
  const credentials = { accessKeyId: accessKey, secretAccessKey: "secret" };
  return { endpoint: running.aws, region: "us-east-1", credentials, maxAttempts: 1 };
}

async function requested(...names: string[]): Promise<string> {
  const acm = new ACMClient(sdk());
  const command = new RequestCertificateCommand({
    DomainName: names[0],
    SubjectAlternativeNames: names,
    ValidationMethod: "DNS",
  });
  return (await acm.send(command)).CertificateArn ?? "";
}

describe("POST /zones and /records", () => {
  it("a zone outside of AWS takes records, changes and removals", async () => {
    await post("/zones", { name: domain });
    const name = `www.${domain}`;
    await post("/records", { name: `WWW.${domain}.`, type: "A", values: ["192.0.2.1"] });
    assert.deepEqual(await resolver.resolve4(name), ["192.0.2.1"]);
    await post("/records", { name, type: "A", values: ["192.0.2.2"] });
    assert.deepEqual(await resolver.resolve4(name), ["192.0.2.2"]);
    await post("/records", { name, type: "A", values: null });
    await assert.rejects(resolver.resolve4(name), { code: "ENOTFOUND" });
  });

  it("a record in a hosted zone shows in Route 53's API too", async () => {
    const { zoneId } = await post<{ zoneId: string }>("/zones", { name: domain, account: ACCOUNT });
    await post("/records", { name: `www.${domain}`, type: "CNAME", values: ["d1.cloudfront.net."] });
    const route53 = new Route53Client(sdk());
    const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }));
    assert.deepEqual(
      ResourceRecordSets.map((set) => set.Type),
      ["NS", "SOA", "CNAME"],
    );
    await post("/records", { name: `www.${domain}`, type: "CNAME", values: null });
    await assert.rejects(resolver.resolveCname(`www.${domain}`), { code: "ENOTFOUND" });
  });

  it("one name server can have a record that the others lack", async () => {
    await post("/zones", { name: domain, nameServers: ["ns1.x.net", "ns2.x.net"] });
    await post("/records", { name: domain, type: "TXT", values: ['"x"'], nameServers: ["ns2.x.net"] });
    const { dns } = running.simulator;
    const [first, second] = ["ns1.x.net", "ns2.x.net"].map((server) => dns.query(server, domain, "TXT"));
    assert.ok(first?.rcode === "NOERROR" && second?.rcode === "NOERROR");
    assert.deepEqual([first.answers.length, second.answers.length], [0, 1]);
  });

  it("an ALIAS answers with the addresses of its target", async () => {
    const { domainName } = await post<{ domainName: string }>("/distributions", {});
    await post("/zones", { name: domain });
    await post("/records", { name: domain, type: "ALIAS", values: [domainName] });
    assert.deepEqual(await resolver.resolve4(domain), await resolver.resolve4(domainName));
  });

  it("delegation moves to another zone, to servers that know nothing, and away", async () => {
    await post("/zones", { name: domain });
    const { zoneId } = await post<{ zoneId: string }>("/zones", { name: domain, account: ACCOUNT, delegated: false });
    assert.deepEqual(await resolver.resolveNs(domain), ["ns1.dns-host.net", "ns2.dns-host.net"]);
    await post("/zones", { name: domain, zoneId });
    assert.ok((await resolver.resolveNs(domain)).every((server) => server.includes("awsdns")));
    await post("/zones", { name: domain, nameServers: ["ns1.dns-host.net"], held: false });
    await post("/zones", { name: `sub.${domain}`, nameServers: ["ns.nowhere.net"], held: false });
    await assert.rejects(resolver.resolve4(`sub.${domain}`), { code: "ESERVFAIL" });
    await post("/zones", { name: `sub.${domain}`, nameServers: [] });
    await post("/zones", { name: domain, nameServers: [] });
    await assert.rejects(resolver.resolveNs(domain), { code: "ENOTFOUND" });
  });

  it("one wrong record in a list leaves all unpublished", async () => {
    await post("/zones", { name: domain });
    const records = [domain, "nobody-has.this"].map((name) => ({ name, type: "A", values: ["192.0.2.1"] }));
    const answer = await send("POST", "/records", records);
    assert.equal(answer.status, 404);
    assert.equal(answer.body.error, "name: No zone holds nobody-has.this; POST /zones makes one");
    await assert.rejects(resolver.resolve4(domain), { code: "ENODATA" });
  });
});

describe("GET /world", () => {
  it("shows certificates, distributions and zones of all accounts, with delegation and records", async () => {
    await post("/zones", { name: domain, account: ACCOUNT });
    await post("/records", { name: domain, type: "TXT", values: ['"x"'], ttl: 7 });
    const arn = await requested(domain);
    const { id } = await post<{ id: string }>("/distributions", { account: "222222222222", aliases: [domain] });
    const { certificates, distributions, zones } = await world();
    assert.equal(certificates.find((each) => each.arn === arn)?.status, "PENDING_VALIDATION");
    assert.deepEqual(distributions.find((each) => each.id === id)?.aliases, [domain]);
    const zone = zones.find((each) => each.name === domain);
    assert.equal(zone?.account, ACCOUNT);
    assert.deepEqual(zone?.delegation, zone?.nameServers);
    const { servers, ...record } = zone?.records.find((each) => each.type === "TXT") ?? { servers: [] };
    assert.deepEqual(record, { name: domain, type: "TXT", ttl: 7, values: ['"x"'] });
    assert.deepEqual(servers, zone?.nameServers);
  });
});

describe("GET /operations", () => {
  it("lists what each service knows", async () => {
    const { body } = await send<{ [service: string]: string[] }>("GET", "/operations");
    assert.deepEqual(Object.keys(body), ["acm", "cloudfront", "route53", "sts"]);
    assert.deepEqual(body["sts"], ["AssumeRole", "GetCallerIdentity"]);
    assert.ok(body["acm"]?.includes("RequestCertificate"));
    assert.ok(body["cloudfront"]?.includes("UpdateDistribution"));
    assert.ok(body["route53"]?.includes("ChangeResourceRecordSets"));
  });
});

describe("the history", () => {
  it("lists calls in order, and can be cleared", async () => {
    await send("DELETE", "/history");
    await requested(domain);
    await new ACMClient(sdk("AKIASIMULATOR0000002")).send(new ListCertificatesCommand({}));
    const { body } = await send<{ service: string; operation: string; account: string }[]>("GET", "/history");
    assert.deepEqual(
      body.map(({ service, operation, account }) => [service, operation, account]),
      [
        ["acm", "RequestCertificate", ACCOUNT],
        ["acm", "ListCertificates", "222222222222"],
      ],
    );
    await send("DELETE", "/history");
    assert.deepEqual((await send("GET", "/history")).body, []);
  });
});

describe("what happens without a call", () => {
  it("a fault hits the next calls of an operation, as many as asked for", async () => {
    await post("/faults", { kind: "throttle", operation: "ListCertificates", count: 2 });
    const acm = new ACMClient(sdk());
    const list = () => acm.send(new ListCertificatesCommand({}));
    await assert.rejects(list(), { name: "ThrottlingException" });
    await assert.rejects(list(), { name: "ThrottlingException" });
    await list();
  });

  it("a name server, a zone or the resolver can fail", async () => {
    await post("/zones", { name: domain });
    for (const nameServer of [domain, "public"]) {
      await post("/faults", { nameServer, fault: "SERVFAIL" });
      await assert.rejects(resolver.resolveSoa(domain), { code: "ESERVFAIL" });
      await post("/faults", { nameServer, fault: null });
      await resolver.resolveSoa(domain);
    }
  });

  it("a certificate fails", async () => {
    const arn = await requested(domain);
    await post("/certificates", { arn, event: "fail", reason: "CAA_ERROR" });
    const certificate = (await world()).certificates.find((each) => each.arn === arn);
    assert.deepEqual([certificate?.status, certificate?.failureReason], ["FAILED", "CAA_ERROR"]);
  });

  it("a certificate is deleted, unless something uses it", async () => {
    const arn = await requested(domain);
    await post("/certificates", { arn, event: "use" });
    const { status, body } = await send("POST", "/certificates", { arn, event: "delete" });
    const error = `ResourceInUseException: Certificate ${arn} in account ${ACCOUNT} is in use.`;
    assert.deepEqual([status, body], [400, { error }]);
    await post("/certificates", { arn, event: "release" });
    await post("/certificates", { arn, event: "delete" });
    assert.ok((await world()).certificates.every((each) => each.arn !== arn));
  });

  it("somebody proves that a wildcard is theirs", async () => {
    await post("/zones", { name: domain });
    await post("/records", { name: `_*.${domain}`, type: "TXT", values: ['"d1.cloudfront.net"'] });
    assert.deepEqual(await resolver.resolveTxt(`_*.${domain}`), [["d1.cloudfront.net"]]);
  });

  it("somebody edits a distribution", async () => {
    const { id, etag } = await post<{ id: string; etag: string }>("/distributions", { comment: "before" });
    const edit = { id, comment: "after", enabled: false, originDomainName: `origin.${domain}`, certificateArn: null };
    const edited = await post<{ etag: string }>("/distributions", edit);
    const found = (await world()).distributions.find((each) => each.id === id);
    assert.deepEqual([found?.comment, found?.enabled, found?.etag], ["after", false, edited.etag]);
    assert.notEqual(edited.etag, etag);
  });

  it("certificates and distributions get and lose tags", async () => {
    const certificate = await requested(domain);
    const { id, arn } = await post<{ id: string; arn: string }>("/distributions", { tags: { a: "1", b: "2" } });
    for (const each of [certificate, arn]) {
      await post("/tags", { arn: each, tags: { c: "3" } });
      await post("/tags", { arn: each, remove: ["a"] });
    }
    const { certificates, distributions } = await world();
    assert.deepEqual(distributions.find((each) => each.id === id)?.tags, { b: "2", c: "3" });
    assert.deepEqual(certificates.find((each) => each.arn === certificate)?.tags, [{ key: "c", value: "3" }]);
  });

  it("another account owns an alias", async () => {
    const { id } = await post<{ id: string }>("/alias-owner", { alias: domain });
    const owner = (await world()).distributions.find((each) => each.id === id);
    assert.deepEqual([owner?.account, owner?.aliases], ["999999999999", [domain]]);
  });

  it("a bucket lets a distribution read", async () => {
    const { arn } = await post<{ arn: string }>("/distributions", {});
    await post("/buckets", { name: `bucket.${domain}` });
    await post("/buckets", { name: domain, region: "eu-west-1", allow: [arn], objects: ["index.html"] });
    const { buckets } = await world();
    assert.deepEqual(buckets, [
      { name: `bucket.${domain}`, region: "us-east-1", allow: [] },
      { name: domain, region: "eu-west-1", allow: [arn], objects: ["index.html"] },
    ]);
  });

  it("IAM denies an operation, and allows it again", async () => {
    const acm = new ACMClient(sdk());
    await post("/deny", { action: "acm:ListCertificates" });
    await assert.rejects(acm.send(new ListCertificatesCommand({})), { name: "AccessDeniedException" });
    await post("/deny", { action: "acm:ListCertificates", allow: true });
    await acm.send(new ListCertificatesCommand({}));
  });

  it("latencies, switches and quotas change while it runs", async () => {
    await post("/latency", { issuance: 77, resolverNegativeCache: 0 });
    await post("/switches", { caaServfail: "pass" });
    await post("/quotas", { namesPerCertificate: 3, distributions: 7 });
    const { world: live, acm, cloudfront } = running.simulator;
    assert.deepEqual([live.latencies.issuance, live.switches.caaServfail], [77, "pass"]);
    assert.deepEqual([acm.quotas.namesPerCertificate, cloudfront.quotas.distributions], [3, 7]);
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
      const answer = await send("POST", path, body);
      assert.equal(answer.status, status);
      assert.ok(answer.body.error?.startsWith(message), answer.body.error);
    });
  }
});
