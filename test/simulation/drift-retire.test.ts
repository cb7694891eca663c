import assert from "node:assert/strict";
import { NEVER } from "../../provider/core/backoff";
import { sentencesOf, settle } from "./drift-story";
import { arns, begin, codes, HOUR, MINUTE, type Story } from "./story";
import { distribution } from "./watch";

const DAY = 24 * HOUR;
const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/50dc6c495c0c9188";

/** A settled group, and the ARN of the certificate that its next run replaces. */
async function beforeRotation(seed: string, inUseByLag: number): Promise<{ story: Story; old: string }> {
  const story = begin(seed, ["example.com"]);
  Object.assign(story.simulator.world.latencies, { inUseByLag });
  await settle(story);
  await story.ports.clock.sleep(inUseByLag);
  story.desired.keyAlgorithm = "EC_prime256v1";
  return { story, old: arns(story)[0] ?? "" };
}

const deletions = ({ simulator }: Story): number => simulator.history.count("DeleteCertificate");

describe("an old certificate that AWS still holds", function () {
  this.timeout(60_000);

  it("for 40 minutes: no run fails or waits for it, and a later one deletes it", async () => {
    const { story, old } = await beforeRotation("forty minutes", 40 * MINUTE);
    const swapped = await story.up();
    const end = story.ports.clock.now();
    assert.deepEqual([swapped.end, codes(swapped), arns(story).length], ["settled", ["ATTACHED"], 2]);
    assert.deepEqual(
      swapped.memory.retiring.map(({ kind, id, dueAt }) => [kind, id, dueAt - end]),
      [["certificate", old, 45 * MINUTE]],
    );
    await story.ports.clock.sleep(20 * MINUTE);
    const early = await story.up();
    assert.deepEqual(
      [early.end, codes(early), early.memory.retiring],
      ["settled", ["ATTACHED", "RETIRING"], swapped.memory.retiring],
    );
    assert.ok(story.ports.clock.now() - end < 21 * MINUTE, "it waits for nothing");
    assert.equal(deletions(story), 0, "it isn't tried while ACM says that it is in use");
    await story.ports.clock.sleep(30 * MINUTE);
    const late = await story.up();
    assert.deepEqual([late.end, codes(late), late.memory.retiring], ["settled", ["ATTACHED"], []]);
    assert.deepEqual(arns(story), [distribution(story)?.certificateArn]);
  });

  it("is no reason to call the group unfinished in a refresh, and is deleted by the run after it", async () => {
    const { story } = await beforeRotation("refreshed", 40 * MINUTE);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    story.simulator.history.clear();
    const seen = await story.refresh();
    assert.deepEqual([codes(seen), seen.report.settled, deletions(story)], [["ATTACHED", "RETIRING"], true, 0]);
    await story.up();
    assert.deepEqual([deletions(story), arns(story).length], [1, 1]);
  });

  it("is asked for ever more seldom: after 45 minutes, 6 hours, then daily, and after a week whoever AWS calls its user is named", async () => {
    const { story } = await beforeRotation("seldom", 9 * DAY);
    let { memory } = await story.up();
    const start = story.ports.clock.now();
    const due: number[] = [];
    for (let [next] = memory.retiring; next !== undefined && next.dueAt < NEVER; [next] = memory.retiring) {
      due.push(Math.round((next.dueAt - start) / MINUTE) / 60);
      await story.ports.clock.sleep(next.dueAt - story.ports.clock.now());
      const run = await story.up();
      assert.equal(run.end, "settled");
      memory = run.memory;
    }
    assert.deepEqual(due, [0.75, 6.75, 30.75, 54.75, 78.75, 102.75, 126.75, 150.75, 174.75]);
    const told = await story.up();
    assert.deepEqual(codes(told), ["HELD_BY", "ATTACHED"]);
    assert.match(sentencesOf(told.report, "HELD_BY").happening, /, is used by arn:aws:cloudfront::\d+:distribution\/E/);
  });
});

describe("an old certificate that somebody has put on a load balancer", function () {
  this.timeout(60_000);

  it("is named, fails no run, is due no more, and goes when it has been taken off there", async () => {
    const { story, old } = await beforeRotation("balancer", 25 * MINUTE);
    story.simulator.acm.setForeignUser(old, BALANCER);
    const swapped = await story.up();
    for (const days of [1, 7, 30]) {
      await story.ports.clock.sleep(days * DAY);
      const seen = await story.refresh();
      const { happening, todo } = sentencesOf(seen.report, "HELD_BY");
      assert.equal(happening, `An old certificate of the group, ${old}, is used by ${BALANCER}.`);
      assert.match(todo, /^Take it off there/);
      assert.deepEqual([seen.report.settled, seen.report.status], [true, "CERTIFICATE_ATTACHED"]);
      const next = await story.up();
      assert.deepEqual([next.end, codes(next), next.memory.retiring], ["settled", ["HELD_BY", "ATTACHED"], []]);
    }
    assert.deepEqual([swapped.end, codes(swapped), swapped.memory.retiring], ["settled", ["HELD_BY", "ATTACHED"], []]);
    assert.equal(deletions(story), 0);
    story.simulator.acm.setForeignUser(old, BALANCER, false);
    await story.ports.clock.sleep(HOUR);
    const free = await story.up();
    assert.deepEqual(
      [free.end, codes(free), arns(story)],
      ["settled", ["ATTACHED"], [distribution(story)?.certificateArn]],
    );
  });

  it("that comes there while AWS still holds it leaves the list of what is due", async () => {
    const { story, old } = await beforeRotation("later", 40 * MINUTE);
    assert.equal((await story.up()).memory.retiring.length, 1);
    story.simulator.acm.setForeignUser(old, BALANCER);
    await story.ports.clock.sleep(HOUR);
    const next = await story.up();
    assert.deepEqual(
      [next.end, next.memory.retiring, sentencesOf(next.report, "HELD_BY").happening.includes(BALANCER)],
      ["settled", [], true],
    );
  });

  it("serves the group on as long as it is the wanted one: a load balancer beside it means nothing", async () => {
    const story = begin("shared", ["example.com"]);
    const before = await settle(story);
    story.simulator.acm.setForeignUser(arns(story)[0] ?? "", BALANCER);
    await story.ports.clock.sleep(HOUR);
    assert.deepEqual((await story.refresh()).report, before);
    assert.deepEqual([(await story.up()).end, arns(story)], ["settled", [before.certificateArn]]);
  });
});
