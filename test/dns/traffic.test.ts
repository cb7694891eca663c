import assert from "node:assert/strict";
import type { TrafficLook } from "../../provider/core/model";
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
