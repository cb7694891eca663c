/** A name that another distribution of the account has: the plan tells, before the run meets it. */
import assert from "node:assert/strict";
import { planText } from "../../provider/core/plan-text";
import { rehearse } from "../../provider/rehearse";
import { HALF_AN_HOUR, type Held, lead, NAMES, ours, taken, takesFrom, WWW } from "./holding";
import { begin, codes, type Story } from "./story";
import { runOf } from "./world";

async function held(seed: string): Promise<{ story: Story; owner: Held }> {
  const story = begin(seed, NAMES);
  const owner = await ours(story, WWW);
  lead(story, WWW, owner.domainName);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  story.simulator.history.clear();
  return { story, owner };
}

async function planned(story: Story): Promise<string[]> {
  const plan = await rehearse(runOf(story, story.desired));
  assert.deepEqual(taken(story), [], "a rehearsal only looks");
  return planText(plan, []).split("\n");
}

describe("a plan with a name that another distribution of the account has", function () {
  this.timeout(60_000);

  it("leaves it there, says who has it, and ends as the run does", async () => {
    const { story, owner } = await held("plan, report");
    const text = await planned(story);
    assert.deepEqual(text.slice(-5, -1), [
      `  4. Attach the certificate and example.com, shop.example.com to ${story.distribution.id}.`,
      "  5. CloudFront deploys certificate and domains to its edges.",
      "  6. Write the routing records of example.com, shop.example.com to Route 53 (A, AAAA, HTTPS).",
      "  It stops there:",
    ]);
    assert.ok(text.at(-1)?.startsWith(`  ALIAS_TAKEN_HERE: The distribution ${owner.id} of this account has ${WWW}`));
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["blocked", ["ALIAS_TAKEN_HERE"]]);
  });

  it("moves it where the program says that it may", async () => {
    const { story, owner } = await held("plan, move");
    takesFrom(story, owner);
    assert.deepEqual((await planned(story)).slice(-5), [
      `  4. Attach the certificate and example.com, shop.example.com to ${story.distribution.id}.`,
      `  5. Move ${WWW} from ${owner.id} to ${story.distribution.id}, without a gap.`,
      "  6. CloudFront deploys certificate and domains to its edges.",
      "  7. Write the routing records of example.com, www.example.com, shop.example.com to Route 53 (A, AAAA, HTTPS).",
      "  Then: Every edge serves example.com, www.example.com, shop.example.com with the certificate.",
    ]);
    assert.equal((await story.up()).end, "settled");
  });
});
