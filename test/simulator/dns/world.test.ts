import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import type { RecordType } from "../dns-contracts";
import { type ExampleWorld, exampleWorld, SERVERS, short } from "./example-world";

let world: ExampleWorld;
beforeEach(() => {
  world = exampleWorld();
});

describe("an authoritative server", () => {
  it("answers for the zones it holds and refuses all others", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    assert.equal(world.asked("www.example.com"), "NOERROR 192.0.2.1");
    assert.equal(world.asked("www.example.org"), "REFUSED");
  });

  it("tells a name that is not there from a name without records of that type", () => {
    world.put("www.example.com", "A", ["192.0.2.1"]);
    world.put("deep.below.example.com", "A", ["192.0.2.2"]);
    assert.equal(world.asked("nothing.example.com"), "NXDOMAIN");
    assert.equal(world.asked("www.example.com", "TXT"), "NOERROR");
    assert.equal(world.asked("below.example.com"), "NOERROR", "an empty non-terminal exists");
    assert.equal(world.asked("example.com"), "NOERROR");
  });

  it("puts the SOA into negative answers, with the TTL of RFC 2308", () => {
    const answer = world.dns.query(SERVERS[0], "nothing.example.com", "A");
    assert.ok(answer.rcode === "NXDOMAIN" && answer.authoritative);
    assert.deepEqual(
      answer.authority.map(({ name, type, ttl }) => ({ name, type, ttl })),
      [{ name: "example.com", type: "SOA", ttl: 60 }],
    );
  });

  it("follows CNAMEs inside the zone and leaves it at its edge", () => {
    world.put("a.example.com", "CNAME", ["b.example.com"]);
    world.put("b.example.com", "CNAME", ["elsewhere.example.org"]);
    const answer = world.dns.query(SERVERS[0], "a.example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(
      answer.answers.map((set) => set.values),
      [["b.example.com"], ["elsewhere.example.org"]],
    );
  });

  it("survives CNAMEs that lead in a circle", () => {
    world.put("a.example.com", "CNAME", ["b.example.com"]);
    world.put("b.example.com", "CNAME", ["a.example.com"]);
    assert.ok(world.asked("a.example.com").startsWith("NOERROR"));
    assert.equal(world.resolved("a.example.com"), "SERVFAIL");
  });

  it("refers to the servers of a child zone, by the child's NS set", () => {
    world.put("shop.example.com", "NS", ["ns.other.net"]);
    const answer = world.dns.query(SERVERS[0], "a.shop.example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.equal(answer.authoritative, false);
    assert.deepEqual(answer.authority, [{ name: "shop.example.com", type: "NS", ttl: 300, values: ["ns.other.net"] }]);
  });

  it("does not answer from a private zone", () => {
    world.dns.addZone({ id: "Z2", name: "hidden.org", nameServers: ["ns.hidden.org"], private: true, soaMinimum: 60 });
    world.dns.delegate("hidden.org", ["ns.hidden.org"]);
    assert.equal(world.asked("hidden.org", "SOA", "ns.hidden.org"), "REFUSED");
    assert.equal(world.resolved("hidden.org", "SOA"), "SERVFAIL");
  });

  for (const fault of ["SERVFAIL", "REFUSED", "TIMEOUT"] as const) {
    it(`says ${fault} as long as it is told to`, () => {
      world.dns.setServerFault(SERVERS[0], fault);
      assert.equal(world.asked("example.com", "SOA"), fault);
      world.dns.setServerFault(SERVERS[0], null);
      assert.match(world.asked("example.com", "SOA"), /^NOERROR/);
    });
  }

  it("fails for one type alone, where it is told to", () => {
    world.dns.setServerFault("example.com", "SERVFAIL", "CAA");
    assert.equal(world.asked("example.com", "CAA"), "SERVFAIL");
    assert.match(world.asked("example.com", "SOA"), /^NOERROR/);
    world.dns.setServerFault("example.com", null, "CAA");
    assert.equal(world.asked("example.com", "CAA"), "NOERROR");
  });

  it("takes a fault of the zone for its own", () => {
    world.dns.setServerFault("example.com", "SERVFAIL");
    for (const server of SERVERS) assert.equal(world.asked("example.com", "SOA", server), "SERVFAIL");
  });
});

