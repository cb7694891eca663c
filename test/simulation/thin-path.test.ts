import assert from "node:assert/strict";
import { ACCOUNT, continued, createWorld, domainNames, run, wish } from "./world";

function worldWithZone(seed: string) {
  const world = createWorld({ seed });
  const { simulator } = world;
  const zone = simulator.route53.createZone(ACCOUNT, "example.com");
  simulator.dns.delegate("example.com", zone.nameServers);
  const distribution = simulator.cloudfront.createDirect({ account: ACCOUNT });
  return { ...world, zone, distribution };
}

describe("a group on a simulated AWS", () => {
  it("goes from nothing to served in Route 53 mode, and back to nothing", async () => {
    const world = worldWithZone("thin");
    const { simulator, distribution } = world;
    const desired = wish(distribution.id, domainNames("example.com", "www.example.com", "*.example.com"));
    const made = await run(world, desired);
    assert.equal(made.end, "settled", JSON.stringify([made.report.guidance, world.said], null, 1));
    assert.equal(made.report.status, "CERTIFICATE_ATTACHED");
    assert.deepEqual(
      made.report.domains.map(({ attachment, traffic }) => [attachment, traffic]),
      Array(3).fill(["ATTACHED", "POINTING"]),
    );
    for (let edge = 0; edge < simulator.cloudfront.edgeCount; edge++) {
      for (const name of ["example.com", "www.example.com", "shop.example.com"]) {
        assert.equal(simulator.cloudfront.answer(edge, name).kind, "certificate", name);
      }
    }
    console.log(
      simulator.history
        .entries()
        .map((e) => `${e.time.slice(11, 19)} ${e.operation} ${e.status} ${e.code ?? ""}`)
        .join("\n"),
    );

    const now = world.ports.clock.now();
    const gone = await run(world, desired, {
      ...continued(made),
      goal: "absent",
      deadline: now + 3600_000,
      letGoFor: 3600_000,
    });
    assert.equal(gone.end, "settled", JSON.stringify([gone.report.guidance, world.said], null, 1));
    console.log(
      simulator.acm.snapshot(),
      simulator.cloudfront.snapshot(),
      JSON.stringify(simulator.route53.snapshot(), null, 1),
    );
    console.log(simulator.history.count(), world.said);
  });
});
