import assert from "node:assert/strict";
import type { CertificateArn, DnsWish } from "../../provider/core/model";
import { element } from "../simulator/codec/xml";
import { arns, begin, codes, HOUR } from "./story";
import { ACCOUNT, ROUTE53 } from "./world";

const TAKE_OVER: DnsWish = { ...ROUTE53, routing: "takeOver" };
const OTHER_ACCOUNT = "222222222222";

describe("the story of a group", function () {
  this.timeout(60_000);

  it("CAA forbids, is fixed, and the next run within the hour gets a new certificate", async () => {
    const story = begin("caa", ["example.com"]);
    const caa = { name: "example.com", type: "CAA", ttl: 60, values: ['0 issue "letsencrypt.org"'] } as const;
    story.simulator.route53.putRecord(story.zoneId, { ...caa, values: [...caa.values] });
    const forbidden = await story.up();
    assert.deepEqual([forbidden.end, codes(forbidden)[0]], ["blocked", "CAA_FORBIDS"]);
    const [first] = arns(story);
    const records = forbidden.report.dnsRecords;
    story.simulator.route53.putRecord(story.zoneId, { ...caa, values: ['0 issue "amazon.com"'] });
    await story.ports.clock.sleep(2 * 60 * 1000);
    const issued = await story.up();
    assert.deepEqual([issued.end, codes(issued)[0]], ["settled", "ATTACHED"]);
    assert.equal(arns(story).length, 1);
    assert.notEqual(arns(story)[0], first);
    assert.equal(issued.report.dnsRecords[0]?.value, records[0]?.value, "the record stays the same");
  });

  it("a certificate that CAA kept from being issued is requested again only when CAA lets Amazon issue", async () => {
    const story = begin("caa once", ["example.com"]);
    const set = (value: string) => {
      story.simulator.route53.putRecord(story.zoneId, { name: "example.com", type: "CAA", ttl: 60, values: [value] });
    };
    // Name servers take it over after the request.
    set('0 issue ";"');
    const failed = await story.up();
    assert.deepEqual([failed.end, codes(failed)[0]], ["blocked", "CAA_FORBIDS"]);
    await story.up();
    assert.equal(story.simulator.history.count("RequestCertificate"), 1);
    set('0 issue "amazon.com"');
    await story.ports.clock.sleep(HOUR);
    assert.equal((await story.up()).end, "settled");
    assert.equal(story.simulator.history.count("RequestCertificate"), 2);
  });

  it("destroy and up again within the hour gets a new certificate", async () => {
    const story = begin("again", ["example.com"]);
    await story.up();
    const [first] = arns(story);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual(arns(story), []);
    const again = await story.up({ incarnation: "fedcba9876543210" });
    assert.equal(again.end, "settled", JSON.stringify(again.report.guidance));
    assert.equal(arns(story).length, 1);
    assert.notEqual(arns(story)[0], first);
  });

  it("a foreign alias, other origins, cache behaviours and an element unknown to the SDK survive attachment and leaving", async () => {
    const more = [
      element("CacheBehaviors", [
        element("Quantity", 1),
        element("Items", [
          element("CacheBehavior", [element("PathPattern", "/api/*"), element("TargetOriginId", "origin")]),
        ]),
      ]),
      element("FromTheFuture", [element("Deep", "kept")]),
    ];
    const story = begin("foreign", ["example.com", "*.example.com"], {
      direct: { aliases: ["img.example.com"], more },
    });
    const before = await story.ports.distributions.get(story.distribution.id);
    const made = await story.up();
    assert.equal(made.end, "settled", JSON.stringify(made.report.guidance));
    const during = await story.ports.distributions.get(story.distribution.id);
    assert.ok(before.kind === "ok" && during.kind === "ok");
    assert.deepEqual(during.value.aliases, ["img.example.com", "example.com", "*.example.com"]);
    const rest = (config: string): string =>
      config.replace(/<Aliases>.*?<\/Aliases>/s, "").replace(/<ViewerCertificate>.*?<\/ViewerCertificate>/s, "");
    assert.match(during.value.config, /<FromTheFuture><Deep>kept<\/Deep><\/FromTheFuture>/);
    assert.match(during.value.config, /<PathPattern>\/api\/\*<\/PathPattern>/);
    assert.equal(rest(during.value.config), rest(before.value.config));
    assert.equal((await story.destroy()).end, "settled");
    const after = await story.ports.distributions.get(story.distribution.id);
    assert.ok(after.kind === "ok");
    assert.deepEqual(after.value.aliases, ["img.example.com"]);
    assert.equal(rest(after.value.config), rest(before.value.config));
    assert.equal(
      after.value.viewerCertificate.id,
      made.report.certificateArn,
      "the alias needs it: it stays, and is no longer ours",
    );
    await story.ports.clock.sleep(60_000);
    assert.deepEqual(await story.ports.certificates.tags(arns(story)[0] as CertificateArn), { kind: "ok", value: {} });
  });

  it("a routing record that leads elsewhere is reported, and replaced under takeOver", async () => {
    const story = begin("elsewhere", ["www.example.com"]);
    const record = { name: "www.example.com", type: "CNAME", ttl: 300, values: ["old.example.net"] } as const;
    story.simulator.route53.putRecord(story.zoneId, { ...record, values: [...record.values] });
    const reported = await story.up();
    assert.deepEqual([reported.end, codes(reported)], ["settled", ["ROUTING_LEADS_ELSEWHERE", "ATTACHED"]]);
    assert.deepEqual(reported.report.dnsRecords[1]?.state, "WRONG");
    const taken = await story.up({ desired: { ...story.desired, dns: TAKE_OVER } });
    assert.deepEqual([taken.end, codes(taken)], ["settled", ["ATTACHED"]]);
    assert.deepEqual(
      taken.memory.replacedRecords.map(({ name, values }) => [name, values]),
      [["www.example.com", ["old.example.net"]]],
    );
    assert.ok(
      story.said.some((message) => message.includes("Replacing the record www.example.com CNAME old.example.net")),
    );
  });

  it("an alias that another account's distribution holds is named as taken, with everything else kept", async () => {
    const story = begin("taken", ["www.example.com"]);
    story.simulator.cloudfront.addForeignOwner("www.example.com", OTHER_ACCOUNT);
    const taken = await story.up();
    assert.deepEqual([taken.end, codes(taken)[0]], ["blocked", "ALIAS_TAKEN_ELSEWHERE"]);
    assert.equal(taken.report.domains[0]?.attachment, "ERROR_ATTACHING");
    assert.equal(taken.report.certificateArn, arns(story)[0]);
  });

  it("tags of the program come and go, and those of others stay", async () => {
    const story = begin("tags", ["example.com"], { wish: { tags: { team: "web", cost: "1" } } });
    const made = await story.up();
    const arn = made.report.certificateArn as CertificateArn;
    await story.ports.certificates.tag(arn, { theirs: "kept" });
    await story.ports.clock.sleep(HOUR);
    const changed = await story.up({ desired: { ...story.desired, tags: { cost: "2" } } });
    assert.equal(changed.end, "settled");
    await story.ports.clock.sleep(HOUR);
    const tags = await story.ports.certificates.tags(arn);
    assert.ok(tags.kind === "ok");
    const own = Object.entries(tags.value).filter(([key]) => !key.startsWith("domain-group:"));
    assert.deepEqual(Object.fromEntries(own), { theirs: "kept", cost: "2" });
  });

  it("more names than the default quota are warned of before they are requested", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `a${index}.example.com`);
    const story = begin("many", names);
    const made = await story.up();
    assert.ok(story.said.some((message) => message.includes("more names than ACM's default quota")));
    assert.deepEqual([made.end, codes(made)], ["blocked", ["QUOTA_NAMES"]]);
    story.simulator.acm.quotas.namesPerCertificate = 100;
    assert.equal((await story.up()).end, "settled");
  });

  it("several zones of one name: the delegated one is written", async () => {
    const story = begin("zones", ["www.example.com"]);
    const twin = story.simulator.route53.createZone(ACCOUNT, "example.com");
    assert.equal((await story.up()).end, "settled");
    const records = (id: string): number =>
      story.simulator.route53.snapshot().find((zone) => zone.id === id)?.records.length ?? 0;
    assert.deepEqual([records(story.zoneId) > 2, records(twin.id)], [true, 2]);
  });

  it("a zone that nobody delegates to stops the run before anything is requested", async () => {
    const story = begin("undelegated", ["www.example.com"]);
    const outside = {
      id: "outside",
      name: "example.com",
      nameServers: ["ns1.dns-host.net"],
      private: false,
      soaMinimum: 900,
    };
    story.simulator.dns.addZone(outside);
    story.simulator.dns.delegate("example.com", outside.nameServers);
    const stopped = await story.up();
    assert.deepEqual([stopped.end, codes(stopped)[0]], ["blocked", "ZONE_NOT_DELEGATED"]);
    assert.equal(story.simulator.history.count("RequestCertificate"), 0);
  });

  it("all names without a zone are told at once", async () => {
    const stopped = await begin("no zones", ["example.com", "www.example.net", "shop.example.org"]).up();
    const [{ code, domains } = { code: "", domains: [] }] = stopped.report.guidance;
    assert.deepEqual([code, domains], ["ZONE_MISSING", ["www.example.net", "shop.example.org"]]);
  });

  it("throttles, 5xx and lost answers only take time", async () => {
    const story = begin("faults", ["example.com", "www.example.com"]);
    const { faults } = story.simulator;
    for (const operation of [
      "RequestCertificate",
      "UpdateDistribution",
      "ChangeResourceRecordSets",
      "AddTagsToCertificate",
    ]) {
      for (const kind of ["throttle", "error500", "lost"] as const) faults.inject({ kind, operation, count: 1 });
    }
    for (const operation of ["DescribeCertificate", "GetDistribution", "ListCertificates", "ListHostedZones"]) {
      for (const kind of ["throttle", "error503", "timeout"] as const) faults.inject({ kind, operation, count: 1 });
    }
    const made = await story.up();
    assert.equal(made.end, "settled", JSON.stringify([made.report.guidance, story.said]));
    assert.equal(arns(story).length, 1);
    assert.deepEqual(faults.pending(), []);
  });

  it("a second writer that changes the distribution in between is not overwritten", async () => {
    const story = begin("race", ["example.com"]);
    story.simulator.faults.inject({ kind: "precondition", operation: "UpdateDistribution", count: 2 });
    assert.equal((await story.up()).end, "settled");
  });

  it("an action that IAM denies ends the run with its name, and is resumable", async () => {
    const story = begin("denied", ["example.com"]);
    story.simulator.accounts.deny(ACCOUNT, "cloudfront:UpdateDistribution");
    const denied = await story.up();
    assert.deepEqual([denied.end, codes(denied)[0]], ["blocked", "FORBIDDEN"]);
    assert.match(denied.report.guidance[0]?.todo ?? "", /cloudfront:UpdateDistribution/);
    story.simulator.accounts.allow(ACCOUNT, "cloudfront:UpdateDistribution");
    assert.equal((await story.up()).end, "settled");
    assert.equal(arns(story).length, 1);
  });
});