/** The zone of RFC 4592 section 2.2.1 and its table of answers. */
describe("a wildcard (RFC 4592)", () => {
  beforeEach(() => {
    world.put("*.example.com", "TXT", ['"this is a wildcard"']);
    world.put("*.example.com", "MX", ["10 host1.example.com"]);
    world.put("sub.*.example.com", "TXT", ['"this is not a wildcard"']);
    world.put("host1.example.com", "A", ["192.0.2.1"]);
    world.put("_ssh._tcp.host1.example.com", "SRV", ["0 0 22 host1.example.com"]);
    world.put("subdel.example.com", "NS", ["ns.example.net"]);
  });

  const table: [string, RecordType, string, string][] = [
    ["host3.example.com", "MX", "NOERROR 10 host1.example.com", "is synthesized"],
    ["host3.example.com", "A", "NOERROR", "no data of the type"],
    ["foo.bar.example.com", "TXT", 'NOERROR "this is a wildcard"', "over several labels"],
    ["host1.example.com", "MX", "NOERROR", "an existing name is not covered"],
    ["sub.*.example.com", "MX", "NOERROR", "an existing name is not covered"],
    ["_telnet._tcp.host1.example.com", "SRV", "NXDOMAIN", "no wildcard below the closest encloser"],
    ["host.subdel.example.com", "A", "NOERROR", "a referral comes first"],
    ["ghost.*.example.com", "MX", "NXDOMAIN", "below the wildcard itself there is none"],
    ["*.example.com", "MX", "NOERROR 10 host1.example.com", "can be asked for itself"],
  ];
  for (const [name, type, expected, why] of table) {
    it(`${name} ${type}: ${why}`, () => assert.equal(world.asked(name, type), expected));
  }

  it("gives its CNAME to any name and type", () => {
    world.put("*.shop.example.com", "CNAME", ["d111.cloudfront.net"]);
    assert.equal(world.asked("a.shop.example.com", "AAAA"), "NOERROR d111.cloudfront.net");
  });
});

describe("a record change", () => {
  it("is seen from its instant on, and not before", () => {
    world.put("www.example.com", "A", ["192.0.2.1"], world.now() + 5000);
    assert.equal(world.asked("www.example.com"), "NXDOMAIN");
    world.later(5);
    assert.equal(world.asked("www.example.com"), "NOERROR 192.0.2.1");
    assert.equal(short(world.dns.query(SERVERS[0], "www.example.com", "A", world.now() - 1)), "NXDOMAIN");
  });

  it("reaches each name server at its own instant, and a server left out never", () => {
    world.put("www.example.com", "A", ["192.0.2.1"], { [SERVERS[1]]: world.now() + 1000 });
    world.later(3600);
    assert.equal(world.asked("www.example.com", "A", SERVERS[0]), "NXDOMAIN");
    assert.equal(world.asked("www.example.com", "A", SERVERS[1]), "NOERROR 192.0.2.1");
  });

  it("is not undone by an earlier one that takes longer", () => {
    world.put("www.example.com", "A", ["192.0.2.1"], world.now() + 9000);
    world.put("www.example.com", "A", ["192.0.2.2"], world.now() + 1000);
    world.later(10);
    assert.equal(world.asked("www.example.com"), "NOERROR 192.0.2.2");
  });

  it("cannot take effect in the past", () => {
    world.put("www.example.com", "A", ["192.0.2.1"], world.now() - 60_000);
    assert.equal(short(world.dns.query(SERVERS[0], "www.example.com", "A", world.now() - 1)), "NXDOMAIN");
  });

  it("outside of the zone is an error", () => {
    assert.throws(
      () => world.put("www.example.org", "A", ["192.0.2.1"]),
      /www\.example\.org is not in the zone example\.com/,
    );
  });
});

describe("the registry", () => {
  it("refers to the servers of a delegated name", () => {
    const answer = world.dns.query("a.registry-servers.net", "www.example.com", "A");
    assert.ok(answer.rcode === "NOERROR");
    assert.deepEqual(answer.authority[0]?.values, SERVERS);
    assert.deepEqual(world.dns.delegationOf("example.com"), SERVERS);
  });

  it("knows nothing of a zone that nobody delegates", () => {
    world.dns.addZone({ id: "Z3", name: "undelegated.com", nameServers: ["ns.x.net"], private: false, soaMinimum: 60 });
    assert.equal(world.resolved("undelegated.com", "SOA"), "NXDOMAIN");
  });

  it("takes a delegation away from one instant on", () => {
    world.dns.delegate("example.com", []);
    assert.equal(world.resolved("example.com", "SOA"), "NXDOMAIN");
    assert.match(world.resolved("example.com", "SOA", world.now() - 1, "other"), /^NOERROR/);
  });

  it("answers for the servers' own addresses, each its own", () => {
    const addresses = world.dns.nameServers().map((server) => world.resolved(server));
    assert.equal(new Set(addresses).size, world.dns.nameServers().length);
    for (const address of addresses) assert.match(address, /^NOERROR 127\.0\.1\.\d+$/);
    assert.equal(world.dns.serverAt(world.dns.addressOf("ns-2.awsdns-02.net")), "ns-2.awsdns-02.net");
  });
});
