import assert from "node:assert/strict";
import { createdWorld, group, known, services } from "./created-world";

describe("tags of a distribution", () => {
  it("are those of its creation, are added, replaced and taken off, and its version stays", async () => {
    const { create, distributions } = await createdWorld();
    const { id, arn, etag } = await create(services.web);
    assert.deepEqual(known(await distributions.tags(arn)), { "domain-group:id": group });
    known(await distributions.tag(arn, { "domain-group:id": "other", team: "web" }));
    assert.deepEqual(known(await distributions.tags(arn)), { "domain-group:id": "other", team: "web" });
    known(await distributions.untag(arn, ["domain-group:id"]));
    assert.deepEqual(known(await distributions.tags(arn)), { team: "web" });
    assert.equal(known(await distributions.get(id)).etag, etag);
  });

  it("of one that is not there are absent", async () => {
    const { distributions } = await createdWorld();
    const gone = "arn:aws:cloudfront::111111111111:distribution/E0000000000000";
    assert.deepEqual(
      [
        await distributions.tags(gone),
        await distributions.tag(gone, { a: "b" }),
        await distributions.untag(gone, ["a"]),
      ],
      [{ kind: "absent" }, { kind: "absent" }, { kind: "absent" }],
    );
  });
});

describe("the list of distributions", () => {
  it("has all pages, with what tells whose each is", async () => {
    const { distributions, simulator } = await createdWorld();
    const aliases = ["a.example"];
    const certificateArn = "arn:aws:acm:us-east-1:111111111111:certificate/1";
    for (let index = 0; index < 101; index += 1) {
      simulator.cloudfront.createDirect({ account: "111111111111", comment: `number ${index}` });
    }
    const { id, arn, domainName } = simulator.cloudfront.createDirect({
      account: "111111111111",
      aliases,
      certificateArn,
      httpVersion: "http2and3",
      enabled: false,
    });
    const listed = known(await distributions.list());
    assert.deepEqual([listed.length, listed[0]?.comment], [102, "number 0"]);
    const facts = { id, arn, comment: "", domainName, httpVersion: "http2and3", enabled: false, deployed: true };
    assert.deepEqual(listed[101], { ...facts, aliases, certificateArn });
  });

  it("says what a look at each single one says", async () => {
    const { create, distributions } = await createdWorld();
    await create(services.web);
    const [listed] = known(await distributions.list());
    assert.ok(listed);
    const { certificateArn, comment, ...facts } = listed;
    const whole: { [member: string]: unknown } = { ...known(await distributions.get(listed.id)) };
    for (const [member, value] of Object.entries(facts)) assert.deepEqual(value, whole[member], member);
    assert.deepEqual([certificateArn, comment, facts.deployed], [null, `domain-group ${group}`, false]);
  });

  it("is asked for once within five seconds, and again after a creation and a deletion of ours", async () => {
    const { create, distributions, simulator, settle } = await createdWorld();
    const count = async () => known(await distributions.list()).length;
    const looks = () => simulator.history.entries().filter(({ operation }) => operation === "ListDistributions").length;
    assert.deepEqual([await count(), await count(), looks()], [0, 0, 1]);
    const { id, etag } = await create({ ...services.web, settings: { Enabled: false } });
    assert.deepEqual([await count(), looks()], [1, 2]);
    await settle();
    assert.deepEqual([await count(), looks()], [1, 3]);
    known(await distributions.delete(id, etag));
    assert.deepEqual([await count(), looks()], [0, 4]);
  });
});
