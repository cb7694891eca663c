import assert from "node:assert/strict";
import { AUTHORITATIVE_ANSWER, CHECKING_DISABLED } from "dns-packet";
import type { RecordExam } from "../../provider/core/looks";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import { createDns } from "../../provider/dns/dns";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { type Forge, forged, silence } from "./forged";
import { dnsWorld } from "./world";

const name = "_a1.www.example.com";
const value = "_b2.acm-validations.aws";
const record = { name, type: "CNAME", value } as const;
/** What a zone of the simulator says for how long it is missing. */
const missing: RecordExam = { ...NOTHING_FOUND, negativeTtl: 900 };
const servers = ["ns1.provider.net", "ns2.provider.net"];

type World = ReturnType<typeof dnsWorld>;

/** example.com at a provider whose servers hold other zones, too. */
function world(): World & { zone: ReturnType<World["delegatedZone"]> } {
  const made = dnsWorld();
  made.delegatedZone("other.example", ["ns1.other.net", "ns2.other.net"]);
  return { ...made, zone: made.delegatedZone("example.com", servers) };
}

/** As {@link World.dns}, where somebody else answers some questions. */
function forgedDns({ transport, clock }: World, forge: Forge) {
  return createDns({ transport: forged(transport, forge), clock, resolvers: [RESOLVER_ADDRESS] });
}

describe("a record that is missing", () => {
  it("is nothing but missing, for as long as its zone's SOA says", async () => {
    assert.deepEqual(await world().dns.examine(record), missing);
  });

  for (const [ttl, minimum] of [
    [60, 86_400],
    [86_400, 60],
  ] as const) {
    it(`is missing for a minute where the SOA's TTL is ${ttl} and its minimum ${minimum}`, async () => {
      const soa = { mname: "ns1.provider.net", rname: "admin.provider.net", minimum };
      const authorities = [{ name: "example.com", type: "SOA", ttl, data: soa } as const];
      const dns = forgedDns(world(), ({ question }) =>
        question === `${name} CNAME` ? { flags: AUTHORITATIVE_ANSWER | 3, authorities } : undefined,
      );
      assert.equal((await dns.examine(record)).negativeTtl, 60);
    });
  }

  it("is asked for on one server where another is silent", async () => {
    const { internet, dns } = world();
    internet.setServerFault("ns1.provider.net", "TIMEOUT");
    assert.equal((await dns.examine(record)).negativeTtl, 900);
  });

  it("leaves no trace in a resolver's cache", async () => {
    const { internet, dns, publish, zone } = world();
    await dns.examine(record);
    for (const each of [name, name.slice(1), `${name}.example.com`]) {
      publish(zone, each, "CNAME", value);
      assert.equal(internet.resolve(each, "CNAME").rcode, "NOERROR", each);
    }
  });
});

describe("a record in another place", () => {
  const places: [rule: string, place: string, there: string, expected: Partial<RecordExam>][] = [
    ["is found behind the zone's name twice", `${name}.example.com`, value, { doubled: `${name}.example.com` }],
    [
      "is found there with the zone's name behind its value, too",
      `${name}.example.com`,
      `${value}.example.com`,
      { doubled: `${name}.example.com` },
    ],
    ["is found without the underscore of its name", "a1.www.example.com", value, { bare: "a1.www.example.com" }],
    ["is not another record's value there", `${name}.example.com`, "shop.example.net", {}],
    ["is not one whose value only begins alike", "a1.www.example.com", `${value}2`, {}],
  ];
  for (const [rule, place, there, expected] of places) {
    it(rule, async () => {
      const { dns, publish, zone } = world();
      publish(zone, place, "CNAME", there);
      assert.deepEqual(await dns.examine(record), { ...missing, ...expected });
    });
  }

  it("is found for text as well", async () => {
    const { dns, publish, zone } = world();
    publish(zone, `${name}.example.com`, "TXT", '"proof"');
    const { doubled } = await dns.examine({ name, type: "TXT", value: '"proof"' });
    assert.equal(doubled, `${name}.example.com`);
  });
});

