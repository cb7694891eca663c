import assert from "node:assert/strict";
import type { CertificateStatus, Desired } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import { beginQuickly, renewNothing, seenAfter, sentencesOf, settle, written } from "./drift-story";
import { arns, codes, HOUR, type Story } from "./story";
import { change, distribution, requests, watch } from "./watch";

const NAMES = ["example.com", "www.example.com"];
const DAY = 24 * HOUR;

/** ACM says this of the certificate from now on. */
function inState(story: Story, status: CertificateStatus): void {
  const [first] = arns(story);
  const { certificates } = story.ports;
  const describe: typeof certificates.describe = async (arn) => {
    const reply = await certificates.describe(arn);
    return reply.kind === "ok" && arn === first ? { ...reply, value: { ...reply.value, status } } : reply;
  };
  Object.assign(story.ports, { certificates: { ...certificates, describe } });
}

const expiryOf = ({ simulator }: Story, arn: string | null): number =>
  simulator.acm.snapshot().find((certificate) => certificate.arn === arn)?.notAfter ?? 0;

/** The same group with another certificate. */
function withCertificate({ certificateArn, certificateExpiry, viewerCertificate }: Report, report: Report): Report {
  return { ...report, certificateArn, certificateExpiry, viewerCertificate };
}

/** One request, one write at the distribution, and in the end one certificate. Gives the report after that. */
async function rotates(story: Story, before: Report): Promise<Report> {
  story.simulator.history.clear();
  const { end, report } = await story.up();
  assert.equal(end, "settled", JSON.stringify(report.guidance));
  assert.deepEqual(
    written(story).filter((operation) => /^(Request|Update)/.test(operation)),
    ["RequestCertificate", "UpdateDistribution"],
  );
  assert.notEqual(report.certificateArn, before.certificateArn);
  await story.ports.clock.sleep(2 * HOUR);
  const later = await story.up();
  assert.deepEqual([later.end, arns(story), later.memory.retiring], ["settled", [report.certificateArn], []]);
  const seen = (await story.refresh()).report;
  assert.deepEqual(seen, withCertificate(seen, before));
  return seen;
}

interface Cause {
  rule: string;
  wish?: Partial<Desired>;
  happens(story: Story): unknown;
  /** What the refresh says; `undefined`: the program itself has changed. */
  says: [code: string, happening: RegExp] | undefined;
}

const causes: Cause[] = [
  {
    rule: "its program wants another key algorithm",
    happens: (story) => Object.assign(story.desired, { keyAlgorithm: "EC_prime256v1" }),
    says: undefined,
  },
  {
    rule: "its certificate is revoked",
    happens: (story) => story.simulator.acm.revoke(arns(story)[0] ?? ""),
    says: ["CERTIFICATE_NOT_VALID", /^The certificate for example\.com, www\.example\.com is REVOKED\.$/],
  },
  {
    rule: "its certificate has expired",
    happens: (story) => story.simulator.acm.expire(arns(story)[0] ?? ""),
    says: ["CERTIFICATE_NOT_VALID", /^The certificate for example\.com, www\.example\.com is EXPIRED\.$/],
  },
  {
    rule: "its certificate is inactive",
    happens: (story) => inState(story, "INACTIVE"),
    says: ["CERTIFICATE_NOT_VALID", /^The certificate for example\.com, www\.example\.com is INACTIVE\.$/],
  },
  {
    rule: "its certificate is near its end, and ACM has not renewed it",
    happens: (story) => {
      renewNothing(story);
      return story.ports.clock.sleep(190 * DAY);
    },
    says: [
      "CERTIFICATE_EXPIRING",
      /^The certificate for example\.com, www\.example\.com expires soon, and ACM has not renewed it\.$/,
    ],
  },
];

