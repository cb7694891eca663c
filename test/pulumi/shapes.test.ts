import assert from "node:assert/strict";
import type { CertificateArn } from "../../provider/core/model";
import type { Memory } from "../../provider/core/remembered";
import { parseDomainGroup } from "../../provider/pulumi/parse-domain-group";
import { decodeOutputs, encodeOutputs, type Left } from "../../provider/pulumi/props";
import type { Bag } from "../../provider/pulumi/reading";
import { decodeRecord, encodeRecord } from "../../provider/pulumi/record-state";
import type { Earlier } from "../../provider/pulumi/run-group";
import { SCHEMA_VERSION } from "../../provider/pulumi/shapes/stored";
import { ARN, created, ends, report, validationRecord } from "./fixtures";
import { goldenStates } from "./golden-states";

const GOLDEN = goldenStates();
const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Where every value stands, objects and lists too. */
function placesOf(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...place, name]))];
}

const at = (value: unknown, place: string[]): unknown =>
  place.reduce<unknown>((inner, name) => (inner as Bag | undefined)?.[name], value);

/** The value with one place changed; without it, where `change` gives undefined. */
function changedAt(value: unknown, place: string[], change: (before: unknown) => unknown): Bag {
  const changed = structuredClone(value) as Bag;
  const parent = at(changed, place.slice(0, -1)) as Bag;
  const name = place.at(-1) ?? "";
  parent[name] = change(parent[name]);
  if (parent[name] === undefined) delete parent[name];
  return changed;
}

const readable = (place: string[]): string =>
  place.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join("");

const isRecord = (mode: string): boolean => mode.endsWith("record");

/** As the next run of an update without a change would write it. */
function written(outs: Bag): Bag {
  const { stored, wish, report: said } = decodeOutputs(outs) as Left;
  const { memory, accountId, incarnation, owner } = stored;
  return overTheWire(encodeOutputs({ wish, result: { report: said, memory, accountId }, incarnation, owner }, outs));
}

function writtenRecord(outs: Bag): Bag {
  const { stored, wish } = decodeRecord(outs) as Earlier;
  const { memory, accountId, incarnation, owner } = stored;
  const { domain, name, value } = outs;
  const record = { name: String(name), value: String(value) };
  return overTheWire(
    encodeRecord({ wish, domain: String(domain), record, memory, incarnation, owner, accountId }, outs),
  );
}

