import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import type { RunResult } from "../../provider/reconcile";
import { arns, BARE, ledTo, NAMES, settled, toPlace } from "./moving";
import { created, createStack, existing, type Member, places, type Stack } from "./stack";
import { HOUR } from "./story";

const FOR_A_BUCKET: Desired["distribution"] = {
  kind: "created",
  service: { type: "static", bucket: "b.s3.eu-west-1.amazonaws.com", defaultRootObject: "index.html", settings: {} },
  domainName: null,
};

const accessControls = ({ simulator }: Stack): number =>
  simulator.cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted).length;

function gone(group: Member, distribution: Desired["distribution"]): Promise<RunResult> {
  group.desired = { ...group.desired, distribution };
  return group.destroy();
}

/** A run that ends after some call, and of which the state knows nothing. */
async function killedAfter(stack: Stack, group: Member, operation: string): Promise<void> {
  const { last, before } = group;
  stack.simulator.history.clear();
  await group.up({ cancelled: () => stack.simulator.history.count(operation) > 0 });
  Object.assign(group, { last, before });
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

  for (const [next, go] of [
    ["the program says the first distribution again", (group: Member, one: string) => toPlace(group, existing(one))],
    ["the program wants one for a server now", (group: Member) => toPlace(group, created())],
    ["all is destroyed", (group: Member, one: string) => gone(group, existing(one))],
    ["all is destroyed, with one for a server in the program", (group: Member) => gone(group, created())],
  ] as const) {
    it(`to one of its own for a bucket, after CreateOriginAccessControl: nothing of that is left when ${next}`, async () => {
      const stack = createStack(`for a bucket, ${next}`);
      const one = stack.place();
      const group = stack.group("brand", existing(one), ...NAMES);
      settled(await group.up());
      await stack.ports.clock.sleep(HOUR);
      group.desired = { ...group.desired, distribution: FOR_A_BUCKET };
      await killedAfter(stack, group, "CreateOriginAccessControl");
      assert.equal(accessControls(stack), 1);
      await stack.ports.clock.sleep(HOUR);
      settled(await go(group, one));
      assert.equal(accessControls(stack), 0);
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
