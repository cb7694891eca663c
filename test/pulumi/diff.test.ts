import assert from "node:assert/strict";
import { guidanceOf } from "../../provider/core/guidance";
import type { DnsLook, ServerAnswer } from "../../provider/core/looks";
import type { Report } from "../../provider/core/report";
import type { Reply } from "../../provider/ports";
import type { Bag } from "../../provider/pulumi/reading";
import type { Run } from "../../provider/reconcile";
import {
  cause,
  checked,
  created,
  ends,
  failure,
  internal,
  NOW,
  report,
  requested,
  stage,
  UNKNOWN,
  validationRecord,
  waiting,
} from "./fixtures";

const look = (...answers: ServerAnswer[]): Reply<DnsLook> => ({
  kind: "ok",
  value: { zone: "example.com", servers: Object.fromEntries(answers.map((answer, index) => [`ns${index}`, answer])) },
});
const none: ServerAnswer = { kind: "none" };
const there: ServerAnswer = { kind: "values", values: ["_b.acm-validations.aws"] };
const other: ServerAnswer = { kind: "values", values: ["elsewhere.example"] };
const dumb: ServerAnswer = { kind: "unknown", code: "TIMEOUT" };

const ROLE = "arn:aws:iam::111111111111:role/dns";

interface Before {
  report: Report;
  memory?: (run: Run) => Run["memory"];
  inputs?: Bag;
}

async function changes(
  before: Before,
  news: Bag = before.inputs ?? {},
  reply?: Reply<DnsLook>,
  now = NOW,
): Promise<boolean> {
  const olds = await created(ends("settled", before.report, before.memory ?? requested), before.inputs ?? {});
  const { hooks } = stage({ now: () => now, ...(reply === undefined ? {} : { look: async () => reply }) });
  return (await hooks.diff("brand", olds, await checked(news))).changes;
}

const settled = { report: report() };

describe("a group that is where it should be", () => {
  const same: [string, Bag][] = [
    ["no change", {}],
    ["names in another order", { primaryDomain: "www.example.com", alternativeDomains: ["example.com"] }],
    ["names in another spelling", { primaryDomain: "EXAMPLE.COM." }],
    [
      "defaults that are written out",
      { dns: "external", waitFor: "auto", timeout: "3600s", ifNotReached: "fail", keyAlgorithm: "RSA_2048" },
    ],
    ["a renamed stack", { __domainGroup: internal({ stack: "prod" }), groupId: "acme/shop/dev/brand" }],
  ];
  for (const [what, news] of same) {
    it(`is unchanged: ${what}`, async () => assert.equal(await changes(settled, news), false));
  }

  const different: [string, Bag][] = [
    ["waitFor", { waitFor: "issued" }],
    ["timeout", { timeout: "5m" }],
    ["customTimeouts", { __domainGroup: internal({ timeouts: { delete: "5m" } }) }],
    ["ifNotReached", { ifNotReached: "report" }],
    ["resolvers", { resolvers: ["192.0.2.53"] }],
    ["the port of DNS", { ports: { dns: 5353 } }],
    ["the port of edges", { ports: { https: 8443 } }],
    ["the role for Route 53", { __domainGroup: internal({ route53AssumeRole: { roleArn: ROLE } }) }],
    ["tags", { tags: { team: "web" } }],
    ["tags of the stack", { __domainGroup: internal({ defaultTags: { team: "web" } }) }],
    ["credentials", { __domainGroup: internal({ aws: { profile: "production" } }) }],
    ["something that only the update knows", { waitFor: UNKNOWN }],
  ];
  for (const [what, news] of different) {
    it(`is changed by ${what}`, async () => assert.equal(await changes(settled, news), true));
  }
});

describe("a write to the distribution by somebody else", () => {
  const given = (etag: string | undefined): Bag => ({
    distribution: { id: "E2QWRUHAPOMQZL", ...(etag === undefined ? {} : { etag }) },
  });
  const wrote = (run: Run): Run["memory"] => ({
    ...requested(run),
    lastWrite: { etag: "OURS", at: NOW, certificateArn: null, aliases: [] },
  });
  const before = { report: report(), memory: wrote, inputs: given("FIRST") };
  const table: [string, Bag, boolean][] = [
    ["the ETag given last time, as before a refresh, is none", given("FIRST"), false],
    ["the ETag of our last write, as after a refresh, is none", given("OURS"), false],
    ["any other ETag is one", given("THEIRS"), true],
    ["an ETag that only the update knows may be one", given(UNKNOWN), true],
    ["a program that gives no ETag any more tells nothing", given(undefined), false],
  ];
  for (const [what, news, expected] of table) {
    it(what, async () => assert.equal(await changes(before, news), expected));
  }
});

