import assert from "node:assert/strict";
import { arns, begin, HOUR, MINUTE, type Story } from "./story";

import { change, distribution, requests, routed, updates, validations, watch } from "./watch";
import { ROUTE53, run } from "./world";

describe("a group that gets another domain", function () {
  this.timeout(60_000);

  it("asks for nothing when its certificate covers it, and lists only what no wildcard covers", async () => {
    const story = begin("under cover", ["example.com", "*.example.com"]);
    const first = await story.up();
    story.simulator.history.clear();
    change(story, "example.com", "*.example.com", "www.example.com");
    const second = await story.up();
    assert.deepEqual([second.end, requests(story), updates(story)], ["settled", 0, 1]);
    assert.equal(second.report.certificateArn, first.report.certificateArn);
    assert.deepEqual(distribution(story)?.aliases, ["example.com", "*.example.com", "www.example.com"]);
    assert.deepEqual(
      second.report.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION").map(({ key }) => key),
      ["VALIDATION:example.com"],
    );
    const fresh = await begin("under cover from the start", ["www.example.com", "*.example.com", "example.com"]).up();
    assert.deepEqual(
      fresh.report.domains.map(({ attachment }) => attachment),
      ["ATTACHED", "ATTACHED", "ATTACHED"],
    );
  });

  it("keeps serving with the old certificate, validates only what is new, swaps in one write, and retires the old one", async () => {
    const story = begin("another", ["example.com", "www.example.com"]);
    const first = await story.up();
    const before = validations(story);
    const watched = watch(story, "example.com", "www.example.com");
    story.simulator.history.clear();
    change(story, "example.com", "www.example.com", "shop.example.com");
    const second = await story.up();
    assert.deepEqual([second.end, requests(story), updates(story)], ["settled", 1, 1]);
    assert.notEqual(second.report.certificateArn, first.report.certificateArn);
    assert.deepEqual(validations(story), [...before, "shop.example.com"].sort());
    assert.deepEqual(
      second.report.dnsRecords.slice(0, 2).map(({ value }) => value),
      first.report.dnsRecords.slice(0, 2).map(({ value }) => value),
    );
    assert.deepEqual(routed(story), ["example.com", "shop.example.com", "www.example.com"]);
    watched.hosts.add("shop.example.com");
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([arns(story), watched.failures], [[second.report.certificateArn], []]);
  });

  it("attaches at once what the certificate covers, while it waits for the rest", async () => {
    const story = begin("some covered", ["example.com", "*.example.com"], { wish: { dns: { kind: "external" } } });
    await publish(story);
    change(story, "example.com", "*.example.com", "www.example.com", "example.org");
    const { end, report } = await story.up();
    assert.equal(end, "waitingForYou");
    assert.deepEqual(distribution(story)?.aliases.includes("www.example.com"), true);
    await story.ports.clock.sleep(HOUR);
    const seen = await story.refresh();
    assert.deepEqual(
      seen.report.domains.map(({ name, attachment }) => [name, attachment]),
      [
        ["example.com", "ATTACHED"],
        ["*.example.com", "ATTACHED"],
        ["www.example.com", "ATTACHED"],
        ["example.org", "AWAITING_VERIFICATION_RECORDS_TO_BE_SET"],
      ],
    );
    assert.equal(report.reached, "records");
  });
});

/** External DNS: the first run gives records, the second attaches. */
async function publish(story: Story): Promise<void> {
  const { report } = await story.up();
  for (const { purpose, name, value } of report.dnsRecords) {
    if (purpose === "VALIDATION")
      story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
  }
  await story.ports.clock.sleep(HOUR);
  assert.equal((await story.up()).end, "settled");
}

