import assert from "node:assert/strict";
import type { CertificateArn, CertificateDetail } from "../../provider/core/model";
import type { Reply } from "../../provider/ports";
import { awsWorld } from "./world";

function known<T>(reply: Reply<T>): T {
  assert.equal(reply.kind, "ok", JSON.stringify(reply));
  return (reply as { value: T }).value;
}

const DAY = 24 * 60 * 60_000;
const lag = {
  certificateVisible: 2_000,
  validationFirstRecord: 4_000,
  validationAllRecords: 6_000,
  certificateListLag: 1_000,
  call: 0,
};

async function requested(names: string[]) {
  const world = awsWorld({ latencies: lag });
  const arn = known(await world.certificates.request(names, "RSA_2048", "token1", { team: "web" }));
  return { ...world, arn, clock: world.simulator.world.clock };
}

describe("ACM, by its adapter", () => {
  it("denies a certificate for some seconds after the request, then shows it without its records, then with some, then with all", async () => {
    const { certificates, arn, clock } = await requested(["example.com", "a.example.com"]);
    const seen: unknown[] = [];
    for (const pause of [0, 2_500, 2_000, 2_000]) {
      await clock.sleep(pause);
      const reply = await certificates.describe(arn);
      seen.push(reply.kind === "ok" ? reply.value.validations.map(({ record }) => record !== null) : reply.kind);
    }
    assert.deepEqual(seen[0], "absent");
    assert.deepEqual(seen[1], []);
    assert.deepEqual((seen[2] as boolean[]).filter((known) => known).length, 1);
    assert.deepEqual(seen[3], [true, true]);
  });

  it("shows a certificate in the words of the model", async () => {
    const { certificates, arn, clock } = await requested(["example.com", "*.example.com"]);
    const createdAt = clock.now();
    await clock.sleep(10_000);
    const detail: CertificateDetail = known(await certificates.describe(arn));
    const [first, second] = detail.validations;
    assert.deepEqual(
      { ...detail, validations: [] },
      {
        status: "PENDING_VALIDATION",
        names: ["example.com", "*.example.com"],
        keyAlgorithm: "RSA_2048",
        validations: [],
        failureReason: null,
        createdAt,
        notAfter: null,
        inUseBy: [],
        renewal: null,
      },
    );
    assert.deepEqual(first?.record, second?.record);
    assert.match(first?.record?.name ?? "", /^_[0-9a-f]{32}\.example\.com$/);
    assert.match(first?.record?.value ?? "", /^_[0-9a-f]{32}\.[a-z]+\.acm-validations\.aws$/);
  });

  it("says why a certificate failed", async () => {
    const { certificates, arn, clock, simulator } = await requested(["example.com"]);
    await clock.sleep(10_000);
    simulator.acm.failCertificate(arn, "CAA_ERROR");
    const detail = known(await certificates.describe(arn));
    assert.deepEqual([detail.status, detail.failureReason], ["FAILED", "CAA_ERROR"]);
  });

  it("says how the renewal of a certificate went, once ACM has begun", async () => {
    const { certificates, arn, clock, simulator } = await requested(["example.com"]);
    const zone = simulator.route53.createZone("111111111111", "example.com");
    simulator.dns.delegate("example.com", zone.nameServers);
    const { records = [] } = simulator.acm.snapshot()[0] ?? {};
    for (const { name, value } of records)
      simulator.route53.putRecord(zone.id, { name, type: "CNAME", ttl: 60, values: [value] });
    await clock.sleep(DAY);
    simulator.acm.setForeignUser(arn, "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1");
    assert.equal(known(await certificates.describe(arn)).renewal, null);
    simulator.route53.putRecord(zone.id, { name: "example.com", type: "CAA", ttl: 60, values: ['0 issue ";"'] });
    await clock.sleep(160 * DAY);
    assert.deepEqual(known(await certificates.describe(arn)).renewal, { status: "FAILED", reason: "CAA_ERROR" });
    simulator.route53.removeRecord(zone.id, "example.com", "CAA");
    await clock.sleep(DAY);
    assert.deepEqual(known(await certificates.describe(arn)).renewal, { status: "SUCCESS", reason: null });
  });

  it("answers the same request with the same certificate", async () => {
    const { certificates, arn } = await requested(["example.com"]);
    assert.equal(known(await certificates.request(["example.com"], "RSA_2048", "token1", { team: "web" })), arn);
  });

  it("tags, adds tags and takes some away", async () => {
    const { certificates, arn, clock } = await requested(["example.com"]);
    await clock.sleep(10_000);
    await certificates.tag(arn, { "domain-group:id": "p/s/brand", team: "shop" });
    await certificates.untag(arn, ["domain-group:id"]);
    await clock.sleep(10_000);
    assert.deepEqual(known(await certificates.tags(arn)), { team: "shop" });
  });

  it("lists every page and every key type", async () => {
    const world = awsWorld({ latencies: lag });
    const { certificates, simulator } = world;
    const first = known(await certificates.request(["a.example"], "RSA_2048", "a", {}));
    const second = known(await certificates.request(["b.example"], "EC_prime256v1", "b", {}));
    await simulator.world.clock.sleep(10_000);
    const listed = known(await certificates.list());
    assert.deepEqual(new Set(listed.map(({ arn }) => arn)), new Set([first, second]));
    assert.deepEqual(
      listed.find(({ arn }) => arn === second),
      { arn: second, names: ["b.example"], status: "PENDING_VALIDATION", inUse: false },
    );
  });

  it("deletes, and calls what is gone absent", async () => {
    const { certificates, arn, clock } = await requested(["example.com"]);
    await clock.sleep(10_000);
    assert.deepEqual(await certificates.delete(arn), { kind: "ok", value: null });
    assert.deepEqual(await certificates.delete(arn), { kind: "absent" });
    assert.deepEqual(await certificates.describe(arn), { kind: "absent" });
  });

  it("refuses a bad ARN, and does not call it absent", async () => {
    const reply = await awsWorld().certificates.describe("nonsense" as CertificateArn);
    assert.equal(reply.kind === "failed" && reply.trouble.reason, "REFUSED");
  });
});

