/** A name that a tenant of a multi-tenant distribution has, as CloudFront would answer: the simulator has no tenants. */
import assert from "node:assert/strict";
import type { Conflict } from "../../provider/core/looks";
import type { Reply } from "../../provider/ports";
import {
  aliasesOf,
  guidanceFor,
  HALF_AN_HOUR,
  type Held,
  NAMES,
  OLD,
  proofIn,
  recordsOf,
  theirs,
  WWW,
} from "./holding";
import { begin, type Story } from "./story";
import { ACCOUNT } from "./world";

const TENANT = "dt_2wjMzsyFxqIZohWzv1b9It8JABC";
const SHOWN = "***************ohWzv1b9It8JABC";
const OTHERS = ["example.com", "shop.example.com"];

/** Whoever has a name is shown as a tenant of that account. */
function heldByTenant(seed: string, account: string): { story: Story; owner: Held } {
  const story = begin(seed, NAMES);
  const owner = theirs(story, [WWW, OLD], { enabled: false });
  const { distributions } = story.ports;
  const conflicts = async (domain: string, id: string): Promise<Reply<Conflict[]>> => {
    const told = await distributions.conflicts(domain, id);
    if (told.kind !== "ok") return told;
    return { kind: "ok", value: told.value.map((each) => ({ ...each, kind: "tenant", id: SHOWN, account })) };
  };
  story.ports.distributions = { ...distributions, conflicts };
  return { story, owner };
}

const HERE = `******${ACCOUNT.slice(6)}`;
const ELSEWHERE = "******222222";

describe("a name that a tenant has", function () {
  this.timeout(60_000);

  it("is said with a command that shows the tenant, where it is of the account", async () => {
    const { story } = heldByTenant("tenant", HERE);
    const { code, commands } = guidanceFor(await story.up(), WWW) ?? {};
    assert.equal(code, "ALIAS_TAKEN_BY_TENANT");
    assert.deepEqual(commands, [`aws cloudfront get-distribution-tenant-by-domain --domain "${WWW}"`]);
  });

  for (const [whose, account, expected] of [
    ["the account", HERE, "ALIAS_TAKEN_BY_TENANT"],
    ["another account", ELSEWHERE, "ALIAS_TAKEN_ELSEWHERE"],
  ] as const) {
    it(`stays there even if the program names it, a tenant of ${whose}: nothing is moved or proven, and what works is said`, async () => {
      const { story, owner } = heldByTenant(`named: ${whose}`, account);
      story.desired.moveFrom = [TENANT, SHOWN];
      const result = await story.up();
      const { code, todo = "" } = guidanceFor(result, WWW) ?? {};
      assert.equal(code, expected);
      assert.match(todo, /`aws cloudfront update-distribution-tenant`/);
      assert.doesNotMatch(todo, /moveFrom/);
      assert.deepEqual([result.end, result.report.settled], ["blocked", false]);
      assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [OTHERS, [OLD, WWW]]);
      assert.deepEqual([proofIn(result), recordsOf(story, "TXT")], [undefined, []]);
      assert.equal(story.simulator.history.count("AssociateAlias"), 0);
    });
  }

  it("comes with the next run after it was taken off there", async () => {
    const { story, owner } = heldByTenant("lets go", HERE);
    await story.up();
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual(aliasesOf(story, story.distribution), [...NAMES].sort());
  });
});
