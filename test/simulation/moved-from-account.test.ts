/** A name that comes from a distribution of another account: what proves that it may, and when CloudFront lets it go. */
import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { masked } from "../simulator/cloudfront/conflicts";
import {
  aliasesOf,
  answersOf,
  asked,
  attachments,
  HALF_AN_HOUR,
  lead,
  NAMES,
  OLD,
  proofIn,
  recordsOf,
  taken,
  takesFrom,
  theirs,
  visited,
  WWW,
} from "./holding";
import { settled } from "./moving";
import { codes, type Story } from "./story";
import { routed } from "./watch";
import { ACCOUNT, domainNames, ROUTE53 } from "./world";

const OTHERS = ["example.com", "shop.example.com"];
const ALL = [...NAMES].sort();
const PROOF = `_${WWW}`;
/** What the zone has at the name of the proof, whenever somebody calls AWS. */
function proofsSeen(story: Story): string[] {
  const seen: string[] = [];
  const look = (): void => {
    const now = recordsOf(story, "TXT").join();
    if (seen.at(-1) !== now) seen.push(now);
  };
  story.simulator.onCall({ before: look, after: look });
  return seen;
}

const writeTxt = ({ simulator, zoneId }: Story, ...values: string[]): void =>
  simulator.route53.putRecord(zoneId, {
    name: PROOF,
    type: "TXT",
    ttl: 60,
    values: values.map((value) => `"${value}"`),
  });

describe("a name that is taken over from another account, in a zone of ours", function () {
  this.timeout(60_000);

  it("is proven by a TXT record that is written for that, and removed when the name is here", async () => {
    const { story, owner } = asked("proven");
    const seen = proofsSeen(story);
    settled(await story.up());
    assert.deepEqual(seen, ["", `${PROOF} "${story.distribution.domainName}"`, ""]);
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [ALL, [OLD]]);
    assert.deepEqual(routed(story), ALL);
  });

  it("moves only once every name server has the proof: CloudFront is asked one time", async () => {
    const { story } = asked("one call");
    story.simulator.onCall({
      before: ({ operation }) => {
        if (operation !== "AssociateAlias") return;
        const { dns } = story.simulator;
        for (const server of dns.delegationOf("example.com")) {
          const answer = dns.query(server, PROOF, "TXT");
          assert.ok(answer.rcode === "NOERROR" && answer.answers.length === 1, server);
        }
      },
      after: () => {},
    });
    settled(await story.up());
    assert.deepEqual(answersOf(story, "AssociateAlias"), [""]);
    assert.ok(answersOf(story, "ListDomainConflicts").length <= 12, "few questions while the proof spreads");
  });

  it("holds nobody up: the others are attached and led here even if a name server never answers", async () => {
    const { story } = asked("a server is down");
    const [server = ""] = story.simulator.dns.delegationOf("example.com");
    story.simulator.dns.setServerFault(server, "TIMEOUT");
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [ALL, ALL]);
  });

  it("may be an apex, a wildcard, or all names of the group at once", async () => {
    for (const [seed, names] of [
      ["apex", ["example.com"]],
      ["wildcard", ["example.com", "*.example.com"]],
      ["all", NAMES],
    ] as const) {
      const { story, owner } = asked(seed, { names: [...names], taking: [...names] });
      settled(await story.up());
      assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [[...names].sort(), [OLD]]);
      assert.deepEqual(recordsOf(story, "TXT"), []);
    }
  });

  it("may be taken from a distribution that is named as CloudFront shows it", async () => {
    const { story, owner } = asked("masked");
    takesFrom(story, { id: masked(owner.id) });
    settled(await story.up());
    assert.deepEqual(aliasesOf(story, owner), [OLD]);
  });

  it("is not taken from another one than the program names", async () => {
    const { story, owner } = asked("another one");
    takesFrom(story, { id: "E2QWRUHAPOMQZL" });
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual(
      [aliasesOf(story, owner), recordsOf(story, "TXT"), answersOf(story, "AssociateAlias")],
      [[OLD, WWW], [], []],
    );
  });

  it("keeps the record that leads it elsewhere, unless the group may take records over", async () => {
    for (const routing of ["create", "takeOver"] as const) {
      const { story, owner } = asked(`led, ${routing}`, {}, { wish: { dns: { ...ROUTE53, routing } } });
      lead(story, WWW, owner.domainName);
      const result = await story.up();
      settled(result);
      assert.equal(codes(result)[0], routing === "create" ? "ROUTING_LEADS_ELSEWHERE" : "ATTACHED");
      assert.equal(recordsOf(story, "CNAME").length, routing === "create" ? 1 : 0);
    }
  });

  it("stays, with a TXT record of somebody else's at that name: people put the proof beside it, and both stay", async () => {
    const { story, owner } = asked("somebody's");
    writeTxt(story, "somebody else's");
    const result = await story.up();
    assert.deepEqual(codes(result), ["ALIAS_MOVE_NEEDS_PROOF"]);
    const { state, action, publishedBy } = proofIn(result) ?? {};
    assert.deepEqual([state, action, publishedBy], ["WRONG", "CORRECT", "you"]);
    assert.deepEqual([recordsOf(story, "TXT"), aliasesOf(story, owner)], [[`${PROOF} "somebody else's"`], [OLD, WWW]]);
    writeTxt(story, "somebody else's", story.distribution.domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    settled(await story.up());
    assert.deepEqual(recordsOf(story, "TXT"), [`${PROOF} "somebody else's" "${story.distribution.domainName}"`]);
  });

  it("asks for the action that it needs, and the others are served meanwhile", async () => {
    const { story, owner } = asked("may not");
    story.simulator.accounts.deny(ACCOUNT, "cloudfront:AssociateAlias");
    const result = await story.up();
    assert.deepEqual([codes(result), attachments(result)["example.com"]], [["FORBIDDEN"], "ATTACHED"]);
    assert.deepEqual([routed(story), aliasesOf(story, owner)], [OTHERS, [OLD, WWW]]);
  });

  for (const kind of ["lost", "error500After", "throttle", "timeout"] as const) {
    it(`is here when the answer of the move fails: ${kind}`, async () => {
      const { story, owner } = asked(`move ${kind}`);
      story.simulator.faults.inject({ kind, operation: "AssociateAlias" });
      settled(await story.up());
      assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [ALL, [OLD]]);
      assert.deepEqual(recordsOf(story, "TXT"), []);
    });
  }
});

