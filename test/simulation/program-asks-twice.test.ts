/** What is made to ask who has a name, where reads show it late: none is left, and none is forgotten. */
import assert from "node:assert/strict";
import type { Creation, Reply } from "../../provider/ports";
import { CREATION, contested, left, noteIn, temporaries } from "./attaching";
import { answersOf, HALF_AN_HOUR, WWW } from "./holding";
import { arns, codes, type Story } from "./story";

const SECOND = 1000;

/** Neither its id nor a list leads to it for so long after its creation. `number`: the first, the second, ... */
function showingLate(story: Story, lagOf: (number: number) => number): void {
  const { distributions, clock } = story.ports;
  const made: { id: string; at: number }[] = [];
  const isHidden = (id: string): boolean => {
    const index = made.findIndex((each) => each.id === id);
    const at = made[index]?.at;
    return at !== undefined && clock.now() - at < lagOf(index + 1);
  };
  story.ports.distributions = {
    ...distributions,
    create: async (...settings) => {
      const reply = await distributions.create(...settings);
      if (reply.kind === "ok" && reply.value.kind === "created")
        made.push({ id: reply.value.distribution.id, at: clock.now() });
      return reply;
    },
    list: async () => {
      const listed = await distributions.list();
      return listed.kind === "ok" ? { ...listed, value: listed.value.filter(({ id }) => !isHidden(id)) } : listed;
    },
    get: async (id) => (isHidden(id) ? { kind: "absent" } : distributions.get(id)),
  };
}

const LOST: Reply<Creation> = {
  kind: "failed",
  trouble: {
    reason: "UNAVAILABLE",
    operation: "cloudfront:CreateDistribution",
    code: "ECONNRESET",
    message: "socket hang up",
    passing: true,
  },
};

/** The answer to its creation is lost, and the run is over. */
async function lostCreation(seed: string, lagOf: (number: number) => number): Promise<Story> {
  const { story } = await contested(seed);
  showingLate(story, lagOf);
  const { distributions } = story.ports;
  story.ports.distributions = {
    ...distributions,
    create: async (...settings) => {
      const reply = await distributions.create(...settings);
      return reply.kind === "ok" && temporaries(story).length === 1 && left(story).length === 1 ? LOST : reply;
    },
  };
  const result = await story.up({ cancelled: () => temporaries(story).length > 0 });
  story.ports.distributions = distributions;
  assert.deepEqual([result.end, left(story).length, noteIn(story)], ["cancelled", 1, "yes 1"]);
  story.simulator.history.clear();
  return story;
}

describe("a distribution that asks, and that reads show late", function () {
  this.timeout(60_000);

  for (const lag of [8, 20, 40, 55]) {
    it(`is waited for by the next run, which makes no second one: after ${lag} s`, async () => {
      const story = await lostCreation(`late ${lag}`, () => lag * SECOND);
      assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
      assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [1, [], "no 1"]);
      assert.ok(!answersOf(story, CREATION).includes(""), "a second one was made");
    });

    it(`is waited for by the run that has made it: after ${lag} s`, async () => {
      const { story } = await contested(`made ${lag}`);
      showingLate(story, () => lag * SECOND);
      assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
      assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [1, [], "no 1"]);
    });
  }

  it("is found before the note is closed when a second one was made in its place", async () => {
    const story = await lostCreation("too late", (number) => (number === 1 ? 100 : 0) * SECOND);
    assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
    assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [2, [], "no 2"]);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([left(story), arns(story)], [[], []]);
  });

  it("is not forgotten by a run whose time is up before lists show it", async () => {
    const story = await lostCreation("no time", () => 30 * SECOND);
    // There is no reason to ask any more.
    const { dns } = story.ports;
    story.ports.dns = { ...dns, lead: async (name) => (name === WWW ? { kind: "nothing" } : dns.lead(name)) };
    const result = await story.up({ deadline: story.ports.clock.now() + SECOND });
    assert.deepEqual([result.end, result.report.settled, noteIn(story)], ["timeout", false, "yes 1"]);
    assert.equal((await story.up()).report.settled, true);
    assert.deepEqual([left(story), noteIn(story)], [[], "no 1"]);
  });
});
