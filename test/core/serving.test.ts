import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { TrafficLook } from "../../provider/core/looks";
import type { DomainState, TrafficStatus } from "../../provider/core/outputs";
import { type Report, reportOf } from "../../provider/core/report";
import { domainsLedTo } from "../../provider/core/rules/led";
import { type Input, situationOf } from "../../provider/core/situation";
import { hasReached, milestoneOf, type Phase } from "../../provider/core/status";
import { LOOK_AFTER } from "../../provider/core/steps";
import { forget } from "../../provider/observe";
import { attached, DOMAINS, external, input, known, MINUTE, NOW, plainRecord, unknown } from "./gen";
import { all, byDomain, led, nobody, one, presented, seeing, takenOver, waiting } from "./led";
import { issued, table, validationRecords } from "./table";

/** Led here by some name servers alone. */
const partial = (rest: "NOT_POINTING" | "POINTS_ELSEWHERE"): TrafficLook => ({
  kind: "partial",
  rest,
  lacking: ["ns2.example.net"],
});

/** Attached, with records that somebody else publishes. */
const outside = (traffic: TrafficLook, more: Partial<Input["desired"]> = {}): Input =>
  input(
    {
      certificates: issued,
      distribution: known(attached("a")),
      dns: known({}),
      traffic: known({ ...byDomain<TrafficLook>("POINTING"), "www.example.com": traffic }),
      edges: one(presented()),
    },
    { desired: external(more) },
  );

table("edges", [
  { rule: "are looked at when all else is done", input: led(undefined), says: "look edges" },
  { rule: "are looked at once, whatever answers", input: led(all(nobody)), says: "settled" },
  {
    rule: "are looked at again for a domain that is led here since",
    input: led(known({ [DOMAINS[0] ?? ""]: presented() })),
    says: "look edges",
  },
  {
    rule: "are not looked at where DNS leads elsewhere",
    input: seeing(outside("POINTS_ELSEWHERE"), { edges: known({ "example.com": nobody }) }),
    says: "settled",
  },
  {
    rule: "hold nothing up that others wait for",
    input: led(all({ kind: "none", code: "X", port: 443 })),
    says: "settled",
  },
]);

table("traffic that is waited for", [
  { rule: "has arrived when every domain is served", input: waiting(all(presented())), says: "settled" },
  { rule: "is waited for while one edge does not serve", input: waiting(one(nobody)), says: "wait EDGE_SETTLING aws" },
  {
    rule: "is waited for while another certificate answers",
    input: waiting(one(presented({ names: ["old.example.net"] }))),
    says: "wait EDGE_SETTLING aws",
  },
  {
    rule: "is led here by people",
    input: outside("NOT_POINTING", { waitFor: "serving" }),
    says: "wait WAITING_FOR_TRAFFIC you",
  },
  {
    rule: "is led away by people",
    input: outside("POINTS_ELSEWHERE", { waitFor: "serving" }),
    says: "wait WAITING_FOR_TRAFFIC you",
  },
  {
    rule: "is not called missing where DNS can't be asked",
    input: outside("UNKNOWN", { waitFor: "serving" }),
    says: "wait ROUTING_UNSEEN you",
  },
  {
    rule: "has not arrived while some name servers do not lead here, which takes time alone",
    input: outside(partial("NOT_POINTING"), { waitFor: "serving" }),
    says: "wait ROUTING_PARTIAL aws",
  },
  {
    rule: "is led away by people's record in our zone",
    input: seeing(waiting(all(presented())), {
      recordSets: known([...validationRecords, ...DOMAINS.map((name) => plainRecord(name, "A", "192.0.2.1"))]),
    }),
    says: "wait WAITING_FOR_TRAFFIC you",
  },
  {
    rule: "is not believed to have arrived while name servers may lead to who was before",
    input: waiting(all(presented()), { memory: takenOver(NOW - MINUTE + 1) }),
    says: "wait EDGE_SETTLING aws",
  },
  {
    rule: "is believed to have arrived after that",
    input: waiting(all(presented()), { memory: takenOver(NOW - MINUTE) }),
    says: "settled",
  },
]);

describe("what an edge presented", () => {
  for (const step of ["writeRecords", "updateDistribution", "moveAlias", "configureDistribution"] as const) {
    it(`is forgotten after ${step}`, () =>
      assert.equal(forget(led(all(presented())).observed, LOOK_AFTER[step].done).edges, undefined));
  }
});

describe("a wait for traffic", () => {
  it("looks at DNS and edges alone, and names the domains that it waits for", () => {
    const next = decide(outside("NOT_POINTING", { waitFor: "serving" }));
    assert.ok(next.kind === "wait");
    assert.deepEqual(next.parts, [{ part: "traffic" }, { part: "edges" }]);
    assert.deepEqual([next.cause.domains, next.cause.records], [["www.example.com"], ["ROUTING:www.example.com"]]);
  });

  it("begins after the group is settled", () => {
    const world = waiting(one(nobody));
    const { settled, reached } = reportOf(world, decide(world), null);
    assert.deepEqual([settled, reached], [true, "attached"]);
  });

  it("says what is to be published once", () => {
    const world = outside("NOT_POINTING", { waitFor: "serving" });
    const { causes } = reportOf(world, decide(world), null);
    assert.deepEqual(
      causes.map(({ code }) => code),
      ["WAITING_FOR_TRAFFIC"],
    );
  });
});

