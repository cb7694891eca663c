/** What a refresh says long before a certificate ends, where ACM will not be able to renew it. */
import assert from "node:assert/strict";
import type { CertificateArn } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import { beginQuickly, renewNothing, seenAfter, sentencesOf, settle } from "./drift-story";
import { codes, HOUR, ownCertificate, type Story } from "./story";

const NAMES = ["example.com", "www.example.com"];
const DAY = 24 * HOUR;

const codesOf = ({ guidance }: Report): string[] => guidance.map(({ code }) => code);
const whyOf = (report: Report): string =>
  sentencesOf(report, "RENEWAL_AT_RISK").happening.replace(/^ACM will not be able to renew the certificate for /, "");

interface Settled extends Story {
  before: Report;
  validation: { name: string; value: string };
}

/** Everything is published by people. */
async function external(seed: string): Promise<Settled> {
  const story = beginQuickly(seed, NAMES, { wish: { dns: { kind: "external" } } });
  const { report } = await story.up();
  for (const { name, value } of report.dnsRecords) put(story, name, value);
  await story.ports.clock.sleep(HOUR);
  const before = await settle(story);
  const [validation] = before.dnsRecords;
  assert.ok(validation !== undefined);
  return { ...story, before, validation };
}

function put({ simulator, zoneId }: Story, name: string, value: string, type: "CNAME" | "CAA" = "CNAME"): void {
  simulator.route53.putRecord(zoneId, { name, type, ttl: 300, values: [value] });
}

/** To so many days before the certificate's end. */
async function passTo({ ports, before }: Settled, days: number): Promise<void> {
  await ports.clock.sleep(Date.parse(before.certificateExpiry ?? "") - days * DAY - ports.clock.now());
}

