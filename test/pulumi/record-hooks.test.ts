import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import {
  checked,
  ends,
  failure,
  internal,
  NOW,
  recordInputs,
  report,
  requested,
  stage,
  untouched,
  validationRecord,
} from "./fixtures";

const known = report(["RECORDS_KNOWN"], {
  dnsRecords: [validationRecord(), validationRecord({ key: "VALIDATION:www.example.com", name: "_c.www.example.com" })],
});

const checkedRecord = async (domain?: string, group?: Bag, overrides?: Bag, olds: Bag = {}): Promise<Bag> => {
  const { inputs, failures } = await stage().hooks.check(olds, recordInputs(domain, group, overrides));
  assert.deepEqual(failures, []);
  return inputs;
};

const made = async () => stage({ reconcile: ends("settled", known) }).hooks.create(await checkedRecord());

describe("the validation record of a domain, for a program that publishes it", () => {
  it("requests the certificate of the whole group, and waits for no distribution", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", known) });
    await hooks.create(
      await checkedRecord("example.com", { keyAlgorithm: "EC_prime256v1", tags: { team: "web" }, timeout: "5m" }),
    );
    const [run] = runs;
    assert.equal(run?.goal, "requested");
    assert.equal(run?.deadline, NOW + 300_000);
    assert.deepEqual(run?.desired, {
      groupId: "acme/shop/dev/brand",
      name: "brand",
      owner: "acme/shop/dev",
      domains: ["example.com", "*.example.com", "www.example.com"],
      distribution: { kind: "program" },
      dns: { kind: "publish", keys: [] },
      certificate: null,
      keyAlgorithm: "EC_prime256v1",
      minimumProtocolVersion: null,
      moveFrom: [],
      tags: { team: "web" },
      waitFor: "auto",
    });
  });

  it("wants what its group wants, so that ACM takes both for one request", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", known) });
    await hooks.create(await checkedRecord("www.example.com"));
    await hooks.create(await checked({ alternativeDomains: ["*.example.com", "www.example.com"] }));
    const parts = runs.map(({ desired }) => [
      desired.groupId,
      desired.owner,
      desired.domains,
      desired.keyAlgorithm,
      desired.tags,
    ]);
    assert.deepEqual(parts[0], parts[1]);
  });

  it("remembers what ACM wants to see at its domain", async () => {
    const { hooks, said } = stage({ reconcile: ends("settled", known) });
    const { id, outs } = await hooks.create(await checkedRecord("www.example.com"));
    assert.equal(id, "acme/shop/dev/brand/VALIDATION:www.example.com");
    const { __state, __domainGroup, __provider, ...shown } = outs;
    assert.deepEqual(shown, { domain: "www.example.com", name: "_c.www.example.com", value: "_b.acm-validations.aws" });
    assert.deepEqual(said, [], "nobody has to publish anything by hand");
  });

  it("keeps the identity of the group that it had", async () => {
    const olds = await checkedRecord();
    const renamed = await checkedRecord("example.com", {}, { stack: "prod" }, olds);
    const { hooks, runs } = stage({ reconcile: ends("settled", known) });
    await hooks.create(renamed);
    assert.equal(runs[0]?.desired.groupId, "acme/shop/dev/brand");
  });

  it("is not changed by anything that happens to the group", async () => {
    const { outs } = await made();
    const news = [
      await checkedRecord("example.com", { alternativeDomains: ["shop.example.com"] }),
      await checkedRecord("example.com", { tags: { team: "web" }, timeout: "5m" }),
      await checkedRecord("example.com", {}, { aws: { profile: "production" } }),
    ];
    for (const inputs of news) assert.deepEqual(await stage().hooks.diff("id", outs, inputs), { changes: false });
  });

  it("asks nobody in a refresh", async () => {
    const { id, outs } = await made();
    assert.deepEqual(await stage().hooks.read(id, outs), { id, props: outs });
  });

  it("leaves what is wrong with the group's arguments to the group", async () => {
    const inputs = await checkedRecord("example.com", { timeout: "soon" });
    const { message, stack } = await failure(stage().hooks.create(inputs));
    assert.match(message, /^timeout: got "soon": must be a duration/);
    assert.equal(stack, message);
  });
});

