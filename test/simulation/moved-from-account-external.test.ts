/** A name that comes from a distribution of another account, and whose DNS is somebody else's. */
import assert from "node:assert/strict";
import { aliasesOf, answersOf, asked, guidanceFor, HALF_AN_HOUR, OLD, proofIn, recordsOf } from "./holding";
import { settled } from "./moving";
import { codes } from "./story";
import { validations } from "./watch";
import { ROUTE53 } from "./world";

describe("a name that is taken over from another account, in a zone of somebody else's", function () {
  this.timeout(60_000);

  const HOSTS = ["www.customer.net", "shop.customer.net"];
  const SERVERS = ["ns1.dns-host.net", "ns2.dns-host.net"];

  function begun(seed: string) {
    const { story, owner } = asked(
      seed,
      { names: HOSTS, taking: HOSTS.slice(0, 1) },
      { wish: { dns: { kind: "external" } } },
    );
    const { dns } = story.simulator;
    dns.addZone({ id: "C", name: "customer.net", nameServers: SERVERS, private: false, soaMinimum: 300 });
    dns.delegate("customer.net", SERVERS);
    const publish = (name: string, type: "CNAME" | "TXT", value: string): void =>
      dns.setRecord("C", name, type, { name, type, ttl: 60, values: [value] }, story.ports.clock.now());
    return { story, owner, publish };
  }

  async function published(seed: string) {
    const world = begun(seed);
    for (const { name, value, purpose } of (await world.story.up()).report.dnsRecords)
      if (purpose === "VALIDATION") world.publish(name, "CNAME", value);
    await world.story.ports.clock.sleep(HALF_AN_HOUR);
    return world;
  }

  it("asks people for the proof, with host, zone and value, and moves nothing before", async () => {
    const { story, owner } = await published("asks");
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)[0]], ["blocked", "ALIAS_MOVE_NEEDS_PROOF"]);
    assert.deepEqual(proofIn(result), {
      key: "ALIAS_PROOF:www.customer.net",
      purpose: "ALIAS_PROOF",
      type: "TXT",
      name: "_www.customer.net",
      host: "_www",
      zone: "customer.net",
      value: story.distribution.domainName,
      ttl: 300,
      domains: ["www.customer.net"],
      state: "MISSING",
      action: "PUBLISH",
      publishedBy: "you",
    });
    assert.deepEqual(result.report.guidance[0]?.records, ["ALIAS_PROOF:www.customer.net"]);
    assert.deepEqual([answersOf(story, "AssociateAlias"), aliasesOf(story, owner).length], [[], 2]);
    assert.deepEqual(aliasesOf(story, story.distribution), ["shop.customer.net"]);
  });

  it("sees the proof, says so without asking for it again, and moves the name with the next run", async () => {
    const { story, owner, publish } = await published("sees");
    const { name = "", value } = proofIn(await story.up()) ?? {};
    publish(name, "TXT", `"${value}"`);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    const seen = await story.refresh();
    assert.deepEqual([proofIn(seen)?.state, proofIn(seen)?.action], ["OK", "KEEP"]);
    assert.ok(!codes(seen).includes("ALIAS_MOVE_NEEDS_PROOF"), codes(seen).join());
    assert.deepEqual(guidanceFor(seen, "www.customer.net")?.domains, ["www.customer.net"]);
    const result = await story.up();
    settled(result);
    assert.deepEqual([aliasesOf(story, owner), proofIn(result)], [[OLD], undefined]);
  });

  it("takes a proof of which one name server says nothing for one", async () => {
    const { story, owner, publish } = await published("half seen");
    const { name = "", value } = proofIn(await story.up()) ?? {};
    publish(name, "TXT", `"${value}"`);
    await story.ports.clock.sleep(HALF_AN_HOUR);
    story.simulator.dns.setServerFault(SERVERS[1] ?? "", "REFUSED");
    settled(await story.up());
    assert.deepEqual(aliasesOf(story, owner), [OLD]);
  });

  it("is people's to publish where the program writes no routes, in a zone of ours, too", async () => {
    const { story } = asked("routing none", {}, { wish: { dns: { ...ROUTE53, routing: "none" } } });
    const result = await story.up();
    assert.deepEqual([codes(result)[0], proofIn(result)?.publishedBy], ["ALIAS_MOVE_NEEDS_PROOF", "you"]);
    assert.deepEqual([recordsOf(story, "TXT"), validations(story).length > 0], [[], true]);
  });
});
