/** A name that is taken, and nobody can say at once by whom. */
import assert from "node:assert/strict";
import type { Conflict } from "../../provider/core/looks";
import type { Trouble } from "../../provider/core/model";
import type { Reply } from "../../provider/ports";
import {
  aliasesOf,
  answersOf,
  attachments,
  guidanceFor,
  HALF_AN_HOUR,
  listening,
  NAMES,
  OLD,
  taken,
  theirs,
  visited,
  WWW,
} from "./holding";
import { begin, codes, HOUR, MINUTE, ownCertificate, type Story } from "./story";
import { routed } from "./watch";
import { ACCOUNT } from "./world";

const REFUSED = "CNAMEAlreadyExists";
const OTHERS = ["example.com", "shop.example.com"];
const ASK = ["cloudfront:ListDomainConflicts", "cloudfront:ListConflictingAliases"] as const;

const LED_ELSEWHERE: Trouble = {
  reason: "REFUSED",
  operation: "cloudfront:UpdateDistribution",
  code: REFUSED,
  message:
    "One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. You must update the DNS record to correct the problem.",
  passing: false,
};

/** CloudFront's answer as it would be in a world that the simulator does not have. */
function answering(story: Story, change: (told: Conflict[]) => Conflict[]): void {
  const { distributions } = story.ports;
  const conflicts = async (domain: string, id: string): Promise<Reply<Conflict[]>> => {
    const told = await distributions.conflicts(domain, id);
    return told.kind === "ok" ? { kind: "ok", value: change(told.value) } : told;
  };
  story.ports.distributions = { ...distributions, conflicts };
}

const shownAs =
  (more: Partial<Conflict>) =>
  (told: Conflict[]): Conflict[] =>
    told.map((each) => ({ ...each, ...more }));

function started(seed: string, more: Parameters<typeof begin>[2] = {}) {
  const story = begin(seed, NAMES, more);
  return { story, owner: theirs(story, [WWW, OLD]) };
}

describe("who has a name, where not every way to ask is open", function () {
  this.timeout(60_000);

  it("is asked the older way where the newer one is denied", async () => {
    const { story } = started("older way");
    story.simulator.accounts.deny(ACCOUNT, ASK[0]);
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED, "", ""]);
    assert.deepEqual(aliasesOf(story, story.distribution), OTHERS);
  });

  it("stays open where both are denied: the run says what to allow, serves on, and does not try for long", async () => {
    const { story, owner } = started("denied");
    for (const action of ASK) story.simulator.accounts.deny(ACCOUNT, action);
    const result = await story.up();
    const [first, ...more] = result.report.guidance;
    assert.deepEqual([result.end, first?.code, more], ["blocked", "ALIAS_TAKEN_UNKNOWN", []]);
    assert.match(first?.todo ?? "", /Allow cloudfront:ListDomainConflicts for the credentials/);
    // All, none, the first two, the first, the third, and then that which is left alone.
    assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED, "", REFUSED, "", "", REFUSED]);
    assert.deepEqual(first?.domains, [WWW]);
    assert.deepEqual([routed(story), aliasesOf(story, story.distribution)], [OTHERS, OTHERS]);
    story.simulator.accounts.allow(ACCOUNT, ASK[0]);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual([routed(story), aliasesOf(story, owner)], [OTHERS, [OLD, WWW]]);
  });

  it("is asked for among a served group's names: who may not ask learns which one it is, and all others stay", async () => {
    const { story } = started("denied later");
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    for (const action of ASK) story.simulator.accounts.deny(ACCOUNT, action);
    const { failures } = visited(story, ...OTHERS);
    const result = await story.up();
    assert.deepEqual(
      [guidanceFor(result, WWW)?.code, result.report.guidance[0]?.domains],
      ["ALIAS_TAKEN_UNKNOWN", [WWW]],
    );
    assert.deepEqual([failures, attachments(result)["example.com"]], [[], "ATTACHED"]);
  });

  for (const action of ["cloudfront:ListDistributions", "acm:ListTagsForCertificate"]) {
    it(`is told by CloudFront where the account may not be looked through: ${action}`, async () => {
      const { story } = started(action);
      await ownCertificate(story, "other.example.com");
      story.simulator.onCall({
        before: ({ operation }) => {
          if (operation === "UpdateDistribution") story.simulator.accounts.deny(ACCOUNT, action);
        },
        after: () => {},
      });
      const [first] = (await story.up()).report.guidance;
      assert.deepEqual([first?.code, first?.domains], ["ALIAS_TAKEN_ELSEWHERE", [WWW]]);
      assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    });
  }

  it("is one of many where nobody names it: the others come in few writes", async () => {
    const names = [...NAMES, ..."abcdefg".split("").map((each) => `${each}.example.com`)];
    const story = begin("many", names);
    theirs(story, [WWW]);
    answering(story, () => []);
    const result = await story.up();
    assert.deepEqual(result.report.guidance[0]?.domains, [WWW]);
    assert.equal(aliasesOf(story, story.distribution).length, names.length - 1);
    const written = taken(story).filter((operation) => operation === "UpdateDistribution").length;
    assert.ok(written <= 5, `${written} writes`);
  });

  for (const kind of ["throttle", "error503", "lost", "timeout"] as const) {
    it(`is asked again until it is told, by itself and with no other write: ${kind}`, async () => {
      const { story } = started(kind);
      story.simulator.faults.inject({ kind, operation: "ListDomainConflicts", count: 10 });
      const { said, onProgress } = listening();
      assert.deepEqual(codes(await story.up({ onProgress })), ["ALIAS_TAKEN_ELSEWHERE"]);
      assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED, "", ""]);
      assert.deepEqual(aliasesOf(story, story.distribution), OTHERS);
      assert.ok(said.includes("COULD_NOT_ASK") && !said.includes("ALIAS_TAKEN_UNKNOWN"), said.join());
    });
  }

  for (const [which, before] of [
    ["that attaches the certificate alone", [REFUSED]],
    ["that attaches the others", [REFUSED, ""]],
  ] as const) {
    it(`is known all the same when the answer of the write is lost ${which}`, async () => {
      const { story } = started(`lost ${which}`);
      const stop = story.simulator.onCall({
        before: () => {},
        after: () => {
          if (answersOf(story, "UpdateDistribution").length < before.length) return;
          story.simulator.faults.inject({ kind: "lost", operation: "UpdateDistribution" });
          stop();
        },
      });
      assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
      assert.deepEqual(answersOf(story, "UpdateDistribution").slice(0, before.length + 1), [...before, "ECONNRESET"]);
      assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
      assert.equal(answersOf(story, "UpdateDistribution").filter((code) => code === REFUSED).length, 1);
    });
  }
});

