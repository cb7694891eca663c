/** A name of the group that another account has in CloudFront: who it is, and all that goes on without it. */
import assert from "node:assert/strict";
import { masked } from "../simulator/cloudfront/conflicts";
import {
  aliasesOf,
  answersOf,
  attachments,
  found,
  guidanceFor,
  HALF_AN_HOUR,
  lead,
  NAMES,
  OLD,
  ours,
  recordsOf,
  STRANGER,
  taken,
  theirs,
  visited,
  WWW,
} from "./holding";
import { created, createStack } from "./stack";
import { begin, codes, ownCertificate } from "./story";
import { distribution, routed, updates, validations } from "./watch";
import { domainNames, ROUTE53 } from "./world";

const REFUSED = "CNAMEAlreadyExists";
const OTHERS = ["example.com", "shop.example.com"];

describe("a name that another account has", function () {
  this.timeout(60_000);

  it("is said with what CloudFront shows of its owner, and the others are attached and led here", async () => {
    const story = begin("elsewhere", NAMES);
    const { id } = theirs(story, [WWW]);
    const result = await story.up();
    assert.equal(result.end, "blocked");
    assert.equal(result.report.status, "ERROR");
    assert.deepEqual(attachments(result), {
      "example.com": "ATTACHED",
      "www.example.com": "ERROR_ATTACHING",
      "shop.example.com": "ATTACHED",
    });
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    const [first, ...more] = result.report.guidance;
    assert.deepEqual([first?.code, first?.domains, more], ["ALIAS_TAKEN_ELSEWHERE", [WWW], []]);
    assert.ok(first?.happening.includes(`******222222, has ${WWW} in CloudFront on ${masked(id)};`), first?.happening);
    assert.ok(!JSON.stringify(result.report).includes(id) && !JSON.stringify(result.report).includes(STRANGER));
  });

  it("costs one refused write, one more write, and one question for each name that is missing", async () => {
    const story = begin("calls", NAMES);
    theirs(story, [WWW]);
    await story.up();
    assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED, "", ""]);
    // CloudFront may not see at first that the certificate is on.
    const answers = answersOf(story, "ListDomainConflicts").filter((code) => code !== "InvalidArgument");
    assert.deepEqual(answers, ["", "", ""]);
    assert.equal(story.simulator.history.count("ListConflictingAliases"), 0);
    assert.equal(story.simulator.history.count("AssociateAlias"), 0);
  });

  it("is asked for once in each later run, which writes nothing else", async () => {
    const story = begin("again", NAMES);
    theirs(story, [WWW]);
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED]);
    assert.deepEqual(answersOf(story, "ListDomainConflicts"), [""]);
    assert.deepEqual(taken(story), []);
  });

  it("comes with the next run after its owner has let it go, by one write, and is led here", async () => {
    const story = begin("let go", NAMES);
    const owner = theirs(story, [WWW, OLD]);
    await story.up();
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    const { failures } = visited(story, ...OTHERS);
    const result = await story.up();
    assert.deepEqual([result.end, failures], ["settled", []]);
    assert.deepEqual(taken(story), ["UpdateDistribution", "ChangeResourceRecordSets"]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [[...NAMES].sort(), [...NAMES].sort()]);
  });

  it("is one of several that different accounts have: each is said, and what is left is attached", async () => {
    const story = begin("several", NAMES);
    const [one, two] = [theirs(story, [WWW]), theirs(story, ["example.com"], { account: "333333333333" })];
    const result = await story.up();
    assert.deepEqual(aliasesOf(story, story.distribution), ["shop.example.com"]);
    assert.deepEqual(answersOf(story, "UpdateDistribution"), [REFUSED, "", ""]);
    for (const [name, { id }, account] of [
      [WWW, one, "******222222"],
      ["example.com", two, "******333333"],
    ] as const) {
      const { domains, happening = "" } = guidanceFor(result, name) ?? {};
      assert.deepEqual([domains, happening.includes(masked(id)), happening.includes(account)], [[name], true, true]);
    }
  });

  it("is said once for an owner of the whole list, and the certificate waits on the distribution", async () => {
    const story = begin("whole list", NAMES);
    theirs(story, NAMES);
    const result = await story.up();
    assert.deepEqual(
      result.report.guidance.map(({ code, domains }) => [code, domains]),
      [["ALIAS_TAKEN_ELSEWHERE", NAMES]],
    );
    assert.deepEqual(new Set(Object.values(attachments(result))), new Set(["ERROR_ATTACHING"]));
    const { aliases, certificateArn } = distribution(story) ?? {};
    assert.deepEqual([aliases, certificateArn, routed(story)], [[], result.report.certificateArn, []]);
  });

  it("is no wildcard over it, nor a name under its wildcard: these refuse nothing, and nobody is asked", async () => {
    const story = begin("overlap", [WWW, "*.shop.example.com"]);
    theirs(story, ["*.example.com", "a.shop.example.com"]);
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual([answersOf(story, "UpdateDistribution"), answersOf(story, "ListDomainConflicts")], [[""], []]);
  });

  it("is the owner of the very name alone, where others have what overlaps with it", async () => {
    const story = begin("overlap and owner", ["example.com", "*.example.com"]);
    const { id } = theirs(story, ["*.example.com"]);
    theirs(story, ["deep.example.com"], { account: "333333333333" });
    const result = await story.up();
    const [first, ...more] = result.report.guidance.filter(({ severity }) => severity === "error");
    assert.deepEqual([first?.domains, more], [["*.example.com"], []]);
    assert.ok(first?.happening.includes(masked(id)), first?.happening);
    assert.deepEqual(aliasesOf(story, story.distribution), ["example.com"]);
  });

  it("may be the apex, which has a proof of its own form", async () => {
    const story = begin("apex", ["example.com", WWW]);
    theirs(story, ["example.com"]);
    const result = await story.up();
    assert.match(result.report.guidance[0]?.todo ?? "", / at _\.example\.com, and ask AWS Support/);
    assert.deepEqual(aliasesOf(story, story.distribution), [WWW]);
  });

  it("is a service's where DNS says so: then it is removed there", async () => {
    const story = begin("service", NAMES);
    theirs(story, [WWW]);
    lead(story, WWW, "d-1a2b3c4d5e.execute-api.us-east-1.amazonaws.com");
    const [first] = (await story.up()).report.guidance;
    assert.equal(first?.code, "ALIAS_TAKEN_BY_SERVICE");
    assert.deepEqual(first?.commands, [`aws apigateway get-domain-name --domain-name "${WWW}"`]);
  });

  it("leaves its DNS alone where that leads to the owner, even if the group may take records over", async () => {
    const story = begin("led there", NAMES, { wish: { dns: { ...ROUTE53, routing: "takeOver" } } });
    const { domainName } = theirs(story, [WWW, "*.example.com"]);
    for (const name of [WWW, "shop.example.com"]) lead(story, name, domainName);
    const { failures } = visited(story, WWW);
    const result = await story.up();
    assert.deepEqual([codes(result), failures], [["ALIAS_TAKEN_ELSEWHERE"], []]);
    assert.deepEqual([recordsOf(story, "CNAME"), routed(story)], [[`${WWW} ${domainName}`], OTHERS]);
  });

  it("stands beside one that another distribution of the account has: both are said", async () => {
    const story = begin("here and elsewhere", NAMES);
    const { id } = await ours(story, "shop.example.com");
    theirs(story, [WWW]);
    const result = await story.up();
    assert.deepEqual(codes(result).sort(), ["ALIAS_TAKEN_ELSEWHERE", "ALIAS_TAKEN_HERE"]);
    assert.ok(guidanceFor(result, "shop.example.com")?.happening.includes(id));
    assert.equal(guidanceFor(result, WWW)?.code, "ALIAS_TAKEN_ELSEWHERE");
    assert.deepEqual(aliasesOf(story, story.distribution), ["example.com"]);
  });
});

