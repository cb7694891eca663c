/** A name of the group that another distribution of the account has, which no group has: it stays there, or the program says that it comes over. */
import assert from "node:assert/strict";
import { withNaiveMoves } from "../load/naive-moves";
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
  taken,
  takesFrom,
  visited,
  WWW,
} from "./holding";
import { settled } from "./moving";
import { begin, codes, ownCertificate, type Story } from "./story";
import { routed } from "./watch";
import { ACCOUNT, ROUTE53 } from "./world";

const OTHERS = ["example.com", "shop.example.com"];
const ALL = [...NAMES].sort();

/** It has two names, and DNS leads both of them there. */
async function held(seed: string, more: Parameters<typeof begin>[2] = {}) {
  const story = begin(seed, NAMES, more);
  const owner = await ours(story, WWW, OLD);
  for (const name of [WWW, OLD]) lead(story, name, owner.domainName);
  return { story, owner };
}

/** All but what a move changes. */
const rest = (story: Story, { id }: { id: string }) => {
  const { enabled, certificateArn, comment, tags, httpVersion } = found(story, { id }) ?? {};
  return { enabled, certificateArn, comment, tags, httpVersion };
};

describe("a name that another distribution of the account has", function () {
  this.timeout(60_000);

  it("stays there: its id is said in full, with a way to take it over and a command that shows it", async () => {
    const { story, owner } = await held("stays");
    const before = found(story, owner);
    const { failures } = visited(story, WWW, OLD);
    const result = await story.up();
    const [first, ...more] = result.report.guidance;
    assert.deepEqual([result.end, first?.code, first?.domains, more], ["blocked", "ALIAS_TAKEN_HERE", [WWW], []]);
    assert.ok(first?.happening.includes(`The distribution ${owner.id} of this account has ${WWW}`), first?.happening);
    assert.ok(first?.todo.includes(`\`onConflict: { moveFrom: ["${owner.id}"] }\``), first?.todo);
    const [command = ""] = first?.commands ?? [];
    assert.ok(command.startsWith(`aws cloudfront get-distribution --id ${owner.id} --query `), command);
    assert.equal(attachments(result)[WWW], "ERROR_ATTACHING");
    assert.deepEqual([found(story, owner), failures], [before, []]);
  });

  it("costs one refused write; nobody outside of the account is asked, and the others are attached and led here", async () => {
    const { story, owner } = await held("calls here");
    await story.up();
    assert.deepEqual(answersOf(story, "UpdateDistribution"), ["CNAMEAlreadyExists", ""]);
    assert.deepEqual([answersOf(story, "ListDomainConflicts"), answersOf(story, "AssociateAlias")], [[], []]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [OTHERS, OTHERS]);
    assert.deepEqual(
      recordsOf(story, "CNAME"),
      [OLD, WWW].map((name) => `${name} ${owner.domainName}`),
    );
  });

  it("stays there where the program names another distribution", async () => {
    const { story, owner } = await held("another id");
    const before = found(story, owner);
    takesFrom(story, { id: "E2QWRUHAPOMQZL" });
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_HERE"]);
    assert.deepEqual([found(story, owner), answersOf(story, "AssociateAlias")], [before, []]);
  });
});

