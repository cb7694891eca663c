import assert from "node:assert/strict";
import fc from "fast-check";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import { emptyMemory } from "../../provider/core/memory";
import type { Certificate, Desired, DistributionFacts, Observation, Service } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import type { Memory } from "../../provider/core/remembered";
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
const FILES: Service = {
  type: "spa",
  bucket: "b.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};
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

const places: fc.Arbitrary<Desired["distribution"]> = fc.constantFrom(
  input().desired.distribution,
  input().desired.distribution,
  { kind: "created", service: { type: "api", host: "origin.example.net", settings: {} }, domainName: null },
  { kind: "created", service: FILES, domainName: null },
  { kind: "program" },
);

const worlds: fc.Arbitrary<Input> = fc
  .record({
    goal: fc.constantFrom("present", "absent", "present", "absent", "requested", "unrequested") as fc.Arbitrary<
      Input["goal"]
    >,
    place: places,
    brought: fc.constantFrom(null, null, null, arn("a"), arn("c")),
    distributionTags: orUnknown(tags),
    accessControl: orUnknown(fc.constantFrom(null, { id: "O1", etag: "E1", intact: true })),
    isExternal: fc.boolean(),
    account: orUnknown(fc.constantFrom(ACCOUNT, ACCOUNT, ACCOUNT, "222222222222")),
    distribution: orUnknown(distributions),
    certificates: orUnknown(certificates),
    zones: orUnknown(fc.constantFrom(ZONES, {})),
    recordSets: orUnknown(recordSets),
    memory: memories,
    outOfTime: fc.boolean(),
  })
  .map(({ goal, isExternal, memory, outOfTime, zones, place, brought, ...observed }) =>
    input(
      { ...observed, dns: known({}), traffic: known({}), ...(isExternal ? {} : { zones }) },
      {
        goal,
        memory,
        facts: { ...input().facts, outOfTime },
        desired: { ...(isExternal ? external() : input().desired), distribution: place, certificate: brought },
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

const OWNERS_STEPS = new Set(["tagDistribution", "untagDistribution", "configureDistribution", "deleteDistribution"]);

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
    always(({ goal, observed: { account, distribution: there, certificates: seen } }, next) => {
      // Whoever asks for records alone needs no distribution.
      const needed = goal === "present" || goal === "absent" ? [account, there, seen] : [account, seen];
      const isUnknown = needed.some((part) => part?.kind !== "known");
      const isForeign = account?.kind === "known" && account.value !== ACCOUNT;
      if (isUnknown || isForeign) assert.notEqual(next.kind, "step");
    });
  });

  it("no step touches a certificate of somebody else", () => {
    always((world, next) => {
      if (next.kind !== "step" || !("arn" in next.step) || next.step.kind.endsWith("Distribution")) return;
      const { arn: touched } = next.step;
      assert.notEqual(touched, world.desired.certificate);
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
      const { aliases, viewerCertificate, enabled } = next.step.change;
      assert.notEqual(world.desired.distribution.kind, "program");
      // One that the group made goes with all that is on it.
      if (world.desired.distribution.kind === "created" && enabled === false) return;
      for (const alias of before) {
        if (!DOMAINS.some((domain) => domain === alias)) assert.ok(aliases.includes(alias), alias);
      }
      if (aliases.length > 0) assert.notEqual(viewerCertificate.source, "default");
    });
  });

  it("a certificate that is attached is never deleted", () => {
    always((world, next) => {
      if (next.kind !== "step" || next.step.kind !== "deleteCertificate" || world.goal === "unrequested") return;
      const there = world.observed.distribution?.kind === "known" ? world.observed.distribution.value : null;
      assert.notEqual(next.step.arn, there?.viewerCertificate.id);
    });
  });

  it("a distribution of another owner, or of nobody's making, is neither written nor deleted as the group's own", () => {
    always((world, next) => {
      if (next.kind !== "step" || !OWNERS_STEPS.has(next.step.kind)) return;
      const seen = world.observed.distributionTags;
      assert.equal(world.desired.distribution.kind, "created");
      assert.ok(seen?.kind === "known" && seen.value?.[TAG.owner] !== FOREIGN[TAG.owner], next.step.kind);
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