describe("a distribution that is live while a name is found to be taken", function () {
  this.timeout(60_000);

  it("serves its other aliases all the time, with the old certificate and then with the new one", async () => {
    const story = begin("live", ["example.com", WWW, "*.example.com"]);
    const certificateArn = await ownCertificate(story, OLD);
    story.simulator.cloudfront.editDirect(story.distribution.id, { aliases: [OLD], certificateArn });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    theirs(story, [WWW]);
    const { failures } = visited(story, OLD, WWW);
    const result = await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual([result.end, failures], ["blocked", []]);
    assert.deepEqual(aliasesOf(story, story.distribution), ["*.example.com", "example.com", OLD]);
    assert.equal(distribution(story)?.certificateArn, result.report.certificateArn);
  });

  it("goes on with all that it had when the taken name is a new one", async () => {
    const story = begin("added", OTHERS);
    await story.up();
    theirs(story, [WWW]);
    story.desired.domains = domainNames(...NAMES);
    const { failures } = visited(story, ...OTHERS, WWW);
    const before = updates(story);
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_ELSEWHERE"]);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual([failures, updates(story) - before], [[], 2]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
  });

  it("is done without the name when the program takes it out", async () => {
    const story = begin("taken out", NAMES);
    const owner = theirs(story, [WWW]);
    await story.up();
    story.desired.domains = domainNames(...OTHERS);
    assert.equal((await story.up()).end, "settled");
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual([story.simulator.acm.snapshot().length, validations(story)], [1, OTHERS]);
    assert.deepEqual(aliasesOf(story, owner), [WWW]);
  });

  it("may be one that the group makes; when the group goes, all goes but what the other account has", async () => {
    const stack = createStack("made");
    const group = stack.group("brand", created(), ...NAMES);
    const owner = theirs(stack, [WWW]);
    const result = await group.up();
    assert.deepEqual(codes(result), ["ALIAS_TAKEN_ELSEWHERE"]);
    assert.deepEqual(aliasesOf(stack, { id: result.report.distributionId ?? "" }), OTHERS);
    await stack.ports.clock.sleep(HALF_AN_HOUR);
    assert.equal((await group.destroy()).end, "settled");
    assert.equal(found(stack, { id: result.report.distributionId ?? "" })?.status, "Deleted");
    assert.deepEqual([aliasesOf(stack, owner), stack.simulator.acm.snapshot(), validations(stack)], [[WWW], [], []]);
  });

  it("is seen by a refresh as it is: taken, and no longer so once its owner has let it go", async () => {
    const story = begin("refresh", NAMES);
    const owner = theirs(story, [WWW, OLD]);
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual(codes(await story.refresh()), ["ALIAS_TAKEN_ELSEWHERE"]);
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [OLD] });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    const seen = await story.refresh();
    assert.deepEqual([codes(seen), seen.report.settled, taken(story)], [["ATTACHING"], false, []]);
  });
});
