import assert from "node:assert/strict";
import fc from "fast-check";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import { emptyMemory } from "../../provider/core/memory";
import type { Certificate, DistributionFacts, Memory, Observation } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { reportOf } from "../../provider/core/report";
import type { Input } from "../../provider/core/situation";
import {
  ACCOUNT,
  aliasRecord,
  arn,
  attached,
  certificate,
  DOMAINS,
  distribution,
  external,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
  plainRecord,
  unknown,
  ZONES,
} from "./gen";

const STATUSES = [
  "PENDING_VALIDATION",
  "ISSUED",
  "FAILED",
  "EXPIRED",
  "VALIDATION_TIMED_OUT",
  "REVOKED",
  "INACTIVE",
] as const;
const FOREIGN = { [TAG.id]: "org/other/stack/site", [TAG.owner]: "org/other/stack" };

const orUnknown = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<Observation<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: values.map((value) => known(value)) },
    {
      weight: 1,
      arbitrary: fc.boolean().map((passing) => unknown({ passing, reason: passing ? "UNAVAILABLE" : "FORBIDDEN" })),
    },
  );

const tags = fc.constantFrom(
  ownTags(),
  ownTags({ [TAG.incarnation]: "another" }),
  ownTags({ [TAG.createdRecords]: "11" }),
  FOREIGN,
  {},
);

const certificates: fc.Arbitrary<Certificate[]> = fc.uniqueArray(
  fc
    .record({ id: fc.constantFrom("a", "b", "c"), status: fc.constantFrom(...STATUSES), tags, used: fc.boolean() })
    .map(({ id, status, tags: t, used }) => certificate(id, { status, inUseBy: used ? [distribution().arn] : [] }, t)),
  { selector: (one) => one.arn, maxLength: 3 },
);

const distributions: fc.Arbitrary<DistributionFacts | null> = fc.constantFrom(
  null,
  distribution(),
  distribution({ aliases: ["legacy.example.net"] }),
  distribution({ deployed: false }),
  attached("a"),
  attached("b", { deployed: false }),
  attached("a", { aliases: [...DOMAINS, "img.example.com"] }),
  attached("x"),
);

const validation = DOMAINS.map((name) => plainRecord(`_1.${name}`, "CNAME", `_2.${name}.acm-validations.aws`));
const recordSets = fc.constantFrom(
  [],
  validation,
  DOMAINS.flatMap((name) => ["A", "AAAA", "HTTPS"].map((type) => aliasRecord(name, type))),
  [...validation, plainRecord("www.example.com", "CNAME", "old.example.net")],
);

const memories: fc.Arbitrary<Memory> = fc
  .record({ requested: fc.constantFrom([], ["a"], ["a", "b"]), ago: fc.constantFrom(1000, 30_000, 2 * MINUTE) })
  .map(({ requested, ago }) => ({
    ...emptyMemory(NOW - MINUTE),
    requests: requested.map((id) => ({ arn: arn(id), requestedAt: NOW - ago, pendingAt: null })),
  }));

const worlds: fc.Arbitrary<Input> = fc
  .record({
    goal: fc.constantFrom("present", "absent") as fc.Arbitrary<Input["goal"]>,
    isExternal: fc.boolean(),
    account: orUnknown(fc.constantFrom(ACCOUNT, ACCOUNT, ACCOUNT, "222222222222")),
    distribution: orUnknown(distributions),
    certificates: orUnknown(certificates),
    zones: orUnknown(fc.constantFrom(ZONES, {})),
    recordSets: orUnknown(recordSets),
    memory: memories,
    outOfTime: fc.boolean(),
  })
  .map(({ goal, isExternal, memory, outOfTime, zones, ...observed }) =>
    input(
      { ...observed, dns: known({}), traffic: known({}), ...(isExternal ? {} : { zones }) },
      {
        goal,
        memory,
        facts: { ...input().facts, outOfTime },
        ...(isExternal ? { desired: external() } : {}),
      },
    ),
  );

const always = (holds: (world: Input, next: Next) => void): void =>
  fc.assert(
    fc.property(worlds, (world) => holds(world, decide(world))),
    { numRuns: 5000 },
  );

const observed = (world: Input): Certificate[] =>
  world.observed.certificates?.kind === "known" ? world.observed.certificates.value : [];

describe("whatever the world looks like", () => {
  it("the decision is one of five, and the report has guidance that says what to do", () => {
    always((world, next) => {
      const { guidance, domains, actionRequired } = reportOf(world, next, null);
      assert.ok(guidance.length > 0);
      assert.equal(domains.length, DOMAINS.length);
      if (next.kind === "blocked") assert.ok(actionRequired, next.cause.code);
      if (next.kind === "wait") assert.ok(next.until > world.now);
    });
  });

  it("nothing is done while account, distribution or certificates are unknown, or the account is another one", () => {
    always(({ observed: { account, distribution: there, certificates: seen } }, next) => {
      const isUnknown = [account, there, seen].some((part) => part?.kind !== "known");
      const isForeign = account?.kind === "known" && account.value !== ACCOUNT;
      if (isUnknown || isForeign) assert.notEqual(next.kind, "step");
    });
  });

  it("no step touches a certificate of somebody else", () => {
    always((world, next) => {
      if (next.kind !== "step" || !("arn" in next.step)) return;
      const { arn: touched } = next.step;
      const found = observed(world).find((candidate) => candidate.arn === touched);
      const id = found?.tags.kind === "known" ? found.tags.value?.[TAG.id] : undefined;
      const isRequested = world.memory.requests.some((request) => request.arn === touched);
      assert.ok(id === "org/project/stack/brand" || (id === undefined && isRequested), `${next.step.kind} ${touched}`);
    });
  });

  it("no foreign alias is ever taken off a distribution, and no alias is written without a certificate", () => {
    always((world, next) => {
      if (next.kind !== "step" || next.step.kind !== "updateDistribution") return;
      const before =
        world.observed.distribution?.kind === "known" ? (world.observed.distribution.value?.aliases ?? []) : [];
      const { aliases, viewerCertificate } = next.step.change;
      for (const alias of before) {
        if (!DOMAINS.some((domain) => domain === alias)) assert.ok(aliases.includes(alias), alias);
      }
      if (aliases.length > 0) assert.notEqual(viewerCertificate.source, "default");
    });
  });

  it("a certificate that is attached is never deleted", () => {
    always((world, next) => {
      if (next.kind !== "step" || next.step.kind !== "deleteCertificate") return;
      const there = world.observed.distribution?.kind === "known" ? world.observed.distribution.value : null;
      assert.notEqual(next.step.arn, there?.viewerCertificate.id);
    });
  });

  it("leaving touches nothing that carries only another incarnation", () => {
    always((world, next) => {
      if (world.goal !== "absent" || next.kind !== "step" || !("arn" in next.step)) return;
      const { arn: touched } = next.step;
      const found = observed(world).find((candidate) => candidate.arn === touched);
      const incarnation = found?.tags.kind === "known" ? found.tags.value?.[TAG.incarnation] : undefined;
      assert.notEqual(incarnation, "another");
    });
  });
});
