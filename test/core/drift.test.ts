import assert from "node:assert/strict";
import { DRIFT } from "../../provider/core/catalogue-drift";
import { decide } from "../../provider/core/decide";
import { differing } from "../../provider/core/drift-settings";
import type { CertificateDetail, Observed } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { type Report, reportOf } from "../../provider/core/report";
import type { Input } from "../../provider/core/situation";
import { domainNames, ROUTE53, wish } from "../simulation/world";
import {
  arn,
  attached,
  certificate,
  DOMAINS,
  distribution,
  INCARNATION,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
} from "./gen";
import { everything, pending, requested, table } from "./table";

const DAY = 24 * 60 * MINUTE;
const LONG_AGO = 100 * DAY;

/** A group that has had all it wants for long. */
const settled = (observed: Observed = {}, more: Partial<Input> = {}): Input =>
  input(
    {
      distribution: known(attached("a")),
      certificates: known([certificate("a")]),
      recordSets: everything,
      ...observed,
    },
    { memory: requested("a", LONG_AGO), ...more },
  );

const report = (view: Input, previous: Report | null): Report => reportOf(view, decide(view), previous);
const before = report(settled(), null);

const drifts = (view: Input, previous: Report | null = before): string[] =>
  report(view, previous)
    .guidance.map(({ code }) => code)
    .filter((code) => code in DRIFT);

const inState = (more: Partial<CertificateDetail>, tags = ownTags()) => known([certificate("a", more, tags)]);

describe("what somebody else has changed", () => {
  const stripped = inState({}, { [TAG.incarnation]: INCARNATION });
  const bare = known(distribution());
  const renamed = ownTags({ [TAG.owner]: "org/project/before" });
  const { facts } = input();
  const desired = wish("E1", DOMAINS, { dns: ROUTE53 });
  const without = (name: string) =>
    known((everything.kind === "known" ? everything.value : []).filter((set) => set.name !== name));

  const cases: [string, string[], Input, (Report | null)?][] = [
    ["is nothing where all is in place", [], settled()],
    [
      "is told of the aliases and the certificate",
      ["ALIASES_REMOVED", "DEFAULT_CERTIFICATE"],
      settled({ distribution: bare }),
    ],
    ["is told of tags", ["CERTIFICATE_TAGS_CHANGED"], settled({ certificates: stripped })],
    [
      "is told of a validation record",
      ["VALIDATION_RECORDS_REMOVED"],
      settled({ recordSets: without("_1.example.com") }),
    ],
    ["is told of routing records", ["ROUTING_RECORDS_REMOVED"], settled({ recordSets: without("example.com") })],
    [
      "is told of a certificate that is over",
      ["CERTIFICATE_NOT_VALID"],
      settled({ certificates: inState({ status: "REVOKED" }) }),
    ],
    [
      "is told of a certificate that is gone",
      ["CERTIFICATE_GONE"],
      settled({ certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) }),
    ],
    // What was never in place can't be lost.
    ["is nothing in the first run", [], settled({ distribution: bare, recordSets: known([]) }), null],
    [
      "is not an alias that was never attached",
      [],
      settled({}, { desired: { ...desired, domains: domainNames(...DOMAINS, "shop.example.com") } }),
    ],
    [
      "is not the owner's tag of a stack that was renamed",
      [],
      settled(
        { certificates: inState({}, renamed) },
        { facts: { ...facts, owners: ["org/project/stack", "org/project/before"] } },
      ),
    ],
    [
      "is not the missing claim of a run that was killed after its request",
      [],
      settled({ certificates: inState({}, { [TAG.id]: "org/project/stack/brand", [TAG.owner]: "org/project/stack" }) }),
    ],
    [
      "is not what a read shows that lags behind our own write",
      [],
      settled(
        { distribution: bare },
        { memory: { ...requested("a", LONG_AGO), writes: [{ id: "E1", etag: "ETAG1", at: NOW - 3000 }] } },
      ),
    ],
    [
      "is no longer that read a minute later",
      ["ALIASES_REMOVED", "DEFAULT_CERTIFICATE"],
      settled(
        { distribution: bare },
        { memory: { ...requested("a", LONG_AGO), writes: [{ id: "E1", etag: "ETAG1", at: NOW - 61_000 }] } },
      ),
    ],
    // These stop the run, and say so by themselves.
    [
      "is not another group's certificate",
      [],
      settled({
        distribution: known(attached("b")),
        certificates: known([certificate("a"), certificate("b", {}, ownTags({ [TAG.id]: "org/project/stack/other" }))]),
      }),
    ],
    ["is not a distribution of the program that is gone", [], settled({ distribution: known(null) })],
    // Other goals and other owners.
    ["does not matter to a group that goes", [], settled({ distribution: bare }, { goal: "absent" })],
    [
      "is not what the program does to its own distribution",
      [],
      settled({ distribution: bare }, { desired: { ...desired, distribution: { kind: "program" } } }),
    ],
    [
      "is not what becomes of the program's own certificate",
      [],
      settled({ certificates: inState({ status: "EXPIRED" }, {}) }, { desired: { ...desired, certificate: arn("a") } }),
    ],
  ];
  for (const [rule, codes, view, previous = before] of cases) {
    it(rule, () => assert.deepEqual(drifts(view, previous), codes));
  }

  it("is told again as long as it is so", () => {
    const view = settled({ distribution: known(distribution()), recordSets: known([]) });
    const first = report(view, before);
    assert.deepEqual(report(view, first), first);
    assert.deepEqual(report(view, report(view, first)), first);
  });
});