describe("a name whose distribution in the other account is enabled", function () {
  this.timeout(60_000);

  it("stays there, served: what must happen is said, after one try", async () => {
    const { story, owner } = asked("enabled", { enabled: true });
    const { failures } = visited(story, WWW, OLD);
    const result = await story.up();
    const [first, ...more] = result.report.guidance;
    assert.deepEqual(
      [result.end, first?.code, first?.domains, more],
      ["blocked", "ALIAS_MOVE_NEEDS_DISABLED", [WWW], []],
    );
    assert.ok(first?.happening.includes(masked(owner.id)));
    assert.deepEqual(answersOf(story, "AssociateAlias"), ["IllegalUpdate"]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story), failures], [OTHERS, OTHERS, []]);
    const { state, action } = proofIn(result) ?? {};
    assert.deepEqual([state, action], ["OK", "KEEP"]);
  });

  it("is tried once in each run, and comes with the one after it was disabled", async () => {
    const { story, owner } = asked("disabled later", { enabled: true });
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    assert.deepEqual(codes(await story.up()), ["ALIAS_MOVE_NEEDS_DISABLED"]);
    assert.deepEqual([answersOf(story, "AssociateAlias"), taken(story)], [["IllegalUpdate"], []]);
    story.simulator.cloudfront.editDirect(owner.id, { enabled: false });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const { failures } = visited(story, ...OTHERS);
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, owner), routed(story), recordsOf(story, "TXT"), failures], [[OLD], ALL, [], []]);
  });

  it("comes without a gap by the wildcard over it, step by step as the sentence says", async () => {
    const { story, owner } = asked("by the wildcard", { enabled: true });
    lead(story, WWW, owner.domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const { failures } = visited(story, WWW, OLD);
    const [first] = (await story.up()).report.guidance;
    const steps = (first?.todo ?? "").split(/(?::|\.) (?=add|Then)/).slice(1);
    assert.deepEqual(steps, [
      "add that wildcard to this group and run `pulumi up`",
      "Then lead the name's DNS here",
      "Then take the name off there, and run `pulumi up` when that is deployed",
      "Then take the wildcard out of the group.",
    ]);
    story.desired.domains = domainNames(...NAMES, "*.example.com");
    assert.deepEqual(codes(await story.up()), ["ALIAS_MOVE_NEEDS_DISABLED"]);
    lead(story, WWW, story.distribution.domainName);
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    settled(await story.up());
    story.desired.domains = domainNames(...NAMES);
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner), failures], [ALL, [OLD], []]);
  });

  it("has no such way where another distribution has the wildcard: nothing changes, and that is said", async () => {
    const { story, owner } = asked("no wildcard to be had", { enabled: true });
    await story.up();
    const { failures } = visited(story, WWW, OLD);
    theirs(story, ["*.example.com"]);
    story.desired.domains = domainNames(...NAMES, "*.example.com");
    assert.deepEqual(codes(await story.up()).sort(), ["ALIAS_MOVE_NEEDS_DISABLED", "ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual(
      [aliasesOf(story, story.distribution), aliasesOf(story, owner), failures],
      [OTHERS, [OLD, WWW], []],
    );
  });

  const givenUp: [how: string, act: (story: Story) => Promise<RunResult>][] = [
    [
      "the program names it no more",
      (story) => {
        takesFrom(story);
        return story.up();
      },
    ],
    [
      "the program wants the name no more",
      (story) => {
        story.desired.domains = domainNames(...OTHERS);
        return story.up();
      },
    ],
    ["the group goes", (story) => story.destroy()],
  ];
  for (const [how, act] of givenUp) {
    it(`leaves no proof in the zone when ${how}`, async () => {
      const { story, owner } = asked(`given up: ${how}`, { enabled: true });
      await story.up();
      assert.equal(recordsOf(story, "TXT").length, 1);
      await story.ports.clock.sleep(HALF_AN_HOUR);
      await act(story);
      assert.deepEqual([recordsOf(story, "TXT"), aliasesOf(story, owner)], [[], [OLD, WWW]]);
    });
  }
});
