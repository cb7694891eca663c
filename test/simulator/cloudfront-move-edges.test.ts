import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { acmCertificate } from "./cloudfront/bench";
import { type MovesBench, movesBench, WWW } from "./cloudfront/moves-bench";
import { second } from "./defaults";

/** By edge: the distribution that it serves the alias for. */
function serving({ simulator: { cloudfront } }: MovesBench): (string | undefined)[] {
  return Array.from({ length: cloudfront.edgeCount }, (_, edge) => {
    const answer = cloudfront.answer(edge, WWW);
    return answer.kind === "certificate" ? answer.distributionId : undefined;
  });
}

/** Looks at every edge at every second until long after all is Deployed. By edge: whom it served for, one after the other. */
async function watched(bench: MovesBench): Promise<(string | undefined)[][]> {
  const { deploy } = bench.simulator.world.latencies;
  const seen = serving(bench).map((holder) => [holder]);
  for (let elapsed = 0; elapsed <= 2 * deploy; elapsed += second) {
    for (const [edge, holder] of serving(bench).entries()) {
      if (seen[edge]?.at(-1) !== holder) seen[edge]?.push(holder);
    }
    await bench.pass(second);
  }
  return seen;
}

async function bench(seed: number): Promise<MovesBench> {
  return movesBench({ seed, latencies: { call: 0 } });
}

const seeds = [1, 2, 3, 4, 5];

describe("an alias that moves", () => {
  for (const seed of seeds) {
    it(`changes hands at one moment at each edge, at moments of their own (seed ${seed})`, async () => {
      const world = await bench(seed);
      const source = await world.having(WWW);
      const target = await world.having();
      await world.settle();
      await world.associate(target.id);
      const moments = new Set<string>();
      const { latencies } = world.simulator.world;
      for (let elapsed = 0; elapsed <= latencies.deploy; elapsed += second) {
        const holders = serving(world);
        assert.ok(holders.every((each) => each === source.id || each === target.id));
        moments.add(holders.map((each) => (each === target.id ? "new" : "old")).join());
        await world.pass(second);
      }
      assert.ok(moments.size > 2, "not all edges at once");
      assert.deepEqual(new Set(serving(world)), new Set([target.id]));
    });

    it(`is served all along while source and target have other writes under way (seed ${seed})`, async () => {
      const world = await bench(seed);
      const source = await world.having(WWW);
      await world.settle();
      const target = await world.having();
      await world.update(source.id, { Comment: "slow" });
      await world.pass(40 * second);
      await world.associate(target.id);
      await world.pass(10 * second);
      for (const { id } of [source, target]) {
        await world.pass(world.simulator.world.latencies.distributionReadLag);
        await world.update(id, { Comment: "after the move" });
      }
      assert.deepEqual(
        await watched(world),
        serving(world).map(() => [source.id, target.id]),
      );
    });

    it(`is served all along on its way to a third one and back (seed ${seed})`, async () => {
      const world = await bench(seed);
      const { id: first } = await world.having(WWW);
      const { id: next } = await world.having();
      const { id: last } = await world.having();
      await world.settle();
      for (const target of [next, last, first]) {
        await world.associate(target);
        await world.pass(15 * second);
      }
      for (const holders of await watched(world)) {
        assert.ok(!holders.includes(undefined), `${holders}`);
        assert.equal(holders.at(-1), first);
      }
    });
  }

  it("is never left to a wildcard of another distribution", async () => {
    const world = await bench(6);
    const wildcard = await world.having("*.example.com");
    await world.having(WWW);
    const target = await world.having();
    await world.settle();
    await world.associate(target.id);
    assert.ok((await watched(world)).every((holders) => !holders.includes(wildcard.id)));
  });

  it("is served with the certificate of the one that has it there", async () => {
    const world = await bench(7);
    const own = await world.certificate([WWW]);
    const source = await world.having(WWW);
    const { id } = await world.create({ ViewerCertificate: acmCertificate(own) });
    await world.settle();
    await world.associate(id);
    const { cloudfront } = world.simulator;
    const pairs = new Set<string>();
    for (let elapsed = 0; elapsed <= world.simulator.world.latencies.deploy; elapsed += second) {
      for (let edge = 0; edge < cloudfront.edgeCount; edge++) {
        const answer = cloudfront.answer(edge, WWW);
        assert.equal(answer.kind, "certificate");
        if (answer.kind === "certificate") pairs.add(`${answer.distributionId} ${answer.certificate.id === own}`);
      }
      await world.pass(second);
    }
    assert.deepEqual([...pairs].sort(), [`${source.id} false`, `${id} true`].sort());
  });

  it("arrives at a target that no edge has yet when the target does", async () => {
    const world = await bench(8);
    const source = await world.having(WWW);
    await world.settle();
    const target = await world.having();
    await world.associate(target.id);
    assert.deepEqual(
      await watched(world),
      serving(world).map(() => [source.id, target.id]),
    );
  });
});