describe("settings that are not as they were written", () => {
  const cases: [string, Parameters<typeof differing>, string[]][] = [
    ["are none where there is more than was written", [{ Comment: "ours", More: 1 }, { Comment: "ours" }], []],
    ["are named with both values", [{ Comment: "theirs" }, { Comment: "ours" }], ["Comment (theirs in place of ours)"]],
    ["are named where nothing is there", [{}, { Comment: "ours" }], ["Comment (nothing in place of ours)"]],
    [
      "are named by their path",
      [{ A: { B: { C: false } } }, { A: { B: { C: true } } }],
      ["A.B.C (false in place of true)"],
    ],
    ["are named as a whole where something else is there", [{ A: "text" }, { A: { B: 1 } }], ["A"]],
    [
      "are named by the id of an item",
      [
        {
          L: {
            Items: [
              { Id: "x", N: 1 },
              { Id: "y", N: 1 },
            ],
          },
        },
        {
          L: {
            Items: [
              { Id: "y", N: 2 },
              { Id: "x", N: 1 },
            ],
          },
        },
      ],
      ["L.y.N (1 in place of 2)"],
    ],
    ["are an item that is missing", [{ L: { Items: [] } }, { L: { Items: [{ Id: "x" }] } }], ["L.x (missing)"]],
    ["are a list without ids as a whole", [{ L: { Items: ["a"] } }, { L: { Items: ["a", "b"] } }], ["L"]],
    [
      "never show what a header says",
      [
        { H: { Items: [{ HeaderName: "X", HeaderValue: "1" }] } },
        { H: { Items: [{ HeaderName: "X", HeaderValue: "2" }] } },
      ],
      ["H"],
    ],
  ];
  for (const [rule, [actual, wanted], paths] of cases) {
    it(rule, () => assert.deepEqual(differing(actual, wanted), paths));
  }
});

const endsIn = (days: number): Partial<CertificateDetail> => ({
  notAfter: NOW + days * DAY,
  createdAt: NOW - LONG_AGO,
  inUseBy: [distribution().arn],
});
const successor = (more: Partial<CertificateDetail> = {}) =>
  certificate("b", { createdAt: NOW - DAY, ...more }, ownTags({ [TAG.distribution]: distribution().id }));

table("a certificate that comes to its end", [
  {
    rule: "is left to ACM while that has time",
    input: settled({ certificates: inState(endsIn(15)) }),
    says: "settled",
  },
  {
    rule: "gets a successor",
    input: settled({ certificates: inState(endsIn(13)) }),
    says: "requestCertificate",
  },
  {
    rule: "stays while its successor is pending",
    input: settled({ certificates: known([certificate("a", endsIn(13)), successor(pending)]) }),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "is replaced when its successor is issued",
    input: settled({ certificates: known([certificate("a", endsIn(13)), successor()]) }),
    says: "updateDistribution",
  },
  {
    rule: "is the program's business where it is the program's own",
    input: settled(
      { certificates: inState(endsIn(1), {}) },
      { desired: wish("E1", DOMAINS, { dns: ROUTE53, certificate: arn("a") }) },
    ),
    says: "settled",
  },
]);

describe("a certificate that ACM has renewed while its successor was pending", () => {
  it("is the one that stays: the successor goes", () => {
    const next = decide(settled({ certificates: known([certificate("a", endsIn(198)), successor(pending)]) }));
    assert.deepEqual(next, { kind: "step", step: { kind: "deleteCertificate", arn: arn("b") } });
  });
});

describe("the request for a successor", () => {
  it("has a token of its own: the one before it is not answered with", () => {
    const tokenOf = (view: Input): string => {
      const next = decide(view);
      return next.kind === "step" && next.step.kind === "requestCertificate" ? next.step.token : assert.fail(next.kind);
    };
    const first = tokenOf(input());
    const second = tokenOf(settled({ certificates: inState(endsIn(13)) }));
    assert.notEqual(second, first);
    assert.equal(second, tokenOf(settled({ certificates: inState(endsIn(12)) })), "asked again, it is the same");
  });
});
