import assert from "node:assert/strict";
import { arns, BARE, ledTo, NAMES, settled } from "./moving";
import { created, createStack, existing, type Member, places, type Stack } from "./stack";
import { HOUR } from "./story";

/** A run that ends after some call, and of which the state knows nothing. */
async function killedAfter(stack: Stack, group: Member, operation: string): Promise<void> {
  const { last } = group;
  stack.simulator.history.clear();
  await group.up({ cancelled: () => stack.simulator.history.count(operation) > 0 });
  group.last = last;
}

/** On its way from one distribution to another, and the program says the first one again. */
async function cutShort(seed: string, operation: string) {
  const stack = createStack(seed);
  const [one, two] = [stack.place(), stack.place()];
  const group = stack.group("brand", existing(one), ...NAMES);
  settled(await group.up());
  await stack.ports.clock.sleep(HOUR);
  group.desired = { ...group.desired, distribution: existing(two) };
  await killedAfter(stack, group, operation);
  await stack.ports.clock.sleep(HOUR);
  group.desired = { ...group.desired, distribution: existing(one) };
  return { stack, one, two, group };
}

describe("a move that was killed, and of which the state knows nothing", function () {
  this.timeout(60_000);

  for (const operation of ["AddTagsToCertificate", "UpdateDistribution", "AssociateAlias"]) {
    it(`after ${operation}: destroy finds the other distribution and leaves both as they were`, async () => {
      const { stack, one, two, group } = await cutShort(`killed after ${operation}`, operation);
      settled(await group.destroy());
      assert.deepEqual(places(stack), { [one]: BARE, [two]: BARE });
      assert.deepEqual([arns(stack), ledTo(stack)], [[], []]);
    });

    it(`after ${operation}: a refresh under the old arguments sees it, and the next run undoes it`, async () => {
      const { stack, one, two, group } = await cutShort(`undone after ${operation}`, operation);
      const seen = await group.refresh();
      if (operation !== "AddTagsToCertificate") assert.equal(seen.report.settled, false);
      settled(await group.up());
      assert.deepEqual(places(stack)[two], BARE);
      assert.deepEqual(places(stack)[one]?.aliases, NAMES);
      assert.deepEqual(ledTo(stack), [one]);
    });
  }

  for (const operation of ["CreateDistributionWithTags", "UpdateDistribution", "AssociateAlias"]) {
    it(`to one of its own, after ${operation}: destroy finds what it made`, async () => {
      const stack = createStack(`made, killed after ${operation}`);
      const one = stack.place();
      const group = stack.group("brand", existing(one), ...NAMES);
      settled(await group.up());
      await stack.ports.clock.sleep(HOUR);
      group.desired = { ...group.desired, distribution: created() };
      await killedAfter(stack, group, operation);
      await stack.ports.clock.sleep(HOUR);
      assert.equal(Object.keys(places(stack)).length, 2);
      group.desired = { ...group.desired, distribution: existing(one) };
      settled(await group.destroy());
      assert.deepEqual(places(stack), { [one]: BARE });
      assert.deepEqual([arns(stack), ledTo(stack)], [[], []]);
    });
  }

  it("back from one of its own, after AssociateAlias: destroy leaves the other one as it was", async () => {
    const stack = createStack("back, killed");
    const one = stack.place();
    const group = stack.group("brand", created(), ...NAMES);
    settled(await group.up());
    await stack.ports.clock.sleep(HOUR);
    group.desired = { ...group.desired, distribution: existing(one) };
    await killedAfter(stack, group, "AssociateAlias");
    await stack.ports.clock.sleep(HOUR);
    group.desired = { ...group.desired, distribution: created() };
    settled(await group.destroy());
    assert.deepEqual(places(stack), { [one]: BARE });
    assert.deepEqual([arns(stack), ledTo(stack)], [[], []]);
  });
});