describe("a name that CloudFront's resolvers still see led elsewhere, when nobody else does", function () {
  this.timeout(60_000);

  it("is tried again by itself, while the others are attached and led here", async () => {
    const { ports, ...story } = begin("old answer", NAMES);
    const { distributions } = ports;
    const forgottenAt = ports.clock.now() + 3 * HOUR;
    ports.distributions = {
      ...distributions,
      update: async (id, etag, config, change) =>
        change.aliases.includes(WWW) && ports.clock.now() < forgottenAt
          ? { kind: "failed", trouble: LED_ELSEWHERE }
          : distributions.update(id, etag, config, change),
    };
    const first = await story.up();
    assert.deepEqual([first.end, first.report.guidance[0]?.domains], ["blocked", [WWW]]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    await ports.clock.sleep(3 * HOUR);
    assert.equal((await story.up()).end, "settled");
  });
});

describe("an owner that CloudFront shows otherwise than its samples do", function () {
  this.timeout(60_000);

  const shown: [what: string, more: Partial<Conflict>][] = [
    ["a longer id", { id: "********BCDEFGHIJ" }],
    ["a shorter account", { account: "*****22222" }],
    ["nothing of either", { id: "**************", account: "************" }],
    ["one character", { id: "*", account: "*" }],
    ["all of both", { id: "E1ABCDEFGHIJKL", account: "222222222222" }],
    ["a tenant of another account", { kind: "tenant", id: "***************ohWzv1b9It8JABC" }],
  ];
  for (const [what, more] of shown) {
    it(`is somebody else, and the others are attached: ${what}`, async () => {
      const { story } = started(what);
      answering(story, shownAs(more));
      const [first] = (await story.up()).report.guidance;
      assert.deepEqual([first?.code, first?.domains], ["ALIAS_TAKEN_ELSEWHERE", [WWW]]);
      assert.ok(more.id === undefined || first?.happening.includes(more.id), first?.happening);
      assert.deepEqual(aliasesOf(story, story.distribution), OTHERS);
    });
  }

  it("can't be meant by an id of stars alone: nothing is taken", async () => {
    const { story, owner } = started("stars");
    story.simulator.cloudfront.editDirect(owner.id, { enabled: false });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const stars = "**************";
    answering(story, shownAs({ id: stars }));
    story.desired.moveFrom = [stars];
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual([aliasesOf(story, owner), story.simulator.history.count("AssociateAlias")], [[OLD, WWW], 0]);
  });
});

describe("an owner that lets a name go between the refusal and the question", function () {
  this.timeout(60_000);

  it("is nobody by then; the run goes on by itself, and ends with all names once every edge has let go", async () => {
    const { story, owner } = started("goes");
    story.simulator.world.latencies.distributionReadLag = 0;
    const stop = story.simulator.onCall({
      before: () => {},
      after: ({ operation }) => {
        if (operation !== "UpdateDistribution") return;
        story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
        stop();
      },
    });
    const result = await story.up();
    assert.equal(result.end, "settled", codes(result).join());
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [[...NAMES].sort(), [...NAMES].sort()]);
  });

  it("that CloudFront never names is not waited for without end, and tries become rare", async () => {
    const { story } = started("never named");
    answering(story, () => []);
    const start = story.ports.clock.now();
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["blocked", ["ALIAS_HOLDER_GONE"]]);
    const refused = answersOf(story, "UpdateDistribution").filter((code) => code === REFUSED).length;
    assert.ok(refused > 5 && refused <= 40, `${refused} refused writes`);
    assert.ok(story.ports.clock.now() - start < 45 * MINUTE);
    assert.deepEqual([guidanceFor(result, WWW)?.domains, aliasesOf(story, story.distribution)], [[WWW], OTHERS]);
    // The certificate, and each of the others.
    assert.equal(taken(story).filter((operation) => operation === "UpdateDistribution").length, 3);
  });
});