describe("a request that comes to no end", () => {
  it("keeps the certificate, and goes on from there in the next `up`", async () => {
    const pending = report(["REQUESTING"], { dnsRecords: [] });
    const first = await failure(stage({ reconcile: ends("timeout", pending) }).hooks.create(await checkedRecord()));
    assert.equal(first.id, "acme/shop/dev/brand/VALIDATION:example.com");
    assert.match(first.reasons?.[0] ?? "", /^The validation records of brand were not there in time\. /);
    const { hooks, runs } = stage({ reconcile: ends("settled", known) });
    assert.deepEqual(await hooks.diff("id", first.properties ?? {}, await checkedRecord()), { changes: true });
    const { outs } = await hooks.update("id", first.properties ?? {}, await checkedRecord());
    assert.equal(outs["name"], "_a.example.com");
    assert.deepEqual(
      [runs[0]?.memory.requests.length, runs[0]?.accountId, runs[0]?.previous],
      [1, "111111111111", null],
    );
  });

  it("is taken back by its owner of then, although the stack was renamed before it came to its end", async () => {
    const pending = report(["REQUESTING"], { dnsRecords: [] });
    const first = await failure(stage({ reconcile: ends("timeout", pending) }).hooks.create(await checkedRecord()));
    const { hooks, runs } = stage({ reconcile: ends("settled", known) });
    const olds = first.properties ?? {};
    const { outs } = await hooks.update("id", olds, await checkedRecord("example.com", {}, { stack: "prod" }, olds));
    await hooks.delete("id", outs);
    assert.deepEqual([...(runs[1]?.owners ?? [])].sort(), ["acme/shop/dev", "acme/shop/prod"]);
  });

  it("leaves nothing in the state when nothing is in the world", async () => {
    const { hooks } = stage({ reconcile: ends("blocked", report(["FORBIDDEN"]), untouched) });
    const { id, message } = await failure(hooks.create(await checkedRecord()));
    assert.equal(id, undefined);
    assert.match(message, /^The validation records of brand can't be had\. .*\nFORBIDDEN: /);
  });
});

describe("the delete of a validation record", () => {
  it("takes back what was requested and never claimed, and no more", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    const { id, outs } = await made();
    await hooks.delete(id, outs);
    const [run] = runs;
    assert.deepEqual([run?.goal, run?.incarnation], ["unrequested", "incarnation-1"]);
    assert.deepEqual(run?.memory.requests, requested(run ?? assert.fail()).requests);
  });

  it("that does not come through fails in words", async () => {
    const { id, outs } = await made();
    const { hooks } = stage({ reconcile: ends("timeout", report(["RELEASING"])) });
    const { message, stack } = await failure(hooks.delete(id, outs));
    assert.match(message, /^The certificate that was requested for brand is not gone yet\. /);
    assert.equal(stack, message);
  });

  it("knows a damaged state", async () => {
    const { id, outs } = await made();
    const { message } = await failure(stage().hooks.delete(id, { ...outs, __state: { schemaVersion: 99 } }));
    assert.match(message, /newer release/);
  });
});

describe("where routing records lead", () => {
  const target = (value: unknown): Bag => ({
    ...(value === undefined ? {} : { target: value }),
    __domainGroup: internal({ kind: "target" }),
    __provider: "text of the provider",
  });
  const NAME = "d1.cloudfront.net";
  const remembered = async () => (await stage().hooks.create(target(NAME))).outs;

  it("is remembered", async () => {
    assert.equal((await remembered())["value"], NAME);
  });

  const table: [what: string, value: unknown, changes: boolean][] = [
    ["the same", NAME, false],
    ["not known before the update", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", false],
    ["out of sight", undefined, false],
    ["another", "d2.cloudfront.net", true],
  ];
  for (const [what, value, changes] of table) {
    it(`is ${changes ? "changed" : "unchanged"} when the distribution's name is ${what}`, async () => {
      assert.deepEqual(await stage().hooks.diff("id", await remembered(), target(value)), { changes });
    });
  }

  it("follows to another distribution, and stays when there is none", async () => {
    const { hooks } = stage();
    const moved = await hooks.update("id", await remembered(), target("d2.cloudfront.net"));
    assert.equal(moved.outs["value"], "d2.cloudfront.net");
    assert.equal((await hooks.update("id", moved.outs, target(undefined))).outs["value"], "d2.cloudfront.net");
  });

  it("is an error before there is a distribution", async () => {
    const { message, stack } = await failure(stage().hooks.create(target(undefined)));
    assert.match(message, /^brand has no distribution yet, so its routing records would lead nowhere/);
    assert.equal(stack, message);
  });

  it("is left alone by refresh and delete", async () => {
    const props = await remembered();
    const { hooks } = stage();
    assert.deepEqual(await hooks.read("id", props), { id: "id", props });
    await hooks.delete("id", props);
  });
});
