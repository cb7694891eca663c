/** The question who has a name, where CloudFront answers it late, or not for every name. */
import assert from "node:assert/strict";
import type { Trouble } from "../../provider/core/model";
import type { Reply } from "../../provider/ports";
import { attach, contested, left, noteIn, PROGRAM, temporaries } from "./attaching";
import { aliasesOf, answersOf, guidanceFor, HALF_AN_HOUR, lead, listening, NAMES, theirs, WWW } from "./holding";
import { begin, codes, MINUTE, type Story } from "./story";
import { change } from "./watch";
import { ACCOUNT } from "./world";

const OTHERS = ["example.com", "shop.example.com"];
const SHOP = "shop.example.com";
const SECOND = 1000;

const failed = (code: string, reason: Trouble["reason"] = "REFUSED"): Reply<never> => ({
  kind: "failed",
  trouble: { reason, operation: "cloudfront:ListDomainConflicts", code, message: "why", passing: false },
});
const NOT_KNOWN: Reply<never> = { kind: "absent" };

/** What CloudFront says of the asker or the name at first: of a certificate that it has not seen yet, of an asker that it does not know, of a proxy. */
const FIRST: [what: string, reply: Reply<never>][] = [
  ["InvalidArgument", failed("InvalidArgument")],
  ["an asker that it does not know", NOT_KNOWN],
  ["an answer that can't be read", failed("UnreadableAnswer", "UNREADABLE")],
];

type Question = { domain: string; since: number };

/** Answers of its own, in place of CloudFront's. `since`: how long ago the first question was. */
function answering(story: Story, answer: (question: Question) => Reply<never> | undefined): void {
  const { distributions, clock } = story.ports;
  let first: number | undefined;
  story.ports.distributions = {
    ...distributions,
    conflicts: async (domain, id) => {
      first ??= clock.now();
      return answer({ domain, since: clock.now() - first }) ?? distributions.conflicts(domain, id);
    },
  };
}

describe("the question who has a name, on the group's distribution", function () {
  this.timeout(60_000);

  for (const [what, reply] of FIRST) {
    it(`is asked again for a while before its failure counts: ${what}`, async () => {
      const story = begin(what, NAMES);
      theirs(story, [WWW]);
      answering(story, ({ since }) => (since < 15 * SECOND ? reply : undefined));
      const { said, onProgress } = listening();
      const result = await story.up({ onProgress });
      assert.deepEqual(codes(result), ["ALIAS_TAKEN_ELSEWHERE"]);
      assert.deepEqual(aliasesOf(story, story.distribution), OTHERS);
      assert.ok(said.includes("COULD_NOT_ASK") && !said.includes("ALIAS_TAKEN_UNKNOWN"), said.join());
    });
  }

  it("that fails for one name is answered for the others", async () => {
    const story = begin("one of three", NAMES);
    theirs(story, [WWW]);
    answering(story, ({ domain }) => (domain === SHOP ? failed("InvalidArgument") : undefined));
    const result = await story.up();
    assert.deepEqual(
      [guidanceFor(result, WWW)?.code, aliasesOf(story, story.distribution)],
      ["ALIAS_TAKEN_ELSEWHERE", OTHERS],
    );
  });

  it("that fails for good says what AWS answered and how to ask by hand, and nothing of permissions", async () => {
    const story = begin("for good", NAMES);
    theirs(story, [WWW]);
    answering(story, () => failed("InvalidArgument"));
    const told = guidanceFor(await story.up(), WWW);
    assert.equal(told?.code, "ALIAS_TAKEN_UNKNOWN");
    assert.match(told.happening, /\(cloudfront:ListDomainConflicts: InvalidArgument\)/);
    assert.doesNotMatch(`${told.todo} ${told.next}`, /Allow|credentials/);
    assert.match(told.next, /next `pulumi up` asks again/);
    assert.match(told.commands.join(), /aws cloudfront list-domain-conflicts --domain/);
  });

  it("is asked for a minute and no longer where it fails for good: after that once for each refused write", async () => {
    const story = begin("not for long", NAMES);
    theirs(story, [WWW]);
    const late: string[] = [];
    answering(story, ({ domain, since }) => {
      if (since > 1.5 * MINUTE) late.push(domain);
      return failed("InvalidArgument");
    });
    await story.up();
    assert.deepEqual(late, [...new Set(late)]);
  });
});

