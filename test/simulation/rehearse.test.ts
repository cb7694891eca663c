/** The plan of a preview: what it says is what the run then does, and making it changes nothing. */
import assert from "node:assert/strict";
import type { Step } from "../../provider/core/decision";
import type { Desired } from "../../provider/core/model";
import type { Plan } from "../../provider/core/plan";
import { planText } from "../../provider/core/plan-text";
import type { Run } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import { ACCOUNT, continued, createWorld, domainNames, run, runOf, wish } from "./world";

const HOUR = 60 * 60_000;
const BRAND = domainNames("example.com", "www.example.com");

/** The operation that takes each step; tagging is no step that a plan shows. */
const OPERATIONS: { [kind in Step["kind"]]: string } = {
  requestCertificate: "RequestCertificate",
  tagCertificate: "AddTagsToCertificate",
  untagCertificate: "RemoveTagsFromCertificate",
  writeRecords: "ChangeResourceRecordSets",
  updateDistribution: "UpdateDistribution",
  moveAlias: "AssociateAlias",
  leaveDistribution: "UpdateDistribution",
  deleteFormerDistribution: "DeleteDistribution",
  deleteCertificate: "DeleteCertificate",
  createAccessControl: "CreateOriginAccessControl",
  mendAccessControl: "UpdateOriginAccessControl",
  createDistribution: "CreateDistribution",
  createTemporaryDistribution: "CreateDistributionWithTags",
  deleteTemporaryDistribution: "DeleteDistribution",
  tagDistribution: "TagResource",
  untagDistribution: "UntagResource",
  configureDistribution: "UpdateDistribution",
  deleteDistribution: "DeleteDistribution",
  deleteAccessControl: "DeleteOriginAccessControl",
};
const WRITES = new Set(Object.values(OPERATIONS));

function begin(seed: string) {
  const world = createWorld({ seed });
  const { route53, dns, cloudfront, history } = world.simulator;
  const zone = route53.createZone(ACCOUNT, "example.com");
  dns.delegate("example.com", zone.nameServers);
  const [one, two] = [cloudfront.createDirect({ account: ACCOUNT }), cloudfront.createDirect({ account: ACCOUNT })];
  const writesSince = (start: number): string[] =>
    history
      .entries()
      .slice(start)
      .filter(({ operation, code }) => WRITES.has(operation) && code === undefined)
      .map(({ operation }) => operation);

  /** What was planned, and what was done. */
  const both = async (desired: Desired, more: Partial<Run> = {}) => {
    const start = history.entries().length;
    const plan = await rehearse(runOf(world, desired, more));
    assert.deepEqual(writesSince(start), [], "a rehearsal only looks");
    const before = history.entries().length;
    const result = await run(world, desired, more);
    const planned = plan.items.flatMap((item) =>
      item.kind === "step" && !isCleanUp(item.step) ? [OPERATIONS[item.step.kind]] : [],
    );
    return { plan, result, planned, done: writesSince(before) };
  };
  return { world, zone, one: one.id, two: two.id, both };
}

/** AWS takes its time to let go of the old certificate: the run leaves it to a later one. */
const isCleanUp = (step: Step): boolean =>
  step.kind === "deleteCertificate" ||
  (step.kind === "writeRecords" &&
    step.purpose === "VALIDATION" &&
    step.changes.every(({ action }) => action === "DELETE"));

const lines = (plan: Plan): string[] => planText(plan, []).split("\n").slice(1);

describe("a plan", () => {
  it("of a new group in Route 53 is what the run then does, step by step", async () => {
    const { both, one } = begin("create");
    const { plan, result, planned, done } = await both(wish(one, BRAND));
    assert.equal(result.end, "settled");
    assert.deepEqual(planned, done);
    assert.deepEqual(lines(plan), [
      "  1. Request a certificate for example.com, www.example.com (RSA_2048).",
      "  2. Write the validation records of example.com, www.example.com to Route 53.",
      "  3. ACM checks the validation records and issues the certificate.",
      `  4. Attach the certificate and example.com, www.example.com to ${one}.`,
      "  5. CloudFront deploys certificate and domains to its edges.",
      "  6. Write the routing records of example.com, www.example.com to Route 53 (A, AAAA, HTTPS).",
      "  Then: Every edge serves example.com, www.example.com with the certificate.",
    ]);
  });

  const later: [what: string, change: (desired: Desired) => Desired][] = [
    [
      "a domain is added",
      (desired) => ({ ...desired, domains: domainNames("example.com", "www.example.com", "shop.example.com") }),
    ],
    ["a domain is removed", (desired) => ({ ...desired, domains: domainNames("example.com") })],
    [
      "one is added and one removed",
      (desired) => ({ ...desired, domains: domainNames("example.com", "shop.example.com") }),
    ],
    [
      "a domain comes under a wildcard",
      (desired) => ({ ...desired, domains: domainNames("example.com", "*.example.com") }),
    ],
    ["the key algorithm changes", (desired) => ({ ...desired, keyAlgorithm: "EC_prime256v1" })],
    ["the security policy changes", (desired) => ({ ...desired, minimumProtocolVersion: "TLSv1.2_2025" })],
    ["nothing changes", (desired) => desired],
  ];
  for (const [what, change] of later) {
    it(`is what the run then does when ${what}`, async () => {
      const { both, one, world } = begin(what);
      const first = await run(world, wish(one, BRAND));
      await world.ports.clock.sleep(HOUR);
      const { result, planned, done } = await both(change(wish(one, BRAND)), continued(first));
      assert.equal(result.end, "settled");
      assert.deepEqual(planned, done);
    });
  }

  it("of a domain less that people still lead here goes on to the end of the time that they get", async () => {
    const { both, one, world, zone } = begin("led by others");
    const external = (...names: string[]): Desired => wish(one, domainNames(...names), { dns: { kind: "external" } });
    const first = await run(world, external("example.com", "www.example.com", "shop.example.com"));
    for (const { name, value } of first.report.dnsRecords)
      world.simulator.route53.putRecord(zone.id, { name, type: "CNAME", ttl: 300, values: [value] });
    await world.ports.clock.sleep(HOUR);
    const second = await run(world, external("example.com", "www.example.com", "shop.example.com"), continued(first));
    await world.ports.clock.sleep(HOUR);
    const { plan, result, planned, done } = await both(external("example.com", "www.example.com"), continued(second));
    assert.deepEqual([plan.end, result.end], ["reached", "settled"]);
    assert.deepEqual(planned, done);
    assert.deepEqual(lines(plan), [
      "  1. Request a certificate for example.com, www.example.com (RSA_2048).",
      "  2. DNS still leads shop.example.com to the distribution, which is about to stop serving it.",
      `  3. Take shop.example.com off ${one}.`,
      "  4. ACM checks the validation records and issues the certificate.",
      `  5. Attach the certificate to ${one}.`,
      "  6. CloudFront deploys certificate and domains to its edges.",
      "  Then: Every edge serves example.com, www.example.com with the certificate.",
      "  LEAVING_STILL_LED_HERE: DNS still leads shop.example.com to the distribution, which is about to stop serving it. Change or remove its DNS record.",
      "  In a later `pulumi up`, when AWS lets go of the old certificate:",
      "  7. Delete the certificate that is no longer needed.",
    ]);
  });
});
