import assert from "node:assert/strict";
import type { CertificateArn } from "../../provider/core/model";
import type { Run } from "../../provider/reconcile";
import { sentencesOf } from "./drift-story";
import { arns, begin, codes, HOUR, ownCertificate, type Story } from "./story";
import { ACCOUNT, continued, domainNames, run, wish } from "./world";

const MINUTE = 60_000;
const EXTERNAL = { dns: { kind: "external" } } as const;
const NOBODY = { source: "default", id: null, minimumProtocolVersion: null, sslSupportMethod: null } as const;
const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/x/1";
const FORBIDDING = { name: "example.com", type: "CAA", ttl: 60, values: ['0 issue ";"'] } as const;

const records = ({ simulator }: Story): string[] =>
  simulator.route53.snapshot().flatMap((zone) => zone.records.map(({ name, type }) => `${name} ${type}`));
const certificateOf = ({ report }: { report: { certificateArn: string | null } }): CertificateArn =>
  report.certificateArn as CertificateArn;

/** Cancels a run as soon as its memory says so. */
function until(when: (memory: Run["memory"]) => boolean): Pick<Run, "cancelled" | "onProgress"> {
  let cancelled = false;
  return {
    cancelled: () => cancelled,
    onProgress: (_, memory) => {
      cancelled ||= when(memory);
    },
  };
}