describe("the question who has a name, where the program attaches", function () {
  this.timeout(60_000);

  for (const [what, reply] of FIRST) {
    it(`is asked again for a while, and what asks stays so long: ${what}`, async () => {
      const { story } = await contested(`program ${what}`);
      answering(story, ({ since }) => (since < 15 * SECOND ? reply : undefined));
      const result = await story.up();
      assert.deepEqual(
        [result.end, codes(result)[0], result.report.aliases],
        ["settled", "ALIAS_TAKEN_ELSEWHERE", OTHERS],
      );
      assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [1, [], "no 1"]);
    });

    it(`that fails for good hands the name out, says so, and is asked again by the next run: ${what}`, async () => {
      const { story } = await contested(`program for good ${what}`);
      let isBroken = true;
      answering(story, () => (isBroken ? reply : undefined));
      const { end, report } = await story.up();
      const [first] = report.guidance;
      assert.deepEqual(
        [end, first?.code, first?.domains, report.aliases, report.settled],
        ["settled", "ALIAS_OWNER_UNASKED", [WWW], NAMES, false],
      );
      assert.doesNotMatch(first?.todo ?? "", /Allow/);
      assert.match(first?.commands.join() ?? "", new RegExp(`list-domain-conflicts --domain "${WWW}"`));
      assert.deepEqual(left(story), []);
      isBroken = false;
      assert.equal(codes(await story.up())[0], "ALIAS_TAKEN_ELSEWHERE");
    });
  }

  it("that fails for one name is answered for the others", async () => {
    const { story } = await contested("program, one of two");
    lead(story, SHOP, "main.d1234.amplifyapp.com");
    answering(story, ({ domain }) => (domain === SHOP ? failed("InvalidArgument") : undefined));
    const result = await story.up();
    assert.deepEqual(
      [guidanceFor(result, WWW)?.code, guidanceFor(result, SHOP)?.code, result.report.aliases],
      ["ALIAS_TAKEN_ELSEWHERE", "ALIAS_OWNER_UNASKED", OTHERS],
    );
  });

  it("is not given up by a run that waits for the certificate alone while AWS throttles it", async () => {
    const { story } = await contested("throttled", { wish: { ...PROGRAM.wish, waitFor: "issued" } });
    story.simulator.faults.inject({ kind: "throttle", operation: "ListDomainConflicts", count: 5 });
    const result = await story.up();
    assert.deepEqual([codes(result)[0], left(story)], ["ALIAS_TAKEN_ELSEWHERE", []]);
  });
});

describe("a name of which DNS tells nothing, where the program attaches", function () {
  this.timeout(60_000);

  /** Port 53 is closed. */
  function blind(story: Story, isBlind: () => boolean = () => true): Story {
    const { dns } = story.ports;
    story.ports.dns = { ...dns, lead: async (name) => (isBlind() ? { kind: "unknown" } : dns.lead(name)) };
    return story;
  }

  const answered = (story: Story): number =>
    answersOf(story, "ListDomainConflicts").filter((code) => code === "").length;

  it("is asked for: it may be somebody's", async () => {
    const { story } = await contested("blind");
    const result = await blind(story).up();
    assert.deepEqual([codes(result)[0], result.report.aliases], ["ALIAS_TAKEN_ELSEWHERE", OTHERS]);
    assert.deepEqual([temporaries(story).length, left(story)], [1, []]);
  });

  it("is asked for once where nobody has it, and again with a name that comes", async () => {
    const story = blind(begin("blind and free", NAMES, PROGRAM));
    const first = await story.up();
    assert.deepEqual([first.report.settled, first.report.aliases, answered(story)], [true, NAMES, NAMES.length]);
    assert.deepEqual([temporaries(story).length, left(story)], [1, []]);
    for (let runs = 0; runs < 2; runs += 1) {
      await story.ports.clock.sleep(HALF_AN_HOUR);
      assert.equal((await story.up()).report.settled, true);
    }
    assert.deepEqual([answered(story), temporaries(story).length], [NAMES.length, 1]);
    await attach(story, await story.up());
    change(story, ...NAMES, "new.example.com");
    assert.equal((await story.up()).report.settled, true);
    assert.deepEqual([answered(story), left(story)], [NAMES.length + 1, []]);
  });

  it("is asked for again by every run as long as somebody has one of them", async () => {
    const { story, owner } = await contested("blind, every run");
    blind(story);
    await story.up();
    assert.deepEqual((await story.up()).report.aliases, OTHERS);
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual((await story.up()).report.aliases, NAMES);
  });

  it("that was free, and that DNS has led to somebody since, is asked for again once DNS tells nothing any more", async () => {
    let isBlind = true;
    const story = blind(begin("free and then taken", NAMES, PROGRAM), () => isBlind);
    const free = await story.up();
    await attach(story, { ...free, report: { ...free.report, aliases: OTHERS } });
    isBlind = false;
    lead(story, WWW, theirs(story, [WWW]).domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual((await story.up()).report.aliases, OTHERS);
    isBlind = true;
    assert.deepEqual((await story.up()).report.aliases, OTHERS);
  });

  it("stays left out where DNS led it elsewhere when it was seen last", async () => {
    let isBlind = false;
    const story = blind(begin("led elsewhere", NAMES, PROGRAM), () => isBlind);
    lead(story, WWW, theirs(story, ["*.example.com"]).domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual((await story.up()).report.aliases, OTHERS);
    isBlind = true;
    const result = await story.up();
    assert.deepEqual([codes(result)[0], result.report.aliases], ["ALIAS_LED_ELSEWHERE", OTHERS]);
  });

  it("is said to be unasked where nobody may ask", async () => {
    const { story } = await contested("blind, denied");
    story.simulator.accounts.deny(ACCOUNT, "cloudfront:CreateDistribution");
    const { report } = await blind(story).up();
    const [first] = report.guidance;
    assert.deepEqual([first?.code, first?.domains, report.aliases], ["ALIAS_OWNER_UNASKED", NAMES, NAMES]);
  });
});