describe("a group that loses a domain", function () {
  this.timeout(60_000);

  it("takes routing off, lets resolvers forget, takes the alias off, and then gets the narrower certificate", async () => {
    const story = begin("narrower", ["example.com", "www.example.com"]);
    const first = await story.up();
    const watched = watch(story, "example.com");
    const before = story.simulator.history.count();
    change(story, "example.com");
    const states: string[] = [];
    const second = await story.up({
      onProgress: ({ domains }) => {
        const state = domains.find(({ name }) => name === "www.example.com")?.attachment ?? "gone";
        // Before anything is seen, what was said last is said again.
        if (state !== "ATTACHED" && states.at(-1) !== state) states.push(state);
      },
    });
    assert.equal(second.end, "settled");
    assert.deepEqual(states, ["DETACHING", "PENDING_CERTIFICATE_FOR_DETACHMENT", "gone"]);
    const calls = story.simulator.history
      .entries()
      .slice(before)
      .filter(({ operation, status }) => /^(Change|Update|Request)/.test(operation) && status === 200)
      .map(({ operation }) => operation);
    assert.deepEqual(calls, [
      "RequestCertificate",
      "ChangeResourceRecordSets",
      "UpdateDistribution",
      "UpdateDistribution",
      // The validation record of what has left, with the certificate that needed it.
      "ChangeResourceRecordSets",
    ]);
    assert.deepEqual([distribution(story)?.aliases, routed(story)], [["example.com"], ["example.com"]]);
    assert.notEqual(second.report.certificateArn, first.report.certificateArn);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual(
      [arns(story), validations(story), watched.failures],
      [[second.report.certificateArn], ["example.com"], []],
    );
  });

  it("needs no other certificate when a wildcard of the group goes on covering", async () => {
    const story = begin("covered goes", ["example.com", "*.example.com", "www.example.com"]);
    const first = await story.up();
    change(story, "example.com", "*.example.com");
    story.simulator.history.clear();
    const second = await story.up();
    assert.deepEqual(
      [second.end, requests(story), second.report.certificateArn],
      ["settled", 0, first.report.certificateArn],
    );
    assert.deepEqual(distribution(story)?.aliases, ["example.com", "*.example.com"]);
  });

  it("gives people who lead its traffic here a short grace, and says so", async () => {
    const story = begin("external goes", ["example.com", "www.example.com"], { wish: { dns: { kind: "external" } } });
    await publish(story);
    story.simulator.route53.putRecord(story.zoneId, {
      name: "www.example.com",
      type: "CNAME",
      ttl: 60,
      values: [story.distribution.domainName],
    });
    await story.ports.clock.sleep(5 * MINUTE);
    change(story, "example.com");
    const told = new Set<string>();
    const start = story.ports.clock.now();
    let offAfter = 0;
    await story.up({
      onProgress: ({ guidance }) => {
        for (const { code } of guidance) told.add(code);
        if (offAfter === 0 && !distribution(story)?.aliases.includes("www.example.com"))
          offAfter = story.ports.clock.now() - start;
      },
    });
    assert.ok(told.has("LEAVING_STILL_LED_HERE"));
    assert.ok(offAfter >= MINUTE && offAfter < 3 * MINUTE, `${offAfter} ms`);
    assert.deepEqual(distribution(story)?.aliases, ["example.com"]);
  });

  it("waits for nobody where its own program takes the record away after the run", async () => {
    const keys = [
      "VALIDATION:example.com",
      "VALIDATION:www.example.com",
      "ROUTING:example.com",
      "ROUTING:www.example.com",
    ];
    const story = begin("published goes", ["example.com", "www.example.com"], {
      wish: { dns: { kind: "publish", keys } },
    });
    const requested = await run(story, { ...story.desired, distribution: { kind: "program" } }, { goal: "requested" });
    for (const { name, value } of requested.report.dnsRecords)
      story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
    await story.up();
    story.simulator.route53.putRecord(story.zoneId, {
      name: "www.example.com",
      type: "CNAME",
      ttl: 60,
      values: [story.distribution.domainName],
    });
    await story.ports.clock.sleep(HOUR);
    change(story, "example.com");
    const told = new Set<string>();
    await story.up({ onProgress: ({ guidance }) => guidance.forEach(({ code }) => void told.add(code)) });
    assert.deepEqual([told.has("LEAVING_STILL_LED_HERE"), distribution(story)?.aliases], [false, ["example.com"]]);
  });

  it("leaves an alias of somebody else, and refuses to leave it uncovered", async () => {
    const story = begin("foreign covered", ["example.com", "*.example.com"], { direct: { aliases: [] } });
    await story.up();
    await addAlias(story, "img.example.com");
    change(story, "example.com");
    const { end, report } = await story.up();
    assert.deepEqual([end, report.guidance[0]?.code], ["blocked", "FOREIGN_ALIASES_UNCOVERED"]);
    assert.match(report.guidance[0]?.happening ?? "", /img\.example\.com/);
    assert.deepEqual([...(distribution(story)?.aliases ?? [])].sort(), [
      "*.example.com",
      "example.com",
      "img.example.com",
    ]);
  });

  it("is found leaving after a crash that forgot which names were the group's", async () => {
    const story = begin("forgotten", ["example.com", "www.example.com"]);
    await story.up();
    change(story, "example.com");
    const { end } = await story.up({ previous: null });
    assert.equal(end, "settled");
    assert.deepEqual([distribution(story)?.aliases, routed(story)], [["example.com"], ["example.com"]]);
  });
});

