/** Records as resources of a program: each asks for the certificate of its group, and the group comes last. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import { arns, begin, MINUTE, type Story } from "./story";
import { run } from "./world";

const NAMES = ["example.com", "www.example.com"];
const KEYS = ["VALIDATION:example.com", "VALIDATION:www.example.com", "ROUTING:example.com", "ROUTING:www.example.com"];

function publishing(seed: string): Story {
  return begin(seed, NAMES, { wish: { dns: { kind: "publish", keys: KEYS } } });
}

/** As a record's resource wants it: the group, without its distribution. */
const asRecord = ({ desired }: Story): Desired => ({ ...desired, distribution: { kind: "program" } });

function publish({ simulator, zoneId }: Story, { dnsRecords }: Report): void {
  for (const { purpose, name, value } of dnsRecords) {
    if (purpose === "VALIDATION")
      simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
  }
}

describe("a record that a program publishes", function () {
  this.timeout(60_000);

  it("knows its value as soon as ACM has given it, and nobody has claimed the certificate", async () => {
    const story = publishing("record");
    const { end, report } = await run(story, asRecord(story), { goal: "requested" });
    assert.deepEqual([end, report.guidance.map(({ code }) => code)], ["settled", ["RECORDS_KNOWN"]]);
    assert.deepEqual(
      report.dnsRecords.map(({ key, publishedBy }) => [key, publishedBy]),
      [
        ["VALIDATION:example.com", "program"],
        ["VALIDATION:www.example.com", "program"],
      ],
    );
    assert.equal(arns(story).length, 1);
  });

  it("shares one certificate with all others of its group, although all ask at once", async () => {
    const story = publishing("at once");
    const ask = () => run(story, asRecord(story), { goal: "requested" });
    const reports = (await Promise.all([ask(), ask(), ask()])).map(({ report }) => report);
    assert.equal(arns(story).length, 1);
    const [first] = reports;
    for (const { dnsRecords } of reports) assert.deepEqual(dnsRecords, first?.dnsRecords);
  });

  it("is published, and the group goes on to the edges in one run, waiting for name servers but for nobody", async () => {
    const story = publishing("whole");
    const { report } = await run(story, asRecord(story), { goal: "requested" });
    publish(story, report);
    const { end, report: attached } = await story.up();
    assert.deepEqual([end, attached.status], ["settled", "CERTIFICATE_ATTACHED"]);
    assert.deepEqual(
      attached.guidance.map(({ code }) => code),
      ["ATTACHED", "ROUTING_BY_PROGRAM"],
    );
    assert.equal(attached.actionRequired, false);
    assert.deepEqual([...new Set(attached.dnsRecords.map(({ publishedBy }) => publishedBy))], ["program"]);
    assert.equal(arns(story).length, 1);
  });

  it("that nobody publishes is waited for as a machine's delay, and named when the time is over", async () => {
    const story = publishing("never published");
    const { end, report } = await story.up({ deadline: story.ports.clock.now() + 20 * MINUTE });
    assert.deepEqual([end, report.guidance[0]?.code], ["timeout", "RECORDS_PROPAGATING"]);
  });

  it("that somebody else publishes is no reason to wait for them", async () => {
    const story = begin("mixed", NAMES, { wish: { dns: { kind: "publish", keys: ["VALIDATION:example.com"] } } });
    const { end, report } = await story.up();
    assert.equal(end, "waitingForYou");
    assert.deepEqual(
      report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION").map(({ publishedBy }) => publishedBy),
      ["program", "you"],
    );
  });

  it("takes its certificate with it when no group has come", async () => {
    const story = publishing("unclaimed");
    await run(story, asRecord(story), { goal: "requested" });
    assert.equal((await run(story, asRecord(story), { goal: "unrequested", incarnation: "" })).end, "settled");
    assert.deepEqual(arns(story), []);
  });

  it("leaves the certificate alone once a group has claimed it, and when somebody has stripped its tags", async () => {
    const story = publishing("claimed");
    const requested = await run(story, asRecord(story), { goal: "requested" });
    publish(story, requested.report);
    await story.up();
    const goAway = () =>
      run(story, asRecord(story), { goal: "unrequested", incarnation: "", memory: requested.memory });
    assert.equal((await goAway()).end, "settled");
    const [arn] = requested.memory.requests.map((request) => request.arn);
    assert.ok(arn !== undefined);
    const tags = await story.ports.certificates.tags(arn);
    assert.ok(tags.kind === "ok");
    await story.ports.certificates.untag(arn, Object.keys(tags.value));
    await story.ports.clock.sleep(5 * MINUTE);
    await goAway();
    assert.deepEqual(arns(story), [arn]);
  });

  it("made anew while the group is served takes its value from the certificate that serves", async () => {
    const story = publishing("again");
    const requested = await run(story, asRecord(story), { goal: "requested" });
    publish(story, requested.report);
    await story.up();
    await story.ports.clock.sleep(60 * MINUTE);
    const again = await run(story, asRecord(story), { goal: "requested" });
    assert.deepEqual(
      again.report.dnsRecords.map(({ name, value }) => [name, value]),
      requested.report.dnsRecords.map(({ name, value }) => [name, value]),
    );
    assert.equal(arns(story).length, 1);
  });
});
