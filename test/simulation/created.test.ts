import assert from "node:assert/strict";
import type { Json, Service } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { arns, begin, codes, HOUR, MINUTE, type Story } from "./story";

const BUCKET = { name: "pictures", region: "eu-west-1" };
const STATIC: Service = {
  type: "static",
  bucket: "pictures.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};
const OTHER: Json = {
  Id: "second",
  DomainName: "second.example.net",
  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
};
const API: Service = { type: "api", host: "origin.example.net", settings: {} };

/** A group that makes its distribution. */
function beginWith(seed: string, service: Service): Story {
  const story = begin(seed, ["example.com", "www.example.com"], {
    wish: { distribution: { kind: "created", service, domainName: null } },
  });
  story.simulator.cloudfront.putBucket({ ...BUCKET, allow: [] });
  return story;
}

/** Those that the group made; the world has one of its own. */
const made = ({ simulator, distribution }: Story) =>
  simulator.cloudfront.snapshot().filter(({ id, status }) => id !== distribution.id && status !== "Deleted");
const accessControls = (story: Story) =>
  story.simulator.cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted);
const served = ({ simulator }: Story, host: string) =>
  simulator.cloudfront.serve(0, { host, method: "GET", path: "/", query: "", headers: {} }).status;
const operations = ({ simulator }: Story): string[] => simulator.history.entries().map(({ operation }) => operation);