describe("a group that needs another certificate", function () {
  this.timeout(60_000);

  for (const { rule, wish = {}, happens, says } of causes) {
    it(`${rule}: it serves with the old one until the new one is everywhere, and ends with one`, async () => {
      const story = beginQuickly(rule, NAMES, { wish });
      const before = await settle(story);
      const watched = watch(story, ...NAMES);
      const seen = await seenAfter(story, () => happens(story));
      if (says !== undefined) {
        const [code, happening] = says;
        assert.deepEqual([seen.settled, seen.guidance.map((each) => each.code)], [false, [code]]);
        assert.notEqual(seen.status, "ERROR", "the next run repairs it");
        assert.match(sentencesOf(seen, code).happening, happening);
        assert.match(sentencesOf(seen, code).todo, /^Run `pulumi up`: it requests a new one/);
      }
      await rotates(story, before);
      assert.deepEqual(watched.failures, []);
    });
  }

  it("is served by a valid one at every moment where the old one comes to its end", async () => {
    const story = beginQuickly("in time", NAMES);
    const before = await settle(story);
    const end = expiryOf(story, before.certificateArn);
    renewNothing(story);
    await story.ports.clock.sleep(end - story.ports.clock.now() - DAY);
    await story.up();
    assert.ok(story.ports.clock.now() < end);
    assert.notEqual(distribution(story)?.certificateArn, before.certificateArn);
    await story.ports.clock.sleep(2 * DAY);
    await story.up();
    const [only, ...others] = arns(story);
    assert.deepEqual([only, others], [distribution(story)?.certificateArn, []]);
    assert.ok(expiryOf(story, only ?? null) > story.ports.clock.now() + 180 * DAY);
  });

  it("keeps one that ACM still has time to renew", async () => {
    const story = beginQuickly("time left", NAMES);
    const before = await settle(story);
    const left = expiryOf(story, before.certificateArn) - story.ports.clock.now();
    renewNothing(story);
    const seen = await seenAfter(story, () => story.ports.clock.sleep(left - 15 * DAY));
    const { certificateArn, settled, guidance } = seen;
    assert.deepEqual([certificateArn, settled], [before.certificateArn, true]);
    assert.deepEqual(
      guidance.map(({ code }) => code),
      ["RENEWAL_AT_RISK", "ATTACHED"],
    );
  });

  it("gets another one where somebody has taken its certificate off and deleted it", async () => {
    const story = beginQuickly("deleted", NAMES);
    const before = await settle(story);
    const seen = await seenAfter(story, async () => {
      story.simulator.cloudfront.editDirect(story.distribution.id, { aliases: [], certificateArn: null });
      await story.ports.clock.sleep(HOUR);
      story.simulator.acm.deleteDirect(arns(story)[0] ?? "");
    });
    assert.deepEqual(
      seen.guidance.map(({ code }) => code),
      ["CERTIFICATE_GONE", "ALIASES_REMOVED", "DEFAULT_CERTIFICATE"],
    );
    assert.equal(
      sentencesOf(seen, "CERTIFICATE_GONE").happening,
      "The certificate for example.com, www.example.com has been deleted.",
    );
    await rotates(story, before);
  });
});

