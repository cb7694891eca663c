import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import { type ExampleWorld, exampleWorld, SERVERS, short } from "./example-world";

let world: ExampleWorld;
beforeEach(() => {
  world = exampleWorld();
});

describe("the recursive view", () => {
  it("follows CNAMEs over zones and lists the chain in order", () => {
    world.dns.addComputedZone("cloudfront.net", (name, type) =>
      name === "d111.cloudfront.net"
        ? [{ name, type: "A" as const, ttl: 60, values: ["127.0.0.21"] }].filter((set) => set.type === type)
        : undefined,
    );
    world.put("www.example.com", "CNAME", ["d111.cloudfront.net"]);
    const answer = world.dns.resolve("www.example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(
      answer.answers.map((set) => `${set.name} ${set.type} ${set.values}`),
      ["www.example.com CNAME d111.cloudfront.net", "d111.cloudfront.net A 127.0.0.21"],
    );
    assert.equal(world.resolved("d111.cloudfront.net", "AAAA"), "NOERROR");
    assert.equal(world.resolved("d999.cloudfront.net"), "NXDOMAIN");
  });

  it("keeps a positive answer for its TTL, counting down", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    assert.equal(world.resolved("www.example.com"), "NOERROR 192.0.2.1");
    world.put("www.example.com", "A", ["192.0.2.2"]);
    world.later(299);
    const answer = world.dns.resolve("www.example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(answer.answers, [{ name: "www.example.com", type: "A", ttl: 1, values: ["192.0.2.1"] }]);
    world.later(1);
    assert.equal(world.resolved("www.example.com"), "NOERROR 192.0.2.2");
  });

  it("keeps NXDOMAIN for the SOA's time, for every type of the name", () => {
    assert.equal(world.resolved("www.example.com", "TXT"), "NXDOMAIN");
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.later(59);
    assert.equal(world.resolved("www.example.com"), "NXDOMAIN");
    world.later(1);
    assert.equal(world.resolved("www.example.com"), "NOERROR 192.0.2.1");
  });

  it("keeps NODATA for its type alone", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    assert.equal(world.resolved("www.example.com", "AAAA"), "NOERROR");
    world.put("www.example.com", "AAAA", ["2001:db8::1"]);
    world.put("www.example.com", "TXT", ['"x"']);
    assert.equal(world.resolved("www.example.com", "AAAA"), "NOERROR");
    assert.equal(world.resolved("www.example.com", "TXT"), 'NOERROR "x"');
  });

  it("keeps no answer longer than the limit", () => {
    world.dns.cacheLimits.negative = 2000;
    assert.equal(world.resolved("www.example.com"), "NXDOMAIN");
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.later(2);
    assert.equal(world.resolved("www.example.com"), "NOERROR 192.0.2.1");
  });

  it("gives each resolver a cache of its own", () => {
    assert.equal(world.resolved("www.example.com"), "NXDOMAIN");
    world.put("www.example.com", "A", ["192.0.2.1"]);
    assert.equal(world.resolved("www.example.com", "A", world.now(), "acm"), "NOERROR 192.0.2.1");
    assert.equal(world.resolved("www.example.com"), "NXDOMAIN");
  });

  it("answers a question about the past as it would have then", () => {
    const start = world.now();
    world.later(100);
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.later(1000);
    assert.equal(world.resolved("www.example.com", "A", start + 90_000, "acm"), "NXDOMAIN");
    assert.equal(
      world.resolved("www.example.com", "A", start + 149_000, "acm"),
      "NXDOMAIN",
      "still in the negative cache",
    );
    assert.equal(world.resolved("www.example.com", "A", start + 150_000, "acm"), "NOERROR 192.0.2.1");
  });

  it("asks another server when one fails, and fails when all do", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.dns.setServerFault(SERVERS[0], "TIMEOUT");
    for (let attempt = 0; attempt < 8; attempt++) {
      assert.equal(world.resolved("www.example.com", "A", world.now(), `resolver ${attempt}`), "NOERROR 192.0.2.1");
      world.later(1);
    }
    world.dns.setServerFault(SERVERS[1], "REFUSED");
    assert.equal(world.resolved("www.example.com", "A", world.now(), "one more"), "SERVFAIL");
  });

  it("fails on a name that is delegated to servers that nobody has", () => {
    world.dns.delegate("lame.com", ["ns.nowhere.org"]);
    assert.equal(world.resolved("lame.com"), "SERVFAIL");
  });

  it("can itself be out of order", () => {
    world.dns.setServerFault("public", "TIMEOUT");
    assert.equal(world.resolved("example.com", "SOA"), "TIMEOUT");
    assert.match(world.resolved("example.com", "SOA", world.now(), "acm"), /^NOERROR/);
  });

  it("refuses a zone whose signatures are wrong, unless it is told not to check them; the zone's servers answer as ever", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.dns.setBogus("example.com", true);
    assert.equal(world.resolved("www.example.com"), "SERVFAIL");
    assert.equal(short(world.dns.resolve("www.example.com", "A", undefined, "public", true)), "NOERROR 192.0.2.1");
    assert.equal(world.asked("www.example.com"), "NOERROR 192.0.2.1");
    world.dns.setBogus("example.com", false);
    assert.equal(world.resolved("www.example.com"), "NOERROR 192.0.2.1");
  });

  it("asks now this server, now that one, and the same ones in every run of a seed", () => {
    const look = (): string[] => {
      const { put, resolved, now } = exampleWorld();
      put("www.example.com", "A", ["192.0.2.1"], { [SERVERS[1]]: now() });
      return Array.from({ length: 20 }, (_, index) => resolved("www.example.com", "A", now() + index, `${index}`));
    };
    const answers = look();
    assert.deepEqual([...new Set(answers)].sort(), ["NOERROR 192.0.2.1", "NXDOMAIN"]);
    assert.deepEqual(look(), answers);
  });
});

describe("an alias", () => {
  beforeEach(() => {
    world.dns.addComputedZone("cloudfront.net", (name) =>
      name === "d111.cloudfront.net" ? [{ name, type: "A", ttl: 60, values: ["127.0.0.21", "127.0.0.22"] }] : undefined,
    );
  });

  it("answers with its target's own addresses, for 60 seconds", () => {
    world.putAlias("example.com", "d111.cloudfront.net");
    const answer = world.dns.query(SERVERS[0], "example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(answer.answers, [
      { name: "example.com", type: "A", ttl: 60, values: ["127.0.0.21", "127.0.0.22"], aliasOf: "d111.cloudfront.net" },
    ]);
  });

  it("without a target is a name without data", () => {
    world.putAlias("x.example.com", "d9.cloudfront.net");
    assert.equal(world.asked("x.example.com"), "NOERROR");
  });

  it("that leads to itself is a name without data", () => {
    world.putAlias("x.example.com", "x.example.com");
    assert.equal(world.asked("x.example.com"), "NOERROR");
  });
});