describe("a routing record that some name servers lack", () => {
  for (const rest of ["NOT_POINTING", "POINTS_ELSEWHERE"] as const) {
    it(`is partial, stays as it is, and leads nobody here yet: ${rest}`, () => {
      const world = outside(partial(rest));
      const { domains, dnsRecords, guidance } = reportOf(world, decide(world), null);
      const record = dnsRecords.find(({ key }) => key === "ROUTING:www.example.com");
      assert.deepEqual([record?.state, record?.action], ["PARTIAL", "KEEP"]);
      assert.equal(domains.find(({ name }) => name === "www.example.com")?.traffic, rest);
      const [said, ...more] = guidance.filter(({ code }) => code.startsWith("ROUTING"));
      assert.deepEqual([said?.code, said?.domains, more], ["ROUTING_PARTIAL", ["www.example.com"], []]);
      assert.match(said?.happening ?? "", /ns2\.example\.net/);
    });
  }

  it("still leads to the distribution those who ask the others, who are not left in the dark", () => {
    const situation = situationOf(outside(partial("POINTS_ELSEWHERE")));
    assert.ok(situation !== undefined);
    assert.deepEqual(domainsLedTo(situation, DOMAINS, "d1.cloudfront.net", "traffic"), DOMAINS);
  });

  it("is waited for after what is not published at all", () => {
    const world = outside(partial("NOT_POINTING"), { waitFor: "serving" });
    const traffic = known({ "example.com": "NOT_POINTING" as const, "www.example.com": partial("NOT_POINTING") });
    const next = decide(seeing(world, { traffic }));
    assert.ok(next.kind === "wait");
    assert.deepEqual([next.cause.code, next.cause.domains], ["WAITING_FOR_TRAFFIC", ["example.com"]]);
  });
});

describe("the furthest milestone", () => {
  const states = (...traffic: TrafficStatus[]): Pick<DomainState, "traffic" | "attachment">[] =>
    traffic.map((each) => ({ traffic: each, attachment: "ATTACHED" }));
  const cases: [Phase, TrafficStatus[], string][] = [
    ["attached", ["SERVING", "SERVING"], "serving"],
    ["attached", ["SERVING", "POINTING"], "attached"],
    ["attached", ["UNKNOWN"], "attached"],
    ["applying", ["SERVING"], "issued"],
    ["validating", ["SERVING"], "records"],
  ];
  for (const [phase, traffic, expected] of cases) {
    it(`is ${expected} for ${phase} and ${traffic.join(", ")}`, () =>
      assert.equal(milestoneOf(phase, states(...traffic)), expected));
  }

  it("does not ask for what another group has by now", () => {
    const given = { traffic: "POINTS_ELSEWHERE", attachment: "DETACHED" } as const;
    assert.equal(milestoneOf("attached", [...states("SERVING"), given]), "serving");
  });

  it("includes those before it", () => {
    for (const milestone of ["records", "issued", "attached", "serving"] as const)
      assert.ok(hasReached("serving", milestone), milestone);
    assert.equal(hasReached("attached", "serving"), false);
  });
});

describe("traffic of a domain that is led here", () => {
  const lastly = (traffic: TrafficStatus): Report => {
    const before = reportOf(led(all(nobody)), { kind: "settled" }, null);
    return { ...before, domains: before.domains.map((domain) => ({ ...domain, traffic })) };
  };
  const cases: [rule: string, world: Input, previous: Report | null, expected: TrafficStatus][] = [
    ["is served by a valid certificate", led(all(presented())), null, "SERVING"],
    ["only leads here while nobody has looked", led(undefined), null, "POINTING"],
    ["stays served where the edge could not be asked", led(all(nobody)), lastly("SERVING"), "SERVING"],
    [
      "stays as it was known where our own records could not be read",
      seeing(led(all(presented())), { recordSets: unknown() }),
      lastly("POINTS_ELSEWHERE"),
      "POINTS_ELSEWHERE",
    ],
    ["was not served where the edge could never be asked", led(all(nobody)), lastly("POINTING"), "POINTING"],
    ["is served no more by another certificate", led(all(presented({ names: [] }))), lastly("SERVING"), "POINTING"],
    [
      "is served no more without a handshake",
      led(all({ kind: "none", code: "X", port: 443 })),
      lastly("SERVING"),
      "POINTING",
    ],
  ];
  for (const [rule, world, previous, expected] of cases) {
    it(rule, () => {
      const { domains } = reportOf(world, decide(world), previous);
      assert.deepEqual(
        domains.map(({ traffic }) => traffic),
        [expected, expected],
      );
    });
  }

  it("is no longer served when DNS leads it away, whatever answered before", () => {
    const world = outside("NOT_POINTING");
    const { domains } = reportOf(world, decide(world), lastly("SERVING"));
    assert.deepEqual(
      domains.map(({ traffic }) => traffic),
      ["SERVING", "NOT_POINTING"],
    );
  });
});