describe("a group that is not there yet", () => {
  it("is changed when a step may be possible", async () => {
    const applying = report(["DEPLOYING"], { status: "APPLYING_CERTIFICATE", reached: "issued", settled: false });
    assert.equal(await changes({ report: applying }), true);
  });

  const looks: [string, Reply<DnsLook>, boolean][] = [
    ["nobody has it", look(none, none), false],
    ["all have another value, which ACM may follow", look(other, other), true],
    ["one server has it already", look(none, there), true],
    ["all have it", look(there, there), true],
    ["one could not be asked", look(none, dumb), true],
    ["no server is known", look(), true],
    ["nobody is delegated to", { kind: "absent" }, false],
    [
      "the look failed",
      {
        kind: "failed",
        trouble: { reason: "UNAVAILABLE", operation: "dns:query", code: "ETIMEOUT", message: "", passing: true },
      },
      true,
    ],
  ];
  for (const [what, reply, expected] of looks) {
    it(`is ${expected ? "changed" : "unchanged"} while it waits for a record that a person publishes and ${what}`, async () => {
      assert.equal(await changes({ report: waiting() }, {}, reply), expected);
    });
  }

  it("asks for the record that is missing, and for that alone", async () => {
    const records = [
      validationRecord(),
      validationRecord({ key: "VALIDATION:b.example.com", name: "_c.b.example.com", state: "OK", action: "KEEP" }),
    ];
    const olds = await created(ends("waitingForYou", waiting({ dnsRecords: records })));
    const { hooks, looks } = stage({ look: async () => look(none) });
    await hooks.diff("brand", olds, await checked());
    assert.deepEqual(looks, ["_a.example.com CNAME"]);
  });

  it("is unchanged while one of several records is missing", async () => {
    const records = [
      validationRecord(),
      validationRecord({ key: "VALIDATION:b.example.com", name: "_c.b.example.com" }),
    ];
    const olds = await created(ends("waitingForYou", waiting({ dnsRecords: records })));
    const { hooks } = stage({ look: async (name) => (name === "_a.example.com" ? look(none) : look(there)) });
    assert.deepEqual(await hooks.diff("brand", olds, await checked()), { changes: false });
  });

  it("is changed by a mistake with a missing record that nobody was told of, once", async () => {
    const exam = { doubled: "_a.example.com.example.com" };
    const changed = async (told: Report): Promise<boolean> => {
      const { hooks } = stage({ look: async () => look(none), exam });
      return (await hooks.diff("brand", await created(ends("waitingForYou", told)), await checked())).changes;
    };
    assert.equal(await changed(waiting()), true);
    const doubled = cause("RECORD_NAME_DOUBLED", { records: ["VALIDATION:example.com"] });
    const told = report([doubled], { ...waiting(), guidance: [guidanceOf(doubled)], causes: [doubled] });
    assert.equal(await changed(told), false);
  });

  it("is changed after 72 hours: ACM has given up, and a new certificate is due", async () => {
    const hour = 3_600_000;
    assert.equal(await changes({ report: waiting() }, {}, look(none), NOW + 71 * hour), false);
    assert.equal(await changes({ report: waiting() }, {}, look(none), NOW + 72 * hour), true);
  });

  it("is changed when waitFor names a milestone that it has not reached: people are waited for", async () => {
    const before = { report: waiting(), inputs: { waitFor: "attached" } };
    assert.equal(await changes(before, { waitFor: "attached" }, look(none)), true);
    const reached = { report: waiting(), inputs: { waitFor: "records" } };
    assert.equal(await changes(reached, { waitFor: "records" }, look(none)), false);
  });

  it("is changed while waitFor names traffic that has not arrived, with all else settled", async () => {
    const inputs = { waitFor: "serving" };
    assert.equal(await changes({ report: report(), inputs }, inputs), true);
    assert.equal(await changes({ report: report(["ATTACHED"], { reached: "serving" }), inputs }, inputs), false);
    assert.equal(await changes({ report: report() }), false);
  });
});

describe("a group whose program attaches", () => {
  const inputs = { distribution: undefined };
  const aliases = ["example.com", "www.example.com"];

  it("is changed until it is issued: people are waited for", async () => {
    const olds = await failure(stage({ reconcile: ends("timeout", waiting()) }).hooks.create(await checked(inputs)));
    const { hooks, looks } = stage();
    assert.deepEqual(await hooks.diff("brand", olds.properties ?? {}, await checked(inputs)), { changes: true });
    assert.deepEqual(looks, []);
  });

  it("is unchanged when it is issued, whatever the program has done with it", async () => {
    const issued = report(["FOR_THE_PROGRAM_TO_ATTACH"], {
      status: "APPLYING_CERTIFICATE",
      reached: "issued",
      aliases,
    });
    assert.equal(await changes({ report: issued, inputs }), false);
  });
});

describe("records that the program publishes", () => {
  const PROOF = "VALIDATION:example.com";
  const published = { dns: { publish: [PROOF] } };

  it("may be there: no look at DNS is needed", async () => {
    const report = waiting({ dnsRecords: [validationRecord({ publishedBy: "program" })] });
    assert.equal(await changes({ report, inputs: published }), true);
  });

  it("are a change when others are published", async () => {
    const before = { report: report(), inputs: published };
    assert.equal(await changes(before, published), false);
    assert.equal(await changes(before, { dns: { publish: [PROOF, "ROUTING:example.com"] } }), true);
  });
});

describe("something that AWS was to let go", () => {
  const retiring = (run: Run): Run["memory"] => ({
    ...requested(run),
    retiring: [{ kind: "certificate", id: "arn", since: NOW, dueAt: NOW + 1000, tries: 1 }],
  });

  it("is no change before it is due, and one when it is", async () => {
    const before = { report: report(), memory: retiring };
    assert.equal(await changes(before, {}, undefined, NOW + 999), false);
    assert.equal(await changes(before, {}, undefined, NOW + 1000), true);
  });
});

describe("a state that holds nothing yet", () => {
  it("is changed", async () => {
    assert.deepEqual(await stage().hooks.diff("brand", {}, await checked()), { changes: true });
  });
});
