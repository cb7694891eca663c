import assert from "node:assert/strict";
import type { Lead, TrafficLook } from "../../provider/core/looks";
import { createAsk } from "../../provider/dns/ask";
import { createResolver } from "../../provider/dns/resolver";
import { findAddresses, hostOf, type Lookup, whereItLeads } from "../../provider/dns/traffic";
import { findZone } from "../../provider/dns/zone-finder";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { dnsWorld } from "./world";

const ours = "d111111abcdef8.cloudfront.net";
const theirs = "d222222abcdef8.cloudfront.net";

/** example.com and example.org, and CloudFront, whose distributions have these addresses. */
function world() {
  const made = dnsWorld();
  const addresses: { [distribution: string]: string[] } = {
    [ours]: ["192.0.2.21", "192.0.2.22"],
    [theirs]: ["192.0.2.21"],
  };
  made.internet.addComputedZone("cloudfront.net", (name, type) => {
    const values = addresses[name];
    if (values === undefined) return undefined;
    return type === "A" ? [{ name, type, ttl: 60, values }] : [];
  });
  const com = made.delegatedZone("example.com", ["ns1.provider.net"]);
  const org = made.delegatedZone("example.org", ["ns1.other.net"]);
  return { ...made, com, org };
}

async function trafficOf({ dns }: ReturnType<typeof world>, name: string): Promise<TrafficLook> {
  const reply = await dns.traffic(name, ours);
  assert.equal(reply.kind, "ok");
  return reply.kind === "ok" ? reply.value : "UNKNOWN";
}

const [ns1, ns2, ns3] = ["ns1.provider.net", "ns2.provider.net", "ns3.provider.net"] as const;
const www = "www.example.com";

/** By name server what it has; `null`: it does not answer. */
type Held = { [server: string]: string | null };

async function trafficBy(held: Held): Promise<TrafficLook> {
  const made = world();
  const zone = made.delegatedZone("example.com", Object.keys(held));
  for (const [server, target] of Object.entries(held)) {
    if (target === null) made.internet.setServerFault(server, "TIMEOUT");
    if (target === null || target === "") continue;
    const set = { name: www, type: "CNAME" as const, ttl: 300, values: [target] };
    made.internet.setRecord(zone.id, www, "CNAME", set, { [server]: made.clock.now() });
  }
  return trafficOf(made, www);
}

describe("traffic for a name of several servers", () => {
  const partial = (rest: "NOT_POINTING" | "POINTS_ELSEWHERE", ...lacking: string[]): TrafficLook => ({
    kind: "partial",
    rest,
    lacking,
  });
  const cases: [rule: string, held: Held, expected: TrafficLook][] = [
    ["points here where all of them say so", { [ns1]: ours, [ns2]: ours }, "POINTING"],
    ["is partial where the second does not have it", { [ns1]: ours, [ns2]: "" }, partial("NOT_POINTING", ns2)],
    ["is partial where the first does not have it", { [ns1]: "", [ns2]: ours }, partial("NOT_POINTING", ns1)],
    ["is partial where another leads elsewhere", { [ns1]: theirs, [ns2]: ours }, partial("POINTS_ELSEWHERE", ns1)],
    ["does not need one that is silent", { [ns1]: ours, [ns2]: null }, "POINTING"],
    ["lacks nothing on one that is silent", { [ns1]: null, [ns2]: ours, [ns3]: "" }, partial("NOT_POINTING", ns3)],
    ["is nowhere by those that answer", { [ns1]: null, [ns2]: "" }, "NOT_POINTING"],
    ["leads elsewhere where none leads here", { [ns1]: "", [ns2]: theirs }, "POINTS_ELSEWHERE"],
    ["is unknown where none answers", { [ns1]: null, [ns2]: null }, "UNKNOWN"],
  ];
  for (const [rule, held, expected] of cases) {
    it(rule, async () => assert.deepEqual(await trafficBy(held), expected));
  }
});

type Publish = (made: ReturnType<typeof world>) => void;

