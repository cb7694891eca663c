/** What goes wrong with places and certificates that are not the usual ones. */
import assert from "node:assert/strict";
import type { CertificateArn, Service } from "../../provider/core/model";
import type { Run, RunResult } from "../../provider/reconcile";
import { arns, begin, codes, HOUR, MINUTE, ownCertificate, type Story } from "./story";
import { distribution, routed } from "./watch";
import { ACCOUNT } from "./world";

const API: Service = { type: "api", host: "origin.example.net", settings: {} };
const CREATED = { distribution: { kind: "created", service: API, domainName: null } } as const;
const PROGRAM = { distribution: { kind: "program" } } as const;
const OTHER = "ffffffffffffffff";

/** Cancels a run once AWS has seen the operation. */
function cancelledAfter({ simulator }: Story, operation: string): Pick<Run, "cancelled"> {
  const before = simulator.history.count(operation);
  return { cancelled: () => simulator.history.count(operation) > before };
}
/** Where the zone leads these domains by alias. */
async function targets({ ports, zoneId, desired }: Story): Promise<string[]> {
  const sets = await ports.zones.recordSets(zoneId, desired.domains);
  assert.ok(sets.kind === "ok");
  return [...new Set(sets.value.flatMap(({ alias }) => alias?.dnsName ?? []))];
}
const made = ({ simulator, distribution: { id } }: Story) =>
  simulator.cloudfront.snapshot().filter((each) => each.id !== id && each.status !== "Deleted");
const arnOf = ({ report }: RunResult): CertificateArn => report.certificateArn as CertificateArn;

describe("a distribution that the group made", function () {
  this.timeout(60_000);

  it("deleted by somebody, is made anew, and the group's own records lead to the new one", async () => {
    const story = begin("deleted by hand", ["example.com"], { wish: CREATED });
    const first = await story.up();
    const { distributions } = story.ports;
    const there = await distributions.get(first.report.distributionId ?? "");
    assert.ok(there.kind === "ok");
    const { id, etag, config } = there.value;
    const off = { source: "default", id: null, minimumProtocolVersion: null, sslSupportMethod: null } as const;
    const disabled = await distributions.update(id, etag, config, {
      aliases: [],
      viewerCertificate: off,
      enabled: false,
    });
    assert.ok(disabled.kind === "ok");
    await story.ports.clock.sleep(HOUR);
    assert.equal((await distributions.delete(id, disabled.value.etag)).kind, "ok");
    await story.ports.clock.sleep(HOUR);
    const second = await story.up();
    assert.equal(second.end, "settled");
    assert.deepEqual(await targets(story), [second.report.distributionDomainName]);
    await story.destroy();
    assert.deepEqual([routed(story), made(story)], [[], []]);
  });

  it("decides alone whose turn it is: a replacement that ended after its claim loses nothing to its predecessor's delete", async () => {
    const story = begin("half replaced", ["example.com"], { wish: CREATED });
    const first = await story.up();
    await story.ports.clock.sleep(HOUR);
    const half = await story.up({ incarnation: OTHER, previous: null, ...cancelledAfter(story, "TagResource") });
    assert.equal(half.end, "cancelled");
    await story.ports.clock.sleep(HOUR);
    const gone = await story.up({ goal: "absent", memory: first.memory, previous: first.report });
    assert.deepEqual(
      [gone.end, made(story)[0]?.aliases, routed(story)],
      ["superseded", ["example.com"], ["example.com"]],
    );
  });

  it("with a certificate of the program is safe from a predecessor's delete too", async () => {
    const story = begin("own and superseded", ["example.com"], { wish: CREATED });
    story.desired.certificate = await ownCertificate(story, "example.com");
    const first = await story.up();
    await story.up({ incarnation: OTHER });
    await story.ports.clock.sleep(HOUR);
    const gone = await story.up({ goal: "absent", memory: first.memory, previous: first.report });
    assert.deepEqual([gone.end, routed(story)], ["superseded", ["example.com"]]);
  });

  it("leaves no access control behind when the answer to its creation was lost", async () => {
    const service: Service = {
      type: "static",
      bucket: "b.s3.eu-west-1.amazonaws.com",
      defaultRootObject: "index.html",
      settings: {},
    };
    const story = begin("lost answer", ["example.com"], {
      wish: { distribution: { ...CREATED.distribution, service } },
    });
    story.simulator.faults.inject({ kind: "lost", operation: "CreateOriginAccessControl", count: 1 });
    await story.up(cancelledAfter(story, "CreateOriginAccessControl"));
    await story.destroy();
    assert.deepEqual(
      story.simulator.cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted),
      [],
    );
  });

  it("of a server needs no permission for access controls to go", async () => {
    const story = begin("no permission", ["example.com"], { wish: CREATED });
    await story.up();
    await story.destroy();
    assert.equal(story.simulator.history.count("ListOriginAccessControls"), 0);
  });

  it("of an account that has no room for it names the quota", async () => {
    const story = begin("no room", ["example.com"], { wish: CREATED });
    story.simulator.cloudfront.quotas.distributions = 1;
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["blocked", ["QUOTA_DISTRIBUTIONS"]]);
  });
});