describe("an odd but possible world", function () {
  this.timeout(60_000);

  it("a certificate that something else uses too is no reason for another one", async () => {
    const story = begin("shared", ["example.com"]);
    const certificateArn = certificateOf(await story.up());
    story.simulator.cloudfront.createDirect({ account: ACCOUNT, certificateArn });
    await story.ports.clock.sleep(2 * HOUR);
    assert.equal((await story.refresh()).report.settled, true);
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual(arns(story), [certificateArn]);
  });

  it("leaving keeps the validation record of a certificate that something else uses, and says what stays", async () => {
    const story = begin("held by others", ["example.com"]);
    const arn = certificateOf(await story.up());
    story.simulator.acm.setForeignUser(arn, LOAD_BALANCER);
    await story.ports.clock.sleep(HOUR);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual(arns(story), [arn]);
    assert.equal(records(story).filter((record) => record.endsWith("CNAME")).length, 1);
    assert.ok(story.said.some((message) => message.includes(arn)));
    assert.ok(story.said.some((message) => message.includes("These DNS records stay")));
  });

  it("leaving keeps the routing records of aliases that the user's own certificate serves by now", async () => {
    const story = begin("taken back", ["www.example.com"]);
    await story.up();
    const own = await ownCertificate(story, "www.example.com");
    const now = await story.ports.distributions.get(story.distribution.id);
    assert.ok(now.kind === "ok");
    const viewerCertificate = { ...now.value.viewerCertificate, id: own };
    await story.ports.distributions.update(now.value.id, now.value.etag, now.value.config, {
      aliases: ["www.example.com"],
      viewerCertificate,
    });
    await story.ports.clock.sleep(HOUR);
    const before = records(story).filter((record) => record.startsWith("www"));
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual(
      records(story).filter((record) => record.startsWith("www")),
      before,
    );
  });

  it("leaving seconds after the request leaves no certificate behind", async () => {
    const story = begin("early", ["example.com"]);
    assert.equal((await story.up(until(({ requests }) => requests.length > 0))).end, "cancelled");
    assert.equal((await story.destroy()).end, "settled");
    await story.ports.clock.sleep(HOUR);
    assert.deepEqual(arns(story), []);
  });

  it("nor does it when the request's answer was lost", async () => {
    const story = begin("lost", ["example.com"]);
    story.simulator.faults.inject({ kind: "lost", operation: "RequestCertificate", count: 1 });
    assert.equal((await story.up(until(({ refusals }) => refusals.length > 0))).end, "cancelled");
    assert.equal((await story.destroy()).end, "settled");
    await story.ports.clock.sleep(HOUR);
    assert.deepEqual(arns(story), []);
  });

  it("leaving in the middle of a deployment restores the site's own certificate", async () => {
    const story = begin("deploying", ["live.example.com"]);
    const certificateArn = await ownCertificate(story, "live.example.com", "new.example.com");
    const live = story.simulator.cloudfront.createDirect({
      account: ACCOUNT,
      aliases: ["live.example.com"],
      certificateArn,
    });
    const desired = wish(live.id, domainNames("live.example.com", "new.example.com"));
    const begun = await run(
      story,
      desired,
      until(({ lastWrite }) => lastWrite !== null),
    );
    assert.equal(begun.end, "cancelled");
    const now = story.ports.clock.now();
    const gone = await run(story, desired, {
      ...continued(begun),
      goal: "absent",
      deadline: now + 2 * HOUR,
      letGoFor: HOUR,
    });
    assert.equal(gone.end, "settled", JSON.stringify(gone.report.guidance));
    const after = await story.ports.distributions.get(live.id);
    assert.ok(after.kind === "ok");
    assert.deepEqual([after.value.aliases, after.value.viewerCertificate.id], [["live.example.com"], certificateArn]);
  });

  for (const [what, first, second] of [
    ["more names", ["example.com", "www.example.com", "tpyo.example.com"], ["example.com", "www.example.com"]],
    ["a wildcard that covers", ["example.com", "*.example.com"], ["example.com", "www.example.com"]],
  ] as const) {
    it(`a pending certificate with ${what} is not waited for`, async () => {
      const story = begin(what, [...first], { wish: EXTERNAL });
      const left = await story.up();
      await story.ports.clock.sleep(HOUR);
      const desired = wish(story.distribution.id, domainNames(...second), EXTERNAL);
      const next = await run(story, desired, { incarnation: "fedcba9876543210" });
      assert.notEqual(next.report.certificateArn, left.report.certificateArn);
      assert.deepEqual(
        next.report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION").flatMap(({ domains }) => domains),
        [...second],
      );
    });
  }

  it("a distribution that another group took while we waited is left to it", async () => {
    const story = begin("two groups", ["*.example.com"], { wish: EXTERNAL });
    const ours = story.up({
      desired: { ...story.desired, waitFor: "attached" },
      deadline: story.ports.clock.now() + 8 * HOUR,
    });
    await story.ports.clock.sleep(5 * MINUTE);
    const other = { groupId: "org/other/stack/a", owner: "org/other/stack" };
    const theirs = await run(story, wish(story.distribution.id, domainNames("a.example.com"), other));
    assert.equal(theirs.end, "settled");
    const pending = story.simulator.acm.snapshot().find(({ names }) => names.includes("*.example.com"));
    for (const { name, value } of pending?.records ?? []) {
      story.simulator.route53.putRecord(story.zoneId, {
        name: name.replace(/\.$/, ""),
        type: "CNAME",
        ttl: 300,
        values: [value],
      });
    }
    const result = await ours;
    assert.deepEqual([result.end, codes(result)[0]], ["blocked", "DISTRIBUTION_HELD"]);
    const there = await story.ports.distributions.get(story.distribution.id);
    assert.equal(there.kind === "ok" && there.value.viewerCertificate.id, theirs.report.certificateArn);
  });

  it("a change of the viewer certificate by somebody else is waited for, however long it deploys", async () => {
    const story = begin("slow", ["example.com"]);
    story.simulator.world.latencies.deploy = 25 * MINUTE;
    await story.up();
    const now = await story.ports.distributions.get(story.distribution.id);
    assert.ok(now.kind === "ok");
    await story.ports.distributions.update(now.value.id, now.value.etag, now.value.config, {
      aliases: [],
      viewerCertificate: NOBODY,
    });
    await story.ports.clock.sleep(90_000);
    assert.equal((await story.up()).end, "settled");
  });

  it("certificates that nobody validated do not pile up", async () => {
    const story = begin("never", ["example.com"], { wish: EXTERNAL });
    for (let time = 0; time < 4; time++) {
      assert.equal((await story.up()).end, "waitingForYou");
      await story.ports.clock.sleep(73 * HOUR);
    }
    assert.equal(arns(story).length, 1);
  });

  it("a certificate deleted by hand in the middle of a run is requested anew", async () => {
    const story = begin("deleted", ["example.com"], { wish: EXTERNAL });
    const arn = certificateOf(await story.up());
    await story.ports.clock.sleep(HOUR);
    const certificates = {
      ...story.ports.certificates,
      tag: async (...args: Parameters<typeof story.ports.certificates.tag>) => {
        if (args[0] === arn) await story.ports.certificates.delete(arn);
        return story.ports.certificates.tag(...args);
      },
    };
    const next = await story.up({ ports: { ...story.ports, certificates }, incarnation: "fedcba9876543210" });
    assert.equal(next.end, "waitingForYou", JSON.stringify(next.report.guidance));
    assert.notEqual(next.report.certificateArn, arn);
  });

  it("the validation record goes in the end, also when the first certificate failed", async () => {
    const story = begin("second", ["example.com"]);
    story.simulator.route53.putRecord(story.zoneId, { ...FORBIDDING, values: [...FORBIDDING.values] });
    await story.up();
    story.simulator.route53.removeRecord(story.zoneId, "example.com", "CAA");
    await story.ports.clock.sleep(5 * MINUTE);
    assert.equal((await story.up()).end, "settled");
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual(records(story), ["example.com NS", "example.com SOA"]);
  });

  it("a value that AWS changes by itself ends the run instead of being written again and again", async () => {
    const story = begin("stubborn", ["example.com"], { wish: { minimumProtocolVersion: "TLSv1.2_2021" } });
    const { distributions } = story.ports;
    const changed = <T extends Awaited<ReturnType<typeof distributions.get>>>(reply: T): T =>
      reply.kind === "ok"
        ? {
            ...reply,
            value: {
              ...reply.value,
              viewerCertificate: { ...reply.value.viewerCertificate, minimumProtocolVersion: "TLSv1.2_2025" },
            },
          }
        : reply;
    const ports = {
      ...story.ports,
      distributions: {
        ...distributions,
        get: async (id: string) => changed(await distributions.get(id)),
        update: async (...args: Parameters<typeof distributions.update>) =>
          changed(await distributions.update(...args)),
      },
    };
    const result = await story.up({ ports });
    assert.deepEqual([result.end, codes(result)[0]], ["blocked", "NOT_KEPT"]);
    assert.match(sentencesOf(result.report, "NOT_KEPT").happening, /^AWS accepted a change of the distribution, and/);
    assert.equal(story.simulator.history.count("UpdateDistribution"), 1);
  });

  it("while a successor is pending, the last good certificate is what the outputs hand out", async () => {
    const story = begin("revoked", ["example.com"], { wish: { ...EXTERNAL } });
    const made = begin("revoked too", ["example.com"]);
    const first = await made.up();
    await made.ports.clock.sleep(HOUR);
    const next = await made.up({
      desired: { ...made.desired, keyAlgorithm: "EC_prime256v1" },
      ...until(({ requests }) => requests.length > 1),
    });
    assert.equal(next.end, "cancelled");
    assert.deepEqual(
      [next.report.aliases, next.report.viewerCertificate.acmCertificateArn],
      [["example.com"], certificateOf(first)],
    );
    assert.equal(story.simulator.history.count(), 0);
  });

  it("a certificate that AWS has let go of since does not make a refresh unsettled", async () => {
    const story = begin("let go", ["example.com"]);
    const first = await story.up();
    story.simulator.acm.revoke(certificateOf(first));
    await story.ports.clock.sleep(HOUR);
    assert.equal((await story.up()).end, "settled");
    await story.ports.clock.sleep(2 * HOUR);
    assert.equal((await story.refresh()).report.settled, true);
    assert.equal((await story.up()).end, "settled");
    assert.equal(arns(story).length, 1);
  });

  it("a released certificate is swept by a later run of another group of the same owner that sees it", async () => {
    const story = begin("sweep", ["example.com"]);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    await story.up({ goal: "absent", letGoFor: MINUTE });
    assert.equal(arns(story).length, 1);
    await story.ports.clock.sleep(2 * HOUR);
    const other = wish(story.distribution.id, domainNames("example.com"), { groupId: "org/project/stack/other" });
    assert.equal((await run(story, other)).end, "settled");
    assert.equal(arns(story).length, 1);
  });
});
