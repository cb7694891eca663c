/** What a group makes of a CNAME at a validation name that is not ACM's own. */
import assert from "node:assert/strict";
import type { DnsRecord } from "../../provider/core/outputs";
import type { RunResult } from "../../provider/reconcile";
import { beginQuickly } from "./drift-story";
import { codes, HOUR, type Story } from "./story";

interface Waiting extends Story {
  record: DnsRecord;
}

/** For a record that somebody else publishes, in a zone that has these already. */
async function waiting(seed: string, ...published: [name: string, target: string][]): Promise<Waiting> {
  const story = beginQuickly(seed, ["www.example.com"], { wish: { dns: { kind: "external" } } });
  for (const each of published) put(story, ...each);
  const { report } = await story.up();
  return { ...story, record: report.dnsRecords[0] ?? assert.fail(JSON.stringify(report.guidance)) };
}

function put({ simulator, zoneId }: Story, name: string, target: string): void {
  simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [target] });
}

async function later(story: Story): Promise<RunResult> {
  await story.ports.clock.sleep(HOUR);
  return story.up();
}

describe("a validation record", function () {
  this.timeout(60_000);

  it("is missing, and nobody's mistake, where a wildcard answers in its place", async () => {
    const story = await waiting("wildcard", ["*.example.com", "host.example.net"]);
    const told = await later(story);
    assert.deepEqual([told.end, codes(told)], ["waitingForYou", ["WAITING_FOR_RECORDS", "WILDCARD_STOPS"]]);
    assert.equal(told.report.dnsRecords[0]?.state, "MISSING");
    put(story, story.record.name, story.record.value);
    assert.equal((await later(story)).end, "settled");
  });

  it("is right where it leads to ACM by another name", async () => {
    const story = await waiting("led");
    put(story, story.record.name, "proof.example.com");
    put(story, "proof.example.com", story.record.value);
    const told = await later(story);
    assert.deepEqual([told.end, told.report.dnsRecords[0]?.state], ["settled", "OK"]);
  });

  it("is wrong where it leads elsewhere, and what stands there is said", async () => {
    const story = await waiting("elsewhere");
    put(story, story.record.name, "proof.example.com");
    put(story, "proof.example.com", "host.example.net");
    const told = await later(story);
    assert.deepEqual([told.end, codes(told)], ["waitingForYou", ["RECORD_WRONG"]]);
    assert.match(told.report.guidance[0]?.happening ?? "", / has proof\.example\.com\.$/);
  });
});