describe("traffic for a name", () => {
  const cases: [rule: string, name: string, publish: Publish, expected: TrafficLook][] = [
    [
      "points here by a CNAME",
      "www.example.com",
      ({ publish, com }) => publish(com, "www.example.com", "CNAME", ours),
      "POINTING",
    ],
    [
      "points here by a chain of CNAMEs over zones",
      "www.example.com",
      ({ publish, com, org }) => {
        publish(com, "www.example.com", "CNAME", "cdn.example.com");
        publish(com, "cdn.example.com", "CNAME", "cdn.example.org");
        publish(org, "cdn.example.org", "CNAME", ours);
      },
      "POINTING",
    ],
    [
      "points here by an alias record, seen by a common address",
      "example.com",
      ({ publish, com }) => publish(com, "example.com", "A", "192.0.2.22"),
      "POINTING",
    ],
    [
      "is unknown when an alias record could be one: other places get other addresses",
      "example.com",
      ({ publish, com }) => publish(com, "example.com", "A", "198.51.100.1"),
      "UNKNOWN",
    ],
    [
      "points elsewhere by a CNAME to another distribution, whatever addresses they share",
      "www.example.com",
      ({ publish, com }) => publish(com, "www.example.com", "CNAME", theirs),
      "POINTS_ELSEWHERE",
    ],
    [
      "points elsewhere by a CNAME to a server of somebody else",
      "www.example.com",
      ({ publish, com, org }) => {
        publish(com, "www.example.com", "CNAME", "www.example.org");
        publish(org, "www.example.org", "A", "198.51.100.1");
      },
      "POINTS_ELSEWHERE",
    ],
    [
      "is unknown behind a CNAME to an address of the same domain, which may be an alias record",
      "www.example.com",
      ({ publish, com }) => {
        publish(com, "www.example.com", "CNAME", "example.com");
        publish(com, "example.com", "A", "198.51.100.1");
      },
      "UNKNOWN",
    ],
    [
      "points elsewhere by a CNAME to nothing",
      "www.example.com",
      ({ publish, com }) => publish(com, "www.example.com", "CNAME", "gone.example.org"),
      "POINTS_ELSEWHERE",
    ],
    ["points nowhere without a record", "www.example.com", () => {}, "NOT_POINTING"],
    [
      "points nowhere with records of other kinds",
      "example.com",
      ({ publish, com }) => publish(com, "example.com", "TXT", '"hello"'),
      "NOT_POINTING",
    ],
    ["points nowhere when nobody has the domain", "www.example.net", () => {}, "NOT_POINTING"],
    [
      "of a wildcard is that of a name below it",
      "*.example.com",
      ({ publish, com }) => publish(com, "*.example.com", "CNAME", ours),
      "POINTING",
    ],
    [
      "of a wildcard is not that of the name itself",
      "*.example.com",
      ({ publish, com }) => publish(com, "example.com", "A", "192.0.2.21"),
      "NOT_POINTING",
    ],
    [
      "is unknown when no server answers",
      "www.example.com",
      ({ internet }) => internet.setServerFault("ns1.provider.net", "SERVFAIL"),
      "UNKNOWN",
    ],
    [
      "is unknown when CNAMEs go in a circle",
      "a.example.com",
      ({ publish, com, org }) => {
        publish(com, "a.example.com", "CNAME", "a.example.org");
        publish(org, "a.example.org", "CNAME", "a.example.com");
      },
      "UNKNOWN",
    ],
  ];
  for (const [rule, name, publish, expected] of cases) {
    it(rule, async () => {
      const made = world();
      publish(made);
      assert.equal(await trafficOf(made, name), expected);
    });
  }

  it("shows a change at once: no cache is asked", async () => {
    const made = world();
    assert.equal(await trafficOf(made, "www.example.com"), "NOT_POINTING");
    made.publish(made.com, "www.example.com", "CNAME", ours);
    assert.equal(await trafficOf(made, "www.example.com"), "POINTING");
  });
});

function lookupIn({ transport, clock }: ReturnType<typeof world>): Lookup {
  const resolver = createResolver(createAsk(transport, clock), clock, [RESOLVER_ADDRESS], 53);
  return { resolver, zoneOf: (name, until) => findZone(resolver, name, until), until: clock.now() + 10_000 };
}