describe("other records at the name", () => {
  it("are all types that can't stand beside a CNAME", async () => {
    const { dns, publish, zone, internet, clock } = world();
    publish(zone, name, "A", "192.0.2.1");
    publish(zone, name, "TXT", '"hello"');
    const mx = { name, type: "MX" as const, ttl: 60, values: ["10 mail.example.com"] };
    internet.setRecord(zone.id, name, "MX", mx, clock.now());
    assert.deepEqual((await dns.examine(record)).beside, ["A", "MX", "TXT"]);
  });

  it("are none where a wildcard answers for every name", async () => {
    const { dns, publish, zone } = world();
    publish(zone, "*.example.com", "A", "192.0.2.1");
    assert.deepEqual((await dns.examine(record)).beside, []);
  });

  it("are those of the name itself below a wildcard with others", async () => {
    const { dns, publish, zone } = world();
    publish(zone, "*.www.example.com", "A", "192.0.2.1");
    publish(zone, name, "A", "192.0.2.2");
    assert.deepEqual((await dns.examine(record)).beside, ["A"]);
  });

  it("are beside text only where the name is an alias", async () => {
    const { dns, publish, zone } = world();
    const text = { name, type: "TXT", value: '"proof"' } as const;
    publish(zone, name, "A", "192.0.2.1");
    assert.deepEqual((await dns.examine(text)).beside, []);
    publish(zone, "_c3.example.com", "CNAME", "example.net");
    assert.deepEqual((await dns.examine({ ...text, name: "_c3.example.com" })).beside, ["CNAME"]);
  });
});

describe("the delegation of a record's zone", () => {
  it("is lame where none of the servers answers for the zone", async () => {
    const { internet, dns } = world();
    internet.delegate("example.com", ["ns1.other.net", "ns2.other.net"]);
    const delegation = { parent: ["ns1.other.net", "ns2.other.net"], zone: [], resolver: [] };
    assert.deepEqual(await dns.examine(record), { ...NOTHING_FOUND, delegation });
  });

  it("is lame for a zone within a zone, too", async () => {
    const { internet, dns } = world();
    internet.delegate("www.example.com", ["ns1.other.net"]);
    const delegation = { parent: ["ns1.other.net"], zone: [], resolver: [] };
    assert.deepEqual(await dns.examine(record), { ...NOTHING_FOUND, delegation });
  });

  it("is lame where the servers are silent for everybody", async () => {
    const { internet, dns } = world();
    for (const server of servers) internet.setServerFault(server, "TIMEOUT");
    assert.deepEqual((await dns.examine(record)).delegation, { parent: servers, zone: [], resolver: [] });
  });

  it("is to others than the zone names", async () => {
    const { dns, publish, zone } = world();
    publish(zone, "example.com", "NS", "ns1.old.net");
    const { delegation } = await dns.examine(record);
    assert.deepEqual(delegation, { parent: servers, zone: ["ns1.old.net"], resolver: ["ns1.old.net"] });
  });

  it("is to others than a resolver names that has a view of its own", async () => {
    const made = world();
    const inside = { id: "inside", name: "example.com", nameServers: ["ns.corp.example"] };
    made.internet.addZone({ ...inside, private: false, soaMinimum: 60 });
    const dns = forgedDns(made, ({ address, question }) =>
      address === RESOLVER_ADDRESS && question === "example.com NS"
        ? { answers: [{ name: "example.com", type: "NS", ttl: 60, data: "ns.corp.example" }] }
        : undefined,
    );
    const { delegation } = await dns.examine(record);
    assert.deepEqual(delegation, { parent: servers, zone: servers, resolver: ["ns.corp.example"] });
  });

  it("is to nobody for a domain that is not registered", async () => {
    const delegation = { parent: [], zone: [], resolver: [] };
    assert.deepEqual(await world().dns.examine({ ...record, name: "_a1.unregistered.com" }), {
      ...NOTHING_FOUND,
      delegation,
    });
  });

  it("is not known where the parent's servers do not answer", async () => {
    const made = world();
    const registry = made.internet.addressOf("a.registry-servers.net");
    const dns = forgedDns(made, ({ address }) => (address === registry ? silence() : undefined));
    assert.deepEqual(await dns.examine(record), missing);
  });
});

