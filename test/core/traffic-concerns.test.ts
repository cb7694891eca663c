import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { EdgeLook } from "../../provider/core/looks";
import { emptyMemory } from "../../provider/core/memory";
import { reportOf } from "../../provider/core/report";
import type { Input } from "../../provider/core/situation";
import { attached, DOMAINS, input, known, MINUTE, NOW } from "./gen";
import { all, led, nobody, one, presented, seeing, takenOver, waiting } from "./led";
import { said } from "./table";

const written = (at: number): Input["memory"] => ({
  ...emptyMemory(NOW - MINUTE),
  lastWrite: { etag: "ETAG1", at, certificateArn: null, aliases: [] },
});

describe("what answers instead of an edge", () => {
  const told = (world: Input) =>
    reportOf(world, { kind: "settled" }, null).causes.map(({ code, domains, params }) => [code, domains, params]);
  const www = ["www.example.com"];
  const ATTACHED = ["ATTACHED", DOMAINS, {}];
  const cases: [rule: string, edge: EdgeLook, code: string, params: object][] = [
    [
      "another certificate",
      presented({ names: ["a.example.net"] }),
      "EDGE_OTHER_CERTIFICATE",
      { names: "a.example.net" },
    ],
    ["a certificate without a name", presented({ names: [] }), "EDGE_OTHER_CERTIFICATE", { names: "no name" }],
    [
      "a certificate of many names",
      presented({ names: ["a.net", "b.net", "c.net", "d.net"] }),
      "EDGE_OTHER_CERTIFICATE",
      { names: "a.net, b.net, c.net and others" },
    ],
    ["one that is over", presented({ notAfter: NOW - 1 }), "EDGE_EXPIRED", {}],
    ["one that nobody trusts", presented({ trusted: false, issuer: "Proxy" }), "EDGE_UNTRUSTED", { issuer: "Proxy" }],
    [
      "one of nobody",
      presented({ trusted: false, issuer: "" }),
      "EDGE_UNTRUSTED",
      { issuer: "an authority that it does not name" },
    ],
    [
      "nothing",
      { kind: "none", code: "ETIMEDOUT", port: 8443 },
      "EDGE_UNREACHABLE",
      { port: "8443", code: "ETIMEDOUT" },
    ],
  ];
  for (const [rule, edge, code, params] of cases) {
    it(`${rule}: people are told, for that domain`, () => {
      assert.deepEqual(told(led(one(edge))), [[code, www, params], ATTACHED]);
    });
  }

  it("is told once for all domains with the same", () => {
    const world = led(all(presented({ trusted: false })));
    assert.deepEqual(told(world), [["EDGE_UNTRUSTED", DOMAINS, { issuer: "Amazon" }], ATTACHED]);
  });

  const other = all(presented({ names: [] }));
  const silent: [rule: string, world: Input][] = [
    ["while a write is on its way to the edges", led(other, { memory: written(NOW - 4 * MINUTE) })],
    ["while name servers may lead to who was before", led(other, { memory: takenOver(NOW) })],
    [
      "before every edge has the domains",
      seeing(led(other), { distribution: known(attached("a", { deployed: false })) }),
    ],
    [
      "where the distribution is disabled",
      seeing(led(other), { distribution: known(attached("a", { enabled: false })) }),
    ],
    ["where the program attaches", led(other, { desired: { ...input().desired, distribution: { kind: "program" } } })],
    ["where all is well", led(all(presented()))],
    ["where nobody could ask", led(all(nobody))],
  ];
  for (const [rule, world] of silent) {
    it(`is not told ${rule}`, () =>
      assert.deepEqual(
        told(world).filter(([code]) => String(code).startsWith("EDGE")),
        [],
      ));
  }

  const since: [rule: string, writtenAgo: number, deployedAgo: number][] = [
    ["a quarter of an hour after the write", 15 * MINUTE, 0],
    ["two minutes after it was deployed", 5 * MINUTE, 2 * MINUTE],
  ];
  for (const [rule, writtenAgo, deployedAgo] of since) {
    it(`is told ${rule}`, () => {
      const world = led(other, { memory: written(NOW - writtenAgo) });
      const distribution = known(attached("a"), NOW - deployedAgo);
      const [first] = told(seeing(world, { distribution }));
      assert.equal(first?.[0], "EDGE_OTHER_CERTIFICATE");
    });
  }

  it("is good news where the program waits for it", () => {
    const world = waiting(all(presented()));
    const { causes } = reportOf(world, decide(world), null);
    assert.equal(said(decide(world)), "settled");
    assert.deepEqual(
      causes.map(({ code }) => code),
      ["ATTACHED", "SERVING"],
    );
  });
});