/** Ways of nine and of ten aliases to an address. */
const chain: Publish = ({ publish, com }) => {
  for (let step = 1; step <= 10; step += 1) publish(com, `a${step}.example.com`, "CNAME", `a${step - 1}.example.com`);
  publish(com, "a0.example.com", "A", "198.51.100.1");
};

describe("where a name leads", () => {
  const addresses = (...values: string[]): Lead => ({ kind: "addresses", addresses: values, ttl: 300 });
  const alias = (target: string): Lead => ({ kind: "alias", target, ttl: 300 });
  const cases: [rule: string, name: string, publish: Publish, expected: Lead][] = [
    ["is nowhere without a record", www, () => {}, { kind: "nothing" }],
    ["is nowhere when nobody has the domain", "www.example.net", () => {}, { kind: "nothing" }],
    [
      "is at its addresses, seen with the time for which they are kept",
      www,
      ({ publish, com }) => publish(com, www, "A", "198.51.100.1", "198.51.100.2"),
      addresses("198.51.100.1", "198.51.100.2"),
    ],
    ["is at a distribution", www, ({ publish, com }) => publish(com, www, "CNAME", theirs), alias(theirs)],
    [
      "is at the first distribution on the way, although its own addresses are kept for less time",
      www,
      ({ publish, com, org }) => {
        publish(com, www, "CNAME", "cdn.example.org");
        publish(org, "cdn.example.org", "CNAME", ours);
      },
      alias(ours),
    ],
    [
      "is at the last name of the way where no distribution is on it",
      www,
      ({ publish, com, org }) => {
        publish(com, www, "CNAME", "lb.example.com");
        publish(com, "lb.example.com", "CNAME", "lb.example.org");
        publish(org, "lb.example.org", "A", "198.51.100.1");
      },
      alias("lb.example.org"),
    ],
    [
      "is at the last name even if nothing is there",
      www,
      ({ publish, com }) => publish(com, www, "CNAME", "gone.example.org"),
      alias("gone.example.org"),
    ],
    [
      "is unknown when the name's servers do not answer",
      www,
      ({ internet }) => internet.setServerFault("ns1.provider.net", "SERVFAIL"),
      { kind: "unknown" },
    ],
    [
      "is unknown when the servers on the way do not answer: a distribution may be behind them",
      www,
      ({ publish, com, internet }) => {
        publish(com, www, "CNAME", "cdn.example.org");
        internet.setServerFault("ns1.other.net", "SERVFAIL");
      },
      { kind: "unknown" },
    ],
    ["is known over nine aliases", "a9.example.com", chain, alias("a0.example.com")],
    ["is unknown over ten", "a10.example.com", chain, { kind: "unknown" }],
    [
      "is, of a wildcard, where all names below it lead",
      hostOf("*.example.com"),
      ({ publish, com }) => publish(com, "*.example.com", "CNAME", ours),
      alias(ours),
    ],
  ];
  for (const [rule, name, publish, expected] of cases) {
    it(rule, async () => {
      const made = world();
      publish(made);
      assert.deepEqual(await whereItLeads(lookupIn(made), name), expected);
    });
  }
});

describe("the addresses of a name", () => {
  const cases: [rule: string, publish: Publish, expected: Awaited<ReturnType<typeof findAddresses>>][] = [
    [
      "are those of the distribution to which it leads",
      ({ publish, com }) => publish(com, "a.example.com", "CNAME", theirs),
      { kind: "addresses", addresses: ["192.0.2.21"] },
    ],
    ["are none without a record", () => {}, { kind: "none", code: "ENOTFOUND" }],
    [
      "are none of a circle, which is told apart",
      ({ publish, com }) => publish(com, "a.example.com", "CNAME", "a.example.com"),
      { kind: "none", code: "ELOOP" },
    ],
    [
      "are none where no server answers, which is told apart too",
      ({ internet }) => internet.setServerFault("ns1.provider.net", "SERVFAIL"),
      { kind: "none", code: "SERVFAIL" },
    ],
  ];
  for (const [rule, publish, expected] of cases) {
    it(rule, async () => {
      const made = world();
      publish(made);
      assert.deepEqual(await findAddresses(lookupIn(made), "a.example.com"), expected);
    });
  }
});
