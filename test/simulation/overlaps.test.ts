/** Names of others that overlap with those of the group: they refuse nothing, and who looks for the owner of a name is told of them. */
import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { masked } from "../simulator/cloudfront/conflicts";
import { aliasesOf, attachments, guidanceFor, HALF_AN_HOUR, NAMES, OLD, ours, theirs, visited, WWW } from "./holding";
import { settled } from "./moving";
import { begin, codes } from "./story";
import { routed } from "./watch";

const OTHERS = ["example.com", "shop.example.com"];
const THIRD = { account: "333333333333" };

const overlapsIn = ({ report }: RunResult) => report.guidance.filter(({ code }) => code === "WILDCARD_OVERLAP");

describe("a wildcard of somebody else's over a name that a third one has", function () {
  this.timeout(60_000);

  it("is said beside the owner, stops nothing, and keeps nothing from being served", async () => {
    const story = begin("wildcard beside the owner", NAMES);
    const owner = theirs(story, [WWW, OLD]);
    const wildcard = theirs(story, ["*.example.com"], THIRD);
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["blocked", ["ALIAS_TAKEN_ELSEWHERE", "WILDCARD_OVERLAP"]]);
    assert.deepEqual(attachments(result), {
      "example.com": "ATTACHED",
      "www.example.com": "ERROR_ATTACHING",
      "shop.example.com": "ATTACHED",
    });
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    assert.ok(guidanceFor(result, WWW)?.happening.includes(masked(owner.id)));
    const [first, ...more] = overlapsIn(result);
    assert.deepEqual([first?.severity, first?.actor, first?.domains, more], ["info", "nobody", [WWW], []]);
    assert.ok(
      first?.happening.includes(`${masked(wildcard.id)}, has names in CloudFront that overlap with ${WWW}: *.`),
    );
  });

  it("is not said once the name is here", async () => {
    const story = begin("wildcard, then settled", NAMES);
    const owner = theirs(story, [WWW, OLD]);
    theirs(story, ["*.example.com"], THIRD);
    await story.up();
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const { failures } = visited(story, ...OTHERS);
    const result = await story.up();
    settled(result);
    assert.deepEqual([overlapsIn(result), failures], [[], []]);
  });

  it("is not said where it is the owner's own", async () => {
    const story = begin("the owner's own wildcard", NAMES);
    theirs(story, [WWW, "*.example.com"]);
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
  });

  it("is said with its id in full where it is the account's", async () => {
    const story = begin("the account's wildcard", NAMES);
    theirs(story, [WWW]);
    const { id } = await ours(story, "*.example.com");
    const [first, ...more] = overlapsIn(await story.up());
    assert.deepEqual([first?.domains, more], [[WWW], []]);
    assert.ok(first?.happening.includes(` ${id}, `), first?.happening);
  });
});

describe("names of others below a wildcard that somebody has", function () {
  this.timeout(60_000);

  it("are said in short, however many distributions have some", async () => {
    const story = begin("many below", ["example.com", "*.example.com"]);
    theirs(story, ["*.example.com"]);
    for (let index = 0; index < 12; index += 1) {
      const names = ["a", "b", "c", "d", "e"].map((label) => `${label}${index}.example.com`);
      theirs(story, names, { account: `3333333333${10 + index}` });
    }
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)[0]], ["blocked", "ALIAS_TAKEN_ELSEWHERE"]);
    const said = overlapsIn(result);
    assert.equal(said.length, 3);
    for (const { happening } of said)
      assert.match(happening, /: a\d+\.\S+, b\d+\.\S+, c\d+\.example\.com and others\.$/);
  });
});