/** Every member there is, and none of them empty. */
const FULL: Memory = {
  runStartedAt: 1,
  refusals: [
    {
      step: "deleteCertificate x",
      trouble: { reason: "REFUSED", operation: "acm:DeleteCertificate", code: "X", message: "", passing: false },
      permanent: true,
      firstAt: 1,
      lastAt: 2,
      count: 2,
    },
  ],
  requests: [{ arn: ARN as CertificateArn, requestedAt: 1, pendingAt: 2 }],
  lastWrite: { etag: "E2", at: 3, certificateArn: ARN, aliases: ["example.com"] },
  before: {
    aliases: ["example.com"],
    viewerCertificate: { source: "acm", id: ARN, minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" },
  },
  created: { id: "E1", attempt: 1, at: 4, settings: { Comment: "shop" } },
  accessControlId: "E3",
  formerPlaces: [{ id: "E4", domainName: "d4.cloudfront.net", before: null, created: null }],
  writes: [{ id: "E4", etag: "E1", at: 4 }],
  moves: [{ domain: "example.com", from: "E3", to: "E4", at: 5 }],
  formerTargets: ["d5.cloudfront.net"],
  madeRecords: [],
  given: ["www.example.com"],
  madeCaa: [{ zoneId: "Z1", name: "example.com", value: '0 issue "amazon.com"' }],
  formerIds: ["E3"],
  routingRemovedAt: 6,
  had: ["m.example.com"],
  predecessors: ["0123456789abcdef"],
  replacedRecords: [
    {
      zoneId: "Z1",
      name: "example.com",
      type: "A",
      ttl: 300,
      values: ["192.0.2.1"],
      alias: { dnsName: "d6.cloudfront.net", zoneId: "Z2", evaluateTargetHealth: false },
      routingPolicy: false,
    },
  ],
  deletions: [{ arn: ARN as CertificateArn, at: 7 }],
  tagKeys: ["team"],
  tagWrites: [{ arn: ARN, tags: { team: "web" }, removed: ["cost"], at: 8 }],
  absences: { "VALIDATION:example.com": { negativeTtl: 900, seenAt: 12 } },
  retiring: [{ kind: "certificate", id: ARN, since: 9, dueAt: 10, tries: 1 }],
  waits: { records: 11 },
};

const full = (): Promise<Bag> =>
  created(
    ends("settled", report(["ATTACHED"], { dnsRecords: [validationRecord()] }), () => FULL),
    { dns: { route53: { zoneIds: ["Z1"] } }, tags: { team: "web" }, resolvers: ["192.0.2.53"] },
  );

describe("a state of an older shape", () => {
  for (const { shape, mode, state } of GOLDEN) {
    it(`is read, and the same when it is written in today's shape: ${shape}, ${mode}`, () => {
      const [read, write] = isRecord(mode) ? [decodeRecord, writtenRecord] : [decodeOutputs, written];
      const today = write(state.outs);
      assert.equal(at(today, ["__state", "schemaVersion"]), SCHEMA_VERSION);
      assert.deepEqual(read(today), read(state.outs));
    });

    it(`loses nothing: ${shape}, ${mode}`, () => {
      const before = state.outs["__state"];
      const stored = (isRecord(mode) ? decodeRecord : decodeOutputs)(state.outs)?.stored;
      const leaves = placesOf(before).filter((place) => typeof at(before, place) !== "object");
      for (const place of leaves.filter(([name]) => name !== "schemaVersion"))
        assert.deepEqual(at(stored, place), at(before, place), readable(place));
    });
  }

  it("takes the program's tags of then for those that the group wrote", () => {
    const [first] = GOLDEN.filter(({ shape, mode }) => shape === "1.0" && mode === "route53");
    assert.deepEqual(decodeOutputs(first?.state.outs ?? {})?.stored.memory.tagKeys, ["team"]);
  });

  for (const { shape, mode, state } of GOLDEN.filter(({ mode }) => mode === "route53")) {
    it(`is damaged where it lacks a member that its shape has: ${shape}, ${mode}`, () => {
      const names = Object.keys(at(state.outs, ["__state", "memory"]) as Bag);
      for (const name of names) {
        const lacking = changedAt(state.outs, ["__state", "memory", name], () => undefined);
        // Without its only growth it is whole, of the shape before.
        if (["1.1", "1.2", "1.4"].includes(shape) && name === newest(shape)) assert.ok(decodeOutputs(lacking));
        else assert.throws(() => decodeOutputs(lacking), { message: new RegExp(`__state\\.memory\\.${name} must be`) });
      }
    });
  }

  it("gives other stacks what it always gave", () => {
    for (const { mode, state } of GOLDEN.filter(({ mode }) => !isRecord(mode))) {
      const parsed = overTheWire(parseDomainGroup(state.outs));
      for (const [name, value] of Object.entries(parsed)) assert.deepEqual(value, state.outs[name], `${mode} ${name}`);
      assert.deepEqual(overTheWire(parseDomainGroup(written(state.outs))), parsed, mode);
    }
  });
});

function newest(shape: string): string | undefined {
  return { "1.1": "tagKeys", "1.2": "deletions", "1.4": "routingRemovedAt" }[shape];
}

describe("a damaged state", () => {
  it("is refused member by member: each of another kind, by the name of its place", async () => {
    const outs = await full();
    const { report: said, stored } = decodeOutputs(outs) as Left;
    const { causes: _internal, ...shown } = said;
    const inner = placesOf(overTheWire({ __state: stored })).filter(([, member]) => member !== undefined);
    const outer = placesOf(overTheWire(shown)).filter(([name]) => name !== undefined);
    const isFree = (place: string[]): boolean => /settings\.|schemaVersion/.test(place.join("."));
    const places = [...inner, ...outer].filter((place) => !isFree(place) && at(outs, place) !== undefined);
    assert.ok(places.length > 150, `${places.length} places`);
    for (const place of places) {
      const damaged = changedAt(outs, place, (before) => (typeof before === "number" ? "1" : 1));
      const where = place[0] === "__state" ? readable(place).slice(1) : `outputs${readable(place)}`;
      assert.throws(
        () => decodeOutputs(damaged),
        (error: Error) => {
          assert.ok(error.message.includes(`it is damaged (${where}`), `${where}: ${error.message}`);
          assert.match(error.message, /pulumi stack import.*pulumi state delete/);
          assert.equal(error.stack, error.message);
          return true;
        },
      );
    }
  });

  it("shows none of its values, and of many places the first three", async () => {
    const outs = await full();
    const damaged = changedAt(outs, ["__state", "memory"], () => ({ runStartedAt: "hidden" }));
    assert.throws(
      () => decodeOutputs(damaged),
      (error: Error) => {
        assert.match(
          error.message,
          /damaged \(__state\.memory\.runStartedAt must be a number; [^;]*; [^;]*; and more\)/,
        );
        assert.doesNotMatch(error.message, /hidden/);
        return true;
      },
    );
  });

  for (const version of [0, 1.5, "2", null, undefined]) {
    it(`with the version ${version} is no state of any release`, async () => {
      const damaged = changedAt(await full(), ["__state", "schemaVersion"], () => version);
      assert.throws(() => decodeOutputs(damaged), {
        message: new RegExp(`__state\\.schemaVersion must be a version from 1 to ${SCHEMA_VERSION}`),
      });
    });
  }
});