describe("the listing of certificates", () => {
  const listings = ({ simulator }: Pick<ReturnType<typeof awsWorld>, "simulator">): number =>
    simulator.history.entries().filter(({ operation }) => operation === "ListCertificates").length;

  it("is one call for all that ask at once or within some seconds", async () => {
    const world = awsWorld({ latencies: lag });
    await Promise.all([world.certificates.list(), world.certificates.list()]);
    await world.simulator.world.clock.sleep(4_000);
    await world.certificates.list();
    assert.equal(listings(world), 1);
    await world.simulator.world.clock.sleep(2_000);
    await world.certificates.list();
    assert.equal(listings(world), 2);
  });

  it("is made again after a request and after a deletion of ours, whatever became of them", async () => {
    const world = awsWorld({ latencies: lag });
    await world.certificates.list();
    world.simulator.faults.inject({ kind: "lost", operation: "RequestCertificate" });
    const reply = await world.certificates.request(["example.com"], "RSA_2048", "t", {});
    assert.equal(reply.kind === "failed" && reply.trouble.reason, "UNAVAILABLE");
    await world.simulator.world.clock.sleep(2_000);
    assert.equal(known(await world.certificates.list()).length, 1);
    assert.equal(listings(world), 2);
  });

  it("is made again after a failure", async () => {
    const world = awsWorld({ latencies: lag });
    world.simulator.faults.inject({ kind: "throttle", operation: "ListCertificates" });
    assert.equal((await world.certificates.list()).kind, "failed");
    assert.equal((await world.certificates.list()).kind, "ok");
  });
});
