import assert from "node:assert/strict";
import { arnsOf, createPlace, HOUR, type Place, writesOf } from "./laptop";
import { createPublishing, type Program, type Publishing } from "./publishing";

const BOTH: Program = { names: ["example.com", "www.example.com"] };
const ONE: Program = { names: ["example.com"] };
const renamed = (program: Program): Program => ({ ...program, about: { stack: "prod" } });
const roleArn = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
const by = (role: string, program: Program): Program => ({
  ...program,
  about: { aws: { assumeRoles: [{ roleArn: roleArn(role) }] } },
});

interface Stage {
  place: Place;
  publishing: Publishing;
  /** An `up` to its good end, and then an hour. */
  settle(program: Program): Promise<void>;
  /** Ends with nothing of the group in the state or in ACM. */
  leavesNothing(): Promise<void>;
}

function stageOf(what: string): Stage {
  const place = createPlace(what);
  const publishing = createPublishing(place);
  return {
    place,
    publishing,
    settle: async (program) => {
      assert.equal(await publishing.up(program), undefined);
      await place.ports.clock.sleep(HOUR);
    },
    leavesNothing: async () => {
      assert.equal(await publishing.destroy(), undefined);
      assert.deepEqual([publishing.stack.resources.size, arnsOf(place)], [0, []]);
    },
  };
}

describe("records that a program publishes, when its stack is renamed", function () {
  this.timeout(60_000);

  it("are no change, as their group is none", async () => {
    const { place, publishing, settle } = stageOf("renamed");
    await settle(BOTH);
    writesOf(place);
    assert.deepEqual(await publishing.changes(renamed(BOTH)), []);
    assert.equal(await publishing.up(renamed(BOTH)), undefined);
    assert.equal(place.simulator.history.count(), 0);
  });

  it("go with their domains, although the group's new certificate is the renamed stack's", async () => {
    const { publishing, settle, leavesNothing } = stageOf("renamed, one less");
    await settle(BOTH);
    await settle(renamed(ONE));
    assert.deepEqual([...publishing.stack.resources.keys()], ["example.com", "brand"]);
    await leavesNothing();
  });
});

describe("records that a program publishes, when it goes by another role and the one before is gone", function () {
  this.timeout(60_000);

  async function changed(what: string): Promise<Stage> {
    const stage = stageOf(what);
    await stage.settle(by("old", BOTH));
    stage.publishing.goneRoles.add(roleArn("old"));
    return stage;
  }

  it("are no change: the group alone is", async () => {
    const { publishing } = await changed("another role");
    assert.deepEqual(await publishing.changes(by("new", BOTH)), ["brand"]);
  });

  it("go with their domains, in the same `up` or in a later one", async () => {
    const same = await changed("one less at once");
    await same.settle(by("new", ONE));
    const later = await changed("one less later");
    await later.settle(by("new", BOTH));
    await later.settle(by("new", ONE));
    for (const { publishing } of [same, later])
      assert.deepEqual([...publishing.stack.resources.keys()], ["example.com", "brand"]);
  });

  it("go with their group, by the role that it goes by", async () => {
    const { settle, leavesNothing } = await changed("all go");
    await settle(by("new", BOTH));
    await leavesNothing();
  });
});
