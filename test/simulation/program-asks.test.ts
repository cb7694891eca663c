/** A name that somebody else has in CloudFront, where the program attaches: it is asked for before the program is refused. */
import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import { isEnough } from "../../provider/pulumi/outcome";
import type { Steering } from "../../provider/pulumi/wish";
import { rehearse } from "../../provider/rehearse";
import { masked } from "../simulator/cloudfront/conflicts";
import { attach, CREATION, contested, left, noteIn, PROGRAM, rested, temporaries } from "./attaching";
import {
  answersOf,
  attachments,
  guidanceFor,
  HALF_AN_HOUR,
  lead,
  NAMES,
  ours,
  STRANGER,
  taken,
  theirs,
  WWW,
} from "./holding";
import { begin, codes, HOUR, ownCertificate } from "./story";
import { change, distribution } from "./watch";
import { runOf } from "./world";

const OTHERS = ["example.com", "shop.example.com"];
const STEERING: Steering = {
  ifNotReached: "fail",
  timeouts: { create: HOUR, update: HOUR, delete: HOUR, letGo: HOUR },
  resolvers: null,
  dnsPort: 53,
  httpsPort: 443,
  preflight: true,
};
describe("a name that somebody else may have, where the program attaches", function () {
  this.timeout(60_000);

  it("is another account's: its masked owner is said, the program attaches the others, and what asked is gone", async () => {
    const { story, owner } = await contested("elsewhere");
    const result = await story.up();
    assert.deepEqual(
      [result.end, result.report.settled, result.report.status],
      ["settled", false, "APPLYING_CERTIFICATE"],
    );
    assert.deepEqual(result.report.aliases, OTHERS);
    const [first] = result.report.guidance;
    assert.deepEqual(
      [first?.code, first?.severity, first?.actor, first?.domains],
      ["ALIAS_TAKEN_ELSEWHERE", "warning", "you", [WWW]],
    );
    assert.ok(first?.happening.includes(`******222222, has ${WWW} in CloudFront on ${masked(owner.id)};`));
    assert.ok(!JSON.stringify(result.report).includes(owner.id) && !JSON.stringify(result.report).includes(STRANGER));
    assert.deepEqual([temporaries(story).length, left(story), noteIn(story)], [1, [], "no 1"]);
    await rested(story, result);
    assert.deepEqual(attachments(await story.refresh()), {
      "example.com": "ATTACHED",
      "www.example.com": "ERROR_ATTACHING",
      "shop.example.com": "ATTACHED",
    });
  });

  it("is asked for with a distribution that is disabled, has no name, and says whose it is and what for", async () => {
    const { story } = await contested("what asks");
    const result = await story.up();
    const [asker] = temporaries(story);
    assert.deepEqual(
      [asker?.enabled, asker?.aliases, asker?.certificateArn],
      [false, [], result.report.certificateArn],
    );
    assert.deepEqual(asker?.tags, {
      [TAG.id]: story.desired.groupId,
      [TAG.owner]: story.desired.owner,
      [TAG.incarnation]: "0123456789abcdef",
      [TAG.asks]: "yes",
    });
    const writes = taken(story).filter(
      (operation) => operation.endsWith("DistributionWithTags") || operation.startsWith("Delete"),
    );
    // CloudFront may not know at first who asks.
    const answers = answersOf(story, "ListDomainConflicts").filter((code) => code !== "EntityNotFound");
    assert.deepEqual([writes, answers], [[CREATION, "DeleteDistribution"], [""]]);
  });

  it("is asked for again by the next run, with the program's own distribution and no write, and comes when it is let go", async () => {
    const { story, owner } = await contested("again");
    await rested(story, await story.up());
    assert.deepEqual([codes(await story.up())[0], taken(story)], ["ALIAS_TAKEN_ELSEWHERE", []]);
    story.simulator.cloudfront.editDirect(owner.id, { aliases: [] });
    lead(story, WWW, story.distribution.domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const result = await story.up();
    assert.deepEqual([result.report.settled, result.report.aliases, taken(story)], [true, NAMES, []]);
  });

  it("is a service's where DNS says so", async () => {
    const story = begin("service", NAMES, PROGRAM);
    theirs(story, [WWW]);
    lead(story, WWW, "d-1a2b3c4d5e.execute-api.us-east-1.amazonaws.com");
    const result = await story.up();
    assert.deepEqual([codes(result)[0], result.report.aliases, left(story)], ["ALIAS_TAKEN_BY_SERVICE", OTHERS, []]);
  });

  it("is asked for when the program names somebody to take it from, and the group does not take it", async () => {
    const story = begin("named", NAMES, PROGRAM);
    const owner = theirs(story, [WWW], { enabled: false });
    story.desired.moveFrom = [owner.id];
    const result = await story.up();
    assert.deepEqual([codes(result)[0], result.report.aliases], ["ALIAS_TAKEN_ELSEWHERE", OTHERS]);
    assert.deepEqual([temporaries(story).length, left(story), answersOf(story, "AssociateAlias")], [1, [], []]);
  });

  it("is handed out when nobody has it", async () => {
    const story = begin("free", NAMES, PROGRAM);
    lead(story, WWW, "main.d1234.amplifyapp.com");
    const result = await story.up();
    assert.deepEqual([result.report.settled, result.report.aliases, left(story)], [true, NAMES, []]);
    assert.equal(temporaries(story).length, 1);
  });

  it("is not handed out while DNS leads it to a distribution of another account that has not the very name", async () => {
    const story = begin("led elsewhere", NAMES, PROGRAM);
    lead(story, WWW, theirs(story, ["*.example.com"]).domainName);
    const result = await story.up();
    assert.deepEqual([codes(result)[0], result.report.aliases], ["ALIAS_LED_ELSEWHERE", OTHERS]);
    await rested(story, result);
    lead(story, WWW, story.distribution.domainName);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const later = await story.up();
    assert.deepEqual([later.report.aliases, later.report.settled], [NAMES, true]);
  });

  it("is nobody's without a reason: nothing is made, and nobody is asked", async () => {
    const story = begin("no reason", NAMES, PROGRAM);
    lead(story, WWW, story.distribution.domainName);
    lead(story, "shop.example.com", "shops.example.net");
    assert.equal((await story.up()).report.settled, true);
    assert.deepEqual([temporaries(story), noteIn(story), answersOf(story, "ListDomainConflicts")], [[], undefined, []]);
  });

  it("is another distribution's of the account: said without asking, once the program's own is known", async () => {
    const story = begin("here", NAMES.slice(0, 1), PROGRAM);
    await rested(story, await story.up());
    const { id } = await ours(story, WWW);
    change(story, ...NAMES);
    const result = await story.up();
    const told = guidanceFor(result, WWW);
    assert.deepEqual([told?.code, told?.severity, told?.happening.includes(id)], ["ALIAS_TAKEN_HERE", "warning", true]);
    assert.doesNotMatch(told?.todo ?? "", /moveFrom/);
    assert.deepEqual([result.report.aliases, temporaries(story)], [OTHERS, []]);
  });

  it("is said and handed out while the distribution that has it may be the program's own", async () => {
    const story = begin("may be its own", NAMES, PROGRAM);
    const certificateArn = await ownCertificate(story, WWW);
    story.simulator.cloudfront.editDirect(story.distribution.id, { aliases: [WWW], certificateArn });
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const result = await story.up();
    assert.deepEqual(
      [codes(result)[0], result.report.aliases, result.report.settled],
      ["ALIAS_HELD_HERE", NAMES, true],
    );
    await rested(story, result);
    assert.deepEqual(codes(await story.refresh()), ["ATTACHED"]);
  });

  it("has the HttpVersion of the program's distribution where it asks for what is added", async () => {
    const story = begin("added", ["example.com"], { ...PROGRAM, direct: { httpVersion: "http2and3" } });
    await rested(story, await story.up());
    const owner = theirs(story, [WWW]);
    lead(story, WWW, owner.domainName);
    change(story, ...NAMES);
    const result = await story.up();
    assert.deepEqual([codes(result)[0], result.report.aliases], ["ALIAS_TAKEN_ELSEWHERE", OTHERS]);
    assert.deepEqual(
      temporaries(story).map(({ httpVersion }) => httpVersion),
      ["http2and3"],
    );
    await attach(story, result);
    assert.deepEqual(distribution(story)?.aliases, OTHERS);
  });

  it("may be all that there is: nothing is handed out but the certificate", async () => {
    const story = begin("all", [WWW], PROGRAM);
    lead(story, WWW, theirs(story, [WWW]).domainName);
    const result = await story.up();
    assert.deepEqual([result.end, result.report.aliases, codes(result)], ["settled", [], ["ALIAS_TAKEN_ELSEWHERE"]]);
    assert.equal(result.report.viewerCertificate.acmCertificateArn, result.report.certificateArn);
    assert.ok(isEnough(result, { desired: story.desired, steering: STEERING }), "what depends on the group goes on");
  });

  it("is asked for before a run that waits for the certificate alone returns", async () => {
    const { story } = await contested("issued", { wish: { ...PROGRAM.wish, waitFor: "issued" } });
    const result = await story.up();
    assert.deepEqual([codes(result)[0], left(story)], ["ALIAS_TAKEN_ELSEWHERE", []]);
  });

  it("is kept back by a refresh, which asks nobody and changes nothing", async () => {
    const { story } = await contested("refresh");
    await story.up();
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.history.clear();
    const { report } = await story.refresh();
    assert.deepEqual([report.aliases, report.guidance[0]?.code, taken(story)], [OTHERS, "ALIAS_TAKEN_ELSEWHERE", []]);
  });

  it("is foretold by a preview", async () => {
    const { story } = await contested("preview");
    const plan = await rehearse(runOf(story, story.desired));
    const kinds = plan.items.flatMap((item) => (item.kind === "step" ? [item.step.kind] : []));
    assert.ok(
      kinds.includes("createTemporaryDistribution") && kinds.includes("deleteTemporaryDistribution"),
      `${kinds}`,
    );
    assert.deepEqual([plan.end, taken(story)], ["reached", []]);
  });
});