describe("a zone whose DNSSEC is broken", () => {
  /** A resolver that refuses every question about example.com that is to be checked, so many times. */
  const validating =
    (refusals: number): Forge =>
    ({ address, query, question }) => {
      const isChecked = ((query.flags ?? 0) & CHECKING_DISABLED) === 0;
      if (address !== RESOLVER_ADDRESS || !question.startsWith("example.com") || !isChecked) return undefined;
      refusals -= 1;
      return refusals < 0 ? undefined : { flags: 2 };
    };

  it("is one that the resolver answers for only when it is told not to check", async () => {
    const { dnssecFails } = await forgedDns(world(), validating(Number.POSITIVE_INFINITY)).examine(record);
    assert.equal(dnssecFails, true);
  });

  it("is not one that the resolver refuses once", async () => {
    for (const refusals of [1, 2]) {
      const { dnssecFails } = await forgedDns(world(), validating(refusals)).examine(record);
      assert.equal(dnssecFails, false, `${refusals}`);
    }
  });

  it("is not one that the resolver refuses in any case", async () => {
    const { internet, dns } = world();
    for (const server of servers) internet.setServerFault(server, "SERVFAIL");
    assert.equal((await dns.examine(record)).dnssecFails, false);
  });
});

describe("a network that stops DNS", () => {
  const onlyResolver: Forge = ({ address }) => (address === RESOLVER_ADDRESS ? undefined : silence());

  it("is one where the resolver answers, and no authoritative server", async () => {
    assert.deepEqual(await forgedDns(world(), onlyResolver).examine(record), { ...NOTHING_FOUND, blocked: true });
  });

  const first = world().internet.addressOf("ns1.provider.net");
  const open: [rule: string, forge: Forge][] = [
    ["the resolver is silent, too", silence],
    ["an authoritative server refuses", ({ address }) => (address === RESOLVER_ADDRESS ? undefined : { flags: 5 })],
    [
      "one authoritative server refuses, before another is silent",
      ({ address }) => {
        if (address === RESOLVER_ADDRESS) return undefined;
        return address === first ? { flags: 5 } : silence();
      },
    ],
    [
      "something else answers for the servers, as a cache does",
      ({ address, query }) =>
        address === RESOLVER_ADDRESS
          ? undefined
          : { flags: query.flags ?? 0, answers: [{ name, type: "CNAME", ttl: 60, data: value }] },
    ],
    [
      "something answers with authority, whatever it is asked",
      ({ address }) => (address === RESOLVER_ADDRESS ? undefined : { flags: AUTHORITATIVE_ANSWER }),
    ],
  ];
  for (const [rule, forge] of open) {
    it(`is not one where ${rule}`, async () => {
      assert.equal((await forgedDns(world(), forge).examine(record)).blocked, false);
    });
  }

  it("is not one where only the servers of a zone within a zone are silent", async () => {
    const made = world();
    made.delegatedZone("www.example.com", ["ns1.dead.example"]);
    const dead = made.internet.addressOf("ns1.dead.example");
    const dns = forgedDns(made, ({ address }) => (address === dead ? silence() : undefined));
    assert.deepEqual(await dns.examine(record), NOTHING_FOUND);
  });
});

it("an exam takes ten seconds at most, however many servers are silent", async () => {
  const made = world();
  const dns = forgedDns(made, async ({ address, timeoutMs }) => {
    if (address === RESOLVER_ADDRESS) return undefined;
    await made.clock.sleep(timeoutMs);
    return silence();
  });
  const start = made.clock.now();
  assert.equal((await dns.examine(record)).blocked, true);
  assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
});
