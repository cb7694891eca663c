import assert from "node:assert/strict";
import type { Change } from "@aws-sdk/client-route-53";
import { describe, it } from "mocha";
import { alias, plain, route53Bench } from "./route53/bench";

const A = "192.0.2.1";
const B = "192.0.2.2";

/** Rule, what is there before, the batch, the exact message. */
type Refusal = [string, Change[], Change[], string];

const refusals: Refusal[] = [
  [
    "CREATE of a set that exists",
    [plain("CREATE", "CNAME", "x.example.com", ["a.example.net"])],
    [plain("CREATE", "CNAME", "x.example.com", ["b.example.net"])],
    "[Tried to create resource record set [name='x.example.com.', type='CNAME'] but it already exists]",
  ],
  [
    "DELETE of a set that is not there",
    [],
    [plain("DELETE", "A", "x.example.com", [A])],
    "[Tried to delete resource record set [name='x.example.com.', type='A'] but it was not found]",
  ],
  [
    "DELETE with other values",
    [plain("CREATE", "A", "x.example.com", [A])],
    [plain("DELETE", "A", "x.example.com", [B])],
    "[Tried to delete resource record set [name='x.example.com.', type='A'] but the values provided do not match the current values]",
  ],
  [
    "DELETE with another TTL",
    [plain("CREATE", "A", "*.example.com", [A], 60)],
    [plain("DELETE", "A", "*.example.com", [A], 300)],
    "[Tried to delete resource record set [name='\\052.example.com.', type='A'] but the values provided do not match the current values]",
  ],
  [
    "a CNAME at the apex",
    [],
    [plain("UPSERT", "CNAME", "example.com", ["a.example.net"])],
    "[RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
  ],
  [
    "a CNAME over other sets",
    [plain("CREATE", "A", "x.example.com", [A])],
    [plain("UPSERT", "CNAME", "x.example.com", ["a.example.net"])],
    "[RRSet of type CNAME with DNS name x.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.]",
  ],
  [
    "another set over a CNAME",
    [plain("CREATE", "CNAME", "x.example.com", ["a.example.net"])],
    [plain("UPSERT", "A", "x.example.com", [A])],
    "[RRSet of type A with DNS name x.example.com. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone example.com.]",
  ],
  [
    "a name of another zone that ends alike",
    [],
    [plain("CREATE", "A", "www.notexample.com", [A])],
    "[RRSet with DNS name www.notexample.com. is not permitted in zone example.com.]",
  ],
  [
    "the same UPSERT twice",
    [],
    [plain("UPSERT", "A", "x.example.com", [A]), plain("UPSERT", "A", "x.example.com", [A])],
    "[The request contains an invalid set of changes for a resource record set 'A x.example.com.']",
  ],
  [
    "two problems at once, both in one message",
    [],
    [plain("DELETE", "A", "x.example.com", [A]), plain("DELETE", "A", "y.example.com", [A])],
    "[Tried to delete resource record set [name='x.example.com.', type='A'] but it was not found, Tried to delete resource record set [name='y.example.com.', type='A'] but it was not found]",
  ],
  [
    "an address that is none",
    [],
    [plain("CREATE", "A", "x.example.com", ["192.0.2.300"])],
    "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2.300'']",
  ],
  [
    "a text without quotation marks",
    [],
    [plain("CREATE", "TXT", "x.example.com", ["text"])],
    "[Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with 'text'']",
  ],
  ["a value twice", [], [plain("CREATE", "A", "x.example.com", [A, A])], `[Duplicate Resource Record: '${A}']`],
  [
    "a simple set beside one with a routing policy",
    [weighted("CREATE", "blue", A)],
    [plain("CREATE", "A", "x.example.com", [B])],
    "[RRSet with DNS name x.example.com., type A cannot be created as other RRSets exist with the same name and type]",
  ],
];

function weighted(Action: "CREATE" | "DELETE", SetIdentifier: string, value: string): Change {
  const change = plain(Action, "A", "x.example.com", [value]);
  return {
    ...change,
    ResourceRecordSet: { Name: "x.example.com", Type: "A", ...change.ResourceRecordSet, SetIdentifier, Weight: 10 },
  };
}

