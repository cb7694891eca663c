import assert from "node:assert/strict";
import { emptyMemory } from "../../provider/core/memory";
import type { CertificateArn } from "../../provider/core/model";
import type { RunResult } from "../../provider/reconcile";
import { attach, PROGRAM } from "./attaching";
import { arns, begin, codes, HOUR, MINUTE, type Story } from "./story";

const NAMES = ["example.com", "www.example.com"];

const attachments = ({ report }: RunResult): string[] => report.domains.map(({ attachment }) => attachment);
const updates = ({ simulator }: Story): number =>
  simulator.history.entries().filter(({ operation }) => operation === "UpdateDistribution").length;

describe("a group whose program attaches", function () {
  this.timeout(60_000);

  it("is settled once its certificate is issued, hands it over, and writes no distribution", async () => {
    const story = begin("program", NAMES, PROGRAM);
    const { end, report } = await story.up();
    assert.equal(end, "settled");
    assert.deepEqual([report.settled, report.status, report.reached], [true, "APPLYING_CERTIFICATE", "issued"]);
    assert.deepEqual(report.aliases, NAMES);
    assert.equal(report.viewerCertificate.acmCertificateArn, report.certificateArn);
    assert.equal(report.viewerCertificate.cloudfrontDefaultCertificate, undefined);
    assert.deepEqual(
      report.guidance.map(({ code }) => code),
      ["FOR_THE_PROGRAM_TO_ATTACH"],
    );
    assert.equal(report.actionRequired, false);
    assert.deepEqual([report.distributionId, report.distributionDomainName], [null, null]);
    assert.equal(updates(story), 0);
  });

  it("gives no ROUTING records: it does not know the distribution", async () => {
    const { report } = await begin("program records", NAMES, PROGRAM).up();
    assert.deepEqual([...new Set(report.dnsRecords.map(({ purpose }) => purpose))], ["VALIDATION"]);
  });

  it("is CERTIFICATE_ATTACHED when a refresh sees certificate and aliases on a distribution of the account", async () => {
    const story = begin("program attached", NAMES, PROGRAM);
    const issued = await story.up();
    assert.deepEqual(attachments(issued), ["ATTACHING", "ATTACHING"]);
    await attach(story, issued);
    const seen = await story.refresh();
    assert.equal(seen.report.status, "CERTIFICATE_ATTACHED");
    assert.deepEqual(attachments(seen), ["ATTACHED", "ATTACHED"]);
    assert.deepEqual([seen.report.distributionId, codes(seen)], [story.distribution.id, ["ATTACHED"]]);
  });

  it("waits for people: what it would hand out earlier is nothing", async () => {
    const story = begin("program external", NAMES, { wish: { ...PROGRAM.wish, dns: { kind: "external" } } });
    const { end, report } = await story.up({ deadline: story.ports.clock.now() + 10 * MINUTE });
    assert.deepEqual([end, report.aliases], ["timeout", []]);
    assert.equal(report.viewerCertificate.cloudfrontDefaultCertificate, true);
  });

  it("hands over a successor when its certificate is revoked, keeps the last good set until then, and retires the old one when nothing uses it", async () => {
    const story = begin("program rotation", NAMES, PROGRAM);
    const first = await story.up();
    await attach(story, first);
    story.simulator.acm.revoke(first.report.certificateArn as CertificateArn);
    const pending = await story.up({ deadline: story.ports.clock.now() + 1000 });
    assert.deepEqual([pending.end, pending.report.aliases], ["timeout", NAMES]);
    assert.equal(pending.report.viewerCertificate.acmCertificateArn, first.report.certificateArn);
    const second = await story.up();
    assert.equal(second.end, "settled");
    assert.notEqual(second.report.certificateArn, first.report.certificateArn);
    assert.equal(second.report.viewerCertificate.acmCertificateArn, second.report.certificateArn);
    assert.equal(arns(story).length, 2, "the old one is in use");
    assert.equal(second.memory.retiring.length, 1);
    await attach(story, second);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual(arns(story), [second.report.certificateArn]);
  });

  it("takes its certificate up again when the state is lost, although the program's distribution uses it", async () => {
    const story = begin("program forgotten", NAMES, PROGRAM);
    const first = await story.up();
    await attach(story, first);
    await story.ports.clock.sleep(2 * HOUR);
    const memory = emptyMemory(story.ports.clock.now());
    const again = await story.up({ memory, previous: null, incarnation: "ffffffffffffffff" });
    assert.deepEqual([again.end, again.report.certificateArn], ["settled", first.report.certificateArn]);
    assert.deepEqual(arns(story), [first.report.certificateArn]);
  });

  it("leaves nothing behind once the program's distribution is gone, and never writes that distribution", async () => {
    const story = begin("program gone", NAMES, PROGRAM);
    const issued = await story.up();
    await attach(story, issued);
    await attach(story, { ...issued, report: { ...issued.report, aliases: [], viewerCertificate: NOTHING } });
    const before = updates(story);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([arns(story), updates(story)], [[], before]);
  });

  it("tags its certificate as released while the program's distribution keeps it", async () => {
    const story = begin("program keeps", NAMES, PROGRAM);
    await attach(story, await story.up());
    assert.equal((await story.destroy()).end, "settled");
    assert.equal(arns(story).length, 1);
    assert.match(story.said.join("\n"), /AWS still calls the certificate .* in use/);
  });
});

const NOTHING = {
  cloudfrontDefaultCertificate: true,
  acmCertificateArn: undefined,
  sslSupportMethod: undefined,
  minimumProtocolVersion: undefined,
} as const;