describe("a group that goes while one of its domains is on its way off", () => {
  it("takes that one along", async () => {
    const story = begin("leaving and gone", ["example.com", "www.example.com"]);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    story.desired.domains = story.desired.domains.slice(0, 1);
    const cut = await story.up({ deadline: story.ports.clock.now() + 20_000 });
    assert.deepEqual([cut.end, distribution(story)?.aliases.length], ["timeout", 2]);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([distribution(story)?.aliases, distribution(story)?.certificateArn], [[], null]);
    assert.deepEqual([arns(story), routed(story)], [[], []]);
  });
});

describe("certificates of the program, one after the other", function () {
  this.timeout(60_000);

  it("a swap that ended before it was attached keeps the first one the group's to take off", async () => {
    const story = begin("swap cut", ["example.com"]);
    const first = await ownCertificate(story, "example.com");
    story.desired.certificate = first;
    await story.up();
    story.desired.certificate = await ownCertificate(story, "example.com", "*.example.com");
    assert.equal((await story.up({ cancelled: () => true })).end, "cancelled");
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual(
      [distribution(story)?.aliases, distribution(story)?.certificateArn, routed(story)],
      [[], null, []],
    );
    assert.equal(arns(story).length, 2);
  });

  it("are renewed by their owner, and the guidance says so", async () => {
    const story = begin("own renewal", ["example.com"]);
    story.desired.certificate = await ownCertificate(story, "example.com");
    const { report } = await story.up();
    assert.equal(report.guidance[0]?.code, "ATTACHED_WITH_OWN");
  });
});

describe("a program that attaches", function () {
  this.timeout(60_000);

  it("is not taken for a stranger's distribution that has a name, or the certificate, alone", async () => {
    const story = begin("strangers", ["www.example.com"], { wish: PROGRAM });
    story.simulator.cloudfront.createDirect({ account: ACCOUNT, aliases: ["www.example.com"] });
    const { report } = await story.up();
    story.simulator.cloudfront.createDirect({ account: ACCOUNT, certificateArn: arnOf({ report } as RunResult) });
    await story.ports.clock.sleep(MINUTE);
    const seen = await story.refresh();
    assert.deepEqual([seen.report.distributionId, seen.report.status], [null, "APPLYING_CERTIFICATE"]);
    assert.equal(seen.report.viewerCertificate.minimumProtocolVersion, "TLSv1.2_2021");
  });

  it("is handed no certificate that is deleted: a dead one stays until its successor is issued", async () => {
    const story = begin("dead and handed out", ["example.com"], { wish: { ...PROGRAM, dns: { kind: "external" } } });
    const requested = await story.up({ deadline: story.ports.clock.now() + MINUTE });
    const [record] = requested.report.dnsRecords;
    assert.ok(record !== undefined);
    story.simulator.route53.putRecord(story.zoneId, {
      name: record.name,
      type: "CNAME",
      ttl: 300,
      values: [record.value],
    });
    const first = await story.up();
    assert.equal(first.end, "settled");
    story.simulator.acm.revoke(arnOf(first));
    story.simulator.route53.removeRecord(story.zoneId, record.name, "CNAME");
    await story.ports.clock.sleep(HOUR);
    const pending = await story.up({ deadline: story.ports.clock.now() + MINUTE });
    assert.equal(pending.report.viewerCertificate.acmCertificateArn, first.report.certificateArn);
    assert.ok(arns(story).includes(arnOf(first)));
  });
});
