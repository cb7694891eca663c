/** A name that somebody outside of the account may have: a plan does not promise what CloudFront is known to refuse. */
import assert from "node:assert/strict";
import type { Plan } from "../../provider/core/plan";
import { planText } from "../../provider/core/plan-text";
import type { Ports } from "../../provider/ports";
import { rehearse } from "../../provider/rehearse";
import { asked, HALF_AN_HOUR, type Held, lead, NAMES, ours, taken, takesFrom, theirs, WWW } from "./holding";
import { begin, codes, type Story } from "./story";
import { ROUTE53, runOf } from "./world";

type Wish = NonNullable<Parameters<typeof begin>[2]>["wish"];

async function ledAway(seed: string, wish: Wish = {}, aliases = [WWW]): Promise<{ story: Story; owner: Held }> {
  const story = begin(seed, NAMES, { wish });
  const owner = theirs(story, aliases);
  lead(story, WWW, owner.domainName);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  story.simulator.history.clear();
  return { story, owner };
}

async function planned(story: Story, ports: Partial<Ports> = {}): Promise<{ plan: Plan; text: string }> {
  const plan = await rehearse(runOf({ ports: { ...story.ports, ...ports } }, story.desired));
  assert.deepEqual(taken(story), [], "a rehearsal only looks");
  return { plan, text: planText(plan, []) };
}

const attachLine = (text: string): string => text.split("\n").find((line) => line.includes("Attach")) ?? "";

describe("a plan with a name that DNS leads to a distribution which is none of the account's", function () {
  this.timeout(60_000);

  it("attaches the others, says where the name is led, and promises no more", async () => {
    const { story, owner } = await ledAway("led away");
    const { plan, text } = await planned(story);
    assert.equal(plan.end, "open");
    assert.deepEqual(text.split("\n").slice(-5), [
      `  4. Attach the certificate and example.com, shop.example.com to ${story.distribution.id}.`,
      "  5. CloudFront deploys certificate and domains to its edges.",
      "  6. Write the routing records of example.com, shop.example.com to Route 53 (A, AAAA, HTTPS).",
      "  What follows depends on what is there by then.",
      `  ALIAS_LED_ELSEWHERE: DNS leads ${WWW} to ${owner.domainName}, which is no distribution of this account: CloudFront refuses an alias that DNS leads to another distribution. Lead it to your own distribution, or remove the record; resolvers keep what they know for its TTL.`,
    ]);
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["blocked", ["ALIAS_TAKEN_ELSEWHERE"]]);
  });

  const others: [what: string, wish: Wish, aliases: string[]][] = [
    ["of a group that may take over its routing records", { dns: { ...ROUTE53, routing: "takeOver" } }, [WWW]],
    ["of a group whose records people publish", { dns: { kind: "external" } }, [WWW]],
    ["that has not the name", {}, ["other.example.net"]],
  ];
  for (const [what, wish, aliases] of others) {
    it(`says so ${what}`, async () => {
      const { story } = await ledAway(what, wish, aliases);
      const { text } = await planned(story);
      assert.match(attachLine(text), /Attach the certificate and example\.com, shop\.example\.com to /);
      assert.match(text, /\n {2}ALIAS_LED_ELSEWHERE: DNS leads www\.example\.com to /);
      assert.doesNotMatch(text, /Then: Every edge|ALIAS_TAKEN/);
    });
  }

  it("takes nobody for a stranger where the account's distributions can't be listed", async () => {
    const { story } = await ledAway("not listed");
    const list = async () => ({
      kind: "failed" as const,
      trouble: {
        reason: "FORBIDDEN" as const,
        operation: "cloudfront:ListDistributions",
        code: "AccessDenied",
        message: "",
        passing: false,
      },
    });
    const { text } = await planned(story, { distributions: { ...story.ports.distributions, list } });
    assert.doesNotMatch(text, /ALIAS_LED_ELSEWHERE/);
    assert.match(text, /Could not be looked at, .*cloudfront:ListDistributions \(AccessDenied\)/);
  });

  it("takes it where another distribution of the account is led to that has not the name", async () => {
    const story = begin("led within", NAMES);
    lead(story, WWW, (await ours(story, "old.example.com")).domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    const { text } = await planned(story);
    assert.match(attachLine(text), /example\.com, www\.example\.com, shop\.example\.com/);
  });
});

describe("a plan of a group that is to take names from a distribution which the account does not list", function () {
  this.timeout(60_000);

  for (const enabled of [true, false]) {
    it(`says what that needs, and promises no more (${enabled ? "enabled" : "disabled"})`, async () => {
      const { story, owner } = asked(`unlisted ${enabled}`, { enabled });
      await story.ports.clock.sleep(HALF_AN_HOUR);
      story.simulator.history.clear();
      const { plan, text } = await planned(story);
      assert.equal(plan.end, "open");
      assert.ok(attachLine(text).endsWith(` to ${story.distribution.id}, but for what ${owner.id} has.`), text);
      assert.ok(
        text.endsWith(
          `\n  No distribution of this account is ${owner.id}: what another account has there comes once that distribution is disabled, and a TXT record with the value ${story.distribution.domainName} at _.example.com, _www.example.com, _shop.example.com proves that it may; in its own hosted zones the \`pulumi up\` writes it.`,
        ),
        text,
      );
      assert.doesNotMatch(text, /Then: Every edge/);
    });
  }

  it("leaves out a name that DNS leads to a distribution of strangers, which is the one that is meant", async () => {
    const { story, owner } = await ledAway("unlisted and led");
    takesFrom(story, owner);
    const { text } = await planned(story);
    assert.ok(attachLine(text).endsWith(`example.com, shop.example.com to ${story.distribution.id}.`), text);
    assert.match(text, /at _www\.example\.com proves/);
    assert.doesNotMatch(text, /Then: Every edge|ALIAS_LED_ELSEWHERE/);
  });
});
