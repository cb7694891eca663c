/** What no new request mends is requested once: each request counts against the yearly quota. */
import assert from "node:assert/strict";
import type { Ports } from "../../provider/ports";
import type { RunResult } from "../../provider/reconcile";
import { arns, begin, codes, HOUR, type Story } from "./story";

const requests = ({ simulator }: Story): number => simulator.history.count("RequestCertificate");

/** Four runs, an hour after each other. */
async function fourUps(story: Story, ports: Ports = story.ports): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (let run = 0; run < 4; run += 1) {
    results.push(await story.up({ ports }));
    await story.ports.clock.sleep(HOUR);
  }
  return results;
}

/** ACM fails whatever is requested, soon after. */
function failing({ ports, simulator }: Story, reason: string): Ports {
  const request: Ports["certificates"]["request"] = async (...wanted) => {
    const reply = await ports.certificates.request(...wanted);
    await ports.clock.sleep(3000);
    if (reply.kind === "ok") simulator.acm.failCertificate(reply.value, reason);
    return reply;
  };
  return { ...ports, certificates: { ...ports.certificates, request } };
}

/** What the guidance says: the command that it gives. */
function deleteAsTold({ simulator }: Story, result: RunResult | undefined): void {
  const [command = ""] = result?.report.guidance.flatMap(({ commands }) => commands) ?? [];
  simulator.acm.deleteDirect(/--certificate-arn (\S+)$/.exec(command)?.[1] ?? "");
}

describe("a certificate that failed", function () {
  this.timeout(60_000);

  it("because CAA could not be read is requested once, until the name servers answer", async () => {
    const story = begin("deaf", ["example.com"]);
    await story.ports.clock.sleep(HOUR);
    const { dns } = story.simulator;
    const servers = dns.zones().flatMap(({ name, nameServers }) => (name === "example.com" ? nameServers : []));
    for (const server of servers) dns.setServerFault(server, "SERVFAIL", "CAA");
    const results = await fourUps(story);
    assert.equal(requests(story), 1);
    for (const result of results) {
      assert.equal(result.end, "blocked");
      assert.deepEqual(codes(result), ["CAA_FAILED_UNSEEN", "CAA_UNREADABLE"]);
    }
    for (const server of servers) dns.setServerFault(server, null, "CAA");
    const { end } = await story.up();
    assert.deepEqual([end, requests(story), arns(story).length], ["settled", 2, 1]);
  });

  it("without a reason is requested once, until somebody deletes it as the guidance says", async () => {
    const story = begin("other", ["example.com"]);
    const results = await fourUps(story, failing(story, "OTHER"));
    assert.equal(requests(story), 1);
    for (const result of results) assert.deepEqual([result.end, codes(result)[0]], ["blocked", "ISSUANCE_OTHER"]);
    deleteAsTold(story, results.at(-1));
    await story.ports.clock.sleep(HOUR);
    const { end } = await story.up();
    assert.deepEqual([end, requests(story), arns(story).length], ["settled", 2, 1]);
  });
});
