import assert from "node:assert/strict";
import type { DnsRecord, GroupsSummary } from "../../provider/index";
import { issuedCertificate } from "./certificate";
import { onStageWithExample } from "./example-stack";
import { ACCOUNT, control, STACK_TRACE, type World } from "./world";

const OTHER_ACCOUNT = "222222222222";
const TIMEOUT = 180_000;

const publish = async (world: World, records: DnsRecord[], purpose: DnsRecord["purpose"]): Promise<void> => {
  const wanted = records.filter((record) => record.purpose === purpose);
  await control(
    world,
    "/records",
    wanted.map(({ name, type, value, ttl }) => ({ name, type, ttl, values: [value] })),
  );
};

/** By the configuration at every edge. */
function served({ simulator: { cloudfront } }: World, ...names: string[]): boolean {
  const edges = Array.from({ length: cloudfront.edgeCount }, (_, edge) => edge);
  return names.every((name) => edges.every((edge) => cloudfront.answer(edge, name).kind === "certificate"));
}

const UP = ["--skip-preview"];

const GROUP = /domain-group:DomainGroup brand/;

/** All lines of one kind come before those of the next. */
function assertOrder(output: string, end: "created" | "deleted", kinds: RegExp[]): void {
  const lines = output.split("\n").filter((line) => line.includes(` ${end} (`));
  const found = lines.map((line) => kinds.findIndex((kind) => kind.test(line))).filter((index) => index !== -1);
  assert.deepEqual(
    [...new Set(found)],
    kinds.map((_, index) => index),
    output,
  );
  assert.deepEqual(found, found.toSorted(), output);
}

describe("the example route53", function () {
  this.timeout(TIMEOUT);
  const stage = onStageWithExample("route53", async ({ distributionId }) => ({
    domain: "example.com",
    distributionId,
  }));

  it("goes from nothing to served in one `up`", async () => {
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.equal(await stage.stack.output("status"), "CERTIFICATE_ATTACHED");
    assert.ok(served(stage.world, "example.com", "www.example.com", "any.shop.example.com"));
  });
});

describe("the example cross-account-dns", function () {
  this.timeout(TIMEOUT);
  const stage = onStageWithExample("cross-account-dns", async (world) => {
    await control(world, "/zones", { name: "example.org", account: OTHER_ACCOUNT });
    const dnsRoleArn = `arn:aws:iam::${OTHER_ACCOUNT}:role/dns`;
    return { domain: "example.org", distributionId: world.distributionId, dnsRoleArn };
  });

  it("writes records in the one account, and certificate and distribution in the other", async () => {
    const { code, output } = await stage.stack.up(...UP);
    assert.equal(code, 0, output);
    assert.equal(await stage.stack.output("status"), "CERTIFICATE_ATTACHED");
    const writers = (operation: string) => [
      ...new Set(
        stage.world.simulator.history
          .entries()
          .filter((call) => call.operation === operation)
          .map(({ account }) => account),
      ),
    ];
    assert.deepEqual(["ChangeResourceRecordSets", "RequestCertificate", "UpdateDistribution"].map(writers), [
      [OTHER_ACCOUNT],
      [ACCOUNT],
      [ACCOUNT],
    ]);
  });
});

describe("the example bring-your-own-certificate", function () {
  this.timeout(TIMEOUT);
  let certificateArn: string;
  const stage = onStageWithExample("bring-your-own-certificate", async (world) => {
    certificateArn = await issuedCertificate(world, "example.com", "*.example.com");
    return { domain: "example.com", distributionId: world.distributionId, certificateArn };
  });
  const certificate = () => stage.world.simulator.acm.snapshot();

  it("attaches it in one `up`, and requests none", async () => {
    const { code, output } = await stage.stack.up(...UP);
    assert.equal(code, 0, output);
    assert.equal(await stage.stack.output("status"), "CERTIFICATE_ATTACHED");
    assert.deepEqual(
      certificate().map(({ arn }) => arn),
      [certificateArn],
    );
    assert.ok(served(stage.world, "example.com", "www.example.com"));
  });

  it("leaves it as it was after a destroy", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive", "--skip-preview");
    assert.equal(code, 0, output);
    const [left] = certificate();
    assert.deepEqual([left?.arn, left?.status, left?.tags], [certificateArn, "ISSUED", []]);
  });
});