describe("a distribution that the group makes", function () {
  this.timeout(60_000);

  it("is there before the certificate is requested, and serves the domains in the end", async () => {
    const story = beginWith("created", API);
    const { end, report } = await story.up();
    assert.deepEqual([end, report.status, report.settled], ["settled", "CERTIFICATE_ATTACHED", true]);
    const done = operations(story);
    assert.ok(done.indexOf("CreateDistributionWithTags") < done.indexOf("RequestCertificate"));
    const [one, ...others] = made(story);
    assert.deepEqual(others, []);
    assert.deepEqual([report.distributionId, one?.aliases], [one?.id, ["example.com", "www.example.com"]]);
    assert.equal(served(story, "example.com"), 200);
  });

  it("gives its ARN while the certificate still waits for people", async () => {
    const story = beginWith("created early", STATIC);
    story.desired.dns = { kind: "external" };
    const { end, report } = await story.up();
    assert.equal(end, "waitingForYou");
    assert.match(report.distributionArn ?? "", /^arn:aws:cloudfront::111111111111:distribution\/E/);
    assert.deepEqual(
      report.dnsRecords.filter(({ purpose }) => purpose === "ROUTING").map(({ value }) => value),
      [report.distributionDomainName, report.distributionDomainName],
    );
  });

  it("needs no AWS write in the next run", async () => {
    const story = beginWith("created twice", STATIC);
    await story.up();
    story.simulator.history.clear();
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual(
      operations(story).filter((operation) => !/^(Get|List|Describe)/.test(operation)),
      [],
    );
  });

  it("says that the bucket needs a policy, first as what comes next, later as what is missing, and no more when it is there", async () => {
    const story = beginWith("created policy", STATIC);
    const first = await story.up();
    assert.equal(served(story, "example.com"), 403);
    assert.ok(codes(first).includes("BUCKET_POLICY_NEXT"));
    assert.equal(first.report.actionRequired, false);
    await story.ports.clock.sleep(MINUTE);
    const second = await story.up();
    assert.ok(codes(second).includes("BUCKET_FORBIDS"));
    assert.equal(second.report.actionRequired, true);
    const [policy] = second.report.guidance.filter(({ code }) => code === "BUCKET_FORBIDS");
    assert.match(policy?.todo ?? "", new RegExp(`AWS:SourceArn = ${second.report.distributionArn}`));
    story.simulator.cloudfront.putBucket({ ...BUCKET, allow: [second.report.distributionArn ?? ""] });
    const third = await story.refresh();
    assert.equal(served(story, "example.com"), 200);
    assert.deepEqual(codes(third), ["ATTACHED"]);
  });

  it("takes a change of its settings in place, and leaves what others set beside them", async () => {
    const story = beginWith("created change", API);
    const { report } = await story.up();
    story.desired.distribution = {
      kind: "created",
      service: { ...API, host: "other.example.net", settings: { PriceClass: "PriceClass_100" } },
      domainName: null,
    };
    assert.equal((await story.up()).end, "settled");
    const now = await story.ports.distributions.get(report.distributionId ?? "");
    assert.ok(now.kind === "ok");
    assert.deepEqual([now.value.settings["PriceClass"], now.value.aliases.length], ["PriceClass_100", 2]);
    assert.match(now.value.config, /<DomainName>other\.example\.net<\/DomainName>/);
    assert.equal(made(story).length, 1);
  });

  it("loses a setting that the program takes back, and is left alone where CloudFront spells a value in its own way", async () => {
    const story = beginWith("created take back", API);
    const change = (settings: Json) => {
      story.desired.distribution = { kind: "created", service: { ...API, settings }, domainName: null };
    };
    change({ WebACLId: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/x/1", Origins: { Items: [OTHER] } });
    const { report } = await story.up();
    const read = async (): Promise<Json> => {
      const reply = await story.ports.distributions.get(report.distributionId ?? "");
      assert.ok(reply.kind === "ok");
      return reply.value.settings;
    };
    assert.match(JSON.stringify(await read()), /webacl.*/);
    change({});
    await story.up();
    assert.doesNotMatch(JSON.stringify(await read()), /webacl|second/);
    const { distributions } = story.ports;
    story.simulator.history.clear();
    const shouting = async (id: string): ReturnType<typeof distributions.get> => {
      const reply = await distributions.get(id);
      if (reply.kind !== "ok") return reply;
      const settings = { ...reply.value.settings, PriceClass: "PRICECLASS_ALL" };
      return { kind: "ok", value: { ...reply.value, settings } };
    };
    await story.up({ ports: { ...story.ports, distributions: { ...distributions, get: shouting } } });
    assert.ok(!operations(story).includes("UpdateDistribution"));
  });

  it("is disabled, deployed and deleted with everything of the group", async () => {
    const story = beginWith("created gone", STATIC);
    await story.up();
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([made(story), accessControls(story), arns(story)], [[], [], []]);
    const done = operations(story);
    assert.ok(done.lastIndexOf("UpdateDistribution") < done.indexOf("DeleteDistribution"));
    assert.ok(done.indexOf("DeleteDistribution") < done.indexOf("DeleteOriginAccessControl"));
  });

  it("is made anew under another CallerReference when somebody has deleted it, and after destroy and up again", async () => {
    const story = beginWith("created again", API);
    await story.up();
    await story.destroy();
    await story.ports.clock.sleep(HOUR);
    const { end, report } = await story.up();
    assert.equal(end, "settled");
    assert.deepEqual(
      made(story).map(({ id }) => id),
      [report.distributionId],
    );
  });

  it("is found again by its tag when the state is lost, and by its CallerReference when lists do not show it", async () => {
    const story = beginWith("created found", API);
    const { report } = await story.up();
    const other = await story.up({
      memory: { ...(await story.up()).memory, created: null },
      previous: null,
      incarnation: "ffffffffffffffff",
    });
    assert.deepEqual([other.end, other.report.distributionId], ["settled", report.distributionId]);
    const tags = await story.ports.distributions.tags(report.distributionArn ?? "");
    assert.ok(tags.kind === "ok");
    assert.equal(tags.value[TAG.incarnation], "ffffffffffffffff");
  });

  it("is left alone by the delete of a resource that another one has superseded", async () => {
    const story = beginWith("created superseded", API);
    const first = await story.up();
    await story.up({ incarnation: "ffffffffffffffff" });
    await story.ports.clock.sleep(HOUR);
    const gone = await story.up({ goal: "absent", incarnation: "0123456789abcdef" });
    assert.equal(gone.end, "superseded");
    assert.deepEqual(
      made(story).map(({ id }) => id),
      [first.report.distributionId],
    );
  });
});