describe("a group whose next certificate fails", function () {
  this.timeout(60_000);

  it("FAILED: serves with the one before, and once the cause is gone requests one and ends with one", async () => {
    const story = beginQuickly("failed", NAMES);
    const before = await settle(story);
    const watched = watch(story, ...NAMES);
    const caa = (value: string) =>
      story.simulator.route53.putRecord(story.zoneId, { name: "example.com", type: "CAA", ttl: 60, values: [value] });
    caa('0 issue "letsencrypt.org"');
    change(story, ...NAMES, "shop.example.com");
    const failed = await story.up();
    assert.deepEqual([failed.end, codes(failed)[0]], ["blocked", "CAA_FORBIDS"]);
    assert.equal(distribution(story)?.certificateArn, before.certificateArn);
    caa('0 issue "amazon.com"');
    await story.ports.clock.sleep(HOUR);
    story.simulator.history.clear();
    const { end, report } = await story.up();
    assert.deepEqual([end, requests(story)], ["settled", 1], JSON.stringify(report.guidance));
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([arns(story), watched.failures], [[report.certificateArn], []]);
  });

  it("VALIDATION_TIMED_OUT: serves with the one before, requests one more, and ends with one when people publish", async () => {
    const story = beginQuickly("timed out", NAMES, { wish: { dns: { kind: "external" } } });
    await publish(story);
    const before = await settle(story);
    const watched = watch(story, ...NAMES);
    change(story, ...NAMES, "shop.example.com");
    assert.equal((await story.up()).end, "waitingForYou");
    await story.ports.clock.sleep(73 * HOUR);
    const late = await seenAfter(story, () => undefined);
    assert.deepEqual([late.settled, late.aliases], [false, before.aliases]);
    assert.equal(requests(story), 0);
    assert.equal((await story.up()).end, "waitingForYou");
    assert.equal(requests(story), 1);
    await publish(story);
    const { report } = await story.up();
    assert.equal(distribution(story)?.certificateArn, report.certificateArn);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([requests(story), arns(story), watched.failures], [1, [report.certificateArn], []]);
  });

  it("near its end, and the validation record of people is gone: the old one serves while they are asked for it", async () => {
    const story = beginQuickly("record gone", NAMES, { wish: { dns: { kind: "external" } } });
    const [first] = await publish(story);
    const before = await settle(story);
    const watched = watch(story, ...NAMES);
    story.simulator.route53.removeRecord(story.zoneId, first ?? "", "CNAME");
    await story.ports.clock.sleep(190 * DAY);
    const waiting = await story.up();
    assert.deepEqual(
      [waiting.end, codes(waiting)],
      ["waitingForYou", ["WAITING_FOR_RECORDS", "CERTIFICATE_EXPIRING", "RENEWAL_AT_RISK", "ROUTING_TO_PUBLISH"]],
    );
    assert.deepEqual(waiting.report.guidance[0]?.domains, ["example.com"]);
    assert.equal(distribution(story)?.certificateArn, before.certificateArn);
    await publish(story);
    const { end, report } = await story.up();
    assert.deepEqual([end, distribution(story)?.certificateArn], ["settled", report.certificateArn]);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([arns(story), watched.failures], [[report.certificateArn], []]);
  });
});

/** People publish what the next run asks for. Gives the names of the records. */
async function publish(story: Story): Promise<string[]> {
  const { report } = await story.up();
  const asked = report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION");
  for (const { name, value } of asked)
    story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
  await story.ports.clock.sleep(HOUR);
  return asked.map(({ name }) => name);
}

describe("a program that attaches what its group gives out", function () {
  this.timeout(60_000);

  it("keeps the expiring certificate in its outputs until the next one is issued, and the group deletes it only when it is off", async () => {
    const story = beginQuickly("program", NAMES, { wish: { distribution: { kind: "program" } } });
    const attach = ({ aliases, viewerCertificate }: Report): void => {
      const certificateArn = viewerCertificate.acmCertificateArn ?? null;
      story.simulator.cloudfront.editDirect(story.distribution.id, { aliases, certificateArn });
    };
    const before = await settle(story);
    attach(before);
    await story.ports.clock.sleep(HOUR);
    const watched = watch(story, ...NAMES);
    renewNothing(story);
    const seen = await seenAfter(story, () => story.ports.clock.sleep(190 * DAY));
    assert.deepEqual([seen.settled, seen.viewerCertificate], [false, before.viewerCertificate]);
    assert.match(sentencesOf(seen, "CERTIFICATE_EXPIRING").happening, /expires soon/);
    const { end, report } = await story.up();
    assert.deepEqual([end, report.aliases], ["settled", NAMES]);
    assert.notEqual(report.viewerCertificate.acmCertificateArn, before.viewerCertificate.acmCertificateArn);
    assert.equal(arns(story).length, 2);
    await story.ports.clock.sleep(HOUR);
    attach(report);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([arns(story), watched.failures], [[report.certificateArn], []]);
  });
});