describe("the example many-groups", function () {
  this.timeout(TIMEOUT);
  const stage = onStageWithExample("many-groups", async () => ({
    originDomain: "origin.example.net",
    "customers[0].name": "anna",
    "customers[0].domain": "anna.customer.net",
    "customers[0].alternatives[0]": "www.anna.customer.net",
    "customers[1].name": "bert",
    "customers[1].domain": "bert.customer.net",
  }));
  const summary = () => stage.stack.output<GroupsSummary>("summary");

  it("says in one output what each customer has to publish", async () => {
    const { code, output } = await stage.stack.up(...UP);
    assert.equal(code, 0, output);
    const { total, settled, byStatus, actionRequired } = await summary();
    assert.deepEqual([total, settled, byStatus.AWAITING_CERTIFICATE_ISSUE], [2, 0, 2]);
    assert.deepEqual([...new Set(actionRequired.map(({ group }) => group))], ["anna", "bert"]);
    assert.equal(actionRequired.flatMap(({ records }) => records).length, 3);
  });

  it("goes on with the one who has, whatever the other does", async () => {
    const { actionRequired } = await summary();
    const ofAnna = actionRequired.filter(({ group }) => group === "anna").flatMap(({ records }) => records);
    await publish(stage.world, ofAnna, "VALIDATION");
    const { code, output } = await stage.stack.up(...UP);
    assert.equal(code, 0, output);
    const { settled, byStatus } = await summary();
    assert.deepEqual([settled, byStatus.CERTIFICATE_ATTACHED, byStatus.AWAITING_CERTIFICATE_ISSUE], [1, 1, 1]);
    assert.ok(served(stage.world, "anna.customer.net", "www.anna.customer.net"));
  });
});

describe("the example cloudflare", function () {
  this.timeout(TIMEOUT);
  const stage = onStageWithExample("cloudflare", async ({ distributionId }) => ({
    domain: "customer.net",
    zoneId: "customer.net",
    distributionId,
  }));
  const records = () =>
    stage.world.simulator.dns
      .zones()
      .find(({ name }) => name === "customer.net")
      ?.records.filter(({ type }) => type !== "NS" && type !== "SOA");

  it("lists each record as a resource in the first preview", async () => {
    const { code, output } = await stage.stack.run("preview", "--non-interactive");
    assert.equal(code, 0, output);
    for (const purpose of ["validation", "routing"]) {
      for (const name of ["customer.net", "www.customer.net"]) {
        assert.match(output, new RegExp(`cloudflare:DnsRecord +brand-${purpose}-${name} create`));
      }
    }
  });

  it("goes from nothing to served in one `up`", async () => {
    const { code, output } = await stage.stack.up(...UP);
    assert.equal(code, 0, output);
    assert.equal(await stage.stack.output("status"), "CERTIFICATE_ATTACHED");
    assert.ok(served(stage.world, "customer.net", "www.customer.net"));
    assertOrder(output, "created", [/brand-validation-/, GROUP, /brand-routing-/]);
  });

  it("has nothing to do then", async () => {
    const { code, output } = await stage.stack.run("preview", "--non-interactive", "--expect-no-changes");
    assert.equal(code, 0, output);
  });

  it("takes its records away again", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive", "--skip-preview");
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assertOrder(output, "deleted", [/brand-routing-/, GROUP, /brand-validation-/]);
    assert.deepEqual(records(), []);
    assert.deepEqual(stage.world.simulator.acm.snapshot(), []);
  });
});
