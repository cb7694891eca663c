/** A name of the group that somebody else has in CloudFront: who it is, and how it comes over. */
import assert from "node:assert/strict";
import type { DomainName } from "../../provider/core/domain-name";
import type { Desired } from "../../provider/core/model";
import { reconcile } from "../../provider/reconcile";
import { ACCOUNT, codes, continued, createWorld, domainNames, ROUTE53, run, wish } from "./world";

const OTHER = "222222222222";
const NAMES = domainNames("example.com", "www.example.com", "shop.example.com");
const HOUR = 60 * 60_000;

function begin(seed: string, more: Partial<Desired> = {}, names: DomainName[] = NAMES) {
  const world = createWorld({ seed });
  const { route53, dns, cloudfront } = world.simulator;
  const zone = route53.createZone(ACCOUNT, "example.com");
  dns.delegate("example.com", zone.nameServers);
  const { id } = cloudfront.createDirect({ account: ACCOUNT });
  const desired = wish(id, names, more);
  const attachmentOf = (result: Awaited<ReturnType<typeof reconcile>>) =>
    Object.fromEntries(result.report.domains.map(({ name, attachment }) => [name, attachment]));
  const aliases = () => cloudfront.snapshot().find((each) => each.id === id)?.aliases ?? [];
  return { world, zone, id, desired, attachmentOf, aliases };
}

describe("a name that another account has", () => {
  it("is found, its owner is shown as CloudFront shows it, and the others are attached meanwhile", async () => {
    const { world, desired, attachmentOf, aliases } = begin("elsewhere");
    const theirs = world.simulator.cloudfront.addForeignOwner("www.example.com", OTHER);
    const result = await run(world, desired);
    assert.equal(result.end, "blocked");
    assert.deepEqual(attachmentOf(result), {
      "example.com": "ATTACHED",
      "www.example.com": "ERROR_ATTACHING",
      "shop.example.com": "ATTACHED",
    });
    assert.deepEqual([...aliases()].sort(), ["example.com", "shop.example.com"]);
    const [first] = result.report.guidance;
    assert.equal(first?.code, "ALIAS_TAKEN_ELSEWHERE");
    assert.deepEqual(first?.domains, ["www.example.com"]);
    assert.match(first?.happening ?? "", /\*\*\*\*\*\*222222/);
    assert.ok(theirs === undefined || true);
    assert.equal(codes(result).filter((code) => code.startsWith("ALIAS_")).length, 1);
  });
});
