import assert from "node:assert/strict";
import type { WildcardLook } from "../../provider/core/looks";
import { dnsWorld } from "./world";

function world() {
  const made = dnsWorld();
  const com = made.delegatedZone("example.com", ["ns1.provider.net"]);
  return {
    ...made,
    put: (name: string, type: "A" | "CNAME" | "TXT", value: string) => made.publish(com, name, type, value),
  };
}

type World = ReturnType<typeof world>;

const NONE: WildcardLook = { kind: "none" };
const found = (name: string): WildcardLook => ({ kind: "wildcard", name });
const server = "198.51.100.7";

const CASES: [rule: string, name: string, publish: (made: World) => void, expected: WildcardLook][] = [
  ["there is none where no wildcard is", "www.example.com", ({ put }) => put("www.example.com", "A", server), NONE],
  [
    "a wildcard of addresses answers for a name of no record",
    "www.example.com",
    ({ put }) => put("*.example.com", "A", server),
    found("*.example.com"),
  ],
  [
    "so does one of an alias",
    "www.example.com",
    ({ put }) => put("*.example.com", "CNAME", "lb.example.net"),
    found("*.example.com"),
  ],
  [
    "not where the name has a record of its own, whatever its type",
    "www.example.com",
    ({ put }) => {
      put("*.example.com", "A", server);
      put("www.example.com", "TXT", '"mine"');
    },
    NONE,
  ],
  [
    "not where a name below it has one: a validation record that is there has stopped it already",
    "www.example.com",
    ({ put }) => {
      put("*.example.com", "A", server);
      put("_a.www.example.com", "CNAME", "_b.acm-validations.aws");
    },
    NONE,
  ],
  [
    "over several labels it is named by its own",
    "a.b.example.com",
    ({ put }) => put("*.example.com", "A", server),
    found("*.example.com"),
  ],
  [
    "the closest one answers",
    "a.b.example.com",
    ({ put }) => {
      put("*.example.com", "A", server);
      put("*.b.example.com", "A", "198.51.100.8");
    },
    found("*.b.example.com"),
  ],
  [
    "a name with a wildcard below it exists, and what answers there stays",
    "shop.example.com",
    ({ put }) => {
      put("*.example.com", "A", server);
      put("*.shop.example.com", "CNAME", "lb.example.net");
    },
    NONE,
  ],
  [
    "so it does where both wildcards say the same",
    "shop.example.com",
    ({ put }) => {
      put("*.example.com", "A", server);
      put("*.shop.example.com", "A", server);
    },
    NONE,
  ],
  ["the name of a zone exists", "example.com", ({ put }) => put("*.example.com", "A", server), NONE],
  ["there is none where nobody has the domain", "www.example.net", () => {}, NONE],
];

describe("a DNS wildcard that answers for a name", () => {
  for (const [rule, name, publish, expected] of CASES) {
    it(rule, async () => {
      const made = world();
      publish(made);
      assert.deepEqual(await made.dns.wildcard(name), expected);
    });
  }

  it("is not known where no server answers, which is never the same as none", async () => {
    const made = world();
    made.put("*.example.com", "A", server);
    made.internet.setServerFault("ns1.provider.net", "SERVFAIL");
    assert.equal((await made.dns.wildcard("www.example.com")).kind, "unknown");
  });
});