describe("a name that is taken over from another distribution of the account", function () {
  this.timeout(60_000);

  it("is served at every moment, and so is what that distribution keeps", async () => {
    const { story, owner } = await held("taken over");
    const before = rest(story, owner);
    const { failures } = visited(story, WWW, OLD);
    takesFrom(story, owner);
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.deepEqual(failures, []);
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [ALL, [OLD]]);
    assert.deepEqual(rest(story, owner), before);
  });

  it("would be seen to be missing if it were taken off there before it is put on here", async () => {
    const { story, owner } = await held("carelessly");
    const { failures } = visited(story, WWW, OLD);
    takesFrom(story, owner);
    story.ports.distributions = withNaiveMoves(story.ports).distributions;
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    assert.ok(failures.some((failure) => failure.includes(WWW)) && !failures.some((failure) => failure.includes(OLD)));
  });

  it("moves by one call, once the certificate is here; DNS follows when every edge serves it", async () => {
    const { story, owner } = await held("order");
    takesFrom(story, owner);
    settled(await story.up());
    const order = taken(story).filter((each) => /^(UpdateDistribution|AssociateAlias|ChangeResource)/.test(each));
    assert.deepEqual(order, [
      "ChangeResourceRecordSets",
      "UpdateDistribution",
      "AssociateAlias",
      "ChangeResourceRecordSets",
    ]);
  });

  it("is led here in place of what led there, and the record of what stays is untouched", async () => {
    const { story, owner } = await held("led here");
    takesFrom(story, owner);
    settled(await story.up());
    assert.deepEqual([recordsOf(story, "CNAME"), routed(story)], [[`${OLD} ${owner.domainName}`], ALL]);
    assert.deepEqual(recordsOf(story, "TXT"), []);
  });

  it("keeps its record where the program writes routes: then it is said", async () => {
    const { story, owner } = await held("routing none", { wish: { dns: { ...ROUTE53, routing: "none" } } });
    takesFrom(story, owner);
    const result = await story.up();
    settled(result);
    assert.deepEqual([codes(result)[0], recordsOf(story, "CNAME").length], ["ROUTING_TO_PUBLISH", 2]);
  });

  for (const [routing, code, isReplaced] of [
    ["create", "ROUTING_LEADS_ELSEWHERE", false],
    ["takeOver", "ATTACHED", true],
  ] as const) {
    it(`leaves a record that leads to a third place to the rules of routing: ${routing}`, async () => {
      const { story, owner } = await held(`third place, ${routing}`, { wish: { dns: { ...ROUTE53, routing } } });
      lead(story, WWW, "www.hoster.example");
      takesFrom(story, owner);
      const result = await story.up();
      settled(result);
      assert.equal(guidanceFor(result, WWW)?.code, code);
      assert.equal(recordsOf(story, "CNAME").includes(`${WWW} www.hoster.example`), !isReplaced);
    });
  }

  it("may be named as CloudFront shows it", async () => {
    const { story, owner } = await held("masked");
    takesFrom(story, { id: masked(owner.id) });
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner)], [ALL, [OLD]]);
  });

  it("comes over in the run after the one that was told of it, from each of those that are named", async () => {
    const { story, owner } = await held("later");
    const second = await ours(story, "shop.example.com", "files.example.com");
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_HERE", "ALIAS_TAKEN_HERE"]);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const { failures } = visited(story, ...NAMES.slice(1), OLD, "files.example.com");
    takesFrom(story, second);
    assert.deepEqual(codes(await story.up()), ["ALIAS_TAKEN_HERE"]);
    takesFrom(story, owner, second);
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, owner), aliasesOf(story, second), failures], [[OLD], ["files.example.com"], []]);
  });

  for (const kind of ["lost", "error500", "error500After", "throttle", "timeout"] as const) {
    it(`is served all the time when the answer of the move fails: ${kind}`, async () => {
      const { story, owner } = await held(`move ${kind}`);
      const { failures } = visited(story, WWW, OLD);
      takesFrom(story, owner);
      story.simulator.faults.inject({ kind, operation: "AssociateAlias" });
      settled(await story.up());
      assert.deepEqual([aliasesOf(story, story.distribution), aliasesOf(story, owner), failures], [ALL, [OLD], []]);
    });
  }

  it("stays where it is, served, while the credentials may not move it; the action is named", async () => {
    const { story, owner } = await held("may not");
    story.simulator.accounts.deny(ACCOUNT, "cloudfront:AssociateAlias");
    const { failures } = visited(story, WWW, OLD);
    takesFrom(story, owner);
    const result = await story.up();
    assert.deepEqual([result.end, guidanceFor(result, WWW)?.code], ["blocked", "FORBIDDEN"]);
    assert.match(guidanceFor(result, WWW)?.todo ?? "", /cloudfront:AssociateAlias/);
    story.simulator.accounts.allow(ACCOUNT, "cloudfront:AssociateAlias");
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, owner), failures], [[OLD], []]);
  });

  it("comes to a group with a certificate of the program's own, too", async () => {
    const { story, owner } = await held("own certificate");
    story.desired.certificate = await ownCertificate(story, ...NAMES);
    const { failures } = visited(story, WWW, OLD);
    takesFrom(story, owner);
    settled(await story.up());
    assert.deepEqual([aliasesOf(story, owner), routed(story), failures], [[OLD], ALL, []]);
  });

  it("is the group's from then on: the program may stop to name where it came from, and nothing happens", async () => {
    const { story, owner } = await held("no longer named");
    takesFrom(story, owner);
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    takesFrom(story);
    story.simulator.history.clear();
    settled(await story.up());
    assert.deepEqual(taken(story), []);
  });

  it("goes with the group; the distribution that had it stays as it is", async () => {
    const { story, owner } = await held("goes");
    takesFrom(story, owner);
    settled(await story.up());
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const before = found(story, owner);
    const { failures } = visited(story, OLD);
    settled(await story.destroy());
    assert.deepEqual([found(story, owner), failures], [before, []]);
    assert.deepEqual([aliasesOf(story, story.distribution), routed(story)], [[], []]);
    assert.deepEqual(recordsOf(story, "CNAME"), [`${OLD} ${owner.domainName}`]);
  });
});