describe("the renewal of a group's certificate", function () {
  this.timeout(60_000);

  it("is nobody's business: it serves for years without a run, and a refresh says nothing", async () => {
    const story = await external("years");
    for (const days of [140, 30, 150]) {
      await story.ports.clock.sleep(days * DAY);
      const { report } = await story.refresh();
      assert.deepEqual(codesOf(report), codesOf(story.before));
      assert.ok(Date.parse(report.certificateExpiry ?? "") > story.ports.clock.now() + 30 * DAY);
    }
  });

  it("is at risk when people have removed a validation record, until they put it back", async () => {
    const story = await external("removed");
    const { name, value } = story.validation;
    const gone = await seenAfter(story, () => story.simulator.route53.removeRecord(story.zoneId, name, "CNAME"));
    assert.deepEqual(codesOf(gone).slice(0, 2), ["RENEWAL_AT_RISK", "VALIDATION_RECORD_GONE"]);
    assert.equal(whyOf(gone), "example.com: a validation record is not in DNS.");
    assert.equal(gone.settled, true, "no run can mend it");
    await passTo(story, 40);
    assert.equal(
      whyOf((await story.refresh()).report),
      "example.com, www.example.com: a validation record is not in DNS; it has tried, and can't validate every domain.",
    );
    put(story, name, value);
    await story.ports.clock.sleep(DAY);
    const mended = await story.refresh();
    assert.deepEqual(codes(mended), codesOf(story.before));
    assert.ok(Date.parse(mended.report.certificateExpiry ?? "") > story.ports.clock.now() + 190 * DAY);
  });

  it("is at risk when a validation record has another value", async () => {
    const story = await external("changed");
    const wrong = await seenAfter(story, () => put(story, story.validation.name, "_typo.acm-validations.aws"));
    assert.deepEqual(codesOf(wrong).slice(0, 2), ["RENEWAL_AT_RISK", "VALIDATION_RECORD_WRONG"]);
    assert.equal(whyOf(wrong), "example.com: a validation record has another value.");
  });

  const taken: [rule: string, put: (story: Settled) => void][] = [
    [
      "lacks the underscore before its value",
      (story) => put(story, story.validation.name, story.validation.value.slice(1)),
    ],
    [
      "leads to ACM by another name",
      (story) => {
        put(story, story.validation.name, "proof.example.com");
        put(story, "proof.example.com", story.validation.value);
      },
    ],
  ];
  for (const [rule, change] of taken) {
    it(`is at no risk where a validation record ${rule}: ACM renews by it`, async () => {
      const story = await external(rule);
      assert.deepEqual(codesOf(await seenAfter(story, () => change(story))), codesOf(story.before));
      await passTo(story, 40);
      const { report } = await story.refresh();
      assert.deepEqual(codesOf(report), codesOf(story.before));
      assert.ok(Date.parse(report.certificateExpiry ?? "") > story.ports.clock.now() + 190 * DAY);
    });
  }

  it("is at risk when CAA forbids it, and has failed when it was due", async () => {
    const story = await external("caa");
    const forbidden = await seenAfter(story, () => put(story, "example.com", '0 issue "letsencrypt.org"', "CAA"));
    assert.deepEqual(codesOf(forbidden).slice(0, 2), ["RENEWAL_AT_RISK", "CAA_FORBIDS_RENEWAL"]);
    assert.equal(whyOf(forbidden), "example.com, www.example.com: CAA does not let Amazon issue.");
    await passTo(story, 40);
    assert.equal(
      whyOf((await story.refresh()).report),
      "example.com, www.example.com: CAA does not let Amazon issue; its last try failed (CAA_ERROR).",
    );
    put(story, "example.com", '0 issue "amazon.com"', "CAA");
    await story.ports.clock.sleep(DAY);
    assert.deepEqual(codes(await story.refresh()), codesOf(story.before));
  });

  it("is not called at risk where name servers fail at questions for CAA: that is said, and changes nothing else", async () => {
    const story = await external("deaf");
    const fail = (fault: "SERVFAIL" | "TIMEOUT" | null) =>
      story.simulator.dns.setServerFault("example.com", fault, "CAA");
    const deaf = await seenAfter(story, () => fail("SERVFAIL"));
    // Of each name by itself.
    assert.deepEqual([...new Set(codesOf(deaf))], ["CAA_UNREADABLE", ...codesOf(story.before)]);
    assert.deepEqual([deaf.status, deaf.settled], [story.before.status, true]);
    assert.deepEqual((await story.refresh()).report.guidance, deaf.guidance);
    fail("TIMEOUT");
    assert.deepEqual(codes(await story.refresh()), codesOf(story.before), "this machine may just be kept from asking");
    fail(null);
    assert.deepEqual(codes(await story.refresh()), codesOf(story.before));
  });

  it("is at risk where ACM does not see what we see", async () => {
    const story = await external("unseen");
    story.simulator.route53.removeRecord(story.zoneId, story.validation.name, "CNAME");
    await passTo(story, 44);
    put(story, story.validation.name, story.validation.value);
    await story.ports.clock.sleep(HOUR / 2);
    const { report } = await story.refresh();
    assert.equal(whyOf(report), "example.com, www.example.com: it has tried, and can't validate every domain.");
    await story.ports.clock.sleep(DAY);
    assert.deepEqual(codes(await story.refresh()), codesOf(story.before));
  });

  it("of the program's own certificate is the program's business", async () => {
    const story = beginQuickly("own", NAMES);
    const arn: CertificateArn = await ownCertificate(story, ...NAMES);
    Object.assign(story.desired, { certificate: arn });
    const before = await settle(story);
    const seen = await seenAfter(story, async () => {
      put(story, "example.com", '0 issue "letsencrypt.org"', "CAA");
      await story.ports.clock.sleep(160 * DAY);
    });
    assert.deepEqual(codesOf(seen), codesOf(before));
  });

  it("of the program's own certificate is the program's, and is called for while there is time", async () => {
    const story = beginQuickly("own, near its end", NAMES);
    renewNothing(story);
    const arn: CertificateArn = await ownCertificate(story, ...NAMES);
    Object.assign(story.desired, { certificate: arn });
    const before = { ...story, before: await settle(story), validation: { name: "", value: "" } };
    for (const [days, expected] of [
      [35, []],
      [25, ["OWN_CERTIFICATE_EXPIRING"]],
    ] as const) {
      await passTo(before, days);
      const { report } = await story.refresh();
      assert.deepEqual(codesOf(report), [...expected, ...codesOf(before.before)]);
      assert.equal(report.settled, true);
    }
  });

  it("is at risk when it is overdue, though nothing is known to be wrong", async () => {
    const story = await external("overdue");
    renewNothing(story);
    await passTo(story, 35);
    assert.ok(!codesOf((await story.refresh()).report).includes("RENEWAL_AT_RISK"));
    await passTo(story, 25);
    const { report } = await story.refresh();
    assert.equal(whyOf(report), "example.com, www.example.com: it should have done so by now, and has not.");
  });

  it("is at risk when the program's own record is gone: Pulumi makes it again, not people", async () => {
    const keys = NAMES.map((name) => `VALIDATION:${name}`);
    const story = beginQuickly("by the program", NAMES, { wish: { dns: { kind: "publish", keys } } });
    const { report } = await story.up({ deadline: story.ports.clock.now() + HOUR });
    for (const { name, value } of report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION"))
      put(story, name, value);
    await story.ports.clock.sleep(HOUR);
    const [record] = (await settle(story)).dnsRecords;
    const gone = await seenAfter(story, () =>
      story.simulator.route53.removeRecord(story.zoneId, record?.name ?? "", "CNAME"),
    );
    assert.deepEqual(codesOf(gone).slice(0, 2), ["RENEWAL_AT_RISK", "VALIDATION_RECORD_BY_PROGRAM"]);
  });
});