async function addAlias(story: Story, alias: string): Promise<void> {
  const { distributions } = story.ports;
  const there = await distributions.get(story.distribution.id);
  assert.ok(there.kind === "ok");
  const { etag, config, aliases, viewerCertificate } = there.value;
  const written = await distributions.update(story.distribution.id, etag, config, {
    aliases: [...aliases, alias],
    viewerCertificate,
  });
  assert.equal(written.kind, "ok");
  await story.ports.clock.sleep(HOUR);
}

describe("a group whose wish changes while another change is under way", function () {
  this.timeout(60_000);

  it("converges to the newest one, and leaves no certificate behind", async () => {
    const story = begin("changed mind", ["example.com"], { wish: { dns: ROUTE53 } });
    await story.up();
    const watched = watch(story, "example.com");
    for (const names of [["shop"], ["shop", "www"], ["www"], []]) {
      change(story, "example.com", ...names.map((label) => `${label}.example.com`));
      await story.up({ deadline: story.ports.clock.now() + 20_000 });
    }
    await story.up();
    await story.ports.clock.sleep(2 * HOUR);
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual([distribution(story)?.aliases, arns(story).length, watched.failures], [["example.com"], 1, []]);
    assert.deepEqual(validations(story), ["example.com"]);
  });

  it("takes a certificate back that still waits to be deleted, instead of requesting a third", async () => {
    const story = begin("taken back", ["example.com", "www.example.com"]);
    const first = await story.up();
    await story.ports.clock.sleep(HOUR);
    change(story, "example.com");
    const second = await story.up();
    assert.equal(second.memory.retiring.length, 1);
    story.simulator.history.clear();
    change(story, "example.com", "www.example.com");
    const third = await story.up();
    assert.deepEqual(
      [third.end, requests(story), third.report.certificateArn],
      ["settled", 0, first.report.certificateArn],
    );
  });
});

describe("a group that gets another kind of certificate", function () {
  this.timeout(60_000);

  it("serves all the time while the key algorithm changes", async () => {
    const story = begin("other key", ["example.com"]);
    const first = await story.up();
    const watched = watch(story, "example.com");
    story.desired.keyAlgorithm = "EC_prime256v1";
    const second = await story.up();
    assert.equal(second.end, "settled");
    assert.notEqual(second.report.certificateArn, first.report.certificateArn);
    await story.ports.clock.sleep(2 * HOUR);
    await story.up();
    assert.deepEqual([arns(story), watched.failures], [[second.report.certificateArn], []]);
  });

  it("takes another security policy in one write", async () => {
    const story = begin("other policy", ["example.com"]);
    await story.up();
    story.simulator.history.clear();
    story.desired.minimumProtocolVersion = "TLSv1.3_2025";
    assert.equal((await story.up()).end, "settled");
    assert.deepEqual([updates(story), requests(story)], [1, 0]);
  });
});
