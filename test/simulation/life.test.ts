import assert from "node:assert/strict";
import type { CertificateArn, Tags } from "../../provider/core/model";
import { arns, begin, codes, HOUR, type Story } from "./story";

const EXTERNAL = { dns: { kind: "external" } } as const;

function publish({ simulator, zoneId }: Story, records: { name: string; type: string; value: string }[]): void {
  for (const { name, value } of records)
    simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
}

describe("the life of a group", function () {
  this.timeout(60_000);

  it("external: the first run ends with the records, the one after publishing settles, and routing is left to people", async () => {
    const story = begin("external", ["www.example.com"], { wish: EXTERNAL });
    const first = await story.up();
    assert.deepEqual([first.end, codes(first)], ["waitingForYou", ["WAITING_FOR_RECORDS"]]);
    const [validation, routing] = first.report.dnsRecords;
    assert.deepEqual([validation?.state, validation?.action], ["MISSING", "PUBLISH"]);
    assert.deepEqual([routing?.state, routing?.action], ["MISSING", "PUBLISH_WHEN_ATTACHED"]);
    publish(story, validation === undefined ? [] : [validation]);
    await story.ports.clock.sleep(HOUR);
    const second = await story.up();
    assert.deepEqual([second.end, codes(second)], ["settled", ["ROUTING_TO_PUBLISH", "ATTACHED"]]);
    assert.deepEqual(
      [second.report.dnsRecords[1]?.action, second.report.domains[0]?.traffic],
      ["PUBLISH", "NOT_POINTING"],
    );
    publish(story, routing === undefined ? [] : [routing]);
    await story.ports.clock.sleep(HOUR);
    const seen = await story.refresh();
    assert.deepEqual(
      [codes(seen), seen.report.dnsRecords[1]?.state, seen.report.domains[0]?.traffic],
      [["ATTACHED"], "OK", "SERVING"],
    );
  });

  it("external: a wrong value is told from a missing one", async () => {
    const story = begin("wrong", ["www.example.com"], { wish: EXTERNAL });
    const [validation] = (await story.up()).report.dnsRecords;
    assert.ok(validation !== undefined);
    publish(story, [{ ...validation, value: "_typo.acm-validations.aws" }]);
    await story.ports.clock.sleep(HOUR);
    const [again] = (await story.up()).report.dnsRecords;
    assert.deepEqual([again?.state, again?.action, again?.value], ["WRONG", "CORRECT", validation.value]);
  });

  it("external: nobody publishes for 72 hours, and the next run asks for a new certificate with the same records", async () => {
    const story = begin("late", ["www.example.com"], { wish: EXTERNAL });
    const first = await story.up();
    await story.ports.clock.sleep(73 * HOUR);
    const second = await story.up();
    assert.deepEqual([second.end, codes(second)], ["waitingForYou", ["WAITING_FOR_RECORDS"]]);
    assert.notEqual(second.report.certificateArn, first.report.certificateArn);
    assert.deepEqual(second.report.dnsRecords, first.report.dnsRecords);
  });

  it("external: a validation record that vanishes after the attachment is named by the next refresh", async () => {
    const story = begin("vanished", ["example.com"], { wish: { dns: { kind: "external" } } });
    const [record] = (await story.up()).report.dnsRecords;
    assert.ok(record !== undefined);
    const { name, value } = record;
    story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
    await story.ports.clock.sleep(HOUR);
    assert.equal((await story.up()).report.actionRequired, true, "routing is still to be published");
    story.simulator.route53.removeRecord(story.zoneId, name, "CNAME");
    await story.ports.clock.sleep(HOUR);
    const { report } = await story.refresh();
    const [gone] = report.guidance.filter(({ code }) => code === "VALIDATION_RECORD_GONE");
    assert.deepEqual([gone?.actor, gone?.records], ["you", ["VALIDATION:example.com"]]);
  });

  it("Route 53 and other names in one group: each is published by the one who can", async () => {
    const dns = { ...begin("x", ["example.com"]).desired.dns, onMissingZone: "external" } as const;
    const story = begin("mixed", ["example.com", "www.customer.net"], {
      wish: { dns: dns.kind === "route53" ? dns : EXTERNAL.dns },
    });
    story.simulator.dns.addZone({
      id: "theirs",
      name: "customer.net",
      nameServers: ["ns1.dns-host.net"],
      private: false,
      soaMinimum: 300,
    });
    story.simulator.dns.delegate("customer.net", ["ns1.dns-host.net"]);
    const { end, report } = await story.up();
    assert.equal(end, "waitingForYou", JSON.stringify(report.guidance));
    assert.deepEqual(
      report.dnsRecords.map(({ key, publishedBy, state }) => [key, publishedBy, state]),
      [
        ["VALIDATION:example.com", "domain-group", "OK"],
        ["VALIDATION:www.customer.net", "you", "MISSING"],
        ["ROUTING:example.com", "domain-group", "MISSING"],
        ["ROUTING:www.customer.net", "you", "MISSING"],
      ],
    );
    assert.deepEqual(report.guidance[0]?.domains, ["www.customer.net"]);
  });

  it("a refresh changes nothing, and does it again", async () => {
    const story = begin("refresh", ["example.com", "www.example.com"]);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    const { report } = await story.refresh();
    for (let time = 0; time < 2; time++) {
      await story.ports.clock.sleep(HOUR);
      assert.deepEqual((await story.refresh()).report, report);
    }
  });

  it("a refresh writes nothing, whatever it finds", async () => {
    const story = begin("looking", ["example.com"]);
    await story.up();
    story.simulator.route53.removeRecord(story.zoneId, "example.com", "A");
    story.simulator.history.clear();
    const { report } = await story.refresh();
    assert.equal(report.settled, false);
    const calls = story.simulator.history.entries().map(({ operation }) => operation);
    assert.deepEqual(
      calls.filter((operation) => !/^(Get|List|Describe)/.test(operation)),
      [],
    );
  });

  it("a refresh that could not ask keeps the last known values", async () => {
    const story = begin("blind", ["example.com"]);
    const { report } = await story.up();
    story.simulator.faults.inject({ kind: "error503", operation: "GetDistribution", count: 1 });
    const blind = (await story.refresh()).report;
    assert.deepEqual(
      [blind.dnsRecords, blind.certificateArn, blind.domains],
      [report.dnsRecords, report.certificateArn, report.domains],
    );
    assert.equal(blind.guidance[0]?.code, "COULD_NOT_ASK");
  });

  it("a certificate that AWS holds is released after the time for it, and its group is gone all the same", async () => {
    const story = begin("held", ["example.com"]);
    await story.up();
    const [arn] = arns(story);
    const gone = await story.up({ goal: "absent", letGoFor: 60_000 });
    assert.equal(gone.end, "settled", JSON.stringify(gone.report.guidance));
    const tags = async (): Promise<Tags> => {
      await story.ports.clock.sleep(60_000);
      const reply = await story.ports.certificates.tags(arn as CertificateArn);
      return reply.kind === "ok" ? reply.value : {};
    };
    assert.equal((await tags())["domain-group:released"], "yes");
    const again = await story.up({ incarnation: "fedcba9876543210" });
    assert.deepEqual([again.end, again.report.certificateArn], ["settled", arn], "it is taken back");
    assert.equal((await tags())["domain-group:released"], "no");
  });

  it("a certificate of more than 64 characters in its first name starts with a shorter one", async () => {
    const long = `${"a".repeat(40)}.${"b".repeat(20)}.example.com`;
    const story = begin("long", [long, "example.com"]);
    const { end, report } = await story.up();
    assert.equal(end, "settled", JSON.stringify(report.guidance));
    assert.equal(report.domains[0]?.name, long);
  });
});