describe("a change batch is refused with InvalidChangeBatch for", () => {
  for (const [rule, before, batch, message] of refusals) {
    it(rule, async () => {
      const bench = route53Bench();
      if (before.length > 0) await bench.change(...before);
      await assert.rejects(bench.change(...batch), { name: "InvalidChangeBatch", message });
    });
  }

  it("more than 1,000 values, UPSERT counting twice", async () => {
    const write = (action: "CREATE" | "UPSERT", count: number) =>
      route53Bench().change(
        ...Array.from({ length: count }, (_, index) => plain(action, "A", `n${index}.example.com`, [A])),
      );
    const limit = { name: "InvalidChangeBatch", message: "[Number of records limit of 1000 exceeded.]" };
    await assert.rejects(write("CREATE", 1001), limit);
    await assert.rejects(write("UPSERT", 501), limit);
    await write("UPSERT", 500);
  });

  it("more than 32,000 characters", async () => {
    const text = `"${"x".repeat(248)}"`;
    const changes = Array.from({ length: 65 }, (_, index) => plain("UPSERT", "TXT", `n${index}.example.com`, [text]));
    await assert.rejects(route53Bench().change(...changes), { message: "[RDATA character limit of 32000 exceeded.]" });
  });

  it("the loss of the zone's own NS and SOA", async () => {
    const bench = route53Bench();
    const deletions = (await bench.list()).map((set): Change => ({ Action: "DELETE", ResourceRecordSet: set }));
    await assert.rejects(bench.change(...deletions), {
      message:
        "[A HostedZone must contain exactly one SOA record., A HostedZone must contain at least one NS record for the zone itself.]",
    });
  });
});

describe("a change batch", () => {
  it("is atomic: one wrong change takes back all", async () => {
    const bench = route53Bench();
    const before = await bench.list();
    const batch = [plain("CREATE", "A", "x.example.com", [A]), plain("DELETE", "A", "y.example.com", [A])];
    await assert.rejects(bench.change(...batch), { name: "InvalidChangeBatch" });
    assert.deepEqual(await bench.list(), before);
    await bench.pass(bench.simulator.world.latencies.insync);
    assert.equal(bench.simulator.dns.query(bench.nameServers[0] ?? "", "x.example.com", "A").rcode, "NXDOMAIN");
  });

  it("replaces a CNAME by another type", async () => {
    const bench = route53Bench();
    const cname = plain("CREATE", "CNAME", "x.example.com", ["a.example.net"]);
    await bench.change(cname);
    await bench.change({ ...cname, Action: "DELETE" }, plain("CREATE", "A", "x.example.com", [A]));
    assert.deepEqual(
      (await bench.list({ StartRecordName: "x.example.com" })).map(({ Type }) => Type),
      ["A"],
    );
  });

  it("may delete a set and create it anew", async () => {
    const bench = route53Bench();
    await bench.change(plain("CREATE", "A", "x.example.com", [A]));
    await bench.change(plain("DELETE", "A", "x.example.com", [A]), plain("CREATE", "A", "x.example.com", [B]));
    const [set] = await bench.list({ StartRecordName: "x.example.com" });
    assert.deepEqual(set?.ResourceRecords, [{ Value: B }]);
  });

  it("matches values to delete in any order, host names with or without their dot", async () => {
    const bench = route53Bench();
    await bench.change(
      plain("CREATE", "A", "x.example.com", [A, B]),
      plain("CREATE", "CNAME", "y.example.com", ["A.example.net."]),
    );
    await bench.change(
      plain("DELETE", "A", "X.example.com.", [B, A]),
      plain("DELETE", "CNAME", "y.example.com", ["a.example.net"]),
    );
    assert.equal((await bench.list()).length, 2);
  });

  it("keeps sets with a routing policy apart by their identifier", async () => {
    const bench = route53Bench();
    await bench.change(weighted("CREATE", "blue", A), weighted("CREATE", "green", B));
    await bench.change(weighted("DELETE", "blue", A));
    const [set] = await bench.list({ StartRecordName: "x.example.com" });
    assert.equal(set?.SetIdentifier, "green");
    assert.equal(set?.Weight, 10);
  });

  const inputs: [string, Change, RegExp][] = [
    [
      "a set without values",
      { Action: "CREATE", ResourceRecordSet: { Name: "x.example.com", Type: "A" } },
      /^Invalid request: Expected exactly one of \[AliasTarget, all of \[TTL, and ResourceRecords\], or TrafficPolicyInstanceId\], but found none in Change with \[Action=CREATE, Name=x\.example\.com\., Type=A, SetIdentifier=null\]$/,
    ],
    [
      "a set with values and an alias",
      {
        Action: "CREATE",
        ResourceRecordSet: {
          ...alias("CREATE", "A", "x.example.com", "d1.cloudfront.net").ResourceRecordSet,
          ...plain("CREATE", "A", "x.example.com", [A]).ResourceRecordSet,
        } as Change["ResourceRecordSet"],
      },
      /but found more than one/,
    ],
    ["an action that does not exist", plain("REPLACE" as "UPSERT", "A", "x.example.com", [A]), /'REPLACE'/],
    ["a TTL below 0", plain("CREATE", "A", "x.example.com", [A], -1), /TTL/],
    ["a type that does not exist", plain("CREATE", "ALIAS" as "A", "x.example.com", [A]), /'ALIAS'/],
  ];
  for (const [what, change, message] of inputs) {
    it(`is refused with InvalidInput for ${what}`, () =>
      assert.rejects(route53Bench().change(change), { name: "InvalidInput", message }));
  }
});
